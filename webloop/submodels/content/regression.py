"""Regression: pages are answers, and models learn to answer from them."""

from typing import Literal

import numpy as np
from pydantic import model_validator

from webloop.content.regression.design import Design
from webloop.content.regression.domain import RegressionDomain
from webloop.content.regression.linear import rule
from webloop.content.setting import Setting
from webloop.registry import param, register
from webloop.submodels.roles import ContentKind

_NOISE = 1.0


@register("content")
class Regression(ContentKind):
    """Pairs (x, y) with x ~ N(0, I) and y = x.w + N(0, noise^2), or y the sign of x.w with a share of wrong ones.

    People's w has length 1. With design `same` all n pages of a draw are about the first n of one fixed sequence
    of x, generation after generation; `fresh` takes new x for every page.

    >>> Regression(dimensions=10).stored(pages=111, months=30, ideas=0)
    36630.0

    References:
        Gerstgrasser et al. 2024, arXiv:2404.01413 (numbers, the same x); Feng et al. 2024, arXiv:2406.07515
        (classes, wrong with probability p).
    """

    kind: Literal["regression"] = "regression"
    dimensions: int = param(10, "Length of x", unit="-", ge=1, le=1000, fixed=True, source="Gerstgrasser et al. 2024")
    outcome: Literal["number", "class"] = param(
        "number", "Whether y is a number or a class, -1 or 1", unit="choice", fixed=True, source="lever"
    )
    design: Literal["same", "fresh"] = param(
        "same", "Whether every draw is about the same x, or about new ones", unit="choice", fixed=True, source="lever"
    )
    noise: float = param(
        _NOISE,
        "Standard deviation of the noise of people's numbers",
        unit="y",
        ge=0,
        le=1e6,
        fixed=True,
        source="Gerstgrasser et al. 2024",
    )
    flip: float = param(
        0.0, "People's classes that are wrong", unit="share", ge=0, le=1, fixed=True, source="neutral: none"
    )

    @model_validator(mode="after")
    def _fits_the_outcome(self) -> "Regression":
        if self.outcome == "number" and self.flip > 0:
            raise ValueError("flip is the share of wrong classes: outcome must be class")
        if self.outcome == "class" and self.noise != _NOISE:
            raise ValueError("noise is that of numbers: outcome must be number")
        return self

    @property
    def needs_whole_draws(self) -> bool:
        """The first page of a draw is about the first x."""
        return self.design == "same"

    @property
    def can_err(self) -> bool:
        """Wrong classes; no number is plainly wrong."""
        return self.outcome == "class"

    @property
    def has_temperature(self) -> bool:
        """The noise of numbers; a linear rule for classes has no probabilities to sharpen."""
        return self.outcome == "number"

    def build(self, setting: Setting) -> RegressionDomain:
        """The domain of one run, or of a block of replicates."""
        return RegressionDomain(
            truth=rule(np.eye(1, self.dimensions), self.noise, self.flip),  # w is the first unit vector
            shares=setting.shares,
            replicates=setting.replicates,
            design=Design(self.dimensions, setting.replicates, setting.streams),
            same=self.design == "same",
            outcome=self.outcome,
        )

    def stored(self, pages: float, months: int, ideas: int, tables: int = 1) -> float:  # noqa: ARG002 (no ideas here)
        """Every page is kept: its x and its y."""
        return float(pages * (self.dimensions + 1) * months)
