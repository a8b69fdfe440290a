"""Cells: publishers by segment and community, and one cell more for content farms."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from webloop.content.groups import Group
from webloop.world.cohort import Cohorts

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Cells:
    """Who may own a site. Cells stand in order of segment, then community; content farms are the last.

    Attributes:
        segments: names of the segments.
        communities: names of the communities.
    """

    segments: tuple[str, ...]
    communities: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.segments) * len(self.communities) + 1

    @property
    def farm(self) -> int:
        """The cell of content farms."""
        return len(self) - 1

    @cached_property
    def segment(self) -> NDArray[np.int64]:
        """Index of each cell's segment; -1 for farms, (cells,)."""
        return np.append(np.repeat(np.arange(len(self.segments)), len(self.communities)), -1)

    @cached_property
    def community(self) -> NDArray[np.int64]:
        """Index of each cell's community; -1 for farms, (cells,)."""
        return np.append(np.tile(np.arange(len(self.communities)), len(self.segments)), -1)

    def of(self, cohorts: Cohorts) -> NDArray[np.int64]:
        """The cell of each cohort, (cohorts,)."""
        return cohorts.segment * len(self.communities) + cohorts.community

    def sums(self, cohorts: Cohorts, values: Floats) -> Floats:
        """Sums over each cell's cohorts, (cells,)."""
        return np.bincount(self.of(cohorts), weights=values, minlength=len(self)).astype(np.float64)

    def by_segment(self, values: Iterable[float], farm: float) -> Floats:
        """A value of each segment for its cells, and one for farms, (cells,)."""
        return np.append(np.repeat(np.fromiter(values, np.float64), len(self.communities)), farm)


@dataclass
class Flow:
    """Who publishes this month's pages, as expected numbers by cell, each (cells,).

    Attributes:
        cells: the cells.
        own: pages that people write without AI.
        with_ai: pages that people write with AI.
        farmed: pages of content farms: all are synthetic.
    """

    cells: Cells
    own: Floats
    with_ai: Floats
    farmed: Floats

    def of(self, group: Group, synthetic_share: float) -> Floats:
        """How the pages of a group spread over cells: shares that sum to 1, (cells,).

        Args:
            group: who wrote them.
            synthetic_share: share of synthetic pages among those that people publish with AI.
        """
        if group.provenance == "human":
            pages = self.own
        elif group.provenance == "assisted":
            pages = self.with_ai
        else:
            pages = self.with_ai * synthetic_share + self.farmed
        if group.community is not None:
            pages = pages * (self.cells.community == self.cells.communities.index(group.community))
        total = pages.sum()
        return pages / total if total > 0 else pages
