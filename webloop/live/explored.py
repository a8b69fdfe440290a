"""A scenario that is being explored: the file as it is, and what it becomes when levers are moved."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from webloop.live.lever import Lever, Patch, Plain
from webloop.live.levers import LEVERS
from webloop.months import format_month, parse_month
from webloop.scenario.document import Document
from webloop.scenario.extends import with_value
from webloop.scenario.merge import put
from webloop.scenario.naming import full_name, locate
from webloop.scenario.problems import Origin
from webloop.scenario.resolve import Resolved, load_scenario, resolve
from webloop.scenario.shipped import PREFIX

Moved = Mapping[str, Any]
"""Where levers were moved to, by path."""

_FREE = parse_month("2027-01")  # observations end before it, and the shipped policies begin
_ORIGIN = Origin("moved levers")


@dataclass(frozen=True)
class Explored:
    """A scenario that is being explored.

    Attributes:
        resolved: the scenario as it is: its file, with the settings.
        extends: how a scenario file names it.
        settings: what `--set` changed, by dotted path.
    """

    resolved: Resolved
    extends: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What people call it."""
        return self.resolved.scenario.title or self.resolved.name

    @property
    def start(self) -> int:
        """The first month."""
        return self.resolved.scenario.time.start

    @property
    def first_free(self) -> int:
        """The month from which levers change things unless one says otherwise: the past is left as it was.

        That of the file's first intervention; without one January 2027, or the start where it lies outside the run.
        """
        dates = [month for month, _ in self.resolved.changes]
        if dates:
            return dates[0]
        return _FREE if self.start <= _FREE <= self.resolved.scenario.time.end else self.start

    def rules(self, month: int) -> dict[str, Any]:
        """What holds in a month, as plain data."""
        return self.resolved.at(month).model_dump(mode="json")

    def labs_from(self, month: int) -> Iterator[tuple[Plain, list[Plain]]]:
        """What every lab does and what each of them does, in a month and after each later change of the file."""
        for each in (self.resolved.at(month), *(later for date, later in self.resolved.changes if date > month)):
            yield each.lab.model_dump(mode="json"), [lab.model_dump(mode="json") for lab in each.labs.values()]


def load_explored(file: str, settings: Mapping[str, Any]) -> Explored:
    """Read the scenario to explore.

    Args:
        file: as for `load_scenario`.
        settings: values by dotted path that replace those of the file.

    Raises:
        ScenarioError: with all problems at once.
    """
    resolved = load_scenario(file, settings)
    name = full_name(file)
    return Explored(resolved, name if name.startswith(PREFIX) else str(locate(name).resolve()), settings)


@dataclass(frozen=True)
class Stand:
    """A lever as it stands.

    Attributes:
        lever: the lever.
        rules: what holds where it is moved, with the levers before it as they stand.
        month: the month from which it holds.
        was: where the file has it.
        value: where it is.
    """

    lever: Lever
    rules: Plain
    month: int
    was: Any
    value: Any

    @property
    def is_moved(self) -> bool:
        """Whether it stands elsewhere than in the file."""
        return bool(self.value != self.was)

    @property
    def patch(self) -> Patch:
        """What is set; nothing where it was not moved."""
        return self.lever.patch(self.rules, self.month, self.value) if self.is_moved else {}

    def said(self, value: Any) -> str:
        """A position of it, for people."""
        return self.lever.shown(self.rules, value)


def stands(explored: Explored, moved: Moved, since: int) -> Iterator[Stand]:
    """The levers that the scenario has, in order: one that is switched on brings those that need it.

    Args:
        explored: the scenario.
        moved: where levers were moved to; those that it does not have make no difference.
        since: the month from which they change things.
    """
    later, first = explored.rules(since), explored.rules(explored.start)
    for lever in LEVERS:
        if not lever.offered(later):
            continue
        fixed = lever.fixed(later)
        rules, month = (first, explored.start) if fixed else (later, since)
        was = lever.now(rules, month)
        stand = Stand(lever, rules, month, was, moved.get(lever.path, was))
        for path, value in stand.patch.items():
            later = put(later, tuple(path.split(".")), value)
        yield stand


def changed(explored: Explored, moved: Moved, since: int) -> Resolved:
    """The scenario with levers moved: it is the explored one until the month from which they hold.

    A lever holds until the end: what the file's own interventions make of the same value later is left out.

    Args:
        explored: the scenario.
        moved: where levers were moved to.
        since: the month from which they change things; with the first month it is as if the file said so. Levers whose
            values are fixed during a run change them from the first month in any case.

    Raises:
        ScenarioError: when a scenario can't be like that.
    """
    first, later = patches(explored, moved, since)
    if not first and not later:
        return explored.resolved
    document = explored.resolved.document
    document = replace(document, data=deepcopy(document.data))
    for path, value in first.items():
        document = with_value(document, path, value, _ORIGIN)
    document = _dated(document, interventions(explored, moved, since))
    return resolve(document, explored.resolved.name)


def patches(explored: Explored, moved: Moved, since: int) -> tuple[Patch, Patch]:
    """What moved levers set from the first month on, and what from their month on."""
    first: Patch = {}
    later: Patch = {}
    for stand in stands(explored, moved, since):
        (first if stand.month <= explored.start else later).update(stand.patch)
    return first, later


def interventions(explored: Explored, moved: Moved, since: int) -> list[dict[str, Any]]:
    """The interventions of the scenario with levers moved, as a scenario file writes them."""
    first, later = patches(explored, moved, since)
    before: list[dict[str, Any]] = []
    after: list[dict[str, Any]] = []
    for each in deepcopy(explored.resolved.document.data.get("interventions") or []):
        begun = parse_month(each["date"]) <= since
        each["set"] = _kept(each["set"], first if begun else {**first, **later})
        if each["set"]:
            (before if begun else after).append(each)
    if later:
        before.append({"date": format_month(since), "title": told(explored, moved, since), "set": later})
    return [*before, *after]


def told(explored: Explored, moved: Moved, since: int) -> str:
    """Which levers were moved where, in a line."""
    each = [
        f"{stand.lever.label}: {stand.said(stand.value)}" for stand in stands(explored, moved, since) if stand.is_moved
    ]
    return "; ".join(each).replace("\N{NO-BREAK SPACE}", " ")


def _kept(given: Mapping[str, Any], patch: Patch) -> dict[str, Any]:
    """What an intervention still sets while a patch holds: nothing at or below it, but it after what is above."""
    kept = {path: value for path, value in given.items() if not any(_within(path, over) for over in patch)}
    return kept | {over: value for over, value in patch.items() if any(_within(over, path) for path in kept)}


def _within(path: str, other: str) -> bool:
    return path == other or path.startswith(f"{other}.")


def _dated(document: Document, changes: list[dict[str, Any]]) -> Document:
    """The document with other interventions."""
    data = {key: value for key, value in document.data.items() if key != "interventions"}
    return replace(document, data={**data, **({"interventions": changes} if changes else {})})
