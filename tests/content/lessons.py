"""Small lessons for learners of text."""

from typing import Any

import numpy as np

from webloop.content.text.model import LanguageModel, Lesson
from webloop.content.text.vocabulary import Tokens, Vocabulary


def lesson(pages: Tokens | list[list[int]], vocabulary: Vocabulary, seed: int = 1, **more: Any) -> Lesson:
    """All pages with the same weight."""
    return Lesson([(np.array(pages, dtype=np.int32), 1.0)], vocabulary, np.random.default_rng(seed), **more)


def next_word(model: LanguageModel, before: list[int], vocabulary: Vocabulary) -> np.ndarray:
    """Probability of each word after a text, (words,)."""
    texts = (np.array([*before, word], dtype=np.int32) for word in range(len(vocabulary)))
    return np.exp([model.log_probabilities(text)[-1] for text in texts])


def pairs(model: LanguageModel, before: list[int], vocabulary: Vocabulary) -> np.ndarray:
    """Probability of each two words after a text, (words, words)."""
    first = next_word(model, before, vocabulary)
    return first[:, None] * [next_word(model, [*before, word], vocabulary) for word in range(len(vocabulary))]
