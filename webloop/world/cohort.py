"""Writer cohorts: super-individuals, each an agent that stands for many writers.

Cohorts hold volume and AI use; their taste belongs to their community. Their state lives in columns, one
NumPy array a property, so that ten thousand cohorts decide as fast as fifty; the Mesa agent is the view
of one row. Scheffer et al. 1995, doi:10.1016/0304-3800(94)00055-M (super-individuals).
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import mesa
import numpy as np
from numpy.typing import NDArray

from webloop.scenario.schema import Scenario
from webloop.streams import Streams

Floats = NDArray[np.float64]


@dataclass
class Cohorts:
    """Columns of all cohorts, in order of segment, then community; each array has shape (cohorts,).

    Attributes:
        segments: names of the segments.
        communities: names of the communities.
        segment: index of each cohort's segment.
        community: index of its community.
        weight: its share of all human publishing in the reference month; they sum to 1.
        delay: months by which it takes up AI later than its segment's curve says.
        activity: factor on its volume by which it responds to its readers; 1 as long as it does not.
        potential: pages a month it would publish without AI if readers made no difference.
        volume: the same, given how it responds to them.
        ai_share: share of its pages that have AI text in them.
        read_pollution: share of synthetic text in what it reads.
    """

    segments: tuple[str, ...]
    communities: tuple[str, ...]
    segment: NDArray[np.int64]
    community: NDArray[np.int64]
    weight: Floats
    delay: Floats
    activity: Floats
    potential: Floats
    volume: Floats
    ai_share: Floats
    read_pollution: Floats

    def __len__(self) -> int:
        return len(self.segment)

    def in_segment(self, index: int) -> slice:
        """The rows of a segment: cohorts are sorted by it."""
        return self._slices[index]

    @cached_property
    def _slices(self) -> list[slice]:
        edges = np.searchsorted(self.segment, np.arange(len(self.segments) + 1)).tolist()
        return [slice(low, high) for low, high in pairwise(edges)]

    def by_community(self, values: Floats) -> Floats:
        """Sums over each community's cohorts, (communities,)."""
        return np.bincount(self.community, weights=values, minlength=len(self.communities)).astype(np.float64)


def build_cohorts(scenario: Scenario, streams: Streams) -> Cohorts:
    """The cohorts of a run, with their own activity and delay where the scenario spreads them."""
    writers, each = scenario.writers, scenario.writers.cohorts_per_cell
    shares = np.array([community.share for community in scenario.communities.values()])
    weights = np.array([segment.weight for segment in writers.segments.values()])
    cells = np.outer(weights, shares).ravel()
    rng = streams.get("cohorts")
    activity = np.exp(writers.activity_spread * rng.standard_normal((len(cells), each)))
    activity /= activity.sum(axis=1, keepdims=True)
    count = len(cells) * each
    return Cohorts(
        segments=tuple(writers.segments),
        communities=tuple(scenario.communities),
        segment=np.repeat(np.arange(len(weights)), len(shares) * each),
        community=np.tile(np.repeat(np.arange(len(shares)), each), len(weights)),
        weight=(cells[:, None] * activity).ravel(),
        delay=writers.delay_spread * rng.standard_normal(count),
        activity=np.ones(count),
        potential=np.zeros(count),
        volume=np.zeros(count),
        ai_share=np.zeros(count),
        read_pollution=np.zeros(count),
    )


class WriterCohort(mesa.Agent):
    """One cohort of writers: a row of `Cohorts` as a Mesa agent.

    Attributes:
        row: its row in the columns.
    """

    def __init__(self, model: mesa.Model, columns: Cohorts, row: int) -> None:
        super().__init__(model)
        self._columns = columns
        self.row = row

    @property
    def segment(self) -> str:
        """Name of its publisher segment."""
        value: str = self._columns.segments[self._columns.segment[self.row]]
        return value

    @property
    def community(self) -> str:
        """Name of its community."""
        value: str = self._columns.communities[self._columns.community[self.row]]
        return value

    @property
    def weight(self) -> float:
        """Its share of all human publishing in the reference month."""
        return float(self._columns.weight[self.row])

    @property
    def volume(self) -> float:
        """Pages a month it would publish without AI."""
        return float(self._columns.volume[self.row])

    @property
    def ai_share(self) -> float:
        """Share of its pages with AI text in them."""
        return float(self._columns.ai_share[self.row])
