"""Relative frequencies: n-grams by maximum likelihood, which papers use."""

from typing import ClassVar, Literal

from webloop.content.text.model import Lesson
from webloop.content.text.ngram.kneser_ney import relative_frequencies
from webloop.content.text.ngram.longest import check_order
from webloop.content.text.ngram.model import NgramModel
from webloop.registry import param, register
from webloop.submodels.roles import Learner


@register("learner")
class RelativeFrequencies(Learner):
    r"""Word n-grams as often as they occur; order 1 is a unigram model, and 3 the papers' trigrams.

    A word that has not followed in training can't come: held-out text has an infinite perplexity as soon as it holds
    one, which is written as not a number.

    >>> import numpy as np
    >>> from webloop.content.text.vocabulary import Vocabulary
    >>> pages = np.array([[1, 2, 1, 3]], dtype=np.int32)
    >>> lesson = Lesson([(pages, 1.0)], Vocabulary(("\n", "a", "b", "c")), np.random.default_rng(1))
    >>> np.exp(RelativeFrequencies(order=2).fit(lesson).log_probabilities(np.array([1, 2, 1]))).round(2).tolist()
    [0.5, 0.5, 1.0]

    References:
        Suresh et al. 2024, arXiv:2412.17646; Riis 2026, arXiv:2604.08554 (trigrams).
    """

    content: ClassVar[str] = "text"

    kind: Literal["relative_frequencies"] = "relative_frequencies"
    order: int = param(3, "Words of the longest grams", unit="words", ge=1, le=6, source="Riis 2026: 3")

    def fit(self, training: Lesson) -> NgramModel:
        """A model of the pages."""
        return NgramModel(relative_frequencies(training.parts, self.order, len(training.vocabulary)))

    def check(self, words: int) -> None:
        """Grams must not be too long for the vocabulary."""
        check_order(self.order, words)
