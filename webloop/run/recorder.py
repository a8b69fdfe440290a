"""The recorder: looks at the world each month and keeps what the metrics say."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from webloop.errors import InputError
from webloop.metrics.recall import ALIVE
from webloop.metrics.registry import Metric, ModelFunction, MonthFunction, metrics
from webloop.metrics.view import ModelView, Truth, WorldView
from webloop.run.snapshots import Columns, Snapshots
from webloop.scenario.problems import did_you_mean

if TYPE_CHECKING:
    from webloop.world.world import World


@dataclass(frozen=True)
class Trajectory:
    """What one run left behind: tables as columns of equal length.

    Attributes:
        monthly: one row a month: `month` (number of the month) and one column per metric.
        generations: one row per model: `lab`, `generation`, `month` of release and one column per metric.
        lost: one row per idea that people still write at the end and no deployed model publishes any more:
            `idea`, `name`, `share` in human writing, and `month` since which it has been lost.
        sites: the most visible sites once a year; empty without links between sites, or where nobody asked.
        links: the links between these sites.
    """

    monthly: Columns
    generations: Columns
    lost: Columns
    sites: Columns = field(default_factory=dict)
    links: Columns = field(default_factory=dict)


def select(names: Collection[str] | None) -> Mapping[str, Metric]:
    """The metrics of these names; all of them for None.

    Raises:
        InputError: when there is no metric of a name.
    """
    known = metrics()
    for name in names or ():
        if name not in known:
            raise InputError(
                f"there is no metric called {name!r}; {did_you_mean(name, known)} `webloop list metrics` shows them all"
            )
    return known if names is None else {name: metric for name, metric in known.items() if name in names}


class Recorder:
    """An observer of the world. It draws nothing and changes nothing.

    Args:
        chosen: the metrics to record, by name.
        snapshots: whether to note the most visible sites once a year, where sites have links.
    """

    def __init__(self, chosen: Mapping[str, Metric], *, snapshots: bool = False) -> None:
        self._snapshots = Snapshots() if snapshots else None
        self._of_month: dict[str, MonthFunction] = {
            name: m.function for name, m in chosen.items() if m.level == "month"
        }
        self._of_models: dict[str, ModelFunction] = {
            name: m.function for name, m in chosen.items() if m.level == "model"
        }
        self._of_generations: dict[str, ModelFunction] = {
            name: m.function for name, m in chosen.items() if m.level != "month"
        }
        self._monthly: dict[str, list[float]] = {name: [] for name in ("month", *self._of_month, *self._of_models)}
        self._generations: dict[str, list[Any]] = {
            name: [] for name in ("lab", "generation", "month", *self._of_generations)
        }
        self._last_alive: NDArray[np.int64] | None = None

    def observe(self, world: "World") -> None:
        """Record a month."""
        if self._snapshots is not None:
            self._snapshots.observe(world)
        self._monthly["month"].append(world.month)
        seen = WorldView(world)
        for name, of_month in self._of_month.items():
            self._monthly[name].append(of_month(seen))
        deployed = [lab.newest for lab in world.labs if lab.newest]
        if not deployed:
            for name in self._of_models:
                self._monthly[name].append(float("nan"))
            return
        view = ModelView(deployed, seen.truth)
        released = [i for i, model in enumerate(deployed) if model.released == world.month]
        for name, function in self._of_models.items():
            values = function(view).tolist()
            self._monthly[name].append(sum(values) / len(values))
            self._generations[name] += [values[i] for i in released]
        if released:
            for name, function in self._of_generations.items():
                if name not in self._of_models:
                    values = function(view).tolist()
                    self._generations[name] += [values[i] for i in released]
            for i in released:
                self._generations["lab"].append(deployed[i].lab)
                self._generations["generation"].append(deployed[i].generation)
                self._generations["month"].append(world.month)
        self._note_alive(world, view)

    def _note_alive(self, world: "World", view: ModelView) -> None:
        """Remember when each idea was last published by some model as often as a tenth of people's share."""
        if self._last_alive is None:
            self._last_alive = np.full(world.domain.size_ideas, -1, dtype=np.int64)
        most = view.q.max(axis=0)
        self._last_alive[(most > 0) & (most >= ALIVE * view.truth.p)] = world.month

    def trajectory(self, world: "World") -> Trajectory:
        """The tables of a finished run."""
        return Trajectory(
            {
                name: np.array(values, dtype=np.int64 if name == "month" else np.float64)
                for name, values in self._monthly.items()
            },
            {name: np.array(values, dtype=_dtype(name)) for name, values in self._generations.items()},
            self._lost(world),
            *(self._snapshots.tables() if self._snapshots is not None else ()),
        )

    def _lost(self, world: "World") -> Columns:
        """Ideas that people write and models lost, the most frequent first."""
        last = (
            self._last_alive if self._last_alive is not None else np.full(world.domain.size_ideas, -1, dtype=np.int64)
        )
        share = Truth(world.truth, world.month - 1, world.domain).known
        lost = np.flatnonzero((share > 0) & (last < world.month - 1) & (last >= 0))
        lost = lost[np.argsort(-share[lost], kind="stable")]
        return {
            "idea": lost.astype(np.int64),
            "name": np.array([world.domain.names[i] for i in lost], dtype=object),
            "share": share[lost],
            "month": last[lost] + 1,
        }


def _dtype(name: str) -> Any:
    return {"lab": object, "generation": np.int64, "month": np.int64}.get(name, np.float64)
