"""What submodels of people and publishers must do."""

from abc import abstractmethod
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from webloop.registry import Submodel

Floats = NDArray[np.float64]


class Adoption(Submodel):
    """How AI use, or anything else that people take up, spreads in a publisher segment.

    Parameters must be hashable: segments that take something up alike are asked once.
    """

    social: ClassVar[bool] = False
    """True when it looks at what others do."""

    @abstractmethod
    def share(self, months: Floats) -> Floats:
        """Share of new pages, by months since the launch of public AI writing tools (any shape; 0 to 1).

        Kinds that spread from person to person give the curve of a crowd in which everybody meets everybody.
        """

    def spread(self, months: Floats, before: Floats, influence: Floats) -> Floats:  # noqa: ARG002 (kinds use it)
        """Share of new pages this month; by default the curve, whatever others do.

        Args:
            months: months since launch of each cohort, its own delay taken off, (cohorts,).
            before: each cohort's share last month, (cohorts,).
            influence: share of AI pages among the writers that each cohort looks to, 0 to 1, (cohorts,).
        """
        return self.share(months)


class Participation(Submodel):
    """How much people publish, relative to their reference volume. Parameters must be hashable, as for adoption."""

    @abstractmethod
    def level(self, month: int, reference: int) -> float:
        """Volume in a month as a multiple (>= 0) of that in the reference month, the launch, if readers stay."""

    def respond(self, activity: Floats, reward: Floats) -> Floats:  # noqa: ARG002 (kinds use it)
        """Activity this month, a factor (>= 0) on the level; by default what it was: readers make no difference.

        Args:
            activity: last month's activity, 1 in the reference month, (cohorts,).
            reward: what a page of theirs brings, relative to a web without AI: readers, and what labs pay for it,
                >= 0; 1 is as without AI, (cohorts,).
        """
        return activity


class Imitation(Submodel):
    """How people's way of writing drifts toward what they read."""

    homophily: float
    """Share of what people read of human pages that comes from their own community, 0 to 1."""

    @abstractmethod
    def acquire(self, acquired: Floats, read: Floats) -> Floats:
        """What a community has taken over from its reading: a share of its writing, by idea.

        Args:
            acquired: the same last month; its sum (0 to 1) is the share that is not the community's own, (ideas,).
            read: what the community reads this month, sum 1, (ideas,).
        """


class Farm(Submodel):
    """Content farms: publishers of synthetic pages who are in it for the money."""

    @abstractmethod
    def publish(self, before: float, views: float, months: int, people: float) -> float:
        """Pages that farms publish this month.

        Args:
            before: pages they published last month.
            views: readers that one of their pages finds in a month.
            months: months since the launch of public AI writing tools.
            people: pages that people publish in a month.
        """
