"""The market for AI text: which labs' models writers choose this month."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from webloop.content.domain import Domain
from webloop.world.lab import LabAgent

if TYPE_CHECKING:
    from webloop.world.world import World


def compete(world: "World") -> None:
    """Labs with a model find their demand."""
    labs = [lab for lab in world.labs if lab.newest]
    weights = np.array([lab.rules.market_share for lab in labs])
    if weights.sum() > 0:
        before = shares(labs) if sum(lab.demand for lab in labs) > 0 else weights / weights.sum()
        market = world.rules.market
        found = quality(world, labs) if market.needs_quality else np.zeros(len(labs))
        weights = market.demand(weights, found, before)
    for lab, demand in zip(labs, weights.tolist(), strict=True):
        lab.demand = demand


def on_sale(labs: list[LabAgent]) -> bool:
    """Whether anybody who wants to write with AI finds a model."""
    return any(lab.newest and lab.rules.market_share > 0 for lab in labs)


def quality(world: "World", labs: list[LabAgent]) -> NDArray[np.float64]:
    """Overlap of what each lab's model publishes with what people write this month, 0 to 1, (labs,); of ideas only."""
    return np.array([np.minimum(lab.newest.output, world.truth).sum() if lab.newest else 0.0 for lab in labs])


def shares(labs: list[LabAgent]) -> NDArray[np.float64]:
    """Market shares of labs, sum 1; not a number while writers ask none of them, (labs,)."""
    demand = np.array([lab.demand for lab in labs])
    total = demand.sum()
    return demand / total if total > 0 else np.full(len(labs), np.nan)


def on_offer(
    domain: Domain[Any, Any], labs: list[LabAgent], generation: int | None = None, lab: str | None = None
) -> tuple[float, Any]:
    """Market share of the models of a generation and a lab (None: of all), and what they publish together."""
    deployed = [(each.demand, each.newest) for each in labs if each.newest]
    chosen = [(w, m) for w, m in deployed if generation in {None, m.generation} and lab in {None, m.lab}]
    weight = sum(w for w, _ in chosen)
    everyone = sum(w for w, _ in deployed)
    if weight <= 0:
        return 0.0, domain.blend([], [])
    return weight / everyone, domain.blend([m.output for _, m in chosen], [w / weight for w, _ in chosen])
