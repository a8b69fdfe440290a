"""Dates to mark: when AI writing tools were launched, and when a scenario's rules change."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from matplotlib.axes import Axes

from webloop.errors import InputError
from webloop.months import parse_month
from webloop.outcomes.results import Results
from webloop.plots.style import SOFT
from webloop.scenario.yaml import read_yaml


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


@lru_cache(maxsize=512)
def _read(file: Path, _changed: int) -> tuple[Mark | None, tuple[Mark, ...]]:
    data = read_yaml(file).data
    launch = data.get("writers", {}).get("launch")
    dated = data.get("interventions") or []
    changes = tuple(Mark(str(each["date"]), str(each.get("title") or "the rules change")) for each in dated)
    return (Mark(str(launch), "AI launch") if launch else None), changes


def marks(results: Results, scenario: str) -> tuple[Mark | None, tuple[Mark, ...]]:
    """A scenario's launch of AI writing tools, and its interventions; nothing where its file can't be read."""
    file = results.folder / "scenarios" / f"{scenario}.yaml"
    try:
        return _read(file, file.stat().st_mtime_ns)
    except (OSError, InputError):
        return None, ()


def vertical(axis: Axes, mark: Mark, *, said: bool = False) -> None:
    """A thin vertical line at a date; with its month and text above the axes if it is to be said."""
    left, right = axis.get_xlim()
    if not left <= mark.time <= right:
        return
    axis.axvline(mark.time, color="#aaaaaa", linewidth=0.8, linestyle=(0, (1, 2)), zorder=0.5)
    if said:
        axis.annotate(
            f"{mark.text} {mark.month}", (mark.time, 1), xycoords=axis.get_xaxis_transform(), xytext=(0, 2),
            textcoords="offset points", ha="center", fontsize=6.5, color=SOFT, annotation_clip=False,
        )  # fmt: skip
