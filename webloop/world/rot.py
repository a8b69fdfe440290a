"""Rot: what is left of a crawler's store where labs may only use pages that are still on the web."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.content.groups import Group
from webloop.submodels.roles import Eligible
from webloop.world.ledger import HUMAN
from webloop.world.pages import Corpus
from webloop.world.store import Store

if TYPE_CHECKING:
    from webloop.world.world import World

Floats = NDArray[np.float64]


def still_live(world: "World", store: Store, span: Eligible, lab: str) -> Corpus:
    """Stored pages of a span of months that are still on the web, by group.

    Whether a page has died depends on its age; who has died is drawn afresh for each training set, as a filter's
    verdict is. Pages of each provenance and owner have luck of their own.
    """
    left: Corpus = {}
    luck: dict[tuple[str, str], np.random.Generator] = {}
    for month, corpus in store.months.items():
        if month > span.upto or (span.after is not None and month <= span.after):
            continue
        for group, content in corpus.items():
            whose = (group.provenance, group.owner)
            if whose not in luck:
                luck[whose] = world.streams.get("rot", lab, *whose, month=world.month)
            found = world.domain.thin(content, survival(world, group, month), luck[whose])
            left[group] = world.domain.pool([left[group], found]) if group in left else found
    return left


def survival(world: "World", group: Group, month: int) -> float | Floats:
    """Chance that a page published in a month is on the web at the end of this one, 0 to 1; of old ones by idea."""
    shares, monthly = world.web.law(HUMAN if group.provenance == "human" else (group.provenance, group.ai_fraction))
    oldest, alive = world.oldest
    if month == oldest:
        # All older months stand together under this one, and ideas that have faded since are on the older pages.
        since = monthly ** (world.month - world.rules.time.start + 1)
        left: Floats = np.minimum((alive * since[:, None]).sum(axis=0), 1.0)
        return left
    return float(shares @ monthly ** (world.month - month))
