"""How much text a frontier model is trained on."""

from typing import Literal

import numpy as np

from webloop.registry import param, register
from webloop.submodels.instruments.noise import scattered
from webloop.submodels.roles import Instrument, Look


@register("instrument")
class Corpus(Instrument):
    """Tokens of the largest training set among the models released lately, text from elsewhere than the web included.

    >>> from types import SimpleNamespace  # in place of a world
    >>> web = SimpleNamespace(corpus=lambda months: 1.5e13)
    >>> instrument = Corpus(spread=0.4)
    >>> instrument.expected(web), round(instrument.read(1.5e13, np.random.default_rng(1)) / 1e12, 1)
    (15000000000000.0, 17.2)

    References:
        Epoch AI, data on models; Villalobos et al. 2024, arXiv:2211.04325.
    """

    kind: Literal["corpus"] = "corpus"
    unit = "tokens"
    months: int = param(12, "Models of the last so many months count", unit="months", ge=1, le=600, source="design")
    spread: float = param(
        0.4, "Scatter between labs (standard deviation of the log)", ge=0, le=3, source="model cards of 2020 to 2025"
    )

    def expected(self, look: Look) -> float:
        """Of the largest."""
        return look.corpus(self.months)

    def read(self, expected: float, rng: np.random.Generator) -> float:
        """Of one lab, more or less."""
        return scattered(expected, self.spread, rng)
