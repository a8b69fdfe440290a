"""What a model is trained on, and where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.content.detection import Detection
from webloop.content.groups import Group
from webloop.world.ledger import Row
from webloop.world.rates import Rates, rates

Pages = float | NDArray[np.float64]
"""A number of pages; in a block one for each replicate, (replicates,)."""


@dataclass(frozen=True)
class SourceUse:
    """What a training set took from a source of human data.

    Attributes:
        offered: pages on offer.
        used: distinct pages taken.
        epochs: how often each is repeated, by weight; 1 if the source fills its share.
        cost: price in US dollars.
        impure: those of the pages taken that models wrote.
    """

    offered: int
    used: int
    epochs: float
    cost: float
    impure: int = 0


@dataclass(frozen=True)
class TrainingSet:
    """What a model is trained on.

    Attributes:
        given: what the learner is given, repeated pages weighted: see `Domain.weigh`.
        rows: pages (weighted) by who wrote them.
        eligible: crawled pages that were eligible, by group.
        kept: crawled pages that were used.
        filtered: crawled pages that the filter threw away, by `Group.kind`.
        unused: crawled pages that passed the filter and did not fit.
        wanted: pages that the budget, or the crawl, would have allowed.
        size: pages (weighted) that the set was planned to hold, after scarce sources shrank it.
        sources: what was taken from each source of human data.
        detecting: price in US dollars of what the detector has learned since the lab's last training.
        known_generation: the newest generation of models that the detector knew; -1 for none.
        detection: how good the detector was, if it reads pages and knew a model.
        weight: pages times their weight in training; 0 if there is nothing to learn from.
    """

    given: Any
    rows: Mapping[Row, Pages]
    eligible: Mapping[Group, int]
    kept: int
    filtered: Mapping[Group, int]
    unused: int
    wanted: float
    size: float
    sources: Mapping[str, SourceUse] = field(default_factory=dict)
    detecting: float = 0.0
    known_generation: int = -1
    detection: Detection | None = None
    weight: float = 0.0

    @cached_property
    def rates(self) -> Rates:
        """Its pollution."""
        return rates((row[1], float(pages)) for row, pages in self.rows.items())

    @cached_property
    def pages(self) -> float:
        """Pages, repeated ones weighted; as many in each replicate of a block."""
        return float(np.ravel(sum(self.rows.values()))[0])

    def of_replicate(self, replicate: int) -> "TrainingSet":
        """That of one replicate of a block, but for what the learner was given."""
        if all(np.ndim(pages) == 0 for pages in self.rows.values()):
            return self
        return replace(self, rows={row: float(np.ravel(pages)[replicate]) for row, pages in self.rows.items()})


@dataclass(frozen=True)
class Offer:
    """Pages that a source of human data offers.

    Attributes:
        human: pages that people wrote.
        impure: pages that models wrote and nobody can tell apart; None if there are none.
    """

    human: Any
    impure: Any | None = None
