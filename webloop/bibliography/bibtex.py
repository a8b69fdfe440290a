"""The bibliography as BibTeX: what is not LaTeX in a text is escaped, letters stay as they are (UTF-8)."""

import re
from collections.abc import Iterator, Sequence

from webloop import __version__
from webloop.bibliography.citing import Cited
from webloop.bibliography.references import WEBLOOP, Reference

_SPECIAL = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_"}
    | {"{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
)
_HOLDS = {
    "article": "journal",
    "inproceedings": "booktitle",
    "incollection": "booktitle",
    "book": "publisher",
    "techreport": "institution",
    "phdthesis": "school",
}
"""The field that says where a work is, by type of entry."""
_NAMED = 6
_PLACE = re.compile(r"\[\d+\]")  # values of a list are told of once


def bibtex(works: Sequence[Cited]) -> str:
    """One entry for each work, with a line above it that says what it is used for.

    Args:
        works: in order.
    """
    return "\n".join("\n".join([_used(work), *_entry(work.reference)]) + "\n" for work in works)


def _used(work: Cited) -> str:
    """A remark; BibTeX looks for entries after every at-sign outside of them, so there must be none."""
    kinds: dict[str, list[str]] = {}
    for kind, name in work.uses:
        kinds.setdefault(kind, []).append(_PLACE.sub("[*]", name))
    told = [f"{kind}: {_listed(list(dict.fromkeys(names)))}" for kind, names in kinds.items()]
    return "% Used for " + " ".join("; ".join(told).replace("@", "(at)").split())


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _entry(work: Reference) -> Iterator[str]:
    yield f"@{work.kind}{{{work.key},"
    for name, value in _fields(work).items():
        if value:
            yield f"  {name} = {{{value}}},"
    yield "}"


def _fields(work: Reference) -> dict[str, str]:
    """Fields as LaTeX; those that are empty are left out."""
    number = "number" if work.kind == "techreport" else "volume"
    return {
        "author": " and ".join(_author(each) for each in work.authors),
        "title": f"{{{escaped(work.title)}}}",
        _HOLDS.get(work.kind, "howpublished"): escaped(work.where),
        "year": work.year,
        number: escaped(work.volume),
        "pages": work.pages.replace("-", "--") if work.kind != "techreport" else "",
        "version": __version__ if work.key == WEBLOOP else "",
        "doi": work.doi,
        "eprint": work.arxiv,
        "archivePrefix": "arXiv" if work.arxiv else "",
        "url": work.url,
    }


def _author(name: str) -> str:
    """People by surname; an institution in braces, so that it is not taken apart."""
    return escaped(name) if "," in name or name == "others" else f"{{{escaped(name)}}}"


def escaped(text: str) -> str:
    r"""A text in which nothing means something to LaTeX.

    >>> escaped("Modelling & Software: 50 % of {x}_1")
    'Modelling \\& Software: 50 \\% of \\{x\\}\\_1'
    """
    return text.translate(_SPECIAL)
