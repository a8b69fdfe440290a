"""Which works a text cites: by DOI, by arXiv number, as `Surname et al. 2024`, or by a name of their own."""

import re
from collections.abc import Iterator
from functools import cache

from webloop.bibliography.references import Reference, references

_ID = re.compile(r"(doi:|arXiv:)\s*(\S+)")
_NAME = r"(?:(?:del|van|de|Van|De) )?[A-ZÀ-Þ][\w'’À-ž-]+"
_INITIALS = r"(?:,(?: ?[A-Z]\.)+)?"
_AND = r"(?:, and |, & |,? and |,? & |, )"
_CITATION = re.compile(
    rf"(?P<names>{_NAME}{_INITIALS}(?:{_AND}{_NAME}{_INITIALS})*)(?: et al\.)?,? \(?(?P<year>(?:18|19|20)\d\d)(?![\d-])"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NO_AUTHOR = {
    *_MONTHS.split("|"),
    "In",
    "From",
    "Since",
    "Until",
    "By",
    "Before",
    "After",
    "Of",
    "At",
    "ChatGPT",
    "Google",
    "SALib",
}
"""Words with a capital that stand before years and are no authors."""
_END = ".,:;\"'`"
_TELLING = 3  # words of a title


def cited(text: str) -> set[str]:
    """Keys of the works that a text cites.

    >>> sorted(cited("after Shumailov et al. 2024 and Hill (1973); see arXiv:2404.01413, and RAID: 0.9"))
    ['dugan-2024', 'gerstgrasser-2024', 'hill-1973', 'shumailov-2024']
    """
    return {key for _, keys in _found(text) for key in keys}


def unknown(text: str) -> list[str]:
    """Citations in a text that the bibliography lacks, as they are written there.

    >>> unknown("Shumailov et al. 2024; Nobody and Noone 1999; since 2023; in December 2022; arXiv:9999.00001")
    ['Nobody and Noone 1999', 'arXiv:9999.00001']
    """
    return [words for words, keys in _found(text) if not keys]


def ambiguous(text: str) -> list[str]:
    """Citations in a text that may be any of several works; the first words of a title behind it tell them apart.

    >>> ambiguous("Dohmatob et al. 2024; Dohmatob et al. 2024, A tale of tails; Dohmatob et al. 2024, arXiv:2402.07712")
    ['Dohmatob et al. 2024']
    """
    return [words for words, keys in _found(text) if len(keys) > 1]


def _found(text: str) -> Iterator[tuple[str, list[str]]]:
    """Every citation as it is written, with the keys that it means; none if the bibliography lacks it."""
    text = re.sub(r"\s+", " ", text)
    for pattern, key in _called():
        if pattern.search(text):
            yield pattern.pattern, [key]
            text = pattern.sub(" ", text)
    for match in _CITATION.finditer(text):
        names = _names(match["names"])
        identified = _ID.match(text, match.end() + len(", ")) or _ID.match(text, match.end() + len("), "))
        if names and not identified:  # an identifier says more than a name, and comes next
            yield match[0], _by_name(names[0], match["year"], text[match.end() :])
    for match in _ID.finditer(text):
        number = _trimmed(match[2])
        yield match[1] + number, _by_number(match[1], number)


def _names(text: str) -> list[str]:
    """Surnames, without initials and words that are none."""
    parts = re.split(r",? and |,? & |, ", re.sub(r",(?: ?[A-Z]\.)+", "", text))
    return [part for part in parts if part not in _NO_AUTHOR]


def _by_name(name: str, year: str, rest: str) -> list[str]:
    """Works of a year by a first author; where there are several, the one whose title follows."""
    found = [each for each in references().values() if (each.year, each.surname) == (year, name)]
    named = [each for each in found if _words(each.title) == _words(rest)]
    return [each.key for each in (named if len(found) > 1 and named else found)]


def _words(text: str) -> list[str]:
    """The first words, as far as they tell titles apart."""
    return re.findall(r"\w+", text.lower())[:_TELLING]


def _by_number(kind: str, number: str) -> list[str]:
    def own(each: Reference) -> str:
        return each.doi.lower() if kind == "doi:" else each.arxiv

    return [each.key for each in references().values() if own(each) == number.lower()]


def _trimmed(number: str) -> str:
    """An identifier without what follows it in a sentence; a bracket belongs to it if it was opened in it.

    >>> _trimmed("10.1016/S0378-3758(01)00077-5)."), _trimmed('2404.01413",')
    ('10.1016/S0378-3758(01)00077-5', '2404.01413')
    """
    number = number.rstrip(_END)
    while number.endswith(")") and number.count(")") > number.count("("):
        number = number[:-1].rstrip(_END)
    return number


@cache
def _called() -> list[tuple[re.Pattern[str], str]]:
    """Names of their own, the longest first, with the key that they mean."""
    pairs = [(name, each.key) for each in references().values() for name in each.called]
    return [
        (re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])" if name[-1].isalnum() else re.escape(name)), key)
        for name, key in sorted(pairs, key=lambda pair: (-len(pair[0]), pair))
    ]
