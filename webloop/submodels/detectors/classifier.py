"""A classifier that goes stale: it catches models it has been trained on, and later ones less and less."""

from collections.abc import Collection
from typing import Annotated, Literal

from webloop.content.groups import Group
from webloop.registry import param, register
from webloop.submodels.roles import Detector

Rate = Annotated[
    float,
    param(..., "False positive rate of a community", unit="share", ge=0, le=1, source="Liang 2023: 0.01 to 0.6"),
]


@register("detector")
class Classifier(Detector):
    """Says whether most of a page is AI text, with errors of both kinds.

    A page that is mostly AI is caught with the true positive rate, multiplied by `unseen_factor` for every
    model generation that the classifier has not been trained on; a share `humanised` of them was paraphrased
    to evade it. Any other page is flagged with the false positive rate of its writers' community.

    >>> from webloop.content.groups import human, synthetic
    >>> detector = Classifier(tpr=0.98, unseen_factor=0.65, humanised=0.0)
    >>> round(detector.flagged(synthetic(3), known_generation=2), 3)
    0.637
    >>> detector.flagged(human("majority"), known_generation=2)
    0.01

    References:
        RAID benchmark (Dugan et al. 2024, arXiv:2405.07940): rates, paraphrase attack, stale detectors.
        Liang et al. 2023, arXiv:2304.02819: false positives against non-native writers.
    """

    kind: Literal["classifier"] = "classifier"
    tpr: float = param(
        0.98,
        "Caught, of pages mostly written by a known model",
        unit="share",
        ge=0,
        le=1,
        source="RAID: 0.93 to 0.99",
    )
    fpr: float = param(
        0.01,
        "Flagged, of pages mostly written by people",
        unit="share",
        ge=0,
        le=1,
        source="RAID; NBER 34223: 0.001 to 0.02",
    )
    unseen_factor: float = param(
        0.65,
        "Factor on the true positive rate for every generation not trained on",
        unit="factor",
        ge=0,
        le=1,
        source="RAID, detectors of GPT-2 on GPT-2 to GPT-4: 0.60 to 0.81",
    )
    update_lag: int = param(
        12, "Time until a classifier knows a new model", unit="months", ge=0, le=600, source="assumption"
    )
    community_fpr: dict[str, Rate] = param(
        dict,
        "False positive rate of single communities; the others have `fpr`",
        unit="share",
        source="Liang 2023: non-native writers 1 to 12 times",
    )
    humanised: float = param(
        0.1,
        "AI pages paraphrased to evade detection",
        unit="share",
        ge=0,
        le=1,
        source="assumption: 0 to 0.4",
    )
    paraphrased_tpr: float = param(0.8, "Caught, of those", unit="share", ge=0, le=1, source="RAID: 0.40 to 0.91")

    def communities(self) -> Collection[str]:
        """Those with a false positive rate of their own."""
        return self.community_fpr

    def flagged(self, group: Group, known_generation: int) -> float:
        """Probability of being flagged."""
        if not group.mostly_ai:
            return self.community_fpr.get(group.community or "", self.fpr)
        caught = (1 - self.humanised) * self.tpr + self.humanised * self.paraphrased_tpr
        unseen = max(0, (group.generation or 0) - known_generation)
        return float(caught * self.unseen_factor**unseen)
