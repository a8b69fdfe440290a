"""Habit: a little of what people read stays in how they write."""

from typing import Literal

from webloop.registry import param, register
from webloop.submodels.roles import Floats, Imitation


@register("imitation")
class Habit(Imitation):
    """Each month a share r of a community's writing follows what it read, and a share f of what it had acquired goes.

    `acquired' = (1 - r) * (1 - f) * acquired + r * read`, where r and f are what `rate` and `forgetting` a year are
    in a month: `r = 1 - (1 - rate) ** (1 / 12)`. If it reads the same for ever, what is not its own tends to
    `r / (1 - (1 - r) * (1 - f))` of its writing: to all of it if nothing is forgotten, to about a third if twice as
    much is forgotten as is taken over.

    >>> import numpy as np
    >>> year, own = Habit(rate=0.03), np.zeros(2)
    >>> for month in range(12):
    ...     own = year.acquire(own, np.array([0.75, 0.25]))
    >>> own.round(6).tolist()   # 3 % of a year's writing is what was read
    [0.0225, 0.0075]
    >>> both, acquired = Habit(rate=0.1, forgetting=0.2), np.zeros(2)
    >>> for month in range(3000):
    ...     acquired = both.acquire(acquired, np.array([0.75, 0.25]))
    >>> r, f = 1 - 0.9 ** (1 / 12), 1 - 0.8 ** (1 / 12)
    >>> float(acquired.sum().round(6)), round(r / (1 - (1 - r) * (1 - f)), 6)
    (0.323715, 0.323715)

    References:
        Yakura et al. 2024, arXiv:2409.01754: words that ChatGPT prefers became more frequent in talks after its
        release. That people take over its words is found; how fast, and whether they forget, is assumed.
    """

    kind: Literal["habit"] = "habit"
    homophily: float = param(
        0.0,
        "Share of what people read of human pages that comes from their own community",
        unit="share",
        ge=0,
        le=1,
        source="neutral 0",
    )
    rate: float = param(
        0.03,
        "Share of a community's writing that comes to follow what it reads",
        unit="per year",
        ge=0,
        le=1,
        source="assumption: 0 to 0.15; Yakura 2024 gives the direction",
    )
    forgetting: float = param(
        0.0,
        "Share of what was acquired that goes again, back to the community's own ways",
        unit="per year",
        ge=0,
        le=1,
        source="neutral 0",
    )

    def acquire(self, acquired: Floats, read: Floats) -> Floats:
        """One month further; the sum stays between 0 and 1."""
        taken, lost = _in_a_month(self.rate), _in_a_month(self.forgetting)
        return (1 - taken) * (1 - lost) * acquired + taken * read


def _in_a_month(yearly: float) -> float:
    """The share of a month whose twelve make a year's."""
    return 1.0 - float((1 - yearly) ** (1 / 12))
