"""A classifier that goes stale: it catches models it has been trained on, and later ones less and less."""

from typing import Literal

from webloop.registry import register
from webloop.submodels.detectors.trained import Trained


@register("detector")
class Classifier(Trained):
    """Says whether most of a page is AI text, with errors of both kinds.

    A page that is mostly AI is caught with the true positive rate, multiplied by `unseen_factor` for every
    model generation that the classifier has not been trained on; a share `humanised` of them was paraphrased
    to evade it. Any other page is flagged with the false positive rate of its writers' community. With
    `selectivity` above 0 typical text is flagged more often, at the same rates.

    >>> from webloop.content.groups import human, synthetic
    >>> detector = Classifier(tpr=0.98, unseen_factor=0.65, humanised=0.0)
    >>> round(detector.flagged(synthetic(3), known_generation=2), 3)
    0.637
    >>> detector.flagged(human("majority"), known_generation=2)
    0.01

    References:
        RAID benchmark (Dugan et al. 2024, arXiv:2405.07940): rates, paraphrase attack, stale detectors.
        Liang et al. 2023, arXiv:2304.02819: false positives against non-native writers.
        Gehrmann et al. 2019, arXiv:1906.04043 (GLTR): likely words give models away, and people who use them.
    """

    kind: Literal["classifier"] = "classifier"
