"""What a submodel of chance must do."""

from abc import abstractmethod
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from webloop.registry import Submodel

Floats = NDArray[np.float64]


class Distribution(Submodel):
    """What is known of an uncertain parameter of a study."""

    draws_parts: ClassVar[bool] = False
    """True when it draws all parts of a whole at once, one coordinate for each; else one number."""

    @abstractmethod
    def quantile(self, unit: Floats, means: Floats) -> Floats:
        """Values by the inverse distribution function: equally likely coordinates become draws.

        Args:
            unit: coordinates above 0 and below 1 (draws, numbers).
            means: the baseline's own numbers (numbers,); only kinds that draw parts of a whole look at them.

        Returns:
            Values of the shape of `unit`.
        """

    def ends(self) -> tuple[float, float] | None:
        """The smallest and the largest value that is drawn; None for parts of a whole, which lie in 0 to 1."""
        return None

    def of_whole_numbers(self) -> "Distribution":
        """The distribution whose draws are rounded where the parameter is a whole number."""
        return self
