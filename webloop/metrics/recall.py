"""Recall: what of human knowledge models still publish, from the head to the tail."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from webloop.metrics.registry import model_metric
from webloop.metrics.view import DECILES, ModelView

ALIVE = 0.1
_SOURCE = "webloop, after Shumailov et al. 2024 (the tails vanish first)"


def _band(view: ModelView, index: int) -> NDArray[np.float64]:
    value: NDArray[np.float64] = view.band_recalls[index]
    return value


_BANDS = (
    ("head", "top 80 %", "common ideas, those that make up most of what they write,"),
    ("torso", "next 15 %", "ideas that are neither common nor rare"),
    ("tail", "last 5 %", "rare ideas, the last 5 % of what they write,"),
)
for _index, (_name, _what, _ideas) in enumerate(_BANDS):
    model_metric(
        f"{_name}_recall",
        label=f"{_name.capitalize()} recall",
        better="higher",
        meaning=f"how much of people's {_ideas} models still write",
        definition=f"share of the {_what} of human mass that the model still publishes: sum(min(p, q)) / sum(p), "
        "over human ideas of the time (errors and faded ideas that people copy do not count)",
        source=_SOURCE,
    )(partial(_band, index=_index))


@model_metric(
    "new_idea_recall",
    label="Recall of new ideas",
    better="higher",
    meaning="how much of people's ideas of the last five years models write",
    definition="share of the human mass of ideas born in the last five years that the model still publishes; not a "
    "number while there are none",
)
def new_idea_recall(view: ModelView) -> NDArray[np.float64]:
    """How well models keep up."""
    value: NDArray[np.float64] = view.band_recalls[3]
    return value


def _decile(view: ModelView, index: int) -> NDArray[np.float64]:
    return view.recall(view.truth.deciles[index])


def _alive(view: ModelView, index: int) -> NDArray[np.float64]:
    ideas = view.truth.deciles[index]
    if len(ideas) == 0:
        return np.full(len(view.models), np.nan)
    value: NDArray[np.float64] = (view.q[:, ideas] >= ALIVE * view.truth.p[ideas]).mean(axis=1)
    return value


for _index in range(DECILES):
    _ordinal = f"{_index + 1} of 10 (1: the most frequent ideas)"
    model_metric(
        f"recall_decile_{_index + 1:02d}",
        label=f"Recall, frequency decile {_index + 1}",
        better="higher",
        definition=f"share of human mass that the model still publishes, sum(min(p, q)) / sum(p), in decile {_ordinal}",
        source=_SOURCE,
        monthly=False,
    )(partial(_decile, index=_index))
    model_metric(
        f"alive_decile_{_index + 1:02d}",
        label=f"Ideas alive, frequency decile {_index + 1}",
        better="higher",
        definition=f"share of ideas of decile {_ordinal} with q >= {ALIVE:g} p",
        source=_SOURCE,
        monthly=False,
    )(partial(_alive, index=_index))
