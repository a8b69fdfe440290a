"""What is lost: ideas that people write, or words that they have used, and no deployed model publishes any more."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.content.text.domain import TextDomain
from webloop.metrics.recall import ALIVE
from webloop.metrics.view import ModelView, Truth
from webloop.run.snapshots import Columns

if TYPE_CHECKING:
    from webloop.world.world import World

NAMES = {"idea": np.int64, "name": object, "share": np.float64, "decile": np.int64, "month": np.int64}


class Lost:
    """Remembers when each idea or word was last published by some model.

    An idea is published as long as some model's share of it is a tenth of people's, a word as long as it occurs in a
    specimen of what some model writes.
    """

    def __init__(self) -> None:
        self._last: NDArray[np.int64] | None = None  # (replicates, ideas or words); -1 for never
        self._first = 0

    def observe(self, world: "World", replicates: int, view: ModelView) -> None:
        """Look at the deployed models, those of each replicate together; nothing where pages hold neither."""
        if world.rules.content.kind == "ideas":
            most = view.q.reshape(replicates, -1, view.q.shape[1]).max(axis=1)
            self._note(world.month, (most > 0) & (most >= ALIVE * view.truth.p))
        elif isinstance(world.domain, TextDomain):
            written = [world.domain.specimens[model.lab, model.generation].counts > 0 for model in view.models]
            self._note(world.month, np.any(written, axis=0)[None])

    def _note(self, month: int, published: NDArray[np.bool_]) -> None:
        if self._last is None:
            self._last, self._first = np.full(published.shape, -1, dtype=np.int64), month
        self._last[published] = month

    def table(self, world: "World", replicate: int) -> Columns:
        """What models lost, the most frequent first; none where pages hold neither ideas nor words."""
        if self._last is None:
            return {name: np.array([], dtype=kind) for name, kind in NAMES.items()}
        last, domain = self._last[replicate], world.domain
        if isinstance(domain, TextDomain):
            assert domain.original is not None  # there was a model
            names, deciles = domain.corpus.vocabulary.words, domain.original.deciles
            share = domain.original.counts / domain.original.counts.sum()
            written = np.ones(len(share), dtype=np.bool_)  # words that no model ever wrote count as lost, too
        else:
            truth = Truth(world.truth, world.month - 1, domain)
            names, deciles, share, written = truth.domain.names, truth.deciles, truth.known, last >= 0
        lost = np.flatnonzero((share > 0) & written & (last < world.month - 1))
        lost = lost[np.argsort(-share[lost], kind="stable")]
        decile = np.zeros(len(share), dtype=np.int64)
        for number, members in enumerate(deciles, start=1):
            decile[members] = number
        return {
            "idea": lost.astype(np.int64),
            "name": np.array([names[i] for i in lost], dtype=object),
            "share": share[lost],
            "decile": decile[lost],
            "month": np.maximum(last[lost] + 1, self._first),
        }
