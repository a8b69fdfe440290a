"""Training a classifier on known pages, choosing its threshold on others, and measuring it on yet others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.content.detection import Detection
from webloop.content.text.vocabulary import Tokens
from webloop.errors import InputError
from webloop.extras import extra

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
EXTRA = ("text", "a detector that reads pages")
_ROUNDING = 1e-9
FEWEST = 8
"""Pages of each kind that a classifier learns from, at least."""
_AT_ONCE = 2_000_000  # words: some 200 MB


@dataclass(frozen=True, eq=False)
class Evidence:
    """Pages whose writers are known.

    Attributes:
        human: people's, in an order of chance, (pages, words).
        models: those of each model, (pages, words) each.
        words: size of the vocabulary.
    """

    human: Tokens
    models: Sequence[Tokens]
    words: int

    def check(self, least: int) -> None:
        """Find out whether there are enough pages to learn from.

        Args:
            least: pages of people that it takes.

        Raises:
            InputError: when there are fewer, or fewer than `FEWEST` of models.
        """
        people, models = len(self.human), sum(map(len, self.models))
        if people < least or models < FEWEST:
            raise InputError(
                f"a detector learns from at least {least} pages of people and {FEWEST} of models, and here are "
                f"{people} and {models}: publish more before the first model, or raise content.specimen"
            )


@dataclass(frozen=True, eq=False)
class Judge:
    """A trained classifier. It never changes, so that copies of a world share it.

    Attributes:
        features: what it looks at, of pages (pages, words).
        classifier: of scikit-learn.
        threshold: pages that score higher are flagged.
    """

    features: Callable[[Tokens], Any]
    classifier: Any
    threshold: float

    def __deepcopy__(self, memo: dict[int, Any]) -> "Judge":
        return self

    def scores(self, pages: Tokens) -> Floats:
        """Log odds of being a model's, of one page or more, (pages,)."""
        parts = np.array_split(pages, -(-pages.size // _AT_ONCE))
        return np.concatenate([self.classifier.decision_function(self.features(part)) for part in parts])

    def flags(self, pages: Tokens) -> Bools:
        """Which pages it takes for a model's, (pages,)."""
        return self.scores(pages) > self.threshold

    def measure(self, human: Tokens, machine: Tokens) -> Detection:
        """How good it is at telling some pages apart, at least one of each kind."""
        scores = [self.scores(pages) for pages in (human, machine)]
        truth = np.repeat([False, True], [len(human), len(machine)])
        auc = extra("sklearn.metrics", *EXTRA).roc_auc_score(truth, np.concatenate(scores))
        fpr, tpr = (float((each > self.threshold).mean()) for each in scores)
        return Detection(float(auc), tpr, fpr)


def train(features: Callable[[Tokens], Any], classifier: Any, known: Evidence, passages: int, fpr: float) -> Judge:
    """A classifier and its threshold.

    Three quarters of people's pages, and the first pages of each model, are there to be learned from, up to `passages`
    of either kind; both kinds count alike, whichever is scarce. All other pages of people set the threshold.

    Args:
        features: what it looks at.
        classifier: of scikit-learn, yet to be fitted.
        known: pages whose writers are known, at least `FEWEST` of each kind.
        passages: of each kind, at most.
        fpr: share of people's pages that may be flagged.
    """
    human = known.human[: min(passages, len(known.human) * 3 // 4)]
    each = -(-passages // len(known.models))
    machine = np.concatenate([pages[:each] for pages in known.models])
    truth = np.repeat([False, True], [len(human), len(machine)])
    classifier.fit(features(np.concatenate([human, machine])), truth)
    judge = Judge(features, classifier, inf)
    return Judge(features, classifier, threshold(judge.scores(known.human[len(human) :]), fpr))


def threshold(scores: Floats, fpr: float) -> float:
    """The score above which another page of the same kind comes with a chance of `fpr` at most, all luck averaged.

    With too few scores to tell, no score is high enough.

    >>> threshold(np.arange(99.0), 0.05)
    94.0
    >>> threshold(np.arange(9.0), 0.05)
    inf

    References:
        Vovk, Gammerman and Shafer 2005, "Algorithmic Learning in a Random World" (conformal prediction).
    """
    above = int((len(scores) + 1) * fpr + _ROUNDING)
    if above == 0:
        return inf
    return float(np.sort(scores)[-above]) if above <= len(scores) else -inf
