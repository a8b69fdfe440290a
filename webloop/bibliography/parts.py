"""Which modules beside the submodels hold mechanisms and methods with sources of their own, and when they are used."""

import pkgutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import webloop

Names = Collection[tuple[str, str]]
"""Submodels that are used somewhere: role and kind."""
_NEURAL = {("learner", "gru"), ("learner", "hugging_face")}
_READING = {("detector", "text_classifier")}


@dataclass(frozen=True)
class Part:
    """A part of the engine that is no submodel.

    Attributes:
        name: what it is called.
        modules: patterns of their dotted names.
        used: whether a scenario uses it, given what holds in it and the names of all submodels in use.
    """

    name: str
    modules: tuple[str, ...]
    used: Callable[[Any, Names], bool]


def _content(kind: str) -> Callable[[Any, Names], bool]:
    return lambda scenario, _: bool(scenario.content.kind == kind)


PARTS = (
    Part("writers as super-individuals", ("webloop.world.cohort",), lambda *_: True),
    Part("common random numbers", ("webloop.streams",), lambda *_: True),
    Part(
        "sites and links",
        (
            "webloop.scenario.site_parts",
            *(f"webloop.world.{name}" for name in ("graph", "growing", "linking", "pagerank")),
        ),
        lambda scenario, _: scenario.sites is not None,
    ),
    Part("pages that hold ideas", ("webloop.content.ideas.*",), _content("ideas")),
    Part("pages that hold vectors", ("webloop.content.gaussian.*", "webloop.content.samples"), _content("gaussian")),
    Part(
        "pages that hold pairs",
        ("webloop.content.regression.*", "webloop.content.samples", "webloop.metrics.regression"),
        _content("regression"),
    ),
    Part("pages that hold words", ("webloop.content.text.runs", "webloop.content.text.variety"), _content("text")),
    Part(
        "n-gram models",
        ("webloop.content.text.ngram.*",),
        lambda scenario, names: scenario.content.kind == "text" and not _NEURAL.intersection(names),
    ),
    Part("neural models", ("webloop.content.text.neural.*",), lambda _, names: bool(_NEURAL.intersection(names))),
    Part(
        "detectors that read", ("webloop.content.text.detector.*",), lambda _, names: bool(_READING.intersection(names))
    ),
)
"""A mechanism with sources that is no submodel is added here, or a test fails."""

ANALYSES: Mapping[str, tuple[str, ...]] = {
    "comparison.csv": tuple(
        f"webloop.outcomes.{name}" for name in ("paired", "bootstrap", "crossed", "distinguish", "power")
    ),
    "ranking.csv": ("webloop.outcomes.ranking",),
    "luck.csv": ("webloop.outcomes.luck",),
    "survival.csv": ("webloop.outcomes.survival", "webloop.outcomes.kaplan_meier"),
    "sensitivity.csv": ("webloop.outcomes.indices", "webloop.outcomes.rank_correlation"),
    "robust.csv": ("webloop.outcomes.robust", "webloop.outcomes.shares"),
    "rules.csv": ("webloop.outcomes.discovery",),
    "threshold.csv": ("webloop.outcomes.bisection",),
    "samples.parquet": ("webloop.outcomes.hidden",),
    "report.html": ("webloop.outcomes.findings.*",),
    "hindcast.csv": ("webloop.calibration.crps",),
    "posterior": ("webloop.calibration.diagnostics", "webloop.calibration.moves"),
    "sites.parquet": ("webloop.plots.site_graph",),
}
"""Modules behind the tables of a results folder; `posterior` stands for draws that come from a fit."""


def modules_of(patterns: Collection[str]) -> list[str]:
    """Dotted names of webloop's modules that fit some pattern."""
    return [name for name in _modules() if any(fnmatchcase(name, pattern) for pattern in patterns)]


@cache
def _modules() -> tuple[str, ...]:
    return tuple(sorted(module.name for module in pkgutil.walk_packages(webloop.__path__, "webloop.")))
