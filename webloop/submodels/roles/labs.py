"""What submodels of AI labs must do."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

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


class Learner(Submodel):
    """How a model is fitted."""

    content: ClassVar[str] = "ideas"
    """The kind of content that it learns."""
    needs_pages: ClassVar[bool] = False
    """Whether it looks at single pages, and not at their moments only."""
    has_temperature: ClassVar[bool] = True
    """Whether what it learns can be sampled at a temperature other than 1."""

    @abstractmethod
    def fit(self, training: Any) -> Any:
        """A model from pages with weights, as the content's `Domain.weigh` gives them.

        For ideas: fitted probabilities from weighted page counts by idea, (..., ideas) to the same shape; each row
        sums to 1. Leading axes are replicates, each fitted alone.
        """

    def check(self, words: int) -> None:
        """Find out whether it can learn here, before anything runs; by default it can.

        Args:
            words: size of the vocabulary; 0 where pages hold no text, or text that can't be read.

        Raises:
            InputError: when a library or a file is missing, or a parameter asks for too much; its `key` says which.
        """

    def digest(self) -> str | None:
        """SHA-256 of the files that it learns with besides pages; by default None: there are none."""
        return None


class Decoder(Submodel):
    """How a model is sampled when it publishes."""

    @abstractmethod
    def decode(self, probabilities: Floats) -> Floats:
        """The distribution of published ideas from the fitted one, (..., ideas) to the same shape; rows sum to 1."""


class Shelves(Protocol):
    """Human pages of known provenance that a lab may add to what it crawled, as contents of the domain."""

    def archived(self) -> Any | None:
        """Pages of the archive that people wrote; None before it is taken."""
        ...

    def impure(self) -> Any | None:
        """Pages of the archive that models wrote; None while there are none."""
        ...

    def published(self, after: int, upto: int) -> Any:
        """Pages that people wrote without AI in the months after < month <= upto."""
        ...


class HumanSource(Submodel):
    """Human data that a lab mixes with what it crawled."""

    pays_writers: ClassVar[bool] = False
    """True when its price goes to those who write."""

    share: float
    """Share of the training set that this source should make up."""

    @abstractmethod
    def pages(self, shelves: Shelves, eligible: Eligible) -> Any | None:
        """People's pages on offer, given the months that the lab has not trained on yet.

        None while the source does not exist: the web then makes up its share.
        """

    def impure(self, shelves: Shelves) -> Any | None:  # noqa: ARG002 (kinds use it)
        """Pages that are on offer besides and that models wrote, whatever the source says; None if there are none."""
        return None

    def earliest(self, eligible: Eligible) -> int | None:  # noqa: ARG002 (kinds use it)
        """The first month whose pages it tells from older ones; None if it never looks at months.

        The opening stock is kept by month only as far as somebody asks.
        """
        return None

    @abstractmethod
    def cost(self, pages: float, tokens_per_page: float) -> float:
        """Price in US dollars of that many pages."""


class Choice(Submodel):
    """How people choose among a model's candidates before they publish one."""

    @abstractmethod
    def chosen(self, probabilities: Floats, rewards: Floats) -> Floats:
        """The distribution of what is published, (..., ideas) to the same shape; rows sum to 1 as before.

        Args:
            probabilities: what the model writes; rows sum to 1, or to 0 where there is no model.
            rewards: how much people like each idea, (ideas,).
        """


class Market(Submodel):
    """How writers choose among the labs' models."""

    needs_quality: ClassVar[bool] = False
    """True when it looks at the models' quality, so that what they publish must be comparable with people's pages."""

    @abstractmethod
    def demand(self, weights: Floats, quality: Floats, before: Floats) -> Floats:
        """What each lab that has a model is asked for, in any unit: its share is its part of the sum, (labs,).

        A lab with weight 0 is asked for nothing.

        Args:
            weights: the labs' own weights in the scenario (>= 0), sum above 0, (labs,).
            quality: overlap of what its model publishes with what people write, sum(min(p, q)), 0 to 1, (labs,);
                all 0 where the market does not need it.
            before: last month's shares, sum 1; 0 for a lab that is new; at first those of the weights, (labs,).
        """
