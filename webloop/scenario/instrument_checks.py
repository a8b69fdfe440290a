"""Checks of what a scenario's instruments look at."""

from collections.abc import Iterator

from webloop.scenario.problems import Fault, Path, did_you_mean
from webloop.scenario.schema import Scenario


def instruments_see_something(scenario: Scenario) -> Iterator[Fault]:
    """Segments and crawlers that instruments look at exist."""
    segments, crawlers = list(scenario.writers.segments), list(scenario.crawlers)
    for name, instrument in scenario.instruments.items():
        for index, segment in enumerate(instrument.segments_seen()):
            if segment not in segments:
                allowed, hint = "allowed: " + ", ".join(segments), did_you_mean(segment, segments)
                path: Path = ("instruments", name, "segments", index)
                causes: tuple[Path, ...] = (("writers", "segments"),)
                yield Fault(path, f"there is no segment {segment!r}", allowed, hint, causes=causes)
        for crawler in instrument.crawlers_seen():
            path = ("instruments", name, "crawler")
            if crawler not in crawlers:
                allowed, hint = "allowed: " + ", ".join(crawlers), did_you_mean(crawler, crawlers)
                yield Fault(path, f"there is no crawler {crawler!r}", allowed, hint, causes=(("crawlers",),))
            elif scenario.crawlers[crawler].labs is not None:
                wrong = f"the crawler {crawler!r} leaves out pages of some labs, which no segment tells apart"
                yield Fault(path, wrong, "name a crawler that fetches all labs' pages", causes=(("crawlers",),))


def instruments_fit_content(scenario: Scenario) -> Iterator[Fault]:
    """What looks at ideas needs ideas."""
    for name, instrument in scenario.instruments.items():
        if instrument.needs_ideas and not scenario.content.counts_ideas:
            wrong = f"{instrument.kind!r} looks at ideas, and pages here hold {scenario.content.kind} (content)"
            yield Fault(("instruments", name), wrong, "leave it out", causes=(("content",),))
