"""The recorder: looks at the world each month and keeps what the metrics say."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from webloop.errors import InputError
from webloop.metrics.registry import Metric, metrics
from webloop.metrics.view import ModelView, WorldView
from webloop.run.lost import Lost
from webloop.run.readings import ReadingsLog
from webloop.run.samples import SamplesLog
from webloop.run.snapshots import Columns, Snapshots
from webloop.scenario.problems import did_you_mean
from webloop.world.replicate import replicates_of

if TYPE_CHECKING:
    from webloop.world.world import World
NAN = float("nan")


@dataclass(frozen=True)
class Trajectory:
    """What one run left behind: tables as columns of equal length.

    Attributes:
        monthly: one row a month: `month` (number of the month) and one column per metric.
        generations: one row per model: `lab`, `generation`, `month` of release and one column per metric.
        lost: one row per idea that people still write at the end and no deployed model publishes any more, or per word
            that people had published when the first model was trained and none writes any more: `idea`, `name`,
            `share` in human writing, `decile` by it (1: the most frequent), and `month` since which it has been lost.
        sites: the most visible sites once a year; empty without links between sites, or where nobody asked.
        links: the links between these sites.
        readings: one row per month and instrument: `month`, `instrument`, the `expected` reading and the `reading` of a
            sample; empty without instruments.
        samples: one row per model and prompt: `month`, `lab`, `generation`, `prompt` and the texts; empty without text.
    """

    monthly: Columns
    generations: Columns
    lost: Columns
    sites: Columns = field(default_factory=dict)
    links: Columns = field(default_factory=dict)
    readings: Columns = field(default_factory=dict)
    samples: Columns = field(default_factory=dict)


def select(names: Collection[str] | None, contents: Collection[str] = ()) -> Mapping[str, Metric]:
    """The metrics of these names; for None all that can be measured on some content.

    Args:
        names: what to record.
        contents: kinds of content that there will be; any for none.

    Raises:
        InputError: when there is no metric of a name.
    """
    known = metrics()
    for name in names or ():
        if name not in known:
            raise InputError(
                f"there is no metric called {name!r}; {did_you_mean(name, known)} `webloop list metrics` shows them all"
            )
    if names is not None:
        return {name: metric for name, metric in known.items() if name in names}
    return {n: m for n, m in known.items() if not contents or any(m.measures(content) for content in contents)}


def check_measurable(chosen: Mapping[str, Metric], contents: Collection[str]) -> None:
    """See to it that each metric can be measured on some of the contents.

    Raises:
        InputError: when one can't.
    """
    for name, metric in chosen.items():
        if not any(metric.measures(content) for content in contents):
            hold = " and ".join(sorted(contents))
            raise InputError(f"metric {name!r} is about {metric.content}, and pages here hold {hold} (content)")


@dataclass(frozen=True)
class Measures:
    """How models of several replicates are measured.

    Attributes:
        content: the kind of their content.
        views: the models of each replicate.
        together: all of them.
    """

    content: str
    views: Sequence[ModelView]
    together: ModelView

    def of(self, metric: Metric) -> list[list[float]]:
        """A metric of each model by replicate; not a number where it is about another content."""
        number = len(self.views[0].models)
        if not metric.measures(self.content):
            return [[NAN] * number for _ in self.views]
        if metric.apart:
            return [metric.function(view).tolist() for view in self.views]
        # models are measured one by one, so that those of all replicates can be measured at once
        values: list[list[float]] = np.reshape(metric.function(self.together), (len(self.views), number)).tolist()
        return values


class Recorder:
    """An observer of the world. It draws nothing and changes nothing.

    Args:
        chosen: the metrics to record, by name; what cannot be measured on the world's content is not a number.
        snapshots: whether to note the most visible sites once a year, where sites have links.
    """

    def __init__(self, chosen: Mapping[str, Metric], *, snapshots: bool = False) -> None:
        self._snapshots = Snapshots() if snapshots else None
        self._chosen = chosen
        self._lost = Lost()
        self._readings = ReadingsLog()
        self._samples = SamplesLog()
        self._months: list[int] = []
        self._monthly: dict[str, list[list[float]]] = {n: [] for n, m in chosen.items() if m.level != "generation"}
        self._released: list[tuple[str, int, int]] = []
        self._generations: dict[str, list[list[float]]] = {n: [] for n, m in chosen.items() if m.level != "month"}

    def observe(self, world: "World") -> None:
        """Record a month."""
        if self._snapshots is not None:
            self._snapshots.observe(world)
        self._readings.observe(world)
        self._months.append(world.month)
        seen = [WorldView(each) for each in replicates_of(world)]
        for name, metric in self._of_level("month"):
            views = seen if metric.apart else seen[:1]  # all replicates of a block have the same pages
            known = metric.measures(world.rules.content.kind)
            values = [metric.function(view) if known else NAN for view in views]
            self._monthly[name].append(values if metric.apart else values * len(seen))
        models = [ModelView([lab.newest for lab in view.world.labs if lab.newest], seen[0].truth) for view in seen]
        deployed = models[0].models
        if not deployed:
            for name, _ in self._of_level("model"):
                self._monthly[name].append([NAN] * len(seen))
            return
        self._observe_models(world, models, [i for i, m in enumerate(deployed) if m.released == world.month])

    def _observe_models(self, world: "World", views: Sequence[ModelView], released: list[int]) -> None:
        """Record deployed models, in one view for each replicate, and those that were released this month."""
        models = [model for view in views for model in view.models]
        together = views[0] if len(views) == 1 else ModelView(models, views[0].truth)
        measures = Measures(world.rules.content.kind, views, together)
        for name, metric in self._of_level("model"):
            values = measures.of(metric)
            self._monthly[name].append([sum(row) / len(row) for row in values])
            self._generations[name] += [[row[i] for row in values] for i in released]
        if released:
            for name, metric in self._of_level("generation"):
                values = measures.of(metric)
                self._generations[name] += [[row[i] for row in values] for i in released]
            self._released += [(models[i].lab, models[i].generation, world.month) for i in released]
            self._samples.observe(world, [models[i] for i in released])
        self._lost.observe(world, len(views), together)

    def _of_level(self, level: str) -> list[tuple[str, Metric]]:
        return [(name, metric) for name, metric in self._chosen.items() if metric.level == level]

    def trajectory(self, world: "World", replicate: int = 0) -> Trajectory:
        """The tables of a finished run, or of one replicate of a block."""
        lab, generation, month = zip(*self._released, strict=True) if self._released else ((), (), ())
        return Trajectory(
            {"month": np.array(self._months, dtype=np.int64), **_columns(self._monthly, replicate)},
            {
                "lab": np.array(lab, dtype=object),
                "generation": np.array(generation, dtype=np.int64),
                "month": np.array(month, dtype=np.int64),
                **_columns(self._generations, replicate),
            },
            self._lost.table(world, replicate),
            *(self._snapshots.tables() if self._snapshots is not None else ({}, {})),
            self._readings.table(replicate),
            self._samples.table(),
        )


def _columns(values: Mapping[str, list[list[float]]], replicate: int) -> Columns:
    return {name: np.array([row[replicate] for row in rows], dtype=np.float64) for name, rows in values.items()}
