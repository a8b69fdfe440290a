"""What findings are made of: the metrics that lead, the scenarios that are policies, and what they are called."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from webloop.errors import InputError
from webloop.months import format_month
from webloop.outcomes.compare import compare
from webloop.outcomes.findings.wording import listed, quoted
from webloop.outcomes.paired import Floats
from webloop.outcomes.panel import Panel
from webloop.outcomes.ranking import ranked
from webloop.outcomes.results import Results
from webloop.outcomes.unlike import unlike_by
from webloop.outcomes.watched import follow_up, reference_month

LEADING = 6
"""Metrics that sentences are about: every one more takes a part of what is there to tell the others."""
PRICES = ("policy_cost", "human_pages_lost")
"""What a policy costs: never a reason to praise one, but the other side of what it gains."""


class Evidence:
    """The results of a study as findings need them; each part is worked out when it is asked for, once.

    Args:
        results: what was run.

    Raises:
        InputError: when no run of the baseline finished, no metric was recorded, or no draws are a sample.

    Attributes:
        results: what was run.
        panel: monthly metrics of all runs.
        month: the last month that all scenarios reach.
    """

    def __init__(self, results: Results) -> None:
        self.results = results
        if not results.monthly_metrics:
            raise InputError(f"{results.folder} has no metric with a value every month")
        self.panel = Panel(results, next(iter(results.monthly_metrics)))
        self.month = self.panel.months[self.panel.last]
        self._values: dict[str, Floats] = {}

    def values(self, metric: str) -> Floats:
        """A metric of all runs up to the last month, (scenarios, months, draws, replicates)."""
        if metric not in self._values:
            self._values[metric] = self.panel.values(metric)[:, : self.panel.last + 1]
        return self._values[metric]

    @cached_property
    def leading(self) -> list[str]:
        """The first headline metrics that have values and a better way, and compare between scenarios."""
        names = [name for name in ranked(self.results) if name not in PRICES and not unlike_by(self.results, [name])]
        return [name for name in names if self._there(name)][:LEADING]

    @cached_property
    def prices(self) -> list[str]:
        """What a policy costs, as far as it was recorded."""
        return [name for name in PRICES if name in self.results.monthly_metrics and self._there(name)]

    @cached_property
    def policies(self) -> list[str]:
        """Scenarios to compare with the baseline; a world without AI text is none, unless there is nothing else."""
        others = [name for name in self.panel.scenarios if name != self.results.baseline]
        return [name for name in others if name not in self._without_ai] or others

    @cached_property
    def left_out(self) -> list[str]:
        """Worlds without AI text beside the policies, which are compared with nothing."""
        return [name for name in self.panel.scenarios if name not in {*self.policies, self.results.baseline}]

    @cached_property
    def pool(self) -> list[int]:
        """Places of the policies and the baseline among the scenarios of the panel."""
        names = {*self.policies, self.results.baseline}
        return [place for place, name in enumerate(self.panel.scenarios) if name in names]

    @property
    def several(self) -> bool:
        """Whether there is a policy."""
        return bool(self.policies)

    @property
    def tested(self) -> bool:
        """Whether chance can be told: there are two replicates of each scenario at least."""
        return self.results.replicates > 1

    @cached_property
    def comparison(self) -> pd.DataFrame:
        """Rows of `compare` for every policy, leading metric and price."""
        table = compare(self.results, [*self.leading, *self.prices])
        return table[table["scenario"].isin(self.policies)].reset_index(drop=True)

    @cached_property
    def watched(self) -> pd.DataFrame | None:
        """How long every run was watched for collapse; None where there are no dates."""
        try:
            return follow_up(self.results)
        except InputError:
            return None

    def said(self, scenario: str) -> str:
        """What a scenario is called in a sentence: its title, quoted; cells of a sweep with their values."""
        title, cells = self.results.title(scenario), self.results.manifest.get("cells") or {}
        if scenario in cells:
            swept = {cell["scenario"] for cell in cells.values()}
            values = " ".join(scenario.removeprefix(f"{cells[scenario]['scenario']} ").split())
            return quoted(values) if len(swept) == 1 else f"{quoted(title)} ({values})"
        alike = [name for name in self.results.scenarios if name not in cells and self.results.title(name) == title]
        return quoted(title) if len(alike) == 1 else f"{quoted(title)} ({' '.join(scenario.split())})"

    def listed(self, scenarios: Sequence[str]) -> str:
        """Several scenarios in a sentence; of very many the first few."""
        return listed([self.said(name) for name in scenarios])

    def reference(self, scenario: str) -> str | None:
        """The month whose values count as intact, `YYYY-MM`; None where the scenario's file is lost."""
        try:
            return format_month(reference_month(self.results, scenario))
        except InputError:
            return None

    @cached_property
    def _without_ai(self) -> set[str]:
        """Scenarios in which nothing is ever written by AI, where the baseline has such pages."""
        if "pollution_flow" not in self.results.monthly_metrics:
            return set()
        flow = self.values("pollution_flow")
        clean = np.nansum(np.abs(flow), axis=(1, 2, 3)) == 0
        names = self.panel.scenarios
        return set() if clean[self.panel.baseline] else {names[place] for place in np.flatnonzero(clean)}

    def _there(self, metric: str) -> bool:
        """Whether a metric has a value at the end in the baseline, and in another scenario if there is one."""
        now = self.values(metric)[:, -1].reshape(len(self.panel.scenarios), -1)
        there = np.asarray(~np.isnan(now).all(axis=1))
        return bool(there[self.panel.baseline] and (len(now) == 1 or there.sum() > 1))
