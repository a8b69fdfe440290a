"""Checks of what a scenario says about the content of pages: not everything makes sense for every kind."""

from collections.abc import Iterator

from webloop.registry import kinds
from webloop.scenario.parts import Lab
from webloop.scenario.problems import Fault, Path
from webloop.scenario.schema import Scenario
from webloop.submodels.choice.first import First
from webloop.submodels.decoders.sampling import Sampling
from webloop.submodels.roles import Learner

_KIND: tuple[Path, ...] = (("content",),)
_ANY = "pages hold no ideas (content: {})"


def learners_fit_content(scenario: Scenario) -> Iterator[Fault]:
    """Each lab's learner learns what pages hold."""
    kind = scenario.content.kind
    for name, lab in scenario.labs.items():
        if lab.learner.content != kind:
            known = [k for k, cls in kinds("learner").items() if issubclass(cls, Learner) and cls.content == kind]
            wrong = f"{lab.learner.kind!r} learns {lab.learner.content}, and pages hold {kind} (content)"
            yield Fault(("labs", name, "learner"), wrong, "allowed: " + ", ".join(sorted(known)), causes=_KIND)


def labs_fit_content(scenario: Scenario) -> Iterator[Fault]:
    """What labs do to pages can be done to what they hold."""
    for name, lab in scenario.labs.items():
        for path, wrong, cure in _odd(lab, scenario):
            yield Fault(("labs", name, *path), wrong, cure, causes=_KIND)


def _odd(lab: Lab, scenario: Scenario) -> Iterator[tuple[Path, str, str]]:
    content, detector, decoder = scenario.content, lab.filter.detector, lab.decoder
    no_ideas = _ANY.format(content.kind)
    if not content.can_err:
        if lab.hallucination > 0:
            yield ("hallucination",), f"no page of this content is wrong (content: {content.kind})", "must be 0"
        if detector is not None and detector.by_truth() is not None:
            wrong = f"{detector.kind!r} tells right pages from wrong ones, and here none is wrong"
            yield ("filter", "detector"), wrong, "take another detector, or null"
    if not (content.has_temperature and lab.learner.has_temperature) and _temperature(lab) != 1:
        who = f"content: {content.kind}" if lab.learner.has_temperature else f"learner: {lab.learner.kind}"
        yield ("decoder", "temperature"), f"models have no temperature here ({who})", "must be 1"
    if content.counts_ideas:
        return
    if not isinstance(decoder, Sampling) or decoder.top_k is not None or decoder.top_p < 1:
        yield ("decoder",), no_ideas, "must be `sampling` without top_k and top_p"
    if not isinstance(lab.choice, First):
        yield ("choice",), f"{lab.choice.kind!r} looks at ideas, and {no_ideas}", "must be first"
    if detector is not None and detector.needs_ideas():
        yield ("filter", "detector"), f"{detector.kind!r} looks at ideas, and {no_ideas}", "set selectivity to 0"


def _temperature(lab: Lab) -> float:
    return lab.decoder.temperature if isinstance(lab.decoder, Sampling) else 1.0


def ideas_where_needed(scenario: Scenario) -> Iterator[Fault]:
    """What looks at ideas needs them."""
    if scenario.content.counts_ideas:
        return
    no_ideas = _ANY.format(scenario.content.kind)
    if scenario.time.history_years > 0:
        wrong = f"the web can't open with a stock of pages: {no_ideas}"
        yield Fault(("time", "history_years"), wrong, "must be 0", causes=_KIND)
    if scenario.readers.imitation is not None:
        yield Fault(("readers", "imitation"), f"nobody can imitate ideas: {no_ideas}", "must be null", causes=_KIND)
    if scenario.market.needs_quality:
        wrong = f"{scenario.market.kind!r} compares what models publish by ideas: {no_ideas}"
        yield Fault(("market",), wrong, "must be fixed", causes=_KIND)
