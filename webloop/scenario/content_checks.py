"""Checks of what a scenario says about the content of pages: not everything makes sense for every kind."""

from collections.abc import Iterator

from webloop.errors import InputError
from webloop.months import format_month
from webloop.registry import kinds
from webloop.scenario.parts import Lab
from webloop.scenario.problems import Fault, Path
from webloop.scenario.schema import Scenario
from webloop.submodels.choice.first import First
from webloop.submodels.content.text import Text
from webloop.submodels.decoders.sampling import Sampling
from webloop.submodels.roles import ContentKind, Learner, RatedDetector, ReadingDetector

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


def learners_can_learn(scenario: Scenario) -> Iterator[Fault]:
    """What a learner needs is installed and there, and it is not asked for too much."""
    content = scenario.content
    for name, lab in scenario.labs.items():
        if lab.learner.content == content.kind:
            try:
                lab.learner.check(_words(content))
            except InputError as error:
                below = (error.key,) if error.key else ()
                yield Fault(("labs", name, "learner", *below), str(error), causes=_KIND)


def _words(content: ContentKind) -> int:
    """Size of the vocabulary; 0 where pages hold no text, or text that can't be read, as another check says."""
    try:
        return len(content.read().vocabulary) if isinstance(content, Text) else 0
    except InputError:
        return 0


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
        if isinstance(detector, RatedDetector) and detector.by_truth() is not None:
            wrong = f"{detector.kind!r} tells right pages from wrong ones, and here none is wrong"
            yield ("filter", "detector"), wrong, "take another detector, or null"
    if not (content.has_temperature and lab.learner.has_temperature) and _temperature(lab) != 1:
        who = f"content: {content.kind}" if lab.learner.has_temperature else f"learner: {lab.learner.kind}"
        yield ("decoder", "temperature"), f"models have no temperature here ({who})", "must be 1"
    if content.counts_ideas:
        return
    cuts = isinstance(decoder, Sampling) and (decoder.top_k is not None or decoder.top_p < 1)
    if not isinstance(decoder, Sampling) or (cuts and not content.cuts_off):
        yield ("decoder",), no_ideas, "must be `sampling`" + ("" if content.cuts_off else " without top_k and top_p")
    if not isinstance(lab.choice, First):
        yield ("choice",), f"{lab.choice.kind!r} looks at ideas, and {no_ideas}", "must be first"
    if isinstance(detector, RatedDetector) and detector.needs_ideas():
        yield ("filter", "detector"), f"{detector.kind!r} looks at ideas, and {no_ideas}", "set selectivity to 0"


def detectors_can_read(scenario: Scenario) -> Iterator[Fault]:
    """Who reads pages finds text on them, and can be trained here."""
    kind = scenario.content.kind
    for name, lab in scenario.labs.items():
        detector, path = lab.filter.detector, ("labs", name, "filter", "detector")
        if not isinstance(detector, ReadingDetector):
            continue
        if detector.reads != kind:
            wrong = f"{detector.kind!r} reads {detector.reads}, and pages hold {kind} (content)"
            known = [k for k, cls in kinds("detector").items() if not issubclass(cls, ReadingDetector)]
            yield Fault(path, wrong, "allowed: " + ", ".join(sorted(known)), causes=_KIND)
            continue
        try:
            detector.check()
        except InputError as error:
            yield Fault(path, str(error))


def detectors_come_to_know(scenario: Scenario) -> Iterator[Fault]:
    """Who reads pages knows a model before the run ends."""
    end, first = scenario.time.end, min(lab.first_release for lab in scenario.labs.values())
    for name, lab in scenario.labs.items():
        detector = lab.filter.detector
        known = first + detector.update_lag if isinstance(detector, ReadingDetector) else first
        if first <= end < known:  # a release after the horizon has a message of its own
            wrong = (
                f"knows no model before {format_month(known)}, after the horizon (time.end {format_month(end)}): it "
                "would flag nothing"
            )
            home: Path = ("labs", name, "filter", "detector")
            causes = (home, ("time", "end"))
            yield Fault((*home, "update_lag"), wrong, f"must be at most {end - first}", causes=causes)


def choices_have_rewards(scenario: Scenario) -> Iterator[Fault]:
    """Who chooses by rewards needs some."""
    if scenario.ideas.rewards is None and scenario.content.counts_ideas:
        for name, lab in scenario.labs.items():
            if not isinstance(lab.choice, First):
                wrong = f"{lab.choice.kind!r} chooses by rewards, and all ideas are liked alike"
                yield Fault(("labs", name, "choice"), wrong, "set ideas.rewards, or choose first")


def draws_are_whole(scenario: Scenario) -> Iterator[Fault]:
    """Where a page's place in a draw matters, crawlers fetch all pages."""
    if scenario.content.needs_whole_draws:
        for name, crawler in scenario.crawlers.items():
            if crawler.coverage < 1 or crawler.budget is not None:
                path: Path = ("crawlers", name, "coverage" if crawler.coverage < 1 else "budget")
                wrong = "with `design: same` the first page of every draw is about the first x: all must be fetched"
                yield Fault(path, wrong, "must be 1 without budget, or content.design fresh", causes=_KIND)


def pages_where_needed(scenario: Scenario) -> Iterator[Fault]:
    """Where only moments are kept, nothing may pick single pages."""
    if scenario.content.keeps_pages:
        return
    for path, what in _pickers(scenario):
        wrong = f"{what} needs single pages, and only moments are kept"
        yield Fault(path, wrong, "set content.keep to pages", causes=_KIND)


def _pickers(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    """What picks single pages, in this scenario."""
    if any(rate > 0 for rate in _hazards(scenario)):
        yield ("web", "lifetime"), "the death of pages"
    if 0 < scenario.archive.coverage < 1:
        yield ("archive", "coverage"), "an archive of some pages"
    for name, crawler in scenario.crawlers.items():
        if 0 < crawler.coverage < 1 or crawler.budget is not None:
            yield ("crawlers", name, "coverage"), "a crawl of some pages"
    together = sum(lab.market_share > 0 for lab in scenario.labs.values()) > 1
    if together and all(crawler.labs is None for crawler in scenario.crawlers.values()):
        yield ("labs",), "telling the pages of labs apart that share a web"
    for name, lab in scenario.labs.items():
        yield from ((("labs", name, *path), what) for path, what in _pickers_of(lab))


def _pickers_of(lab: Lab) -> Iterator[tuple[Path, str]]:
    """What a lab picks."""
    if lab.accumulation.has_budget and lab.budget != "unlimited":
        yield ("budget",), "a budget"
    if any(source.share > 0 for source in lab.mix.values()):
        yield ("mix",), "a share of human data"
    if lab.filter.detector is not None:
        yield ("filter", "detector"), "a detector"
    if lab.learner.needs_pages:
        yield ("learner",), f"{lab.learner.kind!r}"


def _hazards(scenario: Scenario) -> Iterator[float]:
    """Chance of human pages to die in a month, by durability class."""
    yield from (1 - scenario.web.lifetime.classes(1.0)[1]).tolist()


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
