"""A story as data: chapters of sentences and tables whose numbers stay numbers until somebody shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from webloop.outcomes.shares import percent
from webloop.outcomes.tables import number

_WHOLE = 10_000
"""Up to here whole numbers are shown in full."""


@dataclass(frozen=True)
class Amount:
    """A number with its unit.

    Attributes:
        value: the number; not a number where there is none.
        unit: `share` is shown in percent; all others as in tables.
        noun: what is counted, in the singular: shown behind the number; empty where the context says it.
        digits: decimals of a percentage.
    """

    value: float
    unit: str = "pages"
    noun: str = ""
    digits: int = 1

    def __str__(self) -> str:
        """As people read it.

        >>> [str(Amount(share, "share")) for share in (0.1234, 0.0001, 0.9999, 1.0)]
        ['12.3 %', '<0.1 %', '>99.9 %', '100 %']
        >>> str(Amount(2.7e9)), str(Amount(1, "ideas", "idea")), str(Amount(1234, "ideas", "idea"))
        ('2.70B', '1 idea', '1,234 ideas')
        """
        # decimals throughout, because what a release changes is often less than a percent
        share = self.unit == "share"
        shown = percent(self.value, self.digits, self.digits) if share else _plain(self.value, self.unit)
        return f"{shown} {self.noun}{'s' * (self.value != 1)}" if self.noun else shown

    def as_json(self) -> float | None:
        """The number; null where there is none."""
        return self.value if self.value == self.value else None


Cell = Amount | str


def share(part: float, whole: float, digits: int = 1) -> Amount:
    """A part of a whole; not a number where there is no whole.

    >>> str(share(1, 8)), str(share(0, 0))
    ('12.5 %', '-')
    """
    return Amount(part / whole if whole else float("nan"), "share", digits=digits)


def _plain(value: float, unit: str) -> str:
    whole = unit == "pages" or (unit in {"ideas", "words"} and value == value and value == round(value))
    return f"{value:,.0f}" if whole and abs(value) < _WHOLE else number(value, unit)


@dataclass(frozen=True)
class Sentence:
    """A sentence, and what its numbers are.

    Attributes:
        template: the sentence with the names of values in braces.
        values: the values by name.
    """

    template: str
    values: Mapping[str, Cell] = field(default_factory=dict)

    def __str__(self) -> str:
        """As people read it.

        >>> str(said("{lab} released {models}.", lab="alpha {0}", models=Amount(1, "pages", "model")))
        'alpha {0} released 1 model.'
        """
        return self.template.format(**{name: str(value) for name, value in self.values.items()})

    def as_json(self) -> dict[str, Any]:
        """Text and values."""
        return {"text": str(self), "values": {name: _json(value) for name, value in self.values.items()}}


def said(template: str, **values: Cell) -> Sentence:
    """A sentence of a template with `{names}` and their values."""
    return Sentence(template, values)


@dataclass(frozen=True)
class Table:
    """A small table.

    Attributes:
        title: what it shows.
        head: names of the columns.
        rows: cells by row; the first of each is a name.
    """

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    def as_json(self) -> dict[str, Any]:
        """Itself as data."""
        rows = [[_json(cell) for cell in row] for row in self.rows]
        return {"title": self.title, "head": list(self.head), "rows": rows}


@dataclass(frozen=True)
class Part:
    """A part of a chapter, such as what one lab did.

    Attributes:
        sentences: what is said.
        tables: what is shown.
        about: what it is about, where a chapter has several parts; empty where it has one.
    """

    sentences: Sequence[Sentence]
    tables: Sequence[Table] = ()
    about: str = ""


@dataclass(frozen=True)
class Chapter:
    """A chapter.

    Attributes:
        name: of the piece that tells it.
        title: for people.
        parts: in order; at least one.
    """

    name: str
    title: str
    parts: Sequence[Part]

    def as_json(self) -> dict[str, Any]:
        """Itself as data."""
        parts = [
            {
                "about": part.about,
                "sentences": [each.as_json() for each in part.sentences],
                "tables": [each.as_json() for each in part.tables],
            }
            for part in self.parts
        ]
        return {"name": self.name, "title": self.title, "parts": parts}


@dataclass(frozen=True)
class Story:
    """A month of a run.

    Attributes:
        scenario: name of the scenario.
        title: its title.
        baseline: name of what it is compared with.
        draw: which draw; None where nothing is drawn.
        replicate: which stream of chance.
        month: YYYY-MM.
        checked: how the numbers were made, and whether they are the recorded ones.
        chapters: in order.
        unlike: how they differ from those recorded; empty if they do not.
    """

    scenario: str
    title: str
    baseline: str
    draw: int | None
    replicate: int
    month: str
    checked: Sentence
    chapters: Sequence[Chapter]
    unlike: Sequence[str] = ()

    def as_json(self) -> dict[str, Any]:
        """Itself as data: texts beside the numbers that they are made of."""
        return {
            "scenario": self.scenario,
            "title": self.title,
            "baseline": self.baseline,
            "draw": self.draw,
            "replicate": self.replicate,
            "month": self.month,
            "checked": self.checked.as_json(),
            "same": not self.unlike,
            "unlike": list(self.unlike),
            "chapters": [each.as_json() for each in self.chapters],
        }


def _json(cell: Cell) -> float | str | None:
    return cell.as_json() if isinstance(cell, Amount) else cell
