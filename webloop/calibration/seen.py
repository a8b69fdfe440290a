"""What fits have seen can't be held out again by a file that brings it anew."""

from collections.abc import Iterable

from webloop.calibration.cells import parse_date
from webloop.calibration.target_rows import INSTRUMENT, Judge, Row

HELD_OUT = "held_out"
"""The role of a row that says none."""
_SEEN = ("fit", "input")


def with_role(row: Row, shipped: Iterable[Row], judge: Judge, *, said: bool) -> Row:
    """A row with a role: its own, or else held out, but for what the fits have seen already.

    They have seen an instrument in the months of a shipped target that they were fitted to, or that set a parameter.
    A row of such months takes that target's role; one that says that it is held out is noted.

    Args:
        row: a row that has taken from the shipped target that it is what it does not say.
        shipped: the rows of the shipped file.
        judge: where to note it.
        said: whether the row says its role itself.
    """
    if row["role"] not in {"", HELD_OUT}:
        return row
    seen = next((each for each in shipped if each["role"] in _SEEN and _same(row, each)), None)
    if seen is None:
        return row.having(role=HELD_OUT)
    if said:
        wrong = f"{row[INSTRUMENT]} in these months is what the fits have seen: the shipped target {seen['id']}"
        judge.wrong(row, "role", wrong, f"leave the role empty, or say {seen['role']} as that target does")
    return row.having(role=seen["role"])


def with_baseline(row: Row, shipped: Iterable[Row]) -> Row:
    """A row without a baseline is about the one that all shipped targets of its instrument are about, if any is."""
    if row["baseline"]:
        return row
    others = {each["baseline"] for each in shipped if each[INSTRUMENT] == row[INSTRUMENT]}
    return row.having(baseline=others.pop()) if len(others) == 1 else row


def _same(row: Row, other: Row) -> bool:
    """Whether two rows read an instrument in the same months, for the same baseline."""
    if row[INSTRUMENT] != other[INSTRUMENT] or (
        row["baseline"] != other["baseline"] and _of_one(row) and _of_one(other)
    ):
        return False
    try:
        (first, last), (start, end) = parse_date(row["date"]), parse_date(other["date"])
    except ValueError:  # what is no date is told where dates are read
        return False
    return first <= end and start <= last


def _of_one(row: Row) -> bool:
    """Whether a row is about one of the baselines only."""
    return bool(row["baseline"])
