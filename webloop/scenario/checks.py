"""Checks between parts of a scenario: one small function each, each message naming the cure."""

from collections.abc import Callable, Iterator
from typing import Any

from webloop.months import format_month
from webloop.scenario.problems import Path, did_you_mean
from webloop.scenario.schema import Scenario
from webloop.submodels.detectors.classifier import Classifier

Fault = tuple[Path, bool, str, str, str]
MOST_PAGES = 2**53  # beyond this, counts are no longer exact in every library that reads them


def _fault(path: Path, wrong: str, allowed: str = "", hint: str = "") -> Fault:
    return path, False, wrong, allowed, hint


def _time(scenario: Scenario) -> Iterator[Fault]:
    time = scenario.time
    if time.end < time.start:
        yield _fault(("time", "end"), f"{format_month(time.end)} is before the start", f"must be {format_month(time.start)} or later")


def _dates_in_range(scenario: Scenario) -> Iterator[Fault]:
    time = scenario.time
    dated: list[tuple[Path, int]] = [(("archive", "date"), scenario.archive.date), (("collapse", "reference"), scenario.collapse.reference)]
    dated += [(("labs", name, "first_release"), lab.first_release) for name, lab in scenario.labs.items()]
    dated += [(("pinned_pollution", format_month(month)), month) for month in scenario.pinned_pollution or {}]
    dated += [(("interventions", i, "date"), each.date) for i, each in enumerate(scenario.interventions)]
    for path, month in dated:
        span = f"must be from {format_month(time.start)} to {format_month(time.end)}"
        if month > time.end:
            yield _fault(path, f"{format_month(month)} is after the horizon", span)
        elif month < time.start:
            yield _fault(path, f"{format_month(month)} is before the start", span)


def _interventions_in_order(scenario: Scenario) -> Iterator[Fault]:
    changes = scenario.interventions
    for index in range(1, len(changes)):
        if changes[index].date < changes[index - 1].date:
            wrong = f"{format_month(changes[index].date)} comes after {format_month(changes[index - 1].date)}: dates out of order"
            yield _fault(("interventions", index, "date"), wrong, "interventions must be in order of their dates")


def _crawlers_exist(scenario: Scenario) -> Iterator[Fault]:
    names = list(scenario.crawlers)
    for name, lab in scenario.labs.items():
        if lab.crawler not in names:
            yield _fault(("labs", name, "crawler"), f"there is no crawler {lab.crawler!r}", "allowed: " + ", ".join(names), did_you_mean(lab.crawler, names))


def _something_to_train_on(scenario: Scenario) -> Iterator[Fault]:
    for name, lab in scenario.labs.items():
        earliest = scenario.time.start + lab.cutoff_lag
        if scenario.time.history_years == 0 and lab.first_release < earliest:
            wrong = f"its first model ({format_month(lab.first_release)}) would have nothing to train on: no page is that old"
            yield _fault(("labs", name, "first_release"), wrong, f"must be {format_month(earliest)} or later, or set time.history_years")


def _models_before_use(scenario: Scenario) -> Iterator[Fault]:
    first = min(lab.first_release for lab in scenario.labs.values())
    cure = f"the first model is released {format_month(first)}"
    pins = scenario.pinned_pollution
    if pins is not None:
        for month, share in pins.items():
            if share > 0 and month <= first:
                yield _fault(("pinned_pollution", format_month(month)), "no model could write these pages", f"{cure}; pin a share from a later month")
    elif scenario.writers.launch < first and any(s.adoption.kind != "never" for s in scenario.writers.segments.values()):
        yield _fault(("writers", "launch"), "nobody can take up AI before there is a model", f"must be {format_month(first)} or later: {cure}")


def _communities_exist(scenario: Scenario) -> Iterator[Fault]:
    names = list(scenario.communities)
    for name, lab in scenario.labs.items():
        detector = lab.filter.detector
        if isinstance(detector, Classifier):
            for community, rate in detector.community_fpr.items():
                path = ("labs", name, "filter", "detector", "community_fpr", community)
                if community not in names:
                    yield _fault(path, f"there is no community {community!r}", "allowed: " + ", ".join(names), did_you_mean(community, names))
                elif not 0 <= rate <= 1:
                    yield _fault(path, f"{rate:g} is out of range", "must be a number from 0 to 1 (share)")


def _someone_publishes(scenario: Scenario) -> Iterator[Fault]:
    if sum(lab.market_share for lab in scenario.labs.values()) <= 0:
        yield _fault(("labs",), "all labs have market_share 0", "at least one must be above 0")


def _countable(scenario: Scenario) -> Iterator[Fault]:
    time = scenario.time
    months = time.end - time.start + 1 + 12 * time.history_years
    if scenario.web.pages_per_month * months * 4 > MOST_PAGES:
        most = MOST_PAGES / 4 / max(1, months)
        yield _fault(("web", "pages_per_month"), f"{scenario.web.pages_per_month:g} pages a month for {months} months can't be counted exactly", f"must be at most {most:.3g}")


CHECKS: tuple[Callable[[Scenario], Iterator[Fault]], ...] = (
    _time,
    _dates_in_range,
    _interventions_in_order,
    _crawlers_exist,
    _something_to_train_on,
    _models_before_use,
    _communities_exist,
    _someone_publishes,
    _countable,
)


def check(scenario: Scenario, data: dict[str, Any]) -> list[Fault]:
    """Everything that is wrong between parts, at the place in `data` where it was written."""
    from webloop.scenario.merge import lab_home

    return [(lab_home(path, data), *rest) for one in CHECKS for path, *rest in one(scenario)]  # type: ignore[misc]
