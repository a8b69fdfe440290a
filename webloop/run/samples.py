"""Samples: the same beginnings of passages, continued by every model as it publishes, for people to read."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from webloop.content.text.domain import TextDomain
from webloop.content.text.prompts import CONTINUED, prompts
from webloop.run.snapshots import Columns
from webloop.world.lab import Model

if TYPE_CHECKING:
    from webloop.world.world import World


class SamplesLog:
    """Asks every model for continuations when it is released.

    Each has a stream of its own, so that samples change no other number.
    """

    def __init__(self) -> None:
        self._rows: list[tuple[int, str, int, int, int, int, str, str, str]] = []

    def observe(self, world: "World", released: Iterable[Model]) -> None:
        """Note what models released this month write; nothing where pages hold no text."""
        domain = world.domain
        if not isinstance(domain, TextDomain):
            return
        text = domain.corpus.vocabulary.text
        for model in released:
            assert domain.original is not None  # there is a model
            specimen = domain.specimens[model.lab, model.generation]
            sizes = (specimen.pages.size, domain.original.pages.size)
            for number, prompt in enumerate(prompts(domain.corpus)):
                rng = world.streams.get("prompt", model.lab, str(number), month=model.generation)
                (written,) = model.output.sampled.write(1, CONTINUED, rng, prompt.beginning)
                texts = (text(prompt.beginning), text(prompt.rest), text(written))
                self._rows.append((world.month, model.lab, model.generation, number, *sizes, *texts))

    def table(self) -> Columns:
        """A row for each model and prompt; empty without text."""
        if not self._rows:
            return {}
        month, lab, generation, prompt, specimen, people, *texts = zip(*self._rows, strict=True)
        return {
            "month": np.array(month, dtype=np.int64),
            "lab": np.array(lab, dtype=object),
            "generation": np.array(generation, dtype=np.int64),
            "prompt": np.array(prompt, dtype=np.int64),
            "specimen_words": np.array(specimen, dtype=np.int64),
            "people_words": np.array(people, dtype=np.int64),
            **{name: np.array(each, dtype=object) for name, each in zip(TEXTS, texts, strict=True)},
        }


TEXTS = ("beginning", "people_wrote", "model_wrote")
"""Columns of texts: the prompt, and what people and the model write after it."""
