"""The table of `webloop show`: every value of a scenario, with what is known of it."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from textwrap import wrap

from rich.console import Console
from rich.text import Text

from webloop.calibration.parameters import STATUSES, Parameter
from webloop.calibration.values_layout import Layout, Line, layouts
from webloop.outcomes.tables import console, has_width, print_no_room
from webloop.scenario.origins import Row

Known = Sequence[tuple[Row, Parameter | None]]
_NOBODY = "-"
_ENTRIES = ("writers.segments.", "instruments.")
"""Each entry below these is a group of its own; elsewhere a section is."""
_MARGIN = " " * 6


def print_values(name: str, title: str, values: Known, *, sources: bool = False) -> None:
    """A resolved scenario with the origin of each value and, as far as they are a baseline's, range and status.

    A terminal gets it in groups and as many columns as there is room for; a file or pipe a line for each full path.

    Args:
        name: of the scenario.
        title: of the scenario.
        values: from `webloop.calibration.parameters.known_values`.
        sources: whether to say where values and ranges are from.
    """
    out = console()
    out.print(Text(f"{name}: {title}", style="bold"))
    is_known = any(parameter for _, parameter in values)
    columns = ["range", "distribution", "unit", "status", "written in"] if is_known else ["unit", "written in"]
    if has_width(out):
        _print_groups(out, values, columns, sources=sources)
    else:
        _print_whole(out, values, [*columns, *(["source"] if sources else [])])
    if is_known:
        told = ", ".join(f"{status} {meaning}" for status, meaning in STATUSES.items())
        more = "" if sources else "; --sources tells where values and ranges are from"
        out.print(Text(f"status: {told}, {_NOBODY} not a baseline's value{more}", style="dim"))


def _line(row: Row, parameter: Parameter | None, group: str, name: str) -> Line:
    cells = {
        "range": "",
        "distribution": "",
        "unit": row.unit,
        "status": _NOBODY,
        "written in": row.origin,
        "source": "",
    }
    if parameter:
        cells |= {"status": parameter.status, "source": parameter.source}
        if parameter.has_range:
            cells |= {"range": f"{parameter.low}..{parameter.high}", "distribution": parameter.distribution}
    return Line(group, name, row.value, cells)


def _print_whole(out: Console, values: Known, columns: Sequence[str]) -> None:
    """A line for each full path."""
    lines = [_line(row, parameter, "", row.path) for row, parameter in values]
    layout = Layout(lines, columns, whole=True)
    _print(out, layout.head(), "bold")
    for line in lines:
        _print(out, layout.text(line))


def _grouped(values: Known) -> list[Line]:
    """Lines by groups; a group of one is none."""
    places = [_split(row.path) for row, _ in values]
    sizes = Counter(group for group, _ in places)
    return [
        _line(row, parameter, *(place if sizes[place[0]] > 1 else ("", row.path)))
        for (row, parameter), place in zip(values, places, strict=True)
    ]


def _split(path: str) -> tuple[str, str]:
    """The group of a path, and its name there.

    >>> _split("writers.segments.qa.weight"), _split("writers.growth"), _split("sites"), _split("2027-01 lab.cadence")
    (('writers.segments.qa', 'weight'), ('writers', 'growth'), ('', 'sites'), ('from 2027-01', 'lab.cadence'))
    """
    month, changes, changed = path.partition(" ")
    if changes:
        return f"from {month}", changed
    above = next((above for above in _ENTRIES if path.startswith(above)), "")
    first, dot, rest = path.removeprefix(above).partition(".")
    return (above + first, rest) if dot else ("", path)


def _print_groups(out: Console, values: Known, columns: Sequence[str], *, sources: bool) -> None:
    """Lines under the names of their groups, in the widest of the layouts that fit."""
    lines = _grouped(values)
    choice = layouts(lines, columns)
    layout = next((each for each in choice if each.width <= out.width), choice[-1])
    _print(out, layout.head(), "bold")
    for group, members in groupby(lines, key=lambda line: line.group):
        if group:
            _print(out, group, "bold")
        for line in members:
            _print(out, layout.text(line))
            if sources and line.cells["source"]:
                told = wrap(
                    line.cells["source"], max(40, out.width - 1), initial_indent=_MARGIN, subsequent_indent=_MARGIN
                )
                _print(out, "\n".join(told), "dim")
    print_no_room([column for column in columns if column not in layout.columns])


def _print(out: Console, text: str, style: str = "") -> None:
    """As it is: where a line is too long all the same, the terminal breaks it."""
    out.print(Text(text, style=style), no_wrap=True, overflow="ignore", crop=False)
