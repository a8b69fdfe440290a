"""One picture of all targets: where each observed reading lies in the interval that the model gives it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from webloop.calibration.hindcast import Hindcast
from webloop.calibration.hindcast_picture import colour_of
from webloop.calibration.hindcast_tables import interval, name_of, observed, when
from webloop.calibration.score import Score
from webloop.plots.sheet import Key, Sheet, heading, panels
from webloop.plots.style import INK, LABEL, SOFT, VERMILLION, styled
from webloop.plots.words import font_width, printable, shorten

_MOST = 3.0
"""What lies further out is drawn at the edge, as an arrow."""
_ROW, _PANEL, _WORDS, _NAMES = 0.19, 2.1, 1.75, 2.6
_SIZE = LABEL - 1.0


def overview_sheet(found: Hindcast) -> Sheet:
    """Every target in a row, and every series in one row: a panel for each baseline."""
    names = [name for name in found.titles if any(each.baseline == name for each in found.scores)]
    rows = rows_of(found.scores)
    labels = [shorten(_label(scores), _NAMES, _SIZE) for scores in rows]
    with styled():
        sheet = Sheet(
            found.made,
            "Hindcast: observed readings in the model's intervals",
            "Dots: observed readings, each placed in its own interval (band: 90 %). A series is one row, and any other "
            "target is one. At the right: observed, with the interval; of a series, how many lie inside.",
            width=0.5 + max(font_width(label, _SIZE) for label in labels) + len(names) * (_PANEL + _WORDS),
            body=0.75 + _ROW * len(rows),
            keys=_keys(found.scores),
        )
        axes = panels(sheet, len(names), len(names), sharey=True)
        for axis, name in zip(axes, names, strict=True):
            heading(axis, found.titles[name], room=_PANEL)
            _frame(axis, len(rows), colour_of(found, name))
            for place, scores in enumerate(rows):
                _row(axis, place, [each for each in scores if each.baseline == name])
        axes[0].set_yticks(range(len(rows)), [printable(label) for label in labels])
        axes[0].tick_params(axis="y", labelcolor=INK, labelsize=_SIZE)
        sheet.data = pd.DataFrame(_drawn(each) for each in found.scores)
        said = ", ".join(f"{each.target.id} in {each.baseline}" for each in found.misses)
        sheet.alt += f" {len(rows)} rows. Outside: {said or 'none'}."
        return sheet.finish()


def rows_of(scores: Sequence[Score]) -> list[list[Score]]:
    """Scores by series, and those of no series by target."""
    out: dict[tuple[str, str], list[Score]] = {}
    for each in scores:
        target = each.target
        out.setdefault((target.series, "" if target.series else target.id), []).append(each)
    return list(out.values())


def place_of(score: Score) -> float:
    """Where an observed reading lies: 0 at the median, 1 and -1 at the ends of the 90 % interval."""
    said, seen = score.forecast, score.target.observed
    away = seen - said.median
    half = said.high - said.median if away > 0 else said.median - said.low
    return 0.0 if away == 0 else float(away / half) if half > 0 else float(np.sign(away)) * np.inf


def _drawn(score: Score) -> dict[str, Any]:
    """What is drawn and written of a reading."""
    target, said = score.target, score.forecast
    names = {"baseline": score.baseline, "target": target.id, "series": target.series, "role": target.role}
    numbers = {"observed": target.observed, "low": said.low, "median": said.median, "high": said.high}
    return {**names, "unit": target.unit, **numbers, "place": place_of(score), "inside": score.inside}


def _label(scores: Sequence[Score]) -> str:
    target = scores[0].target
    if not target.series:
        return f"{name_of(target)}, {when(target)}"
    number = len({each.target.id for each in scores})
    return f"{target.series} ({number} point{'s' * (number != 1)})"


def _keys(scores: Sequence[Score]) -> list[Key]:
    roles = {each.target.role for each in scores}
    keys = [Key("fitted", INK, "", "o")] if "fit" in roles else []
    keys += [Key("held out", INK, "", "o", "white")] if "held_out" in roles else []
    keys += [Key("input", INK, "", "s")] if "input" in roles else []
    return [*keys, *([] if all(each.inside for each in scores) else [Key("outside", VERMILLION, "", "o")])]


def _frame(axis: Axes, rows: int, colour: str) -> None:
    axis.axvspan(-1, 1, color=colour, alpha=0.16, linewidth=0, zorder=0)
    axis.axvline(0, color=colour, linewidth=1.0, zorder=1)
    axis.set_xlim(-_MOST - 0.25, _MOST + 0.25)
    axis.set_ylim(rows - 0.5, -0.5)
    axis.set_xticks([-1, 0, 1], ["5 %", "median", "95 %"])
    axis.grid(visible=False, axis="x")


def _row(axis: Axes, place: int, scores: Sequence[Score]) -> None:
    """The dots of a row, and the words at its end."""
    if not scores:
        axis.text(_MOST + 0.4, place, "not of this baseline", fontsize=_SIZE - 1, color=SOFT, va="center")
        return
    for score in scores:
        at = place_of(score)
        shown = float(np.clip(at, -_MOST, _MOST))
        colour = INK if score.inside else VERMILLION
        marker = "s" if score.target.role == "input" else "o"
        axis.plot(
            [shown],
            [place],
            color=colour,
            marker=marker if shown == at else ">" if at > 0 else "<",
            markersize=3.8,
            markerfacecolor="white" if score.target.role == "held_out" else colour,
            markeredgewidth=0.9,
            linestyle="none",
            zorder=3,
            clip_on=False,
        )
    if scores[0].target.series:
        words = f"{sum(each.inside for each in scores)} of {len(scores)} inside"
    else:
        words = f"{observed(scores[0].target)} ({interval(scores[0])})"
    said = shorten(words, _WORDS - 0.2, _SIZE)
    colour = INK if all(each.inside for each in scores) else VERMILLION
    axis.text(_MOST + 0.4, place, printable(said), fontsize=_SIZE, color=colour, va="center")
