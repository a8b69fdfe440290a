"""What detectors of AI text must do: those with assumed error rates, and those that read pages."""

from abc import abstractmethod
from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.content.groups import Group
from webloop.registry import Submodel

Floats = NDArray[np.float64]


class Detector(Submodel):
    """A classifier that says whether most of a page is AI text: a `RatedDetector` or a `ReadingDetector`."""

    @property
    @abstractmethod
    def reads(self) -> str | None:
        """The kind of content whose pages it reads; None where it is told how often it errs."""

    def learning_cost(self, generations: int) -> float:  # noqa: ARG002 (kinds use it)
        """Price in US dollars of training the detector on that many more generations of models; by default 0."""
        return 0.0

    def communities(self) -> Collection[str]:
        """Names of communities in its parameters, so that scenario files can be checked."""
        return ()

    update_lag: int
    """Months from a model's release until detectors have been retrained on it."""


class RatedDetector(Detector):
    """A detector whose error rates are assumed: what pages say makes no difference, or only as it is told to."""

    @property
    def reads(self) -> str | None:
        """Nothing."""
        return None

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

    def by_truth(self) -> tuple[float, float] | None:
        """Probability of being flagged of pages that are right and of pages that err, whoever wrote them.

        By default None: whether a page is true makes no difference.
        """
        return None

    def needs_ideas(self) -> bool:
        """Whether it looks at the ideas of pages; by default no."""
        return False


class ReadingDetector(Detector):
    """A classifier that is trained in the run and reads every page: its error rates are found, not assumed."""

    @abstractmethod
    def train(self, known: Any) -> Any:
        """A classifier from pages whose writers are known, as the content's `Domain.reading` gives and uses them."""

    @abstractmethod
    def models(self, known_generation: int) -> int:
        """The newest generation of models that it learns from, of those known (>= 0)."""

    @abstractmethod
    def check(self) -> None:
        """Find out whether it can be trained here.

        Raises:
            InputError: when a library is missing.
        """
