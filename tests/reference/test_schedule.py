"""Which submodels decide in which phase: said in a table, and held against what the loop does."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from webloop.reference.schedule import OWNERS, schedule_table
from webloop.reference.submodels import contract
from webloop.registry import kinds, roles
from webloop.run.runner import run_once
from webloop.scenario.resolve import load_scenario
from webloop.world.loop import PHASES

EVERYTHING = """\
extends: webloop/ecology
time: {start: 2021-01, end: 2025-12, history_years: 1}
ideas: {number: 4, errors: 1, rewards: [1, 0, 0, 0]}
sites: {number: 60}
web: {pages_per_month: 20000}
lab:
  cadence: 6
  choice: best_of
  mix: {archive: {share: 0.1}, licensed: {share: 0.1}}
  filter: {detector: classifier}
readers: {overview: overview}
writers: {segments: {qa: {adoption: bass}}}
instruments: {survey: {kind: ai_share, counts: any, frame: new, pages: 100}}
"""
NO_DECISION = {"content", "distribution"}
"""Roles that nobody asks in a month: what pages hold is built before, what is uncertain is drawn before."""


WHEN_IT_OPENS = {"lifetime"}
"""Roles that decide what happens to pages each month, and are asked once for how: durability classes do not change."""
CONTRACTS = {contract(role) for role in roles()}


class Spy:
    """Who is asked in which phase.

    Attributes:
        phase: the one that runs; None between months and before the first.
        asked: roles by phase.
    """

    def __init__(self) -> None:
        self.phase: str | None = None
        self.asked: dict[str, set[str]] = {phase.__name__: set() for phase in PHASES}

    def on(self, role: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def asked(*args: Any, **named: Any) -> Any:
            if self.phase is not None:
                self.asked[self.phase].add(role)
            return method(*args, **named)

        return asked

    def during(self, phase: Callable[[Any], None]) -> Callable[[Any], None]:
        def running(world: Any) -> None:
            self.phase = phase.__name__
            phase(world)
            self.phase = None

        return running


def test_the_table_names_every_phase() -> None:
    assert list(OWNERS) == [phase.__name__ for phase in PHASES]
    assert set(roles()) - NO_DECISION == {role for _, asked in OWNERS.values() for role in asked}


def test_submodels_decide_where_the_table_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scenario_file: Callable[..., Path]
) -> None:
    """Every method of every kind is watched while a world with everything turned on runs for five years."""
    resolved = load_scenario(scenario_file(EVERYTHING))
    spy = Spy()
    for role, cls in sorted({(each, base) for each in roles() for base in bases(each)}, key=str):
        for name, method in vars(cls).items():
            if callable(method) and not name.startswith(("_", "model_")):
                monkeypatch.setattr(cls, name, spy.on(role, method))
    monkeypatch.setattr("webloop.world.loop.PHASES", tuple(spy.during(phase) for phase in PHASES))
    run_once(resolved, 1, 0)
    decided = {phase: set(expected) for phase, (_, expected) in OWNERS.items()}
    decided["decay"] -= WHEN_IT_OPENS
    assert spy.asked.pop("observe") >= decided.pop("observe")  # who measures may ask others, too
    assert spy.asked == decided


def bases(role: str) -> set[type]:
    """The classes of a role's kinds that hold what they do."""
    found = {base for cls in kinds(role).values() for base in cls.__mro__}
    return {base for base in found if base.__module__.startswith("webloop.submodels.") and base not in CONTRACTS}


def test_the_table_is_in_the_order_of_the_loop() -> None:
    rows = schedule_table().splitlines()[2:]
    assert [row.split("|")[2].strip(" `") for row in rows] == [phase.__name__ for phase in PHASES]
    assert "[adoption](reference.md#adoption)" in schedule_table("", "reference.md")
    assert "(../webloop/world/loop.py)" not in schedule_table("../")
    assert "(../webloop/world/people.py)" in schedule_table("../")
