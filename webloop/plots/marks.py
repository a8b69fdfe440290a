"""Dates to mark: when AI writing tools were launched, and when a scenario's rules change."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from webloop.months import parse_month
from webloop.outcomes.results import Results
from webloop.outcomes.scenario_files import scenario_data
from webloop.plots.style import SOFT


@dataclass(frozen=True, slots=True)
class Mark:
    """A date and what happens then.

    Attributes:
        month: `YYYY-MM`.
        text: what happens.
    """

    month: str
    text: str

    @property
    def time(self) -> float:
        """The month as a year with fraction."""
        return parse_month(self.month) / 12


def marks(results: Results, scenario: str) -> tuple[Mark | None, tuple[Mark, ...]]:
    """A scenario's launch of AI writing tools, and its interventions; nothing where its file can't be read."""
    data = scenario_data(results, scenario)
    launch = data.get("writers", {}).get("launch")
    dated = data.get("interventions") or []
    changes = tuple(Mark(str(each["date"]), str(each.get("title") or "the rules change")) for each in dated)
    return (Mark(str(launch), "AI launch") if launch else None), changes


def legend(results: Results, scenarios: Sequence[str]) -> str:
    """What the dotted lines of some scenarios are, in a sentence; empty without any."""
    known = [marks(results, name) for name in scenarios]
    kinds = ["AI launch"] if any(launch for launch, _ in known) else []
    kinds += ["changes of the rules"] if any(changes for _, changes in known) else []
    return f"Dotted: {' and '.join(kinds)}." if kinds else ""


def vertical(axis: Axes, mark: Mark, colour: str = "#aaaaaa", zorder: float = 0.5) -> bool:
    """A thin dotted line at a date, if the axis holds it; says whether it does."""
    left, right = axis.get_xlim()
    held = left <= mark.time <= right
    if held:
        axis.axvline(mark.time, color=colour, linewidth=0.8, linestyle=(0, (1, 2)), zorder=zorder)
    return held


def label_marks(axis: Axes, launch: Mark | None, changes: Sequence[Mark]) -> None:
    """Dotted lines with their dates above the axes: the launch to the left of its line, changes to the right.

    Dates that would run into the one before stay without words.
    """
    left, right = axis.get_xlim()
    free = left
    for mark, side in [*([(launch, "right")] if launch else []), *((change, "left") for change in changes)]:
        if not vertical(axis, mark) or mark.time < free:
            continue
        axis.annotate(
            f"{mark.text} {mark.month}",
            (mark.time, 1),
            xycoords=axis.get_xaxis_transform(),
            xytext=(-2 if side == "right" else 2, 3),
            textcoords="offset points",
            ha=side if mark.time - left > 0.15 * (right - left) else "left",
            fontsize=6.5,
            color=SOFT,
            annotation_clip=False,
        )
        free = mark.time + (0.2 if side == "left" else 0.0) * (right - left)
