"""Visible: the crawler prefers pages that people see."""

from typing import ClassVar, Literal

import numpy as np

from webloop.registry import param, register
from webloop.submodels.roles import Floats, Selection


@register("selection")
class Visible(Selection):
    """A new page is fetched with chance `min(1, k * attention ** bias)`, k such that the mean over pages is as asked.

    Where the mean is out of reach, because too many pages stand on sites without attention, every page that has
    any is fetched, and no other: the most there can be.

    >>> half_each = np.array([0.5, 0.5])
    >>> Visible(bias=1.0).coverage(0.3, np.array([1.5, 0.5]), half_each).round(3).tolist()
    [0.45, 0.15]
    >>> Visible(bias=1.0).coverage(0.8, np.array([1.5, 0.5]), half_each).round(3).tolist()
    [1.0, 0.6]
    >>> Visible(bias=1.0).coverage(0.8, np.array([2.0, 0.0]), half_each).tolist()   # reaches 0.5
    [1.0, 0.0]

    References:
        Cho, Garcia-Molina and Page 1998, doi:10.1016/S0169-7552(98)00108-1: crawlers fetch by importance.
    """

    needs_links: ClassVar[bool] = True
    kind: Literal["visible"] = "visible"
    bias: float = param(
        1.0,
        "How steeply the chance rises with attention per page; 0 is blind to it",
        ge=0,
        le=3,
        source="assumption: crawlers rank hosts, how steeply is not published",
    )

    def coverage(self, mean: float, attention: Floats, pages: Floats) -> Floats:
        """Chance by site; the mean over `pages` is exact up to rounding (1e-12)."""
        if self.bias == 0 or mean == 0:
            return np.full(attention.shape, mean)
        appeal = attention**self.bias
        factor = _factor(mean * pages.sum(), appeal, pages)
        return np.where(appeal > 0, 1.0, 0.0) if factor is None else np.minimum(1.0, factor * appeal)


def _factor(wanted: float, appeal: Floats, pages: Floats) -> float | None:
    """The k that solves `sum(pages * min(1, k * appeal)) = wanted`; None if all pages with any appeal are no more.

    The sum is straight between the values of k at which a site becomes full, so it is solved in the right stretch.
    """
    order = np.argsort(-appeal)[: np.count_nonzero(appeal)]  # sites in the order in which they become full
    held, pull = pages[order], pages[order] * appeal[order]
    full = np.concatenate([[0.0], np.cumsum(held)[:-1]])  # pages on the sites before
    rest = np.cumsum(pull[::-1])[::-1]  # appeal of the others
    fetched = full + rest / appeal[order]  # when this site becomes full
    if len(fetched) == 0 or fetched[-1] <= wanted:
        return None
    stretch = int(np.argmax(fetched >= wanted))
    return float((wanted - full[stretch]) / rest[stretch])
