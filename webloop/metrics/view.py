"""What a metric of models may look at: the models side by side, and the human truth they are held against."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from webloop.content.domain import Domain, Probabilities
from webloop.content.ideas.domain import IdeaDomain
from webloop.content.ideas.tastes import bands
from webloop.world.lab import Model
from webloop.world.rates import Rates, rates

if TYPE_CHECKING:
    from webloop.world.world import World
DECILES = 10
NEW_IDEA_MONTHS = 60


@dataclass(frozen=True)
class Truth:
    """What people know and write in a month.

    Attributes:
        p: what people write, a source of the content; of ideas the distribution over all of them, those that people
            took over from their reading included, (ideas,).
        month: the month.
        content: the content; all but `shares` is about ideas.
    """

    p: Any
    month: int
    content: Domain[Any, Any]

    @property
    def shares(self) -> dict[str, float]:
        """Share of each community in human writing."""
        return self.content.shares

    @property
    def domain(self) -> IdeaDomain:
        """The ideas."""
        assert isinstance(self.content, IdeaDomain)  # metrics of ideas are not asked about other contents
        return self.content

    @cached_property
    def known(self) -> Probabilities:
        """The part of `p` that is on human ideas of the time, (ideas,).

        People who imitate what they read also write errors, and ideas that have faded: recall and diversity leave
        these out.
        """
        return np.where(self._foreign, 0.0, self.p)

    @cached_property
    def _foreign(self) -> NDArray[np.bool_]:
        foreign = self.faded.copy()
        foreign[self.domain.human_ideas :] = True
        return foreign

    @cached_property
    def bands(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
        """Head, torso and tail."""
        return bands(self.known / (1.0 - self.p[self._foreign].sum()))  # by 1.0 as long as nobody imitates

    @cached_property
    def deciles(self) -> list[NDArray[np.int64]]:
        """Indices of the ideas alive, in ten parts of equal number, the most frequent first."""
        order = np.argsort(-self.known, kind="stable")[: int(np.count_nonzero(self.known))]
        return np.array_split(order, DECILES)

    @cached_property
    def entropy(self) -> float:
        """Shannon entropy in bits."""
        used = self.p[self.p > 0]
        return float(-(used * np.log2(used)).sum())

    @cached_property
    def faded(self) -> NDArray[np.bool_]:
        """Human ideas whose time is over: nobody writes them, unless from having read them."""
        human = self.domain.succession
        gone = human.replaced + human.fade_months <= self.month + 1
        return np.concatenate([gone, np.zeros(self.domain.errors, dtype=bool)])

    @cached_property
    def new(self) -> NDArray[np.bool_]:
        """Human ideas of the time that were born in the last five years."""
        born = self.domain.succession.born
        young = (born > self.month - NEW_IDEA_MONTHS) & (born <= self.month)
        return np.concatenate([young, np.zeros(self.domain.errors, dtype=bool)]) & ~self._foreign


@dataclass(frozen=True)
class ModelView:
    """Models and the truth.

    Attributes:
        models: the models.
        truth: the human truth of the month.
    """

    models: Sequence[Model]
    truth: Truth

    @property
    def human(self) -> Any:
        """What people write this month, whatever pages hold: a source of the content's domain."""
        return self.truth.p

    @cached_property
    def q(self) -> NDArray[np.float64]:
        """What each model publishes, (models, ideas)."""
        q: NDArray[np.float64] = np.stack([model.output for model in self.models])
        return q

    @cached_property
    def roots(self) -> NDArray[np.float64]:
        """Square roots of q, (models, ideas)."""
        return np.stack([model.root for model in self.models])

    @cached_property
    def overlap(self) -> NDArray[np.float64]:
        """min(p, q) of each model, (models, ideas)."""
        overlap: NDArray[np.float64] = np.minimum(self.q, self.truth.p)
        return overlap

    @cached_property
    def living(self) -> NDArray[np.float64]:
        """What each model publishes of human ideas of the time, as shares that sum to 1, (models, ideas)."""
        kept = np.where(self.truth.known > 0, self.q, 0.0)
        total: NDArray[np.float64] = kept.sum(axis=1, keepdims=True)
        return np.divide(kept, total, out=np.zeros_like(kept), where=total > 0)

    @cached_property
    def entropy(self) -> NDArray[np.float64]:
        """Shannon entropy of each model in bits, (models,)."""
        return np.array([model.entropy for model in self.models])

    @cached_property
    def band_recalls(self) -> NDArray[np.float64]:
        """Recall of head, torso, tail and new ideas, (4, models); not a number where people write none of them."""
        masks = np.stack([*self.truth.bands, self.truth.new]).astype(np.float64)
        mass = masks @ self.truth.known
        mass[mass <= 0] = np.nan
        value: NDArray[np.float64] = np.einsum("mi,bi->bm", self.overlap, masks) / mass[:, None]
        return value

    def recall(self, ideas: NDArray[np.int64]) -> NDArray[np.float64]:
        """Share of the human mass of some ideas that each model still publishes, (models,)."""
        mass = self.truth.p[ideas].sum()
        if mass <= 0:
            return np.full(len(self.models), np.nan)
        value: NDArray[np.float64] = self.overlap[:, ideas].sum(axis=1) / mass
        return value


@dataclass(frozen=True)
class WorldView:
    """The world at the end of a month, with page counts that several metrics need.

    Attributes:
        world: the world, or one replicate of a block; it must not be changed.
    """

    world: "World"

    @cached_property
    def truth(self) -> Truth:
        """What people know and write this month."""
        return Truth(self.world.truth, self.world.month, self.world.domain)

    @cached_property
    def rates(self) -> dict[str, list[Rates]]:
        """Pollution of flow, stock, this month's crawl, all crawls, the training set of each model, and exposure."""
        world, seen = self.world, self.world.attention
        models = [lab.newest for lab in world.labs if lab.newest]
        return {
            "flow": [rates((group.ai_fraction, batch.pages) for group, batch in world.new.items())],
            "stock": [rates(zip(*(column.tolist() for column in world.web.by_fraction()), strict=True))],
            "fetched": [rates(self._fetched)],
            "crawl": [rates((g.ai_fraction, n) for store in world.crawlers.values() for g, n in store.fetched.items())],
            "training": [model.training.rates for model in models],
            "exposure": [rates(zip(seen.fractions.tolist(), seen.seen.tolist(), strict=True))],
        }

    @property
    def _fetched(self) -> list[tuple[float, int]]:
        """Share of AI text and number of the pages that each crawler fetched of each group this month."""
        month, domain = self.world.month, self.world.domain
        stores = self.world.crawlers.values()
        return [(g.ai_fraction, domain.size(n)) for store in stores for g, n in store.months.get(month, {}).items()]
