"""Cells: publishers by segment and community, and one cell more for content farms."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from webloop.content.groups import Provenance
from webloop.submodels.roles import Adoption
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

    def index(self, segment: str, community: str | None) -> int:
        """The cell of a segment and community; `community` None means content farms."""
        if community is None:
            return self.farm
        return self.segments.index(segment) * len(self.communities) + self.communities.index(community)

    def name(self, index: int) -> str:
        """What people call a cell."""
        if index == self.farm:
            return "content farms"
        return f"{self.segments[self.segment[index]]}, {self.communities[self.community[index]]}"

    def of(self, cohorts: Cohorts) -> NDArray[np.int64]:
        """The cell of each cohort, (cohorts,)."""
        return cohorts.segment * len(self.communities) + cohorts.community

    def sums(self, cohorts: Cohorts, values: Floats) -> Floats:
        """Sums over each cell's cohorts, (cells,)."""
        return np.bincount(self.of(cohorts), weights=values, minlength=len(self)).astype(np.float64)

    def taken_up(self, curves: Sequence[Adoption], months: int) -> Floats | None:
        """What each segment's writers have taken up, as a share of its cells; farms nothing; None if nobody has.

        Args:
            curves: one for each segment.
            months: months since launch; before it nobody has taken up anything.

        Returns:
            Shares, (cells,).
        """
        elapsed = np.array([max(0.0, float(months))])
        levels = {curve: float(curve.share(elapsed)[0]) for curve in set(curves)}
        if not any(levels.values()):
            return None
        return np.append(np.repeat([levels[curve] for curve in curves], len(self.communities)), 0.0)


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

    def of(self, provenance: Provenance, synthetic_share: float, community: str | None = None) -> Floats:
        """How new pages spread over cells: shares that sum to 1, or zeros without pages, (cells,).

        Args:
            provenance: who wrote them.
            synthetic_share: share of synthetic pages among those that people publish with AI.
            community: only those of a community.
        """
        if provenance == "human":
            pages = self.own
        elif provenance == "assisted":
            pages = self.with_ai
        else:
            pages = self.with_ai * synthetic_share + self.farmed
        if community is not None:
            pages = pages * (self.cells.community == self.cells.communities.index(community))
        return shares(pages)


def shares(pages: Floats) -> Floats:
    """Shares that sum to 1; zeros if there is nothing."""
    total = pages.sum()
    return pages / total if total > 0 else pages
