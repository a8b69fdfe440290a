"""Filtering: the chance of every crawled page to pass a lab's filter."""

from webloop.content.domain import Probabilities
from webloop.content.groups import Group
from webloop.scenario.parts import Filter
from webloop.world.curation import Keep
from webloop.world.pages import Corpus


def keep_probability(group: Group, rules: Filter, known_generation: int) -> float:
    """Probability that a page of a group passes a filter, in the mean over its ideas.

    Args:
        group: who wrote the page, and what it says of that.
        rules: the filter.
        known_generation: the newest generation that the detector has been trained on; -1 for none.
    """
    if group.labelled and rules.drop_labelled:
        return 0.0
    if rules.signed == "require" and not group.signed:
        return 0.0
    if rules.detector is None or (rules.signed == "trust" and group.signed):
        return 1.0
    return 1.0 - rules.detector.flagged(group, known_generation)


def chances(corpus: Corpus, rules: Filter, known_generation: int, typicality: Probabilities) -> dict[Group, Keep]:
    """Chance of passing a filter by group, and by idea where the detector looks at ideas.

    Args:
        corpus: the pages at hand.
        rules: the filter.
        known_generation: the newest generation that the detector has been trained on; -1 for none.
        typicality: what deployed models publish, (ideas,).
    """
    out: dict[Group, Keep] = {}
    for group, pages in corpus.items():
        keep = keep_probability(group, rules, known_generation)
        out[group] = keep
        if rules.detector is not None and 0 < keep < 1:
            flagged = rules.detector.by_idea(1.0 - keep, pages, typicality)
            out[group] = keep if flagged is None else 1.0 - flagged
    return out
