"""The desk: what all pages of one `webloop explore` share, and the work that a page asks it for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from time import monotonic

from webloop.live.explored import Explored, Moved, changed
from webloop.live.kinds import Pin
from webloop.live.levers import LEVERS
from webloop.live.panel import Panel, mean
from webloop.live.running import Luck, Runs, SupersededError, Watch, lines, watched
from webloop.live.sites import graph_of
from webloop.metrics.registry import Metric, metrics
from webloop.months import format_month
from webloop.outcomes.findings.evidence import PRICES
from webloop.outcomes.headlines import ECOLOGY, HEADLINES
from webloop.plots.site_graph import SiteGraph
from webloop.run.recorder import Trajectory, check_measurable, select

_OFTEN = 0.4  # seconds; more often nobody reads it, and each time costs the run some of its own
PANELS = 6
"""Panels of a page, unless one asks for others; those of UNLESS_ZERO come on top."""
UNLESS_ZERO = (*PRICES, "minority_share")
"""What a policy costs and whom: not left out because other panels come first."""
_ROW = 3  # panels, on a screen: costs stand in the second row, where they are seen
PINNED = {lever.path: lever.metric for lever in LEVERS if isinstance(lever, Pin)}
"""Metrics that levers pin, by the path of the lever."""
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Request:
    """What a page asks for.

    Attributes:
        moved: where levers were moved to, by path.
        since: the month from which they change things.
    """

    moved: Moved
    since: int


@dataclass(frozen=True)
class Answer:
    """What a page shows of a request: more of it from one answer to the next.

    Attributes:
        panels: what is drawn.
        present: what the baseline has, in the month from which levers change things, where a lever pins it; by path.
        baseline: the baseline's sites, once they have places, if it has some.
        changed: the sites with levers moved.
    """

    panels: list[Panel]
    present: Mapping[str, float] = field(default_factory=dict)
    baseline: SiteGraph | None = None
    changed: SiteGraph | None = None


@dataclass
class Desk:
    """A scenario on the desk. Its baseline is run once, whoever asks.

    Attributes:
        explored: the scenario.
        luck: the replicates that are run.
        metrics: what panels show.
        always: whether there is a panel also of what is zero in both lines: of costs that nobody has.
    """

    explored: Explored
    luck: Luck
    metrics: list[Metric]
    always: bool = False
    _done: list[Trajectory] = field(default_factory=list)  # of the baseline
    _graphs: list[SiteGraph | None] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._runs = Runs(
            self.explored.resolved, self.luck, {each.name for each in self.metrics} | set(PINNED.values())
        )

    def answers(self, request: Request, stopped: Event, tell: Tell) -> Iterator[Answer]:
        """Do what a page asks for, replicate by replicate.

        Args:
            request: what it asks for.
            stopped: set when it asks for something else; then nothing more comes.
            tell: called with what is being done, in words.

        Raises:
            ScenarioError: when a scenario can't be like that.
        """
        try:
            yield from self._answers(request, stopped, tell)
        except SupersededError:
            return

    def _answers(self, request: Request, stopped: Event, tell: Tell) -> Iterator[Answer]:
        other = changed(self.explored, request.moved, request.since)
        moved = other is not self.explored.resolved
        watch = watched(stopped, self._told("the scenario with your changes", tell))
        theirs = self._runs.batches(other, request.since, watch)
        runs: list[Trajectory] = []
        panels: list[Panel] = []
        for number in range(1, self.luck.replicates + 1):
            self._see_to_baseline(number, request.since, stopped, tell)
            while moved and len(runs) < number:
                runs += next(theirs)
            panels = self._panels(number, runs, request)
            yield Answer(panels, self._present(request.since))
        if self._done[0].sites:
            tell("finding places for the sites")
            base = self._places()
            now = self._present(request.since)
            yield Answer(panels, now, base, graph_of(runs[0], base) if moved else None)

    def _see_to_baseline(self, number: int, since: int, stopped: Event, tell: Tell) -> None:
        """Run so many replicates of the baseline, unless they have been run; others will want to part from them."""
        with self._lock:
            watch = watched(stopped, self._told("the baseline", tell))
            while len(self._done) < number:
                self._done += next(self._runs.batches(self.explored.resolved, since, watch, len(self._done)))

    def _places(self) -> SiteGraph | None:
        """The baseline's sites with their places, which take a second or two to find."""
        with self._lock:
            if not self._graphs:
                self._graphs.append(graph_of(self._done[0]))
            return self._graphs[0]

    def _panels(self, number: int, runs: Sequence[Trajectory], request: Request) -> list[Panel]:
        months = self._done[0].monthly["month"]
        drawn = [
            Panel(
                metric,
                months,
                lines(self._done[:number], metric.name),
                lines(runs[:number], metric.name) if runs else None,
                request.since if runs else None,
            )
            for metric in self.metrics
        ]
        return [each for each in drawn if self.always or each.metric.name not in UNLESS_ZERO or not each.is_zero]

    def _present(self, since: int) -> dict[str, float]:
        """What pins may hold, as the baseline has it in a month: the mean over replicates."""
        at = since - self.explored.start
        found = {path: mean(lines(self._done, name)[:, at : at + 1])[0] for path, name in PINNED.items()}
        return {path: float(value) for path, value in found.items() if value == value}

    def _told(self, what: str, tell: Tell) -> Watch:
        """Say which year of what is being simulated."""
        replicates = self.luck.replicates
        last = -_OFTEN

        def said(replicate: int, month: int) -> None:
            nonlocal last
            if monotonic() - last >= _OFTEN:
                last = monotonic()
                which = f", replicate {replicate + 1} of {replicates}" if replicates > 1 else ""
                tell(f"simulating {what}{which}: {format_month(month)[:4]}")

        return said


def shown_metrics(explored: Explored, chosen: Sequence[str]) -> list[Metric]:
    """What panels show: the metrics chosen, or the first headline ones with a value every month and what policies cost.

    Args:
        explored: the scenario. Where it has sites, what is read and who writes comes first.
        chosen: names of metrics; none for the headline ones.

    Raises:
        InputError: when there is no metric of a name, or none of the scenario's content.
    """
    known = metrics()
    if chosen:
        check_measurable(select(chosen), {explored.resolved.scenario.content.kind})
        return [known[name] for name in dict.fromkeys(chosen)]
    scenario = explored.resolved.scenario
    first = ECOLOGY if scenario.sites is not None else ()
    named = [known[name] for name in dict.fromkeys((*first, *HEADLINES))]
    named = [each for each in named if each.measures(scenario.content.kind) and each.level != "generation"]
    costs = [each for each in named if each.name in PRICES]
    shown = [each for each in named if each.name not in UNLESS_ZERO][:PANELS]
    whom = [each for each in named if each.name in UNLESS_ZERO and each not in costs]
    return [*shown[:_ROW], *costs, *shown[_ROW:], *whom]
