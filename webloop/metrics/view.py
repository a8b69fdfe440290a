"""What a metric of models may look at: the models side by side, and the human truth they are held against."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from webloop.content.domain import Probabilities
from webloop.content.ideas import IdeaDomain
from webloop.content.tastes import bands
from webloop.world.lab import Model

DECILES = 10
NEW_IDEA_MONTHS = 60


@dataclass(frozen=True)
class Truth:
    """What people know and write in a month.

    Attributes:
        p: human distribution over all ideas; errors have 0, (ideas,).
        month: the month.
        domain: the ideas.
    """

    p: Probabilities
    month: int
    domain: IdeaDomain

    @cached_property
    def bands(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
        """Head, torso and tail."""
        return bands(self.p)

    @cached_property
    def deciles(self) -> list[NDArray[np.int64]]:
        """Indices of the ideas alive, in ten parts of equal number, the most frequent first."""
        order = np.argsort(-self.p, kind="stable")[: int(np.count_nonzero(self.p))]
        return np.array_split(order, DECILES)

    @cached_property
    def entropy(self) -> float:
        """Shannon entropy in bits."""
        used = self.p[self.p > 0]
        return float(-(used * np.log2(used)).sum())

    @cached_property
    def faded(self) -> NDArray[np.bool_]:
        """Human ideas that no human writes any more."""
        human = self.domain.succession
        gone = human.replaced + human.fade_months <= self.month + 1
        return np.concatenate([gone, np.zeros(self.domain.errors, dtype=bool)])

    @cached_property
    def new(self) -> NDArray[np.bool_]:
        """Human ideas born in the last five years."""
        born = self.domain.succession.born
        young = (born > self.month - NEW_IDEA_MONTHS) & (born <= self.month)
        return np.concatenate([young, np.zeros(self.domain.errors, dtype=bool)])


@dataclass(frozen=True)
class ModelView:
    """Models and the truth.

    Attributes:
        models: the models.
        truth: the human truth of the month.
    """

    models: Sequence[Model]
    truth: Truth

    @cached_property
    def q(self) -> NDArray[np.float64]:
        """What each model publishes, (models, ideas)."""
        return np.stack([model.output for model in self.models])

    @cached_property
    def overlap(self) -> NDArray[np.float64]:
        """min(p, q) of each model, (models, ideas)."""
        return np.minimum(self.q, self.truth.p)

    @cached_property
    def entropy(self) -> NDArray[np.float64]:
        """Shannon entropy of each model in bits, (models,)."""
        return np.array([model.entropy for model in self.models])

    def recall(self, ideas: NDArray[np.bool_] | NDArray[np.int64]) -> NDArray[np.float64]:
        """Share of the human mass of some ideas that each model still publishes, (models,)."""
        mass = self.truth.p[ideas].sum()
        if mass <= 0:
            return np.full(len(self.models), np.nan)
        return self.overlap[:, ideas].sum(axis=1) / mass
