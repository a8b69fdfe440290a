"""The picture of a fit: where in what was thought possible each parameter has ended up."""

import math
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, PercentFormatter

import webloop
from webloop.calibration.fit import Fit
from webloop.calibration.fit_tables import fitted_to, interval, mixed
from webloop.calibration.posterior import Learned
from webloop.plots.render import USUAL, write_sheet_to
from webloop.plots.sheet import Key, Sheet
from webloop.plots.style import BASELINE, BLUE, INK, LABEL, SOFT, styled
from webloop.plots.words import HARD, capital, font_width

_ROW, _BODY, _AXIS, _ELSE = 0.19, 0.75, 3.6, 0.9  # heights of a row and of the rest, widths of the axis and of the rest
_GREY = "#d0d0d0"
_QUANTILES = ("q05", "q50", "q95")
_LESS = 0.1  # what is not narrower by so much has hardly been learned from the data
_NOTE = (
    "Where values lie among those that were thought possible before: at 50 % half of them were smaller. "
    "Lines are 90 % intervals, dots medians; at the right the intervals as values."
)


def sheet(found: Fit) -> Sheet:
    """One row a parameter: those of which most was learned on top."""
    names = [each.name for each in found.learned]
    values = [_values(each) for each in found.learned]
    wide = max(font_width(name, LABEL) for name in names) + max(font_width(text, LABEL) for text in values)
    said = fitted_to(found), mixed(found), found.diagnostics.warning
    with styled():
        out = Sheet(
            f"webloop {webloop.__version__}, seed {found.settings.seed}",
            f"What {found.problem.name} has learned from observations",
            _NOTE,
            width=wide + _AXIS + _ELSE,
            body=_BODY + _ROW * len(names),
            keys=[
                Key("before", _GREY),
                Key("after", BLUE, "-", "o"),
                Key(f"after, less than {100 * _LESS:.0f} % narrower", BASELINE, "-", "o"),
            ],
            foot="".join(f"{capital(each)}. " for each in said if each).replace(" %", f"{HARD}%"),
        )
        axis = out.subplots()
        for place, each in enumerate(found.learned):
            _draw(axis, place, each)
        _finish(axis, names, values)
        out.data = pd.DataFrame([_quantiles(each) for each in found.learned])
        out.alt += f" {' '.join(_said(each) for each in found.learned)}"
        return out.finish()


def write_picture(found: Fit, folder: Path) -> list[Path]:
    """Write the picture of a fit as NAME.png and NAME.svg, its numbers as NAME-learned.csv: NAME.csv is the fit."""
    name, drawn = found.problem.name, sheet(found)
    return [
        *write_sheet_to(folder, name, drawn, (*USUAL, "txt")),
        *write_sheet_to(folder, f"{name}-learned", drawn, ("csv",)),
    ]


def _draw(axis: Axes, place: int, each: Learned) -> None:
    axis.plot([0.05, 0.95], [place, place], color=_GREY, linewidth=5, solid_capstyle="butt", zorder=2)
    if each.places is None:
        return
    low, middle, high = each.places
    colour = BLUE if each.narrower >= _LESS else BASELINE
    axis.plot([low, high], [place, place], color=colour, zorder=3)
    axis.plot([middle], [place], color=colour, marker="o", markersize=4, zorder=4)


def _finish(axis: Axes, names: list[str], values: list[str]) -> None:
    axis.set_xlim(0, 1)
    axis.set_ylim(len(names) - 0.5, -0.5)
    axis.xaxis.set_major_locator(FixedLocator([0, 0.25, 0.5, 0.75, 1]))
    axis.xaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
    axis.set_xlabel("of what was thought possible is smaller", fontsize=LABEL)
    axis.set_yticks(range(len(names)), names)
    axis.tick_params(axis="y", labelcolor=INK, labelsize=LABEL)
    axis.grid(visible=False, axis="y")
    right = axis.secondary_yaxis("right")
    right.set_yticks(range(len(names)), values)
    right.tick_params(axis="y", labelcolor=SOFT, labelsize=LABEL, size=0)
    right.spines["right"].set_visible(False)


def _quantiles(each: Learned) -> dict[str, Any]:
    """What is drawn and written of a parameter: 5 %, 50 % and 95 % quantiles, and where they lie among those before."""
    nothing = (math.nan,) * 3
    kinds = {"before": each.before, "after": each.after or nothing, "place": each.places or nothing}
    ends = {f"{kind}_{q}": value for kind, three in kinds.items() for q, value in zip(_QUANTILES, three, strict=True)}
    return {"parameter": each.name, **ends, "narrower": each.narrower}


def _values(each: Learned) -> str:
    """Both intervals in words."""
    before = interval(each.before, whole=each.whole)
    return f"{before}, as before" if each.after is None else f"{before} → {interval(each.after, whole=each.whole)}"


def _said(each: Learned) -> str:
    return f"{each.name}: {_values(each)}."
