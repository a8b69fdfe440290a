"""A case: one scenario of a paper, with how long and how often it is run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from webloop.months import format_month
from webloop.scenario.resolve import Resolved, load_scenario
from webloop.scenario.shipped import shipped_folder

_FIRST = 2000 * 12  # the month of generation 1 in every scenario of the suite


@dataclass(frozen=True, eq=False)
class Case:
    """One scenario, and how it is run. One month is one generation.

    Attributes:
        name: unique within its paper.
        scenario: its file, relative to scenarios/replication; or an absolute path, for papers of other packages.
        generations: generations, >= 2; generation 1 is fitted to human pages.
        replicates: replicates of the full suite, >= 2.
        quick: replicates under `--quick`, >= 2.
        metrics: what is recorded each generation.
        settings: values by dotted path that replace those of the file.
        seed: shared by cases that shall share their luck.
    """

    name: str
    scenario: str
    generations: int
    replicates: int
    quick: int
    metrics: tuple[str, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 1
    late: Callable[[], Mapping[str, Any]] = dict
    """Further settings that take reading: they are asked for when the case is run."""

    def wanted(self, *, quick: bool) -> int:
        """Replicates to run."""
        return self.quick if quick else self.replicates

    def resolved(self) -> Resolved:
        """The scenario.

        Raises:
            ScenarioError: when it can't be run.
            InputError: when `late` can't say its settings.
        """
        end = format_month(_FIRST + self.generations - 1)
        file = shipped_folder() / "replication" / self.scenario
        return load_scenario(file, {**self.late(), **self.settings, "time.end": end}, self.name)
