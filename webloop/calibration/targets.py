"""Target files: observed readings of the real web, which the model is fitted to and held against."""

from collections.abc import Mapping
from math import log
from pathlib import Path

from webloop.calibration.cells import Tolerance, parse_date, parse_number_behind, parse_observed, parse_tolerance
from webloop.calibration.seen import with_baseline, with_role
from webloop.calibration.spread import MOST_COUNTED, Z90, Binomial, LogNormal, Normal, Spread
from webloop.calibration.target import BASELINES, ROLES, UNITS, Role, Target
from webloop.calibration.target_rows import (
    COLUMNS,
    INSTRUMENT,
    OPTIONAL,
    Judge,
    Row,
    as_shipped,
    check_words,
    read_rows,
)
from webloop.months import format_month
from webloop.scenario.csv_table import Table, short
from webloop.scenario.problems import Origin, ScenarioError, show_number

__all__ = ["BASELINES", "ROLES", "Role", "Target", "load_targets", "shipped_targets"]


def shipped_targets() -> Path:
    """The file of the targets that ship with webloop."""
    return Path(__file__).parent / "data" / "targets.csv"


def load_targets(file: Path | None, instruments: Mapping[str, str], horizon: tuple[int, int]) -> tuple[Target, ...]:
    """Read a target file.

    A row with the id of a shipped target and its instrument, or what the published list calls its instrument, takes
    from the shipped one what it does not say: role, series, n, baseline, remark and miss. What the fits have seen is
    not held out again (`seen`).

    Args:
        file: the file; the shipped one for None.
        instruments: unit of each instrument that there is, by name.
        horizon: first and last month in which they can be read.

    Raises:
        ScenarioError: with all that is wrong with the file.
    """
    table = _table(file)
    judge = Judge(table)
    shipped = {} if file is None else _shipped_rows()
    out: list[Target] = []
    lines: dict[str, int] = {}
    series: dict[str, Target] = {}
    for row in read_rows(table, judge):
        name = row["id"]
        if not name:
            judge.wrong(row, "id", "there is no id in this row")
        elif name in lines:
            judge.wrong(row, "id", f"the id {short(name)} stands in line {lines[name]} already")
        lines.setdefault(name, row.line)
        whole = with_baseline(as_shipped(row, shipped), shipped.values())
        whole = with_role(whole, shipped.values(), judge, said=bool(row["role"]))
        target = _target(whole, instruments, horizon, judge)
        if target:
            _check_series(row, target, series, judge)
            out.append(target)
    if judge.problems:
        raise ScenarioError(judge.problems)
    return tuple(out)


def _table(file: Path | None) -> Table:
    return Table(file or shipped_targets(), COLUMNS, None if file else "webloop's targets.csv", OPTIONAL)


def _shipped_rows() -> dict[str, Row]:
    table = _table(None)
    return {row["id"]: row for row in read_rows(table, Judge(table))}


def _target(row: Row, instruments: Mapping[str, str], horizon: tuple[int, int], judge: Judge) -> Target | None:
    """The target of a row; None, with notes, where something is wrong with it."""
    before = len(judge.problems)
    known = check_words(row, instruments, judge)
    months = judge.parsed(row, "date", parse_date)
    observed = judge.parsed(row, "observed", parse_observed)
    tolerance = judge.parsed(row, "tolerance", parse_tolerance)
    behind = judge.parsed(row, "n", parse_number_behind) if row["n"] else None
    if months and row["role"] != "out":
        _check_horizon(row, months, horizon, judge)
    if observed and row["unit"] in UNITS:
        _check_observed(row, observed, tolerance, judge)
    if not known or len(judge.problems) > before:
        return None
    role: Role = next(each for each in ROLES if each == row["role"])
    return Target(
        id=row["id"],
        observable=row["observable"],
        series=row["series"],
        role=role,
        instrument="" if role == "out" else row[INSTRUMENT],
        baselines=(row["baseline"],) if row["baseline"] else BASELINES,
        first=months[0],
        last=months[1],
        observed=observed[0],
        unit=row["unit"],
        spread=_spread(tolerance, observed[1], row["unit"], behind),
        source=row["source_key"],
        remark=row["remark"],
        origin=Origin(judge.table.name, row.line, 1),
        miss=row["miss"],
    )


def _check_horizon(row: Row, months: tuple[int, int], horizon: tuple[int, int], judge: Judge) -> None:
    if months[0] < horizon[0] or months[1] > horizon[1]:
        outside = months[0] if months[0] < horizon[0] else months[1]
        allowed = f"the model can be read from {format_month(horizon[0])} to {format_month(horizon[1])}"
        judge.wrong(row, "date", f"{format_month(outside)} is outside the horizon", allowed)


def _check_series(row: Row, target: Target, series: dict[str, Target], judge: Judge) -> None:
    """A series is one instrument's, in one unit; `series` gets its first point."""
    if not target.series or target.role == "out":
        return
    first = series.setdefault(target.series, target)
    if (first.instrument, first.unit) != (target.instrument, target.unit):
        wrong = f"the series {short(target.series)} is of {first.instrument} in {first.unit} (line {first.origin.line})"
        judge.wrong(row, "series", wrong, "give points of another instrument or unit a series of their own")


def _check_observed(row: Row, observed: tuple[float, float], tolerance: Tolerance | None, judge: Judge) -> None:
    unit = UNITS[row["unit"]]
    middle, half = observed
    if middle - half < 0:
        judge.wrong(
            row, "observed", f"{short(row['observed'])} is negative", f"a reading in {row['unit']} is 0 or more"
        )
    elif unit.kind == "share" and middle + half > unit.scale:
        most = f"a share is at most {show_number(unit.scale)}{' %' * (row['unit'] == '%')}"
        judge.wrong(row, "observed", f"{short(row['observed'])} is more than all there is", most)
    elif tolerance and tolerance.factor and middle == 0:
        judge.wrong(row, "tolerance", "a factor says nothing about an observed 0", "give a number or an interval")
    elif tolerance and tolerance.ends and not tolerance.ends[0] <= middle <= tolerance.ends[1]:
        wrong = f"the interval {short(row['tolerance'])} does not hold the observed {show_number(middle)}"
        judge.wrong(row, "tolerance", wrong, "give the 90 % interval itself, or half its width as one number")


def _spread(tolerance: Tolerance, half: float, unit: str, behind: int | None) -> Spread:
    """The error model: pages are counted where they are few, and else an error has the size or the factor given."""
    if behind is not None and behind <= MOST_COUNTED and UNITS[unit].kind == "share":
        return Binomial(behind, UNITS[unit].scale)
    if tolerance.factor:
        return LogNormal(log(tolerance.factor) / Z90)
    return Normal((tolerance.half + half) / Z90)
