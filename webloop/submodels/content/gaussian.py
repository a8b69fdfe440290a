"""Normally distributed pages, the world in which theory knows how models collapse."""

from typing import Literal, Self

from pydantic import model_validator

from webloop.content.gaussian.domain import GaussianDomain, human
from webloop.content.setting import Setting
from webloop.registry import param, register
from webloop.submodels.roles import ContentKind


@register("content")
class Gaussian(ContentKind):
    """A page is a vector of numbers; people write standard normal ones, or a row of such groups.

    All communities write alike. Pages are kept one by one, or as number, mean and scatter: exact as well, and at the
    same cost for any number of pages, but then no page can be picked out of others.

    >>> Gaussian(dimensions=3).stored(pages=1000, months=100, ideas=0)
    300000.0
    >>> Gaussian(dimensions=3, keep="moments").stored(pages=1000, months=100, ideas=0)
    1300.0

    References:
        Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y (theorem 3.1); Alemohammad et al. 2023,
        arXiv:2307.01850; Kazdan et al. 2024, arXiv:2410.16713.
    """

    kind: Literal["gaussian"] = "gaussian"
    dimensions: int = param(1, "Numbers on a page", unit="numbers", ge=1, le=1000, source="Shumailov et al. 2024")
    keep: Literal["pages", "moments"] = param(
        "pages", "Keep every page, or only the number, mean and scatter of pages written together", source="webloop"
    )
    modes: int = param(
        1, "Equally likely groups in what people write", unit="groups", ge=1, le=1000, source="neutral 1"
    )
    separation: float = param(
        6.0,
        "Distance of neighbouring groups along the first axis, in standard deviations of a group",
        unit="standard deviations",
        ge=0,
        le=1000,
        source="assumption: groups that hardly touch",
    )

    @model_validator(mode="after")
    def _one_mode_for_moments(self) -> Self:
        if self.keep == "moments" and self.modes > 1:
            raise ValueError("only pages can be kept of several modes: set keep to pages")
        return self

    @property
    def keeps_pages(self) -> bool:
        """Or only moments."""
        return self.keep == "pages"

    def build(self, setting: Setting) -> GaussianDomain:
        """The domain."""
        truth = human(self.dimensions, self.modes, self.separation)
        return GaussianDomain(truth, setting.shares, setting.replicates, self.keep)

    def stored(self, pages: float, months: int, ideas: int, tables: int = 1) -> float:  # noqa: ARG002 (there are none)
        """Numbers that one replicate keeps."""
        if self.keep == "moments":
            return float(months * tables * (1 + self.dimensions + self.dimensions**2))
        return float(pages * months * self.dimensions)
