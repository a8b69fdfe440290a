"""Values of a study's scenarios as tables: what each is, how far it may be off, who says so, and who differs."""

from collections.abc import Iterator, Sequence

from webloop.calibration.parameters import STATUSES, Parameter, known_values
from webloop.reference.markdown import code, escaped, prose, table
from webloop.scenario.differing import differences
from webloop.scenario.origins import Row, explain_values
from webloop.scenario.resolve import Resolved
from webloop.scenario.study import Study

_SAID_ELSEWHERE = ("title", "claim")
_FILES = ("path", "paths")
"""Units of values that name a file."""
_ALIKE = "A `*` stands for all names that have no row of their own."
Known = tuple[Row, Parameter | None]


def parameter_table(resolved: Resolved) -> str:
    """Every value of a scenario at its start; those that are alike and known as one stand in one row."""
    rows = [_told(path, known) for path, known in _pooled(_at_the_start(resolved))]
    head = ("parameter", "value", "unit", "range", "drawn from", "status", "source")
    statuses = "; ".join(f"{status} {meaning}" for status, meaning in STATUSES.items())
    return f"{table(head, rows)}\n{_ALIKE} Status: {statuses}; none where nothing is known of a value.\n"


def change_table(study: Study) -> str:
    """What each scenario says differently from the first, interventions with their dates; empty without others."""
    base = study.scenarios[0]
    rows = [
        (escaped(other.name), code(each.path), code(each.before), code(each.here), prose(each.description))
        for other in study.scenarios[1:]
        for each in differences(base, other)
    ]
    baseline = escaped(base.name)
    return table(("scenario", "parameter", f"in {baseline}", "here", "what it is"), rows)


def input_table(scenarios: Sequence[Resolved]) -> str:
    """Files and texts that scenarios read; empty if none does."""
    rows = {
        (row.path, row.value): (code(row.path), code(row.value), prose(row.description))
        for resolved in scenarios
        for row in explain_values(resolved)
        if row.unit in _FILES and row.value != "null"
    }
    return table(("parameter", "file or text", "what it is"), rows.values())


def _at_the_start(resolved: Resolved) -> list[Known]:
    changes = len(resolved.scenario.interventions)
    dated = {row.path for row in explain_values(resolved) if row.path[:4].isdigit()} if changes else set()
    return [each for each in known_values(resolved) if each[0].path not in {*dated, *_SAID_ELSEWHERE}]


def _pooled(known: Sequence[Known]) -> Iterator[tuple[str, Known]]:
    """Values by path; those that one row of what is known is about by its pattern, if they are all the same."""
    alike: dict[str, set[str]] = {}
    for row, parameter in known:
        if parameter:
            alike.setdefault(parameter.pattern, set()).add(row.value)
    told = set()
    for row, parameter in known:
        if parameter is None or len(alike[parameter.pattern]) > 1:
            yield row.path, (row, parameter)
        elif parameter.pattern not in told:
            told.add(parameter.pattern)
            yield parameter.pattern, (row, parameter)


def _told(path: str, known: Known) -> tuple[str, ...]:
    row, parameter = known
    unit = "" if row.unit == "-" else prose(row.unit)
    if parameter is None:
        return code(path), code(row.value), unit, "", "", "", prose(row.source)
    span = f"{parameter.low} to {parameter.high}" if parameter.has_range else ""
    drawn = parameter.distribution if parameter.has_range else ""
    return code(path), code(row.value), unit, span, drawn, parameter.status, prose(parameter.source)
