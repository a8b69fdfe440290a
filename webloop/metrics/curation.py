"""Curation: what went into a training set and what was thrown away, at each release."""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from webloop.content.domain import largest
from webloop.metrics.registry import model_metric
from webloop.metrics.view import ModelView
from webloop.world.training_set import TrainingSet


def _each(view: ModelView, of: Callable[[TrainingSet], float]) -> NDArray[np.float64]:
    return np.array([of(model.training) for model in view.models], dtype=np.float64)


@model_metric(
    "eligible_pages",
    content="any",
    label="Eligible pages",
    unit="pages",
    monthly=False,
    definition="crawled pages that the data policy allowed",
)
def eligible_pages(view: ModelView) -> NDArray[np.float64]:
    """Before filter and budget."""
    return _each(view, lambda t: sum(t.eligible.values()))


@model_metric(
    "kept_pages",
    content="any",
    label="Crawled pages used",
    unit="pages",
    monthly=False,
    definition="crawled pages in the training set",
)
def kept_pages(view: ModelView) -> NDArray[np.float64]:
    """After filter and budget."""
    return _each(view, lambda t: t.kept)


@model_metric(
    "filtered_pages",
    content="any",
    label="Pages filtered",
    unit="pages",
    monthly=False,
    definition="crawled pages that the filter threw away",
)
def filtered_pages(view: ModelView) -> NDArray[np.float64]:
    """Of any provenance."""
    return _each(view, lambda t: sum(t.filtered.values()))


@model_metric(
    "unused_pages",
    content="any",
    label="Pages beyond the budget",
    unit="pages",
    monthly=False,
    definition="crawled pages that passed the filter and did not fit",
)
def unused_pages(view: ModelView) -> NDArray[np.float64]:
    """Eligible = used + filtered + beyond the budget."""
    return _each(view, lambda t: t.unused)


@model_metric(
    "training_set",
    content="any",
    label="Training set",
    unit="pages",
    monthly=False,
    definition="pages in the training set, repeated ones weighted",
)
def training_set(view: ModelView) -> NDArray[np.float64]:
    """All sources."""
    return _each(view, lambda t: t.pages)


@model_metric(
    "training_shrunk",
    content="any",
    label="Training set cut short",
    monthly=False,
    better="lower",
    definition="1 - size / wanted: how much a scarce source shrank the training set",
)
def training_shrunk(view: ModelView) -> NDArray[np.float64]:
    """Zero when every share is filled."""
    return _each(view, lambda t: 1 - t.size / t.wanted if t.wanted else 0.0)


@model_metric(
    "most_epochs",
    content="any",
    label="Repeats of the scarcest source",
    unit="times",
    monthly=False,
    better="lower",
    definition="how often pages of the scarcest source are repeated; 1 if every source fills its share",
    source="Muennighoff et al. 2023, arXiv:2305.16264",
)
def most_epochs(view: ModelView) -> NDArray[np.float64]:
    """Largest weight."""
    return _each(view, _largest)


def _largest(training: TrainingSet) -> float:
    return max((use.epochs for use in training.sources.values()), default=1.0)


@model_metric(
    "training_pollution",
    content="any",
    label="Pollution of this training set",
    monthly=False,
    better="lower",
    definition="share of synthetic text in the training set; assisted pages count by their share of AI text",
)
def training_pollution(view: ModelView) -> NDArray[np.float64]:
    """As `pollution_training`, of one model."""
    return _each(view, lambda t: t.rates.fraction)


@model_metric(
    "licence_cost",
    content="any",
    label="Cost of human data",
    unit="USD",
    monthly=False,
    better="lower",
    definition="price of the archive and licensed pages in the training set",
)
def licence_cost(view: ModelView) -> NDArray[np.float64]:
    """All sources."""
    return _each(view, lambda t: sum(use.cost for use in t.sources.values()))


@model_metric(
    "majority_pages_lost",
    content="any",
    label="Human pages lost, majority",
    monthly=False,
    better="lower",
    definition="share of the largest community's eligible pages, mostly written by people, that the filter threw away",
    source="false positive rate in practice",
)
def majority_pages_lost(view: ModelView) -> NDArray[np.float64]:
    """False positives against the largest community."""
    return _each(view, partial(share_lost, communities={largest(view.truth.shares)}))


@model_metric(
    "minority_pages_lost",
    content="any",
    label="Human pages lost, minorities",
    monthly=False,
    better="lower",
    definition="the same for all other communities together; not a number without any",
    source="false positive rate in practice; Liang et al. 2023, arXiv:2304.02819",
)
def minority_pages_lost(view: ModelView) -> NDArray[np.float64]:
    """False positives against minorities."""
    shares = view.truth.shares
    return _each(view, partial(share_lost, communities=set(shares) - {largest(shares)}))


def share_lost(training: TrainingSet, communities: set[str]) -> float:
    """Share of communities' eligible pages that the filter threw away; not a number where there were none."""
    eligible = sum(n for group, n in training.eligible.items() if group.community in communities)
    lost = sum(n for group, n in training.filtered.items() if group.community in communities)
    return lost / eligible if eligible else float("nan")
