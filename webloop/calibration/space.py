"""The space of uncertain parameters: coordinates that are standard normal before anything is observed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from webloop.scenario.draws import columns
from webloop.scenario.fields import reach
from webloop.scenario.groups import is_whole, split, start_data
from webloop.scenario.problems import ANY
from webloop.scenario.resolve import Resolved
from webloop.submodels.distributions import EDGE
from webloop.submodels.roles import Distribution, Floats

Values = dict[str, Any]


@dataclass(frozen=True)
class Group:
    """Parameters that are drawn together: paths that share one number, or the parts of a whole.

    Attributes:
        means: the scenario's own numbers by dotted path.
        distribution: what is known of them.
        whole: whether only whole numbers can stand there.
    """

    means: Mapping[str, float]
    distribution: Distribution
    whole: bool

    @property
    def size(self) -> int:
        """Coordinates: one for each part of a whole, else one."""
        return len(self.means) if self.distribution.draws_parts else 1

    @property
    def names(self) -> tuple[str, ...]:
        """A name for each coordinate; `*` where paths that share a number differ.

        >>> from webloop.submodels.distributions.uniform import Uniform
        >>> Group({"a.x.b": 1.0, "a.y.b": 1.0}, Uniform(low=0, high=1), False).names
        ('a.*.b',)
        """
        if self.distribution.draws_parts:
            return tuple(self.means)
        parts = zip(*(split(path) for path in self.means), strict=True)
        return (".".join(each[0] if len(set(each)) == 1 else ANY for each in parts),)

    def columns(self, unit: Floats) -> dict[str, list[Any]]:
        """Values of each path (draws,) for coordinates between 0 and 1 (draws, size)."""
        if self.distribution.draws_parts:
            return columns(self.distribution, unit, self.means, whole=self.whole)
        first = next(iter(self.means))
        (drawn,) = columns(self.distribution, unit, {first: self.means[first]}, whole=self.whole).values()
        return dict.fromkeys(self.means, drawn)


@dataclass(frozen=True)
class Space:
    """The uncertain parameters of a scenario, as a space of coordinates z.

    Each coordinate is standard normal before anything is observed; a parameter is the quantile of its distribution at
    Phi(z), kept 1e-6 from 0 and 1 as in studies' draws. Whole numbers are rounded.

    Attributes:
        groups: in the order of their coordinates.
    """

    groups: tuple[Group, ...]

    @classmethod
    def of(cls, resolved: Resolved, uncertain: Mapping[tuple[str, ...], Distribution]) -> "Space":
        """The space of a scenario.

        Args:
            resolved: gives the parts of a whole their means, and says which parameters are whole numbers.
            uncertain: paths that are drawn together, with their distribution; parameters.uncertain() finds them.
        """
        data = start_data(resolved)
        return cls(
            tuple(
                Group({path: reach(data, split(path)) for path in paths}, distribution, is_whole(paths[0], data))
                for paths, distribution in uncertain.items()
            )
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """A name for each coordinate."""
        return tuple(name for group in self.groups for name in group.names)

    @property
    def size(self) -> int:
        """Coordinates."""
        return len(self.names)

    @property
    def whole(self) -> NDArray[np.bool_]:
        """Which coordinates stand for whole numbers (size,)."""
        return np.array([group.whole for group in self.groups for _ in group.names])

    @property
    def paths(self) -> tuple[str, ...]:
        """Dotted paths of the scenario that get a value."""
        return tuple(path for group in self.groups for path in group.means)

    def columns(self, z: Floats) -> dict[str, list[Any]]:
        """Values of each path (draws,) for coordinates z (draws, size)."""
        unit = np.clip(ndtr(z), EDGE, 1 - EDGE)
        out: dict[str, list[Any]] = {}
        start = 0
        for group in self.groups:
            out |= group.columns(unit[:, start : start + group.size])
            start += group.size
        return out

    def values(self, z: Floats) -> Values:
        """The value of each dotted path for coordinates z (size,)."""
        return {path: column[0] for path, column in self.columns(z[None, :]).items()}

    def plain(self) -> list[Any]:
        """Everything that the values hang on, as plain data."""
        return [[dict(group.means), group.distribution.model_dump(mode="json"), group.whole] for group in self.groups]
