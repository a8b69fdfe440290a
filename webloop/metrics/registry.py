"""The registry of metrics: what is measured, in which unit, which way is better, and by whose definition.

A metric of the `month` level is a function of the world, one number. A metric of the `model` level is a
function of the deployed models: one number each; a month's value is their mean, a generation's its own.
"""

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from webloop.metrics.view import ModelView, WorldView

Better = Literal["higher", "lower", "-"]
Level = Literal["month", "model", "generation"]
MonthFunction = Callable[[WorldView], float]
ModelFunction = Callable[[ModelView], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing that is measured.

    Attributes:
        level: `month` (of the world), `model` (of each deployed model, every month and at release), or
            `generation` (of a model at its release only).
        name: its column in every table.
        label: what people call it.
        unit: its unit.
        better: which way is better; `-` where neither is.
        meaning: what it tells, for people who read no definitions; empty where only those ask who do.
        definition: exactly what is computed.
        source: whose definition it is.
        content: the kind of content that it is about; `any` where what pages hold makes no difference.
        apart: True when it must see one replicate of a block at a time: it compares labs, or looks at the month through
            their models.
        function: a `MonthFunction` for the level `month`, else a `ModelFunction`.
    """

    level: Level
    name: str
    label: str
    unit: str
    better: Better
    meaning: str
    definition: str
    source: str
    content: str
    apart: bool
    function: Callable[[Any], Any]

    @property
    def told(self) -> str:
        """What it tells, or where nobody has put that into words, its definition."""
        return self.meaning or self.definition

    def measures(self, content: str) -> bool:
        """Whether it can be measured on a kind of content."""
        return self.content in {"any", content}


_metrics: dict[str, Metric] = {}


def _register(metric: Metric) -> None:
    if metric.name in _metrics:
        raise ValueError(f"metric {metric.name!r} is registered twice")
    _metrics[metric.name] = metric


def month_metric(
    name: str,
    *,
    label: str,
    unit: str = "share",
    better: Better = "-",
    meaning: str = "",
    definition: str,
    source: str = "webloop",
    content: str = "any",
    apart: bool = False,
) -> Callable[[MonthFunction], MonthFunction]:
    """Register a function of the world at the end of a month; `apart` if it looks at models or what they learned."""

    def add(function: MonthFunction) -> MonthFunction:
        _register(Metric("month", name, label, unit, better, meaning, definition, source, content, apart, function))
        return function

    return add


def model_metric(
    name: str,
    *,
    label: str,
    unit: str = "share",
    better: Better = "-",
    meaning: str = "",
    definition: str,
    source: str = "webloop",
    monthly: bool = True,
    content: str = "ideas",
    apart: bool = False,
) -> Callable[[ModelFunction], ModelFunction]:
    """Register a function of deployed models; `monthly=False` measures it at releases only."""

    def add(function: ModelFunction) -> ModelFunction:
        level: Level = "model" if monthly else "generation"
        _register(Metric(level, name, label, unit, better, meaning, definition, source, content, apart, function))
        return function

    return add


@cache
def _load() -> None:
    """Import every metric that ships with webloop, then those of other packages (`webloop.metrics`)."""
    package = import_module("webloop.metrics")
    for module in pkgutil.iter_modules(package.__path__, "webloop.metrics."):
        import_module(module.name)
    for entry in entry_points(group="webloop.metrics"):
        entry.load()


def metrics() -> Mapping[str, Metric]:
    """All registered metrics by name, in a fixed order: by level, then by name."""
    _load()
    order = {"month": 0, "model": 1, "generation": 2}
    return dict(sorted(_metrics.items(), key=lambda item: (order[item[1].level], item[0])))
