"""Diversity: how many ideas models publish in effect, and whose."""

import numpy as np
from numpy.typing import NDArray

from webloop.metrics.divergence import entropy_bits
from webloop.metrics.registry import model_metric
from webloop.metrics.view import ModelView

_HILL = "Hill 1973, doi:10.2307/1934352; Jost 2006"


@model_metric(
    "hill_0",
    label="Ideas published (Hill-0)",
    unit="ideas",
    better="higher",
    definition="number of human ideas of the time that the model publishes at all",
    source=_HILL,
)
def hill_0(view: ModelView) -> NDArray[np.float64]:
    """Richness."""
    return np.array([float(np.count_nonzero(shares)) for shares in view.living])


@model_metric(
    "hill_1",
    label="Effective ideas (Hill-1)",
    unit="ideas",
    better="higher",
    meaning="how varied what models write is: as varied as that many equally common ideas",
    definition="number of equally common ideas that are as diverse as what the model publishes of human ideas of "
    "the time (exp of its Shannon entropy): errors and faded ideas do not count",
    source=_HILL,
)
def hill_1(view: ModelView) -> NDArray[np.float64]:
    """2 to the entropy in bits."""
    return np.array([2.0 ** entropy_bits(shares) if shares.any() else 0.0 for shares in view.living])


@model_metric(
    "hill_2",
    label="Dominant ideas (Hill-2)",
    unit="ideas",
    better="higher",
    definition="the same with more weight on common ideas: 1 / sum of squared shares",
    source=_HILL,
)
def hill_2(view: ModelView) -> NDArray[np.float64]:
    """Inverse Simpson concentration."""
    concentration: NDArray[np.float64] = (view.living**2).sum(axis=1)
    return np.divide(1.0, concentration, out=np.zeros_like(concentration), where=concentration > 0)


@model_metric(
    "error_mass",
    label="Errors published",
    better="lower",
    meaning="how much of what models write is false: errors that no human writes of their own",
    definition="share of what the model publishes that is an error idea, which no human writes of their own",
)
def error_mass(view: ModelView) -> NDArray[np.float64]:
    """Mass beyond the human ideas."""
    value: NDArray[np.float64] = view.q[:, view.truth.domain.human_ideas :].sum(axis=1)
    return value


@model_metric(
    "minority_share",
    label="Minority voices",
    better="higher",
    meaning="how much room minorities' ideas have in what models write, against what people write: 1 is as much",
    definition="mass of minority-owned ideas in what the model publishes, over their human mass; 1 is parity",
    unit="x human share",
)
def minority_share(view: ModelView) -> NDArray[np.float64]:
    """Relative to people."""
    owned = view.truth.domain.minority_owned
    mass = view.truth.p[owned].sum()
    if mass <= 0:
        return np.full(len(view.models), np.nan)
    value: NDArray[np.float64] = view.q[:, owned].sum(axis=1) / mass
    return value


@model_metric(
    "staleness",
    label="Staleness",
    better="lower",
    meaning="how much of what models write people have stopped writing",
    definition="share of what the model publishes that is a human idea whose time is over: nobody writes it of "
    "their own any more",
)
def staleness(view: ModelView) -> NDArray[np.float64]:
    """Mass of faded ideas."""
    value: NDArray[np.float64] = view.q[:, view.truth.faded].sum(axis=1)
    return value
