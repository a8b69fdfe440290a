"""Survival: the share of runs that have not yet collapsed, early or late."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from webloop.errors import InputError
from webloop.months import format_month
from webloop.outcomes.collapse_words import meanings
from webloop.outcomes.results import Results
from webloop.outcomes.watched import EVENTS, collapsing
from webloop.plots.axes import End, end_labels, metric_axis, time_axis
from webloop.plots.colours import line_colours
from webloop.plots.grid import group_title, titles
from webloop.plots.registry import picture
from webloop.plots.sheet import Key, Sheet, empty, heading, panels
from webloop.plots.style import BASELINE, BLUE, VERMILLION
from webloop.plots.survival_curves import Curves, Steps, steps_of, table_of_curves
from webloop.plots.words import HARD, wrap

TOGETHER = 4
"""Up to so many curves, the baseline among them, share a panel for each kind of collapse."""
MOST_BANDS = 3
"""More bands than these hide each other."""
MOST_PANELS = 12
LINES = {"early_collapse": "-", "late_collapse": (0, (4, 1.5))}
_PAIR = {"early_collapse": BLUE, "late_collapse": VERMILLION}
TITLE = "Share of runs that have not yet collapsed"


def _why_not(results: Results) -> str:
    try:
        came = collapsing(results)
    except InputError as error:
        return str(error)
    return "" if came else "no run collapsed before its end, so there is no curve to draw"


@picture("survival", "share of runs not yet collapsed over time, early and late", order=70, why_not=_why_not)
def survival(results: Results) -> Sheet:
    """Kaplan-Meier curves of early and late collapse, by scenario.

    Up to four curves share a panel for each kind of collapse; more get a panel for each scenario with both kinds, and
    the baseline in grey behind them. Scenarios with the same curves are drawn as one.

    Args:
        results: what was run.
    """
    found = {event: steps_of(results, event) for event in EVENTS}
    if not any(found.values()):
        return empty(results, TITLE, "No run had a model whose collapse could be watched for.")
    alike: dict[tuple[object, ...], list[str]] = {}
    for name in found["early_collapse"]:
        alike.setdefault(tuple(found[event][name].same for event in EVENTS), []).append(name)
    drawn = list(alike.values())
    return _together(results, found, drawn) if len(drawn) <= TOGETHER else _apart(results, found, drawn)


def _note(results: Results, *, bands: bool) -> str:
    """How to read it, with the thresholds of the baseline."""
    band = f" Bands: 95{HARD}% intervals, where some but not all have collapsed." if bands else ""
    said = "".join(f"{each} " for each in meanings(results).values()).replace(" %", f"{HARD}%")
    return (
        f"{said}Kaplan-Meier curves: each step down is a collapse; a tick marks runs that had not "
        f"collapsed when they ended (censored).{band}"
    )


def _sheet(
    results: Results, found: Mapping[str, Curves], drawn: Sequence[Sequence[str]], note: str, **shape: Any
) -> Sheet:
    """A sheet with a text alternative."""
    sheet = Sheet(results, TITLE, note, **shape)
    for event, label in EVENTS.items():
        said = "; ".join(f"{group_title(results, group)} {_said(found[event][group[0]])}" for group in drawn)
        sheet.alt += f" {label}: {said}."
    return sheet


def _said(steps: Steps) -> str:
    """Where a curve ends."""
    by = steps.curve.median
    half = f", half by {format_month(steps.start + round(by))}" if by is not None else ""
    return f"{_count(steps)} collapsed{half}"


def _count(steps: Steps) -> str:
    return "none" if not steps.gone else f"{steps.gone} of {steps.runs}"


def _together(results: Results, found: Mapping[str, Curves], drawn: list[list[str]]) -> Sheet:
    """A panel for each kind of collapse, all scenarios in both, named at the ends of their curves."""
    several = any(steps.runs > 1 for curves in found.values() for steps in curves.values())
    bands = several and len(drawn) <= MOST_BANDS
    sheet = _sheet(results, found, drawn, _note(results, bands=bands), width=9.6, body=3.0)
    for axis, (event, label) in zip(panels(sheet, 2, 2, sharey=True), EVENTS.items(), strict=True):
        _frame(axis, found, 5)
        heading(axis, label, room=3.4)
        ends = []
        for group, colour in _shared(results, found[event], drawn):
            steps = found[event][group[0]]
            grey = colour == BASELINE
            _draw(axis, steps, colour, "-", zorder=2.0 if grey else 3.0, band=bands and steps.runs > 1)
            text = f"{_who(results, group, len(found[event]))}: {_said(steps)}"
            ends.append(End(steps.last, "\n".join(wrap(text, 1.45, 7.5)), colour))
        end_labels(sheet, axis, ends, 7.5)
    sheet.data = table_of_curves(found, drawn)
    return sheet


def _shared(results: Results, curves: Curves, drawn: Sequence[Sequence[str]]) -> list[tuple[list[str], str]]:
    """Scenarios with the same curve of one kind, and its colour, which is the same for both kinds."""
    out: dict[tuple[object, ...], tuple[list[str], str]] = {}
    drawn = sorted(drawn, key=lambda group: results.baseline not in group)
    for group, colour in zip(drawn, line_colours(results, drawn), strict=True):
        out.setdefault(curves[group[0]].same, ([], colour))[0].extend(group)
    return list(out.values())


def _who(results: Results, group: Sequence[str], every: int) -> str:
    """What to call scenarios with one curve."""
    if len(group) == every > 1:
        return f"all {every} scenarios"
    first = results.baseline if results.baseline in group else group[0]
    return titles(results)[first] + (f" and {len(group) - 1} more" if len(group) > 1 else "")


def _apart(results: Results, found: Mapping[str, Curves], drawn: list[list[str]]) -> Sheet:
    """A panel for each scenario that differs from the baseline, with both kinds of collapse."""
    own = next((group for group in drawn if results.baseline in group), [])
    others = [group for group in drawn if group is not own]
    shown = sorted(others, key=lambda group: min(found[event][group[0]].last for event in EVENTS))[:MOST_PANELS]
    shown = [group for group in others if group in shown]
    columns = 4 if len(shown) > 6 else 3
    rows = -(-len(shown) // columns)
    same = [name for name in own if name != results.baseline]
    hidden = sum(map(len, others)) - sum(map(len, shown))
    foot = (f"The same as the baseline: {group_title(results, same)}. " if same else "") + (
        f"Not shown: {hidden} scenarios in which fewer runs collapse." if hidden else ""
    )
    keys = [Key(label, _PAIR[event], LINES[event]) for event, label in EVENTS.items()]
    keys.append(Key("Baseline, likewise", BASELINE))
    shape = {"width": 9.6, "body": 0.35 + 1.6 * rows, "keys": keys, "foot": foot}
    sheet = _sheet(
        results,
        found,
        [group for group in drawn if group in shown or group is own],
        _note(results, bands=False),
        **shape,
    )
    axes = panels(sheet, len(shown), columns, sharex=True, sharey=True)
    for axis, group in zip(axes, shown, strict=True):
        _frame(axis, found, 4)
        for event in EVENTS:
            if own:
                _draw(axis, found[event][own[0]], BASELINE, LINES[event], zorder=2.0)
            _draw(axis, found[event][group[0]], _PAIR[event], LINES[event], zorder=3.0)
        heading(axis, group_title(results, group), _below(found, group), room=8.6 / columns, lines=2)
    sheet.data = table_of_curves(found, [*([own] if own else []), *shown])
    return sheet


def _below(found: Mapping[str, Curves], group: Sequence[str]) -> str:
    """How many runs collapsed."""
    words = {"early_collapse": "early", "late_collapse": "late"}
    return "Collapsed " + "; ".join(f"{words[event]}: {_count(found[event][group[0]])}" for event in EVENTS)


def _frame(axis: Axes, found: Mapping[str, Curves], ticks: int) -> None:
    """Time and share, the same in all panels."""
    every = [steps for curves in found.values() for steps in curves.values()]
    time_axis(axis, min(steps.start for steps in every) / 12, max(steps.end for steps in every) / 12, ticks)
    metric_axis(axis, "share", (0.0, 1.03))


def _draw(axis: Axes, steps: Steps, colour: str, line: object, *, zorder: float, band: bool = False) -> None:
    """One curve, with a tick where runs are censored."""
    time, curve = steps.time, steps.curve
    if band:
        low, high = (np.concatenate([[1.0], edge]) for edge in (curve.low, curve.high))
        some = np.concatenate([[True], curve.share > 0])  # the formula has no interval where all have collapsed
        shape: dict[str, Any] = {"step": "post", "alpha": 0.12, "linewidth": 0, "zorder": zorder - 0.5}
        axis.fill_between(time[some], low[some], high[some], color=colour, **shape)
    share = np.concatenate([[1.0], curve.share, [steps.last]])
    axis.step([*time, steps.end / 12], share, where="post", color=colour, linestyle=line, zorder=zorder)
    left = curve.censored > 0
    tick: dict[str, Any] = {"marker": "|", "markersize": 7, "linestyle": "none", "zorder": zorder}
    axis.plot(time[1:][left], curve.share[left], color=colour, **tick)
