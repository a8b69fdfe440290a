"""PageRank: attention goes to sites that others link to."""

from typing import ClassVar, Literal

import numpy as np

from webloop.registry import param, register
from webloop.submodels.roles import Floats, Ranking


@register("ranking")
class PageRank(Ranking):
    """A site's attention is `PageRank ** exponent`, however many pages it holds; a site without pages has none.

    >>> PageRank().attention(np.array([0.6, 0.3, 0.1]), np.array([0.5, 0.0, 0.5])).tolist()
    [0.6, 0.0, 0.1]
    >>> PageRank(exponent=0.5).attention(np.array([0.64, 0.36]), np.array([0.5, 0.5])).tolist()
    [0.8, 0.6]

    References:
        Brin and Page 1998, doi:10.1016/S0169-7552(98)00110-X: PageRank is where a random surfer is found.
        Fortunato et al. 2006, doi:10.1073/pnas.0605525103: popular sites get less traffic than that predicts.
    """

    needs_links: ClassVar[bool] = True
    kind: Literal["pagerank"] = "pagerank"
    exponent: float = param(
        1.0,
        "How steeply attention rises with PageRank; 0 gives every site that holds pages the same",
        ge=0,
        le=3,
        source="Brin and Page 1998: 1; Fortunato et al. 2006: less",
    )

    def attention(self, pagerank: Floats, pages: Floats) -> Floats:
        """PageRank to the power of the exponent where there are pages, else 0."""
        return np.where(pages > 0, pagerank**self.exponent, 0.0)
