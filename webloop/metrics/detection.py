"""Detectors that read pages: how good the one was that chose a model's training set, on pages it had never seen."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from webloop.content.detection import Detection
from webloop.metrics.registry import model_metric
from webloop.metrics.view import ModelView

_OF = (
    "of the detector that the lab's filter used for this model's training set, on held-out text of people and on the "
    "half of the newest models' specimens that no detector learns from; not a number where none reads pages, it knew "
    "no model yet, or less than a page is held out"
)


def _each(view: ModelView, of: Callable[[Detection], float]) -> NDArray[np.float64]:
    found = [model.training.detection for model in view.models]
    return np.array([np.nan if each is None else of(each) for each in found], dtype=np.float64)


@model_metric(
    "detector_auc",
    content="text",
    label="Detector's AUC",
    unit="chance",
    monthly=False,
    better="higher",
    definition=f"area under the ROC curve: chance that a page of a model scores higher than one of people, {_OF}",
    source="Hanley and McNeil 1982, doi:10.1148/radiology.143.1.7063747",
)
def detector_auc(view: ModelView) -> NDArray[np.float64]:
    """Whatever the threshold."""
    return _each(view, lambda found: found.auc)


@model_metric(
    "detector_tpr",
    content="text",
    label="Detector's true positive rate",
    monthly=False,
    better="higher",
    definition=f"share of models' pages that are flagged, {_OF}",
    source="true positive rate in practice",
)
def detector_tpr(view: ModelView) -> NDArray[np.float64]:
    """At its threshold."""
    return _each(view, lambda found: found.tpr)


@model_metric(
    "detector_fpr",
    content="text",
    label="Detector's false positive rate",
    monthly=False,
    better="lower",
    definition=f"share of people's pages that are flagged, {_OF}; the detector's own fpr was set on pages of people "
    "that the first model has learned from",
    source="false positive rate in practice",
)
def detector_fpr(view: ModelView) -> NDArray[np.float64]:
    """At its threshold."""
    return _each(view, lambda found: found.fpr)
