"""Lost ideas: those that people still write and no deployed model publishes any more."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.metrics.recall import ALIVE
from webloop.metrics.view import ModelView, Truth
from webloop.run.snapshots import Columns

if TYPE_CHECKING:
    from webloop.world.world import World

NAMES = {"idea": np.int64, "name": object, "share": np.float64, "month": np.int64}


class LostIdeas:
    """Remembers when each idea was last published by some model as often as a tenth of people's share."""

    def __init__(self) -> None:
        self._last: NDArray[np.int64] | None = None  # (replicates, ideas)

    def observe(self, month: int, replicates: int, view: ModelView) -> None:
        """Look at the deployed models, those of each replicate together."""
        most = view.q.reshape(replicates, -1, view.q.shape[1]).max(axis=1)
        if self._last is None:
            self._last = np.full(most.shape, -1, dtype=np.int64)
        self._last[(most > 0) & (most >= ALIVE * view.truth.p)] = month

    def table(self, world: "World", replicate: int) -> Columns:
        """Ideas that people write and models lost, the most frequent first; none where pages hold no ideas."""
        if self._last is None:
            return {name: np.array([], dtype=kind) for name, kind in NAMES.items()}
        truth, last = Truth(world.truth, world.month - 1, world.domain), self._last[replicate]
        share = truth.known
        lost = np.flatnonzero((share > 0) & (last < world.month - 1) & (last >= 0))
        lost = lost[np.argsort(-share[lost], kind="stable")]
        return {
            "idea": lost.astype(np.int64),
            "name": np.array([truth.domain.names[i] for i in lost], dtype=object),
            "share": share[lost],
            "month": last[lost] + 1,
        }
