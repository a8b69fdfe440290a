"""How much more alike pages of models are than pages of people."""

from typing import Literal

from webloop.registry import register
from webloop.submodels.roles import Instrument, Look


@register("instrument")
class Similarity(Instrument):
    """Chance that two pages of models say the same, over that of two pages of people.

    Published measurements compare embeddings of texts; two pages here are alike when they carry the same idea.

    >>> from types import SimpleNamespace  # in place of a world
    >>> round(Similarity().expected(SimpleNamespace(sameness=lambda: (0.0526, 0.0701))), 2)
    1.33

    References:
        Simpson 1949, doi:10.1038/163688a0: the chance that two draws are of one kind.
        arXiv:2604.26965: AI sites 33 % more similar to each other.
    """

    kind: Literal["similarity"] = "similarity"
    unit = "ratio"
    needs_ideas = True

    def expected(self, look: Look) -> float:
        """Of models over of people."""
        people, models = look.sameness()
        return models / people
