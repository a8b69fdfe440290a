"""Prompts: beginnings of held-out passages that every model is asked to continue."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from webloop.content.text.corpus import Corpus
from webloop.content.text.vocabulary import END, Tokens

PROMPTS = 3
BEGINNING, CONTINUED = 10, 40
"""Words of a prompt, and of what follows it."""
_APOSTROPHES = str.maketrans("", "", "'’")


@dataclass(frozen=True, eq=False)
class Prompt:
    """A passage that nobody publishes.

    Attributes:
        beginning: the words that models are given, (tokens,).
        rest: what people went on to write, (tokens,).
    """

    beginning: Tokens
    rest: Tokens


@lru_cache(maxsize=4)  # corpora are compared by identity
def prompts(corpus: Corpus) -> tuple[Prompt, ...]:
    """The prompts of a corpus, in the order of its held-out text: the same ones for all models, scenarios and runs.

    They stand at the beginning of paragraphs, evenly over those that serve best: where a plain sentence begins, with
    a capital, and prompt and continuation lie within the paragraph. Paragraphs that serve less well are taken only
    where there are too few.
    """
    stream = corpus.held_out
    ends = np.append(np.flatnonzero(stream == END), len(stream))
    starts = np.concatenate([[0], ends[:-1] + 1])
    there = ends > starts
    starts, ends = starts[there], ends[there]
    middles = np.minimum(starts + BEGINNING, ends)
    serves = [_serves(corpus, stream[start:middle]) for start, middle in zip(starts, middles, strict=True)]
    rank = 2 * np.array(serves, dtype=np.int64) + (ends - starts >= BEGINNING + CONTINUED)
    best = np.argsort(-rank, kind="stable")[: max(PROMPTS, int((rank == rank.max(initial=0)).sum()))]
    places = np.sort(best)
    chosen = places[((np.arange(min(PROMPTS, len(places))) + 0.5) * len(places) / PROMPTS).astype(int)]
    return tuple(_prompt(stream, int(starts[place]), int(ends[place])) for place in chosen)


def _serves(corpus: Corpus, beginning: Tokens) -> int:
    """2 where it is as long as a prompt, of words and commas alone (no headings, tables or code); 1 for a capital."""
    words: list[str] = [corpus.vocabulary.words[token] for token in beginning]
    plain = all(word == "," or word.translate(_APOSTROPHES).isalpha() for word in words)
    return 2 * (len(words) == BEGINNING and plain and words[0] != ",") + words[0][0].isupper()


def _prompt(stream: Tokens, start: int, end: int) -> Prompt:
    middle = min(start + BEGINNING, end)
    return Prompt(stream[start:middle], stream[middle : middle + CONTINUED])
