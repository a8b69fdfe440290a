"""What all fan charts share: the numbers, the sheet, the axes and the notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from webloop.metrics.registry import Metric
from webloop.months import format_month
from webloop.outcomes.results import Results
from webloop.plots.axes import draw_band, metric_axis, time_axis
from webloop.plots.grid import group_title, titles, without
from webloop.plots.marks import marks, vertical
from webloop.plots.runs import alone, shown_runs, shows
from webloop.plots.series import Band, limits, table_of
from webloop.plots.sheet import Key, Sheet
from webloop.plots.words import number, sentence, unit_label


@dataclass(frozen=True, slots=True)
class Fan:
    """A metric of some results over time.

    Attributes:
        results: what was run.
        metric: the metric.
        found: its quantiles by scenario; at least one.
    """

    results: Results
    metric: Metric
    found: Mapping[str, Band]

    @property
    def limits(self) -> tuple[float, float]:
        """The vertical range that holds every band."""
        edges = np.concatenate([edge for band in self.found.values() for edge in (band.low, band.high)])
        return limits(edges, share=self.metric.unit == "share")

    @property
    def unit(self) -> str:
        """What to write beside the vertical axis."""
        return self.metric.label if self.metric.unit == "share" else unit_label(self.metric.unit)

    def last(self, scenario: str) -> float:
        """The median at the end."""
        return float(self.found[scenario].middle[-1])

    def said(self, scenario: str) -> str:
        """The median at the end, in words."""
        low, high = self.limits
        return number(self.last(scenario), self.metric.unit, high - low)

    def close(self, scenarios: Sequence[str]) -> str:
        """Which scenarios are drawn as one with the baseline, in words; it says nothing about chance."""
        said = f"Too close to the baseline's line to be drawn apart: {group_title(self.results, scenarios)}. "
        return said if scenarios else ""

    def note(self, *, grey: bool) -> str:
        """How to read the chart."""
        runs = shown_runs(self.results)
        line = runs if alone(self.results) else f"median of {runs}; band: their middle 90 %"
        way = {"higher": " Higher is better.", "lower": " Lower is better.", "-": ""}[self.metric.better]
        return (
            f"{sentence(self.metric.definition)}{way} Line: {line}.{shows(self.results, 'Bands')}"
            + (" Grey: baseline." if grey else "")
            + without(self.results, self.results.scenarios, self.found)
            + (" The vertical axis does not start at zero." if self.limits[0] > 0 else "")
        )

    def sheet(
        self,
        by: str,
        *,
        width: float,
        body: float,
        grey: bool = False,
        keys: Sequence[Key] = (),
        foot: str = "",
    ) -> Sheet:
        """A sheet with title, note and a text alternative."""
        releases = self.metric.level == "generation"
        each = ", mean of each year's releases" if releases else ""
        note = self.note(grey=grey)
        title = f"{self.metric.label} over time{each}" + (f", by {by}" if by else "")
        sheet = Sheet(self.results, title, note, width=width, body=body, keys=keys, foot=foot)
        known = titles(self.results)
        end = max(float(band.time[-1]) for band in self.found.values())
        values = "; ".join(f"{known[name]} {self.said(name)}" for name in self.found)
        sheet.alt += f" {note} In {f'{end:.0f}' if releases else format_month(round(end * 12))}: {values}."
        return sheet

    def table(self, drawn: Sequence[Sequence[str]]) -> pd.DataFrame:
        """The lines and bands that are drawn, of scenarios of which alike ones stand together."""
        return table_of(self.found, drawn, "year" if self.metric.level == "generation" else "month")

    def frame(self, axis: Axes, ticks: int) -> None:
        """The axes that all panels share."""
        start = min(float(band.time[0]) for band in self.found.values())
        end = max(float(band.time[-1]) for band in self.found.values())
        time_axis(axis, start, end, ticks, yearly=self.metric.level == "generation")
        metric_axis(axis, self.metric.unit, self.limits)

    def draw(self, axis: Axes, scenario: str, colour: str, *, line: object = "-", zorder: float = 2.0) -> None:
        """One scenario."""
        draw_band(axis, self.found[scenario], colour, alone=alone(self.results), line=line, zorder=zorder)

    def mark(self, axis: Axes, scenario: str) -> None:
        """Dotted lines at a scenario's dates."""
        launch, changes = marks(self.results, scenario)
        for mark in [*([launch] if launch else []), *changes]:
            vertical(axis, mark)
