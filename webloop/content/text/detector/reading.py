"""A detector as it was trained by a month: it reads pages, and is measured on some that it has never seen."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from webloop.content.detection import Detection
from webloop.content.samples import Chunk, Floats, Samples
from webloop.content.text.detector.judge import Judge
from webloop.content.text.vocabulary import Tokens


@dataclass(frozen=True, eq=False)
class TextReading:
    """A detector of text.

    Attributes:
        judge: the classifier; None while no model is known.
        human: pages of people that nobody has published, (pages, words).
        machine: pages of the newest models that it has not learned from, (pages, words).
    """

    judge: Judge | None
    human: Tokens
    machine: Tokens

    def passes(self, content: Samples) -> list[float | Floats]:
        """Chance of each page not to be flagged, 0 or 1, by chunk."""
        pages = [chunk.values[0] for chunk in content if isinstance(chunk, Chunk)]
        if self.judge is None or not pages:
            return [1.0] * len(pages)
        passed = np.where(self.judge.flags(np.concatenate(pages)), 0.0, 1.0)
        return list(np.split(passed, np.cumsum([len(each) for each in pages])[:-1]))

    @cached_property
    def measured(self) -> Detection | None:
        """How good it is now; None while no model is known, or where nothing of people's is held out."""
        if self.judge is None or not len(self.human):
            return None
        return self.judge.measure(self.human, self.machine)
