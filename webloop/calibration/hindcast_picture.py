"""Pictures of the hindcast, one for each series: what was observed over the fan of what would have been read."""

import re
from collections.abc import Sequence

import pandas as pd

from webloop.calibration.coverage import coverage, races
from webloop.calibration.hindcast import Hindcast
from webloop.calibration.hindcast_marks import (
    NAIVE,
    PRIOR,
    draw_fan,
    draw_naive,
    draw_point,
    draw_prior,
    is_log,
    shade,
    value_axis,
)
from webloop.calibration.hindcast_tables import number
from webloop.calibration.naive import Naives
from webloop.calibration.score import Score, forecasts_of, series_of
from webloop.calibration.target import Target
from webloop.plots.axes import time_axis
from webloop.plots.sheet import Key, Sheet, heading, panels
from webloop.plots.style import BASELINE, BLUE, GREEN, INK, SOFT, VERMILLION, styled
from webloop.plots.words import capital

COLOURS = (BLUE, GREEN)
"""Of the baselines, in their order."""
_WIDTH, _BODY = {1: 6.4, 2: 9.6}, 3.1
_BEFORE, _AFTER = 6, 1
"""Months that are shown before the first point and after the last."""


def series_sheet(found: Hindcast, series: str) -> Sheet:
    """Observations of a series over the fan of its readings, a panel for each baseline.

    Args:
        found: the hindcast.
        series: one of `found.series`.
    """
    scores = [each for each in found.scores if each.target.series == series]
    drawn = [each for each in found.ensembles if any(score.baseline == each.baseline for score in scores)]
    points = list({each.target.id: each.target for each in scores}.values())
    known = _known(found, points)
    shown = [*known, *points]
    naive = forecasts_of(found.targets, found.known).get(series)
    first, last = min(each.first for each in shown) - _BEFORE, max(each.last for each in shown) + _AFTER
    first, last = max(first, max(each.first for each in drawn)), min(last, min(each.last for each in drawn))
    colours = [colour_of(found, each.baseline) for each in drawn]
    with styled():
        sheet = Sheet(
            found.made,
            f"{capital(_observable(points))} ({series})",
            _note(shown),
            width=_WIDTH[len(drawn)],
            body=_BODY,
            keys=_keys(scores, colours, naive, known),
        )
        axes = panels(sheet, len(drawn), len(drawn), sharey=True)
        fans: list[pd.DataFrame] = []
        numbers: list[pd.DataFrame] = []
        for axis, ensemble, colour in zip(axes, drawn, colours, strict=True):
            mine = [each for each in scores if each.baseline == ensemble.baseline]
            said = _said(mine)
            heading(axis, found.titles[ensemble.baseline], said, room=_WIDTH[len(drawn)] / len(drawn) - 0.6)
            time_axis(axis, first / 12, (last + 1) / 12)
            shade(axis, points)
            parts = [draw_prior(axis, found.priors[ensemble.baseline], shown, (first, last))]
            fans.append(draw_fan(axis, ensemble, shown, (first, last), colour))
            if naive:
                held = [each.target for each in mine if each.target.role == "held_out"]
                parts.append(draw_naive(axis, naive, held))
            parts += [draw_point(axis, target, BASELINE) for target in known]
            parts += [draw_point(axis, each.target, INK if each.inside else VERMILLION) for each in mine]
            numbers.append(pd.concat([fans[-1], *parts]).assign(baseline=ensemble.baseline))
            sheet.alt += f" {found.titles[ensemble.baseline]}: {said}."
        sheet.data = pd.concat(numbers, ignore_index=True)
        fan = pd.concat(fans)
        value_axis(axes[0], shown, float(fan["low"].min()), float(fan["high"].max()))
        sheet.alt += " " + " ".join(f"{each.id}: {number(each.observed)} {each.unit}." for each in points)
        return sheet.finish()


def _known(found: Hindcast, points: Sequence[Target]) -> list[Target]:
    """Shipped points of the series, where the user has brought others: what naive forecasts know is among them."""
    ids = {each.id for each in points}
    return [each for each in found.known if each.id not in ids and series_of(each) == series_of(points[0])]


def colour_of(found: Hindcast, baseline: str) -> str:
    """The colour of a baseline, in all pictures."""
    return COLOURS[list(found.titles).index(baseline) % len(COLOURS)]


def _observable(points: Sequence[Target]) -> str:
    """What most points of a series are said to be."""
    said = [each.observable for each in points]
    return max(said, key=said.count)


def file_name(series: str, taken: Sequence[str]) -> str:
    """A file's name for a series, without an ending, that no other has.

    >>> file_name("Stack Overflow (2022-11)", ["hindcast-graphite"])
    'hindcast-stack-overflow-2022-11'
    """
    base = "hindcast-" + (re.sub(r"[^a-z0-9_]+", "-", series.lower()).strip("-") or "series")
    name, count = base, 1
    while name in taken:
        count += 1
        name = f"{base}-{count}"
    return name


def _note(points: Sequence[Target]) -> str:
    said = (
        "Dots: observed, with the 90 % interval of their error. Bands: the middle 50 % and 90 % of what the same "
        "measurement would show in a month of the simulated web, over draws, with errors like those of the nearest dot."
    )
    if any(each.role == "held_out" for each in points):
        said += " Shaded: held out; neither the fit nor the naive forecasts have seen it."
    return said + (" The vertical axis is logarithmic." if is_log(points) else "")


def _keys(scores: Sequence[Score], colours: Sequence[str], naive: Naives | None, known: Sequence[Target]) -> list[Key]:
    roles = {each.target.role for each in scores}
    keys = [Key("median", colours[0] if len(colours) == 1 else SOFT), Key("priors alone, 90 %", PRIOR)]
    keys += [Key("fitted", INK, "", "o")] if "fit" in roles else []
    keys += [Key("held out", INK, "", "o", "white")] if "held_out" in roles else []
    keys += [Key("input", INK, "", "s")] if "input" in roles else []
    keys += [Key("shipped target", BASELINE, "", "o")] if known else []
    keys += [Key("outside the 90 % interval", VERMILLION, "", "o")] if not all(e.inside for e in scores) else []
    keys += [Key(f"naive: {name}", colour, line) for name, (colour, line) in NAIVE.items() if naive]
    return keys


def _said(scores: Sequence[Score]) -> str:
    """Coverage and CRPS in a line."""
    words = {"fit": "fitted", "held_out": "held out"}
    covered = [each for each in coverage(scores) if not each.learned]
    said = ", ".join(f"{words[each.role]} {each.inside} of {each.number} inside" for each in covered)
    for race in races(scores):
        rest = f"last value {race.last_value:.2g}, trend {race.trend:.2g}"
        said += f"; CRPS {race.model:.2g} ({rest})"
    return capital(said) or "checked, not scored"
