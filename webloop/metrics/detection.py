"""Detectors that read pages: how good the one was that chose a model's training set, on pages it had never seen."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from webloop.metrics.registry import Better, model_metric
from webloop.metrics.view import ModelView

_OF = (
    "of the detector that the lab's filter used for this model's training set, on held-out text of people and on the "
    "half of the newest models' specimens that no detector learns from; not a number where none reads pages, it knew "
    "no model yet, or less than a page is held out"
)


_METRICS: tuple[tuple[str, str, str, Better, str, str, str], ...] = (
    (
        "auc",
        "AUC",
        "chance",
        "higher",
        "area under the ROC curve: chance that a page of a model scores higher than one of people",
        "",
        "Hanley and McNeil 1982, doi:10.1148/radiology.143.1.7063747",
    ),
    ("tpr", "true positive rate", "share", "higher", "share of models' pages that are flagged", "", "standard"),
    (
        "fpr",
        "false positive rate",
        "share",
        "lower",
        "share of people's pages that are flagged",
        "; the detector's own fpr was set on pages of people that the first model has learned from",
        "standard",
    ),
)


def _each(view: ModelView, name: str) -> NDArray[np.float64]:
    """A measure of the detector of each model, at its threshold but for the AUC."""
    found = [model.training.detection for model in view.models]
    return np.array([np.nan if each is None else getattr(each, name) for each in found], dtype=np.float64)


for _name, _label, _unit, _better, _definition, _aside, _source in _METRICS:
    model_metric(
        f"detector_{_name}",
        content="text",
        label=f"Detector's {_label}",
        unit=_unit,
        monthly=False,
        better=_better,
        definition=f"{_definition}, {_OF}{_aside}",
        source=_source,
    )(partial(_each, name=_name))
