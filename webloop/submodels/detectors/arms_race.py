"""An arms race: every generation of models is harder to catch, and keeping up with it costs money."""

from typing import Literal

from webloop.content.groups import Group
from webloop.registry import param, register
from webloop.submodels.detectors.trained import Trained


@register("detector")
class ArmsRace(Trained):
    """A classifier against models that get better at looking human.

    The true positive rate falls by `evasion` with every generation, even once the detector has been trained on
    it; by `unseen_factor` with every generation that it has not been trained on yet, so that it rises again with
    retraining. A lab pays `retraining_cost` for each generation that its detector learns, once, at the first
    training that makes use of it. With `evasion` 1 and at no cost it is the classifier.

    >>> from webloop.content.groups import synthetic
    >>> detector = ArmsRace(tpr=0.98, humanised=0.0, evasion=0.9, unseen_factor=0.65, retraining_cost=2e6)
    >>> [round(detector.flagged(synthetic(3), known_generation=known), 3) for known in (2, 3)]
    [0.464, 0.714]
    >>> detector.learning_cost(2)
    4000000.0

    References:
        RAID benchmark (Dugan et al. 2024, arXiv:2405.07940): a detector of GPT-2 catches 0.85 of GPT-2, 0.18 of GPT-4.
        Sadasivan et al. 2023, arXiv:2303.11156: the closer models come to people, the less any detector can do.
    """

    kind: Literal["arms_race"] = "arms_race"
    evasion: float = param(
        0.95,
        "Factor on the true positive rate for every generation of models after the first",
        unit="factor",
        ge=0,
        le=1,
        source="assumption",
    )
    retraining_cost: float = param(
        0.0, "Price of training a lab's detector on one more generation", unit="USD", ge=0, le=1e12, source="assumption"
    )

    def flagged(self, group: Group, known_generation: int) -> float:
        """Probability of being flagged: the classifier's, with evasion."""
        flagged = super().flagged(group, known_generation)
        return flagged * self.evasion ** (group.generation or 0) if group.mostly_ai else flagged

    def learning_cost(self, generations: int) -> float:
        """Price of that many generations."""
        return self.retraining_cost * generations
