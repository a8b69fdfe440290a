"""The page on the hindcast, written from hindcast.json."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
_HEAD = """\
# The hindcast: what was observed, and what the fitted webs would have shown

<!-- Written by analysis/calibration.py from docs/hindcast.json; a test fails when it is stale. -->

`webloop hindcast` makes these tables again. Intervals hold the middle 90 % of *readings*: draws of the fits, with the
errors of the measurement. Held-out targets were seen by no fit. How it was fitted, and what to make of it:
[calibration.md](calibration.md).
"""
_COVERAGE = """\
The priors alone are draws of the same parameters as they were known before any target was looked at. The fit has
something to say of a target where its interval is at most half as wide as theirs (marked * in the tables below).
"""
_CRPS = """\
Each naive forecast comes in two strengths, as wide as earlier points scatter, and with no spread but the error of the
last of them; shown is the better one. Ahead is what is better than all four.
"""
_TITLES = {
    "held_out": "Held out: seen by no fit",
    "fit": "Fitted: seen by the fits",
    "input": "Input: it set a parameter, so it is checked and not scored",
}
_ROLES = {"fit": "fitted", "held_out": "held out"}
_UNITS = {"%": " %", "trillion tokens": " trn", "billion pages a month": " bn", "ratio": "", "share": ""}


def page(said: Row) -> str:
    """The whole page, in Markdown.

    Args:
        said: the content of hindcast.json.
    """
    parts = [_HEAD, f"Made by {said['made']}.\n", *(f"- {each['said']}" for each in said["verdicts"]), ""]
    parts += [_coverage(said), _crps(said)]
    for role, title in _TITLES.items():
        parts.append(f"## {title}\n\n{_targets([each for each in said['targets'] if each['role'] == role])}")
    misses = [(each["id"], each["lies"], each["why"] or "none is given") for each in said["misses"]]
    parts.append(f"## Misses, and the reason believed\n\n{_table(('target', 'observed lies', 'reason'), misses)}")
    out = [(each["id"], each["observable"], each["why"]) for each in said["out"]]
    parts.append(f"## Out: the model has no such thing\n\n{_table(('target', 'what', 'why'), out)}")
    return "\n".join(parts)


def _coverage(said: Row) -> str:
    rows = [
        (
            each["baseline"],
            "of these, the fit has something to say of" if each["learned"] else _ROLES[each["role"]],
            f"{each['inside']} of {each['of']}",
            f"{each['share']:.0%}",
            f"{each['low_95']:.0%} to {each['high_95']:.0%}",
            f"{each['prior_inside']} of {each['of']}",
            _ratio(each["crps_to_prior"]),
            _ratio(each["width_to_prior"]),
        )
        for each in said["coverage"]
    ]
    head = (
        "baseline",
        "targets",
        "inside",
        "share",
        "95 % interval, readings taken as independent",
        "inside those of the priors alone",
        "mean CRPS, times that of the priors",
        "median width, times that of the priors",
    )
    return f"## Coverage of 90 % intervals\n\n{_COVERAGE}\n{_table(head, rows)}"


def _ratio(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _crps(said: Row) -> str:
    rows = [
        (
            each["baseline"],
            each["series"],
            each["points"],
            f"{each['webloop']:.3g}{_UNITS[each['unit']]}",
            *(f"{min(each[name], each[f'{name}_sharp']):.3g}" for name in ("last_value", "linear_trend")),
            "yes" if each["ahead"] else "no",
        )
        for each in said["crps"]
    ]
    head = ("baseline", "series", "held-out points", "webloop", "last value", "linear trend", "ahead of all")
    return f"## CRPS of held-out points, series with at least three earlier ones\n\n{_CRPS}\n{_table(head, rows)}"


def _targets(rows: Sequence[Row]) -> str:
    """One line a target, its baselines side by side."""
    by_id: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_id.setdefault(row["id"], {})[row["baseline"]] = row
    lines = []
    for target, found in by_id.items():
        one = next(iter(found.values()))
        when = one["first"] if one["first"] == one["last"] else f"{one['first']} to {one['last']}"
        unit = _UNITS[one["unit"]]
        cells = [_interval(found.get(name)) for name in ("article-web", "site-web")]
        lines.append((target, one["observable"], when, f"{one['observed']:.3g}{unit}", *cells, one["source"]))
    head = ("target", "what", "when", "observed", "article-web", "site-web", "source")
    return _table(head, lines)


def _interval(row: Row | None) -> str:
    if row is None:
        return "-"
    said = f"{row['low_90']:.3g} to {row['high_90']:.3g}"
    shown = said if row["inside_90"] else f"**{said}**"
    return shown + (r" \*" if row["learned"] else "")


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"
