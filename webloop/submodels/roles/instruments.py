"""What submodels that re-enact published measurements must do, and what they may look at."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from webloop.registry import Submodel

Floats = NDArray[np.float64]
Frame = Literal["new", "live", "visible", "crawled", "cited"]
"""What a sample is taken from: `new` pages of the month, `live` pages, pages `visible` in search, new pages that a
crawler fetches (`crawled`), or visible pages that AI answers may cite (`cited`): those not shut to crawlers."""


class Look(Protocol):
    """The web of a month as those see it who measure it."""

    def pages(self, frame: Frame, segments: Sequence[str] | None, crawler: str) -> tuple[Floats, Floats]:
        """Shares of AI text (bins,) and the pages of each (bins,), weighted as the frame has it.

        Args:
            frame: what is looked at.
            segments: publishers' segments; None for all, content farms included.
            crawler: whose fetches count, where the frame asks.
        """
        ...

    def published(self, segments: Sequence[str] | None) -> float:
        """Pages that people publish this month, with AI or without."""
        ...

    def usual(self, segments: Sequence[str] | None, month: int) -> float:
        """Pages that they would publish in some month without AI if nobody left."""
        ...

    def lost(self, months: float) -> float:
        """Share of people's pages of that age that are gone."""
        ...

    def corpus(self, months: int) -> float:
        """Tokens of the largest training set of models released in the last so many months; not a number without."""
        ...

    def fetched(self, crawler: str) -> float:
        """Pages of this month that a crawler fetches."""
        ...

    def shut_out(self, segments: Sequence[str] | None) -> float:
        """Share of people's new pages that stand where crawlers are shut out."""
        ...

    def sameness(self) -> tuple[float, float]:
        """Chance that two pages say the same: two of people, and two of models; not numbers where there are none."""
        ...


class Instrument(Submodel):
    """A published measurement, taken on the simulated web."""

    unit: ClassVar[str]
    """Unit of its readings: share, ratio, tokens or pages per month."""
    needs_ideas: ClassVar[bool] = False
    """True when it looks at what pages say, so that they must hold ideas."""

    @abstractmethod
    def expected(self, look: Look) -> float:
        """The reading without chance of sampling, errors of the instrument included; may be not a number."""

    def read(self, expected: float, rng: np.random.Generator) -> float:  # noqa: ARG002 (kinds use it)
        """One reading; by default there is no sampling.

        Args:
            expected: what `expected` says.
            rng: where chance comes from.
        """
        return expected

    def segments_seen(self) -> Sequence[str]:
        """Names of segments in its parameters, so that scenario files can be checked."""
        return ()

    def crawlers_seen(self) -> Sequence[str]:
        """Names of crawlers in its parameters, so that scenario files can be checked."""
        return ()
