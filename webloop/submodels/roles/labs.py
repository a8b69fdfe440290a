"""What submodels of AI labs must do."""

from abc import abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from webloop.content.groups import Group
from webloop.registry import Submodel

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Eligible:
    """Pages published in the months `after` < month <= `upto`; `after` None means since ever."""

    after: int | None
    upto: int


class Accumulation(Submodel):
    """How a training pool grows from one generation to the next."""

    @abstractmethod
    def eligible(self, cutoff: int, previous: int | None) -> Eligible:
        """Which months' pages may be used at a training.

        Args:
            cutoff: the last month whose pages may be used (release minus lag).
            previous: the lab's previous cut-off; None before its first training.
        """

    @property
    @abstractmethod
    def has_budget(self) -> bool:
        """True when the pool is thinned to the lab's budget."""


class Detector(Submodel):
    """A classifier that says whether most of a page is AI text."""

    @abstractmethod
    def flagged(self, group: Group, known_generation: int) -> float:
        """Probability that a page of a group is flagged as AI.

        Args:
            group: who wrote the page.
            known_generation: the newest model generation the detector has been trained on; -1 for none.
        """

    def by_idea(self, rate: float, pages: NDArray[np.int64], typicality: Floats) -> Floats | None:  # noqa: ARG002 (kinds use it)
        """Probability of being flagged by idea, (ideas,); by default None: a page's idea makes no difference.

        Args:
            rate: what `flagged` says of a group, above 0 and below 1; the mean over its pages must be that.
            pages: the group's pages at hand, by idea, (ideas,).
            typicality: how often deployed models publish each idea, sum 1; all zero without models, (ideas,).
        """
        return None

    def learning_cost(self, generations: int) -> float:  # noqa: ARG002 (kinds use it)
        """Price in US dollars of training the detector on that many more generations of models; by default 0."""
        return 0.0

    def communities(self) -> Collection[str]:
        """Names of communities in its parameters, so that scenario files can be checked."""
        return ()

    update_lag: int
    """Months from a model's release until detectors have been retrained on it."""


class Learner(Submodel):
    """How a model is fitted."""

    content: ClassVar[str] = "ideas"
    """The kind of content that it learns."""

    @abstractmethod
    def fit(self, training: Any) -> Any:
        """A model from pages with weights, as the content's `Domain.weigh` gives them.

        For ideas: fitted probabilities from weighted page counts by idea, (..., ideas) to the same shape; each row
        sums to 1. Leading axes are replicates, each fitted alone.
        """


class Decoder(Submodel):
    """How a model is sampled when it publishes."""

    @abstractmethod
    def decode(self, probabilities: Floats) -> Floats:
        """The distribution of published ideas from the fitted one, (..., ideas) to the same shape; rows sum to 1."""


class Shelves(Protocol):
    """Human pages of known provenance that a lab may add to what it crawled."""

    def archived(self) -> NDArray[np.int64] | None:
        """Pages of the archive by idea (ideas,); None before it is taken."""
        ...

    def impure(self) -> NDArray[np.int64] | None:
        """Those of them that models wrote, by idea (ideas,); None while there are none."""
        ...

    def published(self, after: int, upto: int) -> NDArray[np.int64]:
        """Pages that people wrote without AI in the months after < month <= upto, by idea (ideas,)."""
        ...


class HumanSource(Submodel):
    """Human data that a lab mixes with what it crawled."""

    pays_writers: ClassVar[bool] = False
    """True when its price goes to those who write."""

    share: float
    """Share of the training set that this source should make up."""

    @abstractmethod
    def pages(self, shelves: Shelves, eligible: Eligible) -> NDArray[np.int64] | None:
        """Pages on offer by idea (ideas,), given the months that the lab has not trained on yet.

        None while the source does not exist: the web then makes up its share.
        """

    def impure(self, shelves: Shelves) -> NDArray[np.int64] | None:  # noqa: ARG002 (kinds use it)
        """Pages on offer that models wrote, whatever the source says, by idea (ideas,); None if there are none."""
        return None

    def earliest(self, eligible: Eligible) -> int | None:  # noqa: ARG002 (kinds use it)
        """The first month whose pages it tells from older ones; None if it never looks at months.

        The opening stock is kept by month only as far as somebody asks.
        """
        return None

    @abstractmethod
    def cost(self, pages: float, tokens_per_page: float) -> float:
        """Price in US dollars of that many pages."""


class Market(Submodel):
    """How writers choose among the labs' models."""

    @abstractmethod
    def demand(self, weights: Floats, quality: Floats, before: Floats) -> Floats:
        """What each lab that has a model is asked for, in any unit: its share is its part of the sum, (labs,).

        A lab with weight 0 is asked for nothing.

        Args:
            weights: the labs' own weights in the scenario (>= 0), sum above 0, (labs,).
            quality: overlap of what its model publishes with what people write, sum(min(p, q)), 0 to 1, (labs,).
            before: last month's shares, sum 1; 0 for a lab that is new; at first those of the weights, (labs,).
        """
