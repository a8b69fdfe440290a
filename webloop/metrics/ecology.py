"""Ecology: who is read, who leaves, and how reading is spread over sites and people."""

import numpy as np
from numpy.typing import NDArray

from webloop.content.domain import largest
from webloop.metrics.registry import month_metric
from webloop.metrics.view import WorldView

NAN = float("nan")
TOP = 0.01
ROUNDING = 1e-12


@month_metric(
    "human_exit",
    label="Writing given up",
    better="lower",
    meaning="how much of their writing people have given up for want of readers: below zero they write more",
    definition="share of what people would publish if readers made no difference that they do not publish",
    source="webloop; del Rio-Chanona et al. 2024, doi:10.1093/pnasnexus/pgae400, of Stack Overflow",
)
def human_exit(view: WorldView) -> float:
    """1 - volume / volume at full activity."""
    potential = view.world.cohorts.potential.sum()
    return float(1 - view.world.cohorts.volume.sum() / potential) if potential > 0 else NAN


@month_metric(
    "human_readership",
    label="Reading that reaches people",
    better="higher",
    meaning="how much of all reading reaches people's pages",
    definition="share of all reading that reaches people's pages, those written with AI included: what AI answers and "
    "content farms leave of it",
)
def human_readership(view: WorldView) -> float:
    """1 without AI."""
    attention, farm = view.world.attention, view.world.cells.farm
    return float(attention.read[:, :farm].sum() / attention.total) if attention.total > 0 else NAN


@month_metric(
    "answered_share",
    label="Reading that ends at an AI answer",
    definition="share of all reading that an AI answer has replaced, so that it reaches no site",
    source="webloop; Pew Research Center 2025",
)
def answered_share(view: WorldView) -> float:
    """What is seen, less what is read on sites; rounding is no answer."""
    seen = view.world.attention.total
    if seen <= 0:
        return NAN
    answered = float(1 - view.world.attention.read.sum() / seen)
    return answered if answered > ROUNDING else 0.0


@month_metric(
    "minority_visibility",
    label="Visibility of minorities",
    unit="x their pages",
    better="higher",
    meaning="how much minorities' sites are read, against how much they publish: 1 is as much",
    definition="share of what is read on people's sites that minorities' sites get, over their share of live pages "
    "there; 1 is parity, not a number without minorities",
)
def minority_visibility(view: WorldView) -> float:
    """Of all communities but the largest."""
    world = view.world
    main = world.cells.communities.index(largest(world.domain.shares))
    minor = (world.cells.community >= 0) & (world.cells.community != main)
    people = world.cells.community >= 0
    read, live = world.attention.read.sum(axis=0), world.attention.live.sum(axis=0)
    if live[minor].sum() <= 0 or read[people].sum() <= 0:
        return NAN
    return float(read[minor].sum() / read[people].sum() / (live[minor].sum() / live[people].sum()))


def gini(values: NDArray[np.float64]) -> float:
    """Gini index of values >= 0: 0 if all are equal, toward 1 if one has everything.

    >>> gini(np.array([1.0, 1.0, 1.0])), gini(np.array([0.0, 0.0, 0.0, 1.0]))
    (0.0, 0.75)
    """
    ordered, count = np.sort(values), len(values)
    total = ordered.sum()
    if total <= 0:
        return NAN
    return float(max(0.0, 2 * (np.arange(1, count + 1) * ordered).sum() / (count * total) - (count + 1) / count))


@month_metric(
    "site_gini",
    label="Concentration of reading (Gini)",
    unit="0 to 1",
    better="lower",
    definition="Gini index of the reading that reaches each site; not a number without links",
    source="standard",
)
def site_gini(view: WorldView) -> float:
    """Over all sites, those that nobody reads included."""
    return NAN if view.world.sites.links is None else gini(view.world.attention.sites)


@month_metric(
    "site_top_share",
    label="Reading of the top sites",
    better="lower",
    definition=f"share of the reading that reaches sites which the {TOP:.0%} with most of it get; not a number without "
    "links",
)
def site_top_share(view: WorldView) -> float:
    """At least one site."""
    attention = view.world.attention.sites
    total = attention.sum()
    if view.world.sites.links is None or total <= 0:
        return NAN
    top = max(1, round(TOP * len(attention)))
    return float(np.partition(attention, -top)[-top:].sum() / total)


@month_metric(
    "farm_pages",
    label="Pages of content farms",
    unit="pages per month",
    definition="synthetic pages that content farms publish this month",
)
def farm_pages(view: WorldView) -> float:
    """Expected number."""
    return float(view.world.flow.farmed.sum())


@month_metric(
    "farm_exposure",
    label="Reading on content farms",
    better="lower",
    meaning="how much of all reading content farms get",
    definition="share of all reading that content farms' pages get",
)
def farm_exposure(view: WorldView) -> float:
    """Of what is seen."""
    seen = view.world.attention.total
    return float(view.world.attention.read[:, view.world.cells.farm].sum() / seen) if seen > 0 else NAN


@month_metric(
    "human_drift",
    content="ideas",
    label="People's writing taken over from reading",
    better="lower",
    definition="total variation between what people write and what they would write without imitation",
    source="webloop; Yakura et al. 2024, arXiv:2409.01754, see words of models in people's talks",
)
def human_drift(view: WorldView) -> float:
    """Half the sum of differences."""
    world = view.world
    if not world.habits.acquired:
        return 0.0
    own = world.domain.human_truth(world.domain.tastes(world.month))
    return float(np.abs(world.truth - own).sum() / 2)
