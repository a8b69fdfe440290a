"""Filtering: the chance of every crawled page to pass a lab's filter."""

from typing import Any

from webloop.content.detection import Reading
from webloop.content.domain import Domain
from webloop.content.groups import Group
from webloop.scenario.parts import Filter
from webloop.submodels.roles import RatedDetector
from webloop.world.curation import Keep
from webloop.world.pages import Corpus


def by_mark(group: Group, rules: Filter) -> float | None:
    """What marks decide about pages of a group: 0 drops them, 1 keeps them; None leaves them to the detector."""
    if group.labelled and rules.drop_labelled:
        return 0.0
    if rules.signed == "require" and not group.signed:
        return 0.0
    if rules.detector is None or (rules.signed == "trust" and group.signed):
        return 1.0
    return None


def keep_probability(group: Group, rules: Filter, known_generation: int) -> float:
    """Probability that a page of a group passes a filter, in the mean over its ideas.

    Args:
        group: who wrote the page, and what it says of that.
        rules: the filter.
        known_generation: the newest generation that the detector has been trained on; -1 for none.

    Raises:
        TypeError: when a detector that reads pages decides: it knows no rates.
    """
    decided = by_mark(group, rules)
    if decided is not None:
        return decided
    if not isinstance(rules.detector, RatedDetector):
        raise TypeError("a detector that reads pages has no rate by group")
    return 1.0 - rules.detector.flagged(group, known_generation)


def chances(
    corpus: Corpus,
    rules: Filter,
    known_generation: int,
    typicality: Any,
    domain: Domain[Any, Any],
    reading: Reading | None = None,
) -> dict[Group, Keep]:
    """Chance of passing a filter by group, and by page where the detector looks at what pages say.

    Args:
        corpus: the pages at hand.
        rules: the filter.
        known_generation: the newest generation that the detector has been trained on; -1 for none.
        typicality: what deployed models publish.
        domain: the content.
        reading: the detector as it has been trained, if it reads pages.
    """
    if reading is not None:
        marks = {group: by_mark(group, rules) for group in corpus}
        return {group: reading.passes(corpus[group]) if mark is None else mark for group, mark in marks.items()}
    return {
        group: _chance(group, pages, rules, known_generation, typicality, domain) for group, pages in corpus.items()
    }


def _chance(
    group: Group, pages: Any, rules: Filter, known_generation: int, typicality: Any, domain: Domain[Any, Any]
) -> Keep:
    keep = keep_probability(group, rules, known_generation)
    if not isinstance(rules.detector, RatedDetector) or by_mark(group, rules) is not None:
        return keep
    truth = rules.detector.by_truth()
    if truth is not None:
        verified: Keep = domain.verified(pages, 1.0 - truth[0], 1.0 - truth[1])
        return verified
    flagged = rules.detector.by_idea(1.0 - keep, pages, typicality) if 0 < keep < 1 else None
    return keep if flagged is None else 1.0 - flagged
