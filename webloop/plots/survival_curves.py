"""Kaplan-Meier curves on the calendar, as the picture of survival draws them and as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from webloop.months import format_month
from webloop.outcomes.kaplan_meier import Curve, kaplan_meier
from webloop.outcomes.results import Results
from webloop.outcomes.watched import EVENTS, follow_up
from webloop.plots.series import Array


@dataclass(frozen=True, slots=True)
class Steps:
    """A curve on the calendar.

    Attributes:
        start: the month from which it is counted.
        end: the last month.
        curve: by months since the start.
        runs: how many runs it is of, `gone` of which collapsed.
    """

    start: int
    end: int
    curve: Curve
    runs: int
    gone: int

    @property
    def time(self) -> Array:
        """Years with fraction of its steps, from the start."""
        return (self.start + np.concatenate([[0.0], self.curve.times])) / 12

    @property
    def last(self) -> float:
        """The share at the end."""
        return float(self.curve.share[-1])

    @property
    def same(self) -> tuple[object, ...]:
        """What curves that look alike have in common."""
        return (self.start, self.end, tuple(self.curve.times), tuple(self.curve.share))


Curves = Mapping[str, Steps]
"""By scenario."""


def steps_of(results: Results, event: str) -> dict[str, Steps]:
    """The curve of each scenario; none where no run was watched.

    Args:
        results: what was run.
        event: a key of `EVENTS`.
    """
    watched = follow_up(results)
    watched = watched[(watched["event"] == event) & watched["defined"]]
    out = {}
    for name in results.scenarios:
        mine = watched[watched["scenario"] == name]
        if len(mine):
            start = int(mine["start"].iloc[0])
            curve = kaplan_meier(mine["months"].to_numpy(dtype=float), mine["collapsed"].to_numpy(dtype=bool))
            out[name] = Steps(start, start + int(mine["end"].max()), curve, len(mine), int(mine["collapsed"].sum()))
    return out


def table_of_curves(found: Mapping[str, Curves], drawn: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Curves that are drawn, one row for each step: from `month` on `share` have not collapsed, 1 at first.

    Args:
        found: curves by kind of collapse.
        drawn: scenarios, those with the same curves together; `also` names all but the first.
    """
    parts = []
    for event in EVENTS:
        for first, *others in drawn:
            steps = found[event][first]
            curve, names = steps.curve, {"event": event, "scenario": first, "also": "; ".join(others)}
            shares = {
                name: np.concatenate([[1.0], values])
                for name, values in (("share", curve.share), ("low", curve.low), ("high", curve.high))
            }
            months = [format_month(round(12 * time)) for time in steps.time]
            censored = np.concatenate([[0], curve.censored])
            parts.append(pd.DataFrame({**names, "month": months, **shares, "censored": censored}))
    return pd.concat(parts, ignore_index=True)
