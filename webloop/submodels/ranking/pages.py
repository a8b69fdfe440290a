"""Pages: attention goes by pages, wherever they stand."""

from typing import Literal

from webloop.registry import register
from webloop.submodels.roles import Floats, Ranking


@register("ranking")
class Pages(Ranking):
    """Every page is as likely to be seen as any other, so a site's attention is its share of the pages.

    >>> import numpy as np
    >>> Pages().attention(np.array([0.7, 0.3]), np.array([0.25, 0.75])).tolist()
    [0.25, 0.75]
    """

    kind: Literal["pages"] = "pages"

    def attention(self, pagerank: Floats, pages: Floats) -> Floats:  # noqa: ARG002 (the role's signature)
        """The share of pages."""
        return pages
