"""Rows of target files, and what is wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_lowercase
from typing import Any

from webloop.calibration.cells import ALLOWED, parts
from webloop.calibration.target import BASELINES, ROLES, UNITS
from webloop.scenario.csv_table import Table, short
from webloop.scenario.problems import Problem, ScenarioError, did_you_mean

COLUMNS = ("id", "observable", "date", "observed", "tolerance", "unit", "instrument_to_simulate", "source_key")
OPTIONAL = ("series", "role", "n", "baseline", "remark", "as_published", "miss")
INSTRUMENT = "instrument_to_simulate"
_SPLIT = ("date", "observed", "tolerance", INSTRUMENT)
_TAKEN = (INSTRUMENT, "series", "role", "n", "baseline", "remark", "miss")


@dataclass(frozen=True)
class Row:
    """A row of a target file, or a part of one that says several things.

    Attributes:
        line: where it stands.
        cells: text by column; empty where the file has no such column.
    """

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """The text of a cell."""
        return self.cells[column]

    def having(self, **cells: str) -> "Row":
        """The row with other text in some of its cells."""
        return replace(self, cells={**self.cells, **cells})


@dataclass
class Judge:
    """Collects what is wrong with the rows of a table.

    Attributes:
        table: the table.
        problems: what is wrong.
    """

    table: Table
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, row: Row, column: str, wrong: str, allowed: str = "", hint: str = "") -> None:
        """Note that a cell is wrong."""
        self.problems += self.table.error(row.line, column, wrong, allowed, hint).problems

    def parsed(self, row: Row, column: str, parse: Any) -> Any:
        """What a cell says; None, with a note, where it says nothing that can be used."""
        try:
            return parse(row[column])
        except ValueError as error:
            self.wrong(row, column, str(error), ALLOWED.get(column, ""))
            return None

    def one_of(self, row: Row, column: str, choices: Sequence[str], kind: str) -> bool:
        """Whether a cell is one of some words; where not, it is noted."""
        if row[column] in choices:
            return True
        wrong = f"there is no {kind} {short(row[column])}" if row[column] else f"there is no {kind} in this row"
        self.wrong(row, column, wrong, f"allowed: {', '.join(choices)}", did_you_mean(row[column], choices))
        return False


def read_rows(table: Table, judge: Judge) -> list[Row]:
    """The rows of a table, one for each part; what can't be read is noted, and ends the reading."""
    names = (*table.columns, *table.optional)
    rows: list[Row] = []
    try:
        for line, fields in table:
            rows += split(Row(line, dict(zip(names, fields, strict=True))), judge)
    except ScenarioError as error:
        judge.problems += error.problems
    if not rows and not judge.problems:
        judge.wrong(Row(1, {}), "", "there is no target below the first line", "one a line")
    return rows


def split(row: Row, judge: Judge) -> list[Row]:
    """The parts of a row: H24 with two readings is H24a and H24b."""
    found = {column: parts(row[column]) for column in _SPLIT}
    number = max(len(found["date"]), len(found["observed"]))
    if number == 1:
        return [row]
    for column in ("date", "observed", "tolerance"):
        if len(found[column]) not in {1, number}:
            other = "observed" if column == "date" else "date"
            wrong = f"there are {len(found[column])} of these and {number} of {other}"
            judge.wrong(row, column, wrong, f"either one for all, or {number} separated by ' / '")
            return []
    if number > len(ascii_lowercase):
        judge.wrong(row, "observed", f"there are {number} readings in one row", f"at most {len(ascii_lowercase)}")
        return []
    if len(found[INSTRUMENT]) != number:
        found[INSTRUMENT] = [row[INSTRUMENT]]
    each = {column: texts if len(texts) == number else texts * number for column, texts in found.items()}
    return [
        row.having(id=row["id"] + letter, **{column: each[column][at] for column in _SPLIT})
        for at, letter in enumerate(ascii_lowercase[:number])
    ]


def as_shipped(row: Row, shipped: Mapping[str, Row]) -> Row:
    """A row that takes what it does not say from the shipped target that it is.

    It is one where id and instrument are the same; the instrument may be called as the published list calls it.
    """
    known = shipped.get(row["id"])
    if known is None or row[INSTRUMENT] not in {known[INSTRUMENT], known["as_published"]} - {""}:
        return row
    taken = {column: row[column] or known[column] for column in _TAKEN}
    return row.having(**{**taken, INSTRUMENT: known[INSTRUMENT]})


def check_words(row: Row, instruments: Mapping[str, str], judge: Judge) -> bool:
    """Whether role, baseline, unit and instrument are known, and go together; what is wrong is noted."""
    known = judge.one_of(row, "role", ROLES, "role")
    if row["baseline"]:
        known &= judge.one_of(row, "baseline", BASELINES, "baseline")
    known &= judge.one_of(row, "unit", tuple(UNITS), "unit")
    if row["role"] == "out":
        return known
    known &= judge.one_of(row, INSTRUMENT, sorted(instruments), "instrument")
    if known and UNITS[row["unit"]].kind != instruments[row[INSTRUMENT]]:
        kind = instruments[row[INSTRUMENT]]
        allowed = ", ".join(name for name, unit in UNITS.items() if unit.kind == kind)
        judge.wrong(row, "unit", f"{row[INSTRUMENT]} is not read in {row['unit']}", f"allowed: {allowed}")
        return False
    return known
