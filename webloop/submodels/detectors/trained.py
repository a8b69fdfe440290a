"""What detectors that are trained on AI text share: rates of errors of both kinds, and a memory of models."""

from collections.abc import Collection
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from webloop.content.groups import Group
from webloop.registry import param
from webloop.submodels.detectors.typical import flagged_by_idea
from webloop.submodels.roles import RatedDetector

Floats = NDArray[np.float64]
Rate = Annotated[
    float,
    param(..., "False positive rate of a community", unit="share", ge=0, le=1, source="Liang 2023: 0.01 to 0.6"),
]


class Trained(RatedDetector):
    """Catches models that it has been trained on, and later ones less and less; errs about people as well."""

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

    selectivity: float = param(
        0.0,
        "How much more often typical text is flagged: exponent of the share of models' pages with the idea",
        unit="exponent",
        ge=0,
        le=10,
        source="neutral 0; likelihood ranks: Gehrmann et al. 2019, arXiv:1906.04043",
    )

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

    def needs_ideas(self) -> bool:
        """To flag typical ones."""
        return self.selectivity > 0

    def by_idea(self, rate: float, pages: NDArray[np.int64], typicality: Floats) -> Floats | None:
        """More for ideas that models publish often."""
        if self.selectivity == 0:
            return None
        return flagged_by_idea(rate, pages, typicality, self.selectivity)
