"""Checks between parts of a scenario: one small function each, each message naming the cure."""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path as FilePath

import numpy as np

from webloop.content.ideas.frequencies import PYTHON_TEXT
from webloop.files import ADDRESS, is_address
from webloop.months import format_month
from webloop.scenario.content_checks import (
    choices_have_rewards,
    detectors_can_read,
    detectors_come_to_know,
    draws_are_whole,
    ideas_where_needed,
    labs_fit_content,
    learners_can_learn,
    learners_fit_content,
    pages_where_needed,
)
from webloop.scenario.instrument_checks import instruments_fit_content, instruments_see_something
from webloop.scenario.problems import Fault, Path, did_you_mean, show_number
from webloop.scenario.provenance_checks import archive_can_be_impure, signed_pages_exist
from webloop.scenario.schema import Scenario
from webloop.scenario.site_checks import links_where_needed, site_files_readable, sites_for_all
from webloop.scenario.text_checks import corpus_is_readable, pages_are_documents
from webloop.scenario.volumes import planned_volumes
from webloop.scenario.writer_parts import page_measure

_LONG_RUN = 12_000.0  # months: a thousand years
MOST_PAGES = 2**53  # beyond this, counts are no longer exact in every library that reads them


def _time(scenario: Scenario) -> Iterator[Fault]:
    time = scenario.time
    if time.end < time.start:
        wrong = f"{format_month(time.end)} is before the start"
        yield Fault(
            ("time", "end"),
            wrong,
            f"must be {format_month(time.start)} or later",
            causes=(("time", "start"),),
        )


def _dates_in_range(scenario: Scenario) -> Iterator[Fault]:
    time = scenario.time
    if time.end < time.start:
        return
    dated: list[tuple[Path, int]] = [
        (("archive", "date"), scenario.archive.date),
        (("collapse", "reference"), scenario.collapse.reference),
    ]
    dated += [(("labs", name, "first_release"), lab.first_release) for name, lab in scenario.labs.items()]
    dated += [(("pinned_pollution", format_month(month)), month) for month in scenario.pinned_pollution or {}]
    dated += [(("interventions", i, "date"), each.date) for i, each in enumerate(scenario.interventions)]
    span = f"must be from {format_month(time.start)} to {format_month(time.end)}"
    for path, month in dated:
        of_key = path[0] == "pinned_pollution"
        if month > time.end:
            wrong = f"{format_month(month)} is after the horizon (time.end)"
            yield Fault(path, wrong, span, of_key=of_key, causes=(("time", "end"),))
        elif month < time.start:
            wrong = f"{format_month(month)} is before the start (time.start)"
            yield Fault(path, wrong, span, of_key=of_key, causes=(("time", "start"),))


def _interventions_in_order(scenario: Scenario) -> Iterator[Fault]:
    latest = None
    for index, change in enumerate(scenario.interventions):
        if latest is not None and change.date < latest:
            wrong = f"{format_month(change.date)} stands after {format_month(latest)}: the dates are out of order"
            yield Fault(("interventions", index, "date"), wrong, "put the interventions in order of their dates")
        latest = change.date if latest is None else max(latest, change.date)


def _text_exists(scenario: Scenario) -> Iterator[Fault]:
    source, path = scenario.ideas.from_text, ("ideas", "from_text")
    must = f"must be a text file, or {PYTHON_TEXT}MODULE"
    if source is None:
        return
    if source.startswith(PYTHON_TEXT):
        name = source.removeprefix(PYTHON_TEXT)
        if not _is_module(name):
            yield Fault(path, f"this Python has no module {name!r}", must)
    elif is_address(source):
        yield Fault(path, ADDRESS, must)
    elif not FilePath(source).is_file():
        folder = FilePath(source).parent
        near = did_you_mean(FilePath(source).name, [f.name for f in folder.glob("*")]) if folder.is_dir() else ""
        yield Fault(path, f"there is no file {source}", must, near)


def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _crawlers_exist(scenario: Scenario) -> Iterator[Fault]:
    names = list(scenario.crawlers)
    for name, lab in scenario.labs.items():
        if lab.crawler not in names:
            wrong = f"there is no crawler {lab.crawler!r}"
            allowed, hint = "allowed: " + ", ".join(names), did_you_mean(lab.crawler, names)
            yield Fault(("labs", name, "crawler"), wrong, allowed, hint, causes=(("crawlers",),))


def _labs_exist(scenario: Scenario) -> Iterator[Fault]:
    names = list(scenario.labs)
    lists: dict[Path, tuple[str, ...] | None] = {("archive", "access"): scenario.archive.access}
    lists |= {("crawlers", name, "labs"): crawler.labs for name, crawler in scenario.crawlers.items()}
    for path, listed in lists.items():
        for index, lab in enumerate(listed or ()):
            if lab not in names:
                allowed, hint = "allowed: " + ", ".join(names), did_you_mean(lab, names)
                yield Fault((*path, index), f"there is no lab {lab!r}", allowed, hint, causes=(("labs",),))


def _something_to_train_on(scenario: Scenario) -> Iterator[Fault]:
    for name, lab in scenario.labs.items():
        earliest = scenario.time.start + lab.cutoff_lag
        if scenario.time.history_years == 0 and lab.first_release < earliest:
            released = format_month(lab.first_release)
            wrong = f"the first model of {name!r} ({released}) would have nothing to train on"
            cure = f"must be {format_month(earliest)} or later (time.start + cutoff_lag)"
            cure += ", or set time.history_years"
            causes = (("labs", name, "cutoff_lag"), ("time", "history_years"))
            yield Fault(("labs", name, "first_release"), wrong, cure, causes=causes)


def _models_before_use(scenario: Scenario) -> Iterator[Fault]:
    first, name = min((lab.first_release, name) for name, lab in scenario.labs.items())
    cure = f"the first model is released {format_month(first)}"
    causes: tuple[Path, ...] = (("labs", name, "first_release"),)
    pins = scenario.pinned_pollution
    if pins is not None:
        for month, share in pins.items():
            if share > 0 and month <= first:
                path = ("pinned_pollution", format_month(month))
                yield Fault(
                    path,
                    "no model could write these pages",
                    f"{cure}; pin a share from a later month",
                    of_key=True,
                )
    elif scenario.writers.launch < first and any(
        s.adoption.kind != "never" for s in scenario.writers.segments.values()
    ):
        launch = format_month(scenario.writers.launch)
        wrong = f"{launch} is too early: nobody can take up AI before there is a model"
        yield Fault(("writers", "launch"), wrong, f"must be {format_month(first)} or later: {cure}", causes=causes)


def _communities_exist(scenario: Scenario) -> Iterator[Fault]:
    names = list(scenario.communities)
    for name, lab in scenario.labs.items():
        detector = lab.filter.detector
        for community in detector.communities() if detector else ():
            if community not in names:
                path = ("labs", name, "filter", "detector", "community_fpr", community)
                allowed, hint = "allowed: " + ", ".join(names), did_you_mean(community, names)
                yield Fault(path, f"there is no community {community!r}", allowed, hint, of_key=True)


def _within_reach(scenario: Scenario) -> Iterator[Fault]:
    """Adoption can't exceed what the bins can show: not every page with AI text is mostly AI."""
    bins = scenario.writers.assist_bins
    for name, segment in scenario.writers.segments.items():
        most = page_measure(segment.measures, bins)
        level = float(segment.adoption.share(np.array([_LONG_RUN]))[0])
        if level > most + 1e-9:
            wrong = f"{level:.4g} of new pages can't be reached, as {segment.measures!r} is counted"
            cure = f"must be at most {most:.4g}, what writers.assist_bins allow if every page has AI text"
            causes = (("writers", "segments", name, "adoption", "saturation"), ("writers", "assist_bins"))
            yield Fault(("writers", "segments", name, "adoption"), wrong, cure, causes=causes)


def _someone_publishes(scenario: Scenario) -> Iterator[Fault]:
    if sum(lab.market_share for lab in scenario.labs.values()) <= 0:
        causes: tuple[Path, ...] = tuple(("labs", name, "market_share") for name in scenario.labs)
        yield Fault(
            ("labs",),
            "all labs have market_share 0",
            "at least one must be above 0",
            of_key=True,
            causes=causes,
        )


def _countable(scenario: Scenario) -> Iterator[Fault]:
    time, writers = scenario.time, scenario.writers
    months = range(time.start - 12 * time.history_years, time.end + 1)
    volume = sum(planned_volumes(scenario, months)) / scenario.web.pages_per_month
    volume /= 1 - writers.additive  # AI pages that come on top
    if scenario.web.pages_per_month * volume > MOST_PAGES:
        pages = show_number(scenario.web.pages_per_month)
        wrong = f"{pages} pages a month can't be counted exactly over {len(months)} months"
        most = f"must be at most {MOST_PAGES / volume:.2e}".replace("e+", "e")
        causes = (("time", "history_years"), ("time", "end"), ("time", "start"), ("writers", "growth"))
        yield Fault(("web", "pages_per_month"), wrong, most, causes=causes)


Check = Callable[[Scenario], Iterator[Fault]]
_RELEASES: Path = ("lab", "first_release")
CHECKS: tuple[tuple[Check, tuple[Path, ...]], ...] = (
    (_time, (("time", "start"), ("time", "end"))),
    (_dates_in_range, (("time", "start"), ("time", "end"))),
    (_interventions_in_order, (("interventions", "*", "date"),)),
    (_text_exists, ()),
    (_crawlers_exist, (("crawlers",),)),
    (_labs_exist, (("labs",),)),
    (_something_to_train_on, (("time",), ("lab", "cutoff_lag"))),
    (_models_before_use, (_RELEASES, ("writers", "launch"), ("pinned_pollution",))),
    (_communities_exist, (("communities",),)),
    (_within_reach, (("writers", "assist_bins"),)),
    (_someone_publishes, (("lab", "market_share"),)),
    (_countable, (("time",),)),
    (learners_fit_content, (("content",),)),
    (learners_can_learn, (("content",),)),
    (labs_fit_content, (("content",),)),
    (detectors_can_read, (("content",),)),
    (detectors_come_to_know, (("time",), _RELEASES)),
    (ideas_where_needed, (("content",),)),
    (pages_where_needed, (("content",), ("lab", "accumulation"), ("lab", "budget"), ("archive",), ("web", "lifetime"))),
    (draws_are_whole, (("content",),)),
    (choices_have_rewards, (("ideas",),)),
    (links_where_needed, (("sites",),)),
    (sites_for_all, (("writers", "segments"), ("communities",))),
    (site_files_readable, (("writers", "segments"), ("communities",))),
    (signed_pages_exist, (("labels",), ("interventions",))),
    (archive_can_be_impure, (("archive", "date"), _RELEASES)),
    (instruments_see_something, (("writers", "segments"), ("crawlers",))),
    (instruments_fit_content, (("content",),)),
    (corpus_is_readable, (("content",), ("communities",))),
    (pages_are_documents, (("content",),)),
)
"""Each check with what it compares others to: where that was left out, the check is not made."""
OPENING: tuple[Check, ...] = (_something_to_train_on, archive_can_be_impure)
"""Checks of how a run begins: they say nothing about later interventions."""
