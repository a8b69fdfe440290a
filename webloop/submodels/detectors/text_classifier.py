"""A real classifier: trained in the run on what people and models wrote, it reads every page."""

from functools import partial
from typing import ClassVar, Literal

from webloop.content.text.detector.features import Likelihood, Ngrams
from webloop.content.text.detector.judge import EXTRA, Evidence, Judge, train
from webloop.extras import extra
from webloop.registry import param, register
from webloop.submodels.roles import ReadingDetector

_INVERSE_PENALTY = 10.0  # pages of n-grams have length 1: weaker than scikit-learn's 1, and AUC gains 0.03 to 0.1


@register("detector")
class TextClassifier(ReadingDetector):
    r"""Logistic regression on the words of a page, or on how likely a model of people's language finds them.

    It learns from what people had published when the first model was trained, and from specimens of the models that it
    knows. So it has no rule of its own of what gives models away: text that is likely does so at low temperatures, text
    that is unlikely at high ones. The threshold is set on pages of people that it has not learned from; the text of
    other topics, and of later models, may be flagged more often or less. As long as it knows no model, it flags
    nothing.

    >>> import numpy as np
    >>> from webloop.content.text.detector.judge import Evidence
    >>> human, model = np.tile([1, 2, 3, 4], (400, 5)), np.tile([1, 4, 2, 3], (400, 5))
    >>> judge = TextClassifier(fpr=0.1).train(Evidence(human, [model], 5))
    >>> bool(judge.flags(human).any()), bool(judge.flags(model).all())
    (False, True)

    References:
        Gehrmann et al. 2019, arXiv:1906.04043 (GLTR: features of likelihood); Solaiman et al. 2019, arXiv:1908.09203
        (n-grams and logistic regression); Dugan et al. 2024, arXiv:2405.07940 (RAID: detectors age).
    """

    libraries: ClassVar[tuple[str, ...]] = ("scikit-learn",)

    kind: Literal["text_classifier"] = "text_classifier"
    features: Literal["ngrams", "likelihood"] = param(
        "likelihood",
        "What it looks at: single words and pairs, or how likely a trigram model of people's text finds the page",
        unit="choice",
        source="WikiText-2, 50 words, temperature 1: AUC 0.86 with likelihood, 0.66 with n-grams",
    )
    fpr: float = param(
        0.05,
        "Pages of people that its threshold lets it flag, of those known when it was trained",
        unit="share",
        ge=0,
        le=1,
        source="lever",
    )
    passages: int = param(
        4000,
        "Pages of each kind that it learns from, at most",
        unit="pages",
        ge=10,
        le=1_000_000,
        source="design",
    )
    retrained: bool = param(
        True,
        "Whether it learns every model that it comes to know; if not, it stays as first trained, on the first models",
        unit="yes or no",
        source="lever",
    )
    update_lag: int = param(
        12, "Time until it knows a new model", unit="months", ge=0, le=600, source="assumption, as the classifier"
    )

    @property
    def reads(self) -> str:
        """Documents."""
        return "text"

    def train(self, known: Evidence) -> Judge:
        """A classifier with its threshold.

        With likelihoods, the first half of people's pages is what its own language model learns from.

        Raises:
            InputError: when scikit-learn is missing.
        """
        logistic = partial(
            extra("sklearn.linear_model", *EXTRA).LogisticRegression,
            class_weight="balanced",
            solver="liblinear",  # one thread, and the same on every machine
            random_state=0,
        )
        if self.features == "ngrams":
            # the dual problem: far fewer pages than features
            classifier = logistic(C=_INVERSE_PENALTY, dual=True, max_iter=10_000)
            return train(Ngrams(), classifier, known, self.passages, self.fpr)
        half = len(known.human) // 2
        scaler = extra("sklearn.preprocessing", *EXTRA).StandardScaler()
        classifier = extra("sklearn.pipeline", *EXTRA).make_pipeline(scaler, logistic())
        rest = Evidence(known.human[half:], known.models, known.words)
        return train(Likelihood(known.human[:half], known.words), classifier, rest, self.passages, self.fpr)

    def models(self, known_generation: int) -> int:
        """All that it knows, or the first."""
        return known_generation if self.retrained else 0

    def check(self) -> None:
        """Scikit-learn must be there."""
        extra("sklearn", *EXTRA)
