"""The `text` domain: pages are documents of real words, and models are language models that learn from them.

Documents are all equally long, so that measures of diversity compare like with like and a budget in words is one in
pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from webloop.content.sampled import SampledDomain
from webloop.content.samples import Chunk, Samples
from webloop.content.text.corpus import Corpus
from webloop.content.text.detector.judge import Evidence, Judge
from webloop.content.text.detector.reading import TextReading
from webloop.content.text.model import Decoding, Lesson
from webloop.content.text.runs import copied
from webloop.content.text.source import Sampled, TextSource, blend
from webloop.content.text.specimen import Original, Specimen
from webloop.content.text.vocabulary import Tokens
from webloop.content.text.writers import Writers, passages
from webloop.content.weighted import Training
from webloop.errors import InputError
from webloop.streams import Streams

_COPIED = 5  # words: trigram models repeat shorter runs whatever they have learned


@dataclass(eq=False)
class TextDomain(SampledDomain[TextSource]):
    """Documents.

    Attributes:
        corpus: what people write.
        words: tokens on a page.
        writers: what each community has written and is yet to publish.
        shares: share of each community in human writing, {community: share}; they sum to 1.
        streams: the run's random streams.
        specimen: pages of a model's specimen; None for as many as the original has.
        scored: tokens of the held-out text that models are scored on, from its beginning.
        replicates: 1; text is never run in blocks.
        original: what people had published when the first model was trained; None before.
        specimens: what each released model writes, by lab and generation.
        judges: the newest classifier of each detector, with the models that it has learned.
    """

    corpus: Corpus
    words: int
    writers: Mapping[str, Writers]
    shares: dict[str, float]
    streams: Streams
    specimen: int | None
    scored: int
    replicates: int = 1
    original: Original | None = None
    specimens: dict[tuple[str, int], Specimen] = field(default_factory=dict)
    judges: dict[Any, tuple[tuple[tuple[str, int], ...], Judge]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        sources = {name: TextSource(((1.0, writers),)) for name, writers in self.writers.items()}
        self._tastes = sources
        self.truth = blend(list(sources.values()), [self.shares[name] for name in sources])

    def tastes(self, month: int) -> dict[str, TextSource]:  # noqa: ARG002 (they write on where they stopped)
        """How each community writes: the next passages of its part of the corpus."""
        return dict(self._tastes)

    def blend(self, sources: Sequence[TextSource], weights: Sequence[float]) -> TextSource:
        """A source whose pages are written by each of these with the given probability; weights sum to 1."""
        return blend(sources, weights)

    def draw(self, pages: int, source: TextSource, rng: np.random.Generator) -> Samples:
        """That many pages: people's next ones, or new ones of models.

        Raises:
            InputError: when people have nothing left to publish.
        """
        if pages <= 0:
            return ()
        return tuple(Chunk(part[None]) for part in source.write(pages, self.words, rng))

    def verified(self, content: Samples, right: float, wrong: float) -> float:  # noqa: ARG002 (no page can be checked)
        """Refused: nobody can tell which documents are wrong.

        Raises:
            InputError: always.
        """
        raise InputError("no page can be told to be wrong where content.kind is text: leave out the verifier")

    def fit(
        self, learner: Any, training: Training, rng: np.random.Generator, earlier: Sequence[TextSource] = ()
    ) -> TextSource:
        """A language model, sampled as it is."""
        if self.original is None:
            queues = {id(writers): writers for writers in self.writers.values()}  # communities may share one
            published = [writers.published() for writers in queues.values()]
            self.original = Original(np.concatenate(published), len(self.corpus.vocabulary))
        parts = [(page_rows(chunk), weight) for content, weight in training for chunk in content if weight > 0]
        models = [source.model for source in earlier]
        base, previous = (models[0], models[-1]) if models else (None, None)
        model = learner.fit(Lesson(parts, self.corpus.vocabulary, rng, base, previous))
        return TextSource(((1.0, Sampled(model, Decoding())),))

    def publish(self, fitted: TextSource, decoder: Any, hallucination: float) -> TextSource:
        """What a fitted model publishes: it is sampled with temperature, top-k and top-p.

        Raises:
            InputError: for errors, which no document can be told to hold, and for unknown decoders.
        """
        if hallucination:
            raise InputError("models can't be told to hallucinate where content.kind is text: set hallucination to 0")
        if decoder.kind != "sampling":
            raise InputError("lab.decoder must be sampling where content.kind is text")
        decoding = Decoding(decoder.temperature, decoder.top_k, decoder.top_p)
        return TextSource(((1.0, Sampled(fitted.model, decoding)),))

    def release(
        self, lab: str, generation: int, month: int, fitted: TextSource, output: TextSource, training: Training
    ) -> None:
        """Keep a specimen of what a released model writes; its luck is its own."""
        rng = self.streams.get("specimen", lab, month=generation)
        assert self.original is not None  # a model has been trained
        number = len(self.original.pages) if self.specimen is None else self.specimen
        pages = np.concatenate(output.write(number, self.words, rng))
        scores = fitted.model.log_probabilities(self.corpus.held_out[: self.scored])
        seen = [page_rows(chunk) for content, weight in training for chunk in content if weight > 0]
        perplexity, known = float(np.exp(-scores.mean())), len(self.corpus.vocabulary)
        self.specimens[lab, generation] = Specimen(
            lab, generation, month, pages, perplexity, copied(pages, seen, _COPIED), known
        )

    def reading(self, detector: Any, upto: int) -> TextReading:
        """A detector that has learned from people's first pages, and from specimens of the models that it knows.

        It is measured on held-out text, and on the other halves of the specimens of each lab's newest model.

        Raises:
            InputError: when there are too few pages to learn from, or a library is missing.
        """
        released = [key for key, specimen in self.specimens.items() if specimen.released <= upto]
        if self.original is None or not released:
            none = np.zeros((0, self.words), dtype=np.int32)
            return TextReading(None, none, none)
        newest = {lab: specimen for (lab, _), specimen in self.specimens.items()}
        last = detector.models(max(generation for _, generation in released))
        known = tuple(key for key in released if key[1] <= last)
        if self.judges.get(detector, ((),))[0] != known:
            human = self.streams.get("detector").permutation(self.original.pages)
            shown = [self.specimens[key].shown for key in known]
            self.judges[detector] = (known, detector.train(Evidence(human, shown, len(self.corpus.vocabulary))))
        human = passages([self.corpus.held_out[: self.scored]], self.words)
        machine = np.concatenate([specimen.unseen for specimen in newest.values()])
        return TextReading(self.judges[detector][1], human, machine)


def page_rows(chunk: Any) -> Tokens:
    """The pages of a chunk, (pages, words)."""
    rows: Tokens = chunk.values[0]
    return rows
