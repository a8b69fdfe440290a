"""What the suite looks at: metrics of every generation of every replicate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from webloop.run.blocks import BLOCK, in_blocks, run_block
from webloop.run.recorder import Trajectory
from webloop.run.runner import run_once
from webloop.scenario.resolve import Resolved

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Curves:
    """Metrics of one case.

    Attributes:
        values: by metric, (replicates, generations); column t - 1 is generation t.
    """

    values: Mapping[str, Floats]

    def __getitem__(self, metric: str) -> Floats:
        """All of a metric, (replicates, generations)."""
        return self.values[metric]

    def at(self, metric: str, generation: int) -> Floats:
        """A metric at a generation >= 1, (replicates,)."""
        value: Floats = self.values[metric][:, generation - 1]
        return value

    def first(self, replicates: int) -> "Curves":
        """Those of the first replicates."""
        return Curves({name: values[:replicates] for name, values in self.values.items()})


def joined(parts: Sequence[Curves]) -> Curves:
    """Curves of all replicates of several blocks."""
    return Curves({name: np.concatenate([part[name] for part in parts]) for name in parts[0].values})


def block_curves(resolved: Resolved, seed: int, block: int, metrics: Sequence[str], rows: int = BLOCK) -> Curves:
    """A block of replicates, or the first of them.

    Args:
        resolved: the scenario; every month releases one generation.
        seed: the seed that cases share to share their luck, >= 0.
        block: which block, >= 0: replicates 50 * block to 50 * block + 49.
        metrics: what is recorded, by name.
        rows: how many of them.
    """
    if in_blocks(resolved):
        found = run_block(resolved, seed, block, metrics)[:rows]
    else:
        found = [run_once(resolved, seed, BLOCK * block + row, metrics) for row in range(rows)]
    return Curves({name: np.stack([by_generation(each, name) for each in found]) for name in metrics})


def by_generation(trajectory: Trajectory, metric: str) -> Floats:
    """A metric of each month, in every one of which all labs release a model: their mean, (generations,)."""
    if metric in trajectory.monthly:
        return trajectory.monthly[metric]
    month = trajectory.generations["month"]
    place = month - month.min()
    mean: Floats = np.bincount(place, trajectory.generations[metric]) / np.bincount(place)
    return mean
