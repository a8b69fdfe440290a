"""What is known of AI text on the real web: every published number, with what it means and where it stands.

The numbers are typed in; the files that they come from are not shipped. A measurement stands here twice where a study
was revised: the edition that is not used says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

from webloop.errors import InputError
from webloop.scenario.csv_table import Table
from webloop.scenario.problems import did_you_mean

TOPICS = {
    "ai-share": "AI share of new content",
    "adoption": "use of language models",
    "exposure": "AI share of what searchers find and answers cite",
    "size": "size and growth of the web",
    "survival": "how long pages live",
    "concentration": "links, traffic and pages by domain",
    "human-publishing": "what people publish, and shut off, since ChatGPT",
    "training": "training sets, cadence and cleaning",
    "detection": "detectors and watermarks",
    "archives": "text from before ChatGPT",
    "prices": "what licences cost",
    "language": "language and diversity in the wild",
}
"""Topics, with what they hold."""
STATUSES = {
    "V1": "read in a primary source",
    "V2": "read in a secondary source",
    "C": "computed from published data",
    "A": "assumption: no data found",
    "U": "from memory, unverified",
}
"""How well a number is founded."""
NOT_USED = "not used"
USES = {
    "target": "an observation that the model is held against",
    "parameter": "set a parameter, or bounds it",
    "context": "for judging results",
    NOT_USED: "left out, for the reason given",
}
"""What a number is used for."""
COLUMNS = (
    *("id", "topic", "quantity", "date", "value", "low", "high", "unit"),
    *("definition", "frame", "instrument", "n", "source", "status", "use"),
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A published number.

    Attributes:
        id: unique name; the part before the first hyphen is the key of its source.
        topic: one of `TOPICS`.
        quantity: what was measured, in a few words.
        date: when: YYYY, YYYY-YYYY, YYYY-MM or YYYY-MM..YYYY-MM.
        value: the number as text, for some are ranges (`6..11`), bounds (`<10`) or words.
        low: lower end of its range in `unit`; None where none is known.
        high: upper end.
        unit: unit of value, low and high; `-` for none.
        definition: what counts.
        frame: what was sampled.
        instrument: what it was measured with.
        n: how many were measured, as published.
        source: citation, and how the number was had from it.
        status: one of `STATUSES`.
        use: one of `USES`.
        reason: why it is not used; empty where it is.
    """

    id: str
    topic: str
    quantity: str
    date: str
    value: str
    low: float | None
    high: float | None
    unit: str
    definition: str
    frame: str
    instrument: str
    n: str
    source: str
    status: str
    use: str
    reason: str

    @property
    def key(self) -> str:
        """Key of the source, as target files name it."""
        return self.id.partition("-")[0]

    @property
    def number(self) -> float | None:
        """The value where it is one number."""
        try:
            return float(self.value)
        except ValueError:
            return None

    @property
    def text(self) -> str:
        """Everything in which words are looked for, in small letters."""
        said = (self.id, self.quantity, self.definition, self.frame, self.instrument, self.source)
        return " ".join(said).lower()


@cache
def evidence() -> tuple[Evidence, ...]:
    """All that is known, by topic."""
    with as_file(files("webloop.calibration") / "data" / "evidence.csv") as file:
        return tuple(_row(dict(zip(COLUMNS, fields, strict=True))) for _, fields in Table(file, COLUMNS))


def _row(cells: dict[str, str]) -> Evidence:
    use, _, reason = cells.pop("use").partition(": ")
    low, high = (float(text) if text else None for text in (cells.pop("low"), cells.pop("high")))
    return Evidence(**cells, low=low, high=high, use=use, reason=reason)


def find_evidence(
    words: Sequence[str] = (), topic: str | None = None, status: str | None = None, use: str | None = None
) -> tuple[Evidence, ...]:
    """The evidence that holds all words and is of that topic, status and use.

    Words that are all ids stand for these numbers alone.

    Raises:
        InputError: a topic, status or use that there is none of, or words that no evidence holds.
    """
    _known("topic", topic, TOPICS)
    _known("status", status, STATUSES)
    _known("use", use, USES)
    named = bool(words) and set(words) <= {each.id for each in evidence()}
    found = tuple(
        each
        for each in evidence()
        if (each.id in words if named else all(word.lower() in each.text for word in words))
        and topic in {None, each.topic}
        and status in {None, each.status}
        and use in {None, each.use}
    )
    if not found:
        raise InputError(_nothing(words, topic, status, use))
    return found


def _known(kind: str, word: str | None, choices: dict[str, str]) -> None:
    if word is not None and word not in choices:
        near = did_you_mean(word, choices)
        raise InputError(f"there is no {kind} {word!r}; allowed: {', '.join(choices)}; {near}".removesuffix("; "))


def _nothing(words: Sequence[str], topic: str | None, status: str | None, use: str | None) -> str:
    """Why nothing was found: the first word that no evidence holds, or that all together are too much."""
    known = {each for one in evidence() for each in (one.id, one.key, *re.findall(r"[\w.-]+", one.text))}
    for word in words:
        if not any(word.lower() in each.text for each in evidence()):
            return f"no evidence speaks of {word!r}; {did_you_mean(word.lower(), known)}".removesuffix("; ")
    asked = [f"{kind} {word}" for kind, word in (("topic", topic), ("status", status), ("use", use)) if word]
    return f"no evidence is all of this: {', '.join([*words, *asked])}"
