"""The world: everything that changes from month to month, as a Mesa model."""

from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
from numpy.typing import NDArray

from webloop.content.domain import Domain
from webloop.content.groups import Group
from webloop.content.setting import Setting
from webloop.scenario.resolve import Resolved
from webloop.scenario.schema import Scenario
from webloop.streams import Streams
from webloop.world.archive import Archive
from webloop.world.attention import Attention
from webloop.world.cells import Cells, Flow
from webloop.world.cohort import WriterCohort, build_cohorts
from webloop.world.founding import found
from webloop.world.habits import Habits
from webloop.world.lab import LabAgent
from webloop.world.ledger import Web
from webloop.world.licensing import Licences
from webloop.world.loop import step
from webloop.world.opening import open_web
from webloop.world.pages import Batch, HumanPages
from webloop.world.people import volumes
from webloop.world.store import Store

if TYPE_CHECKING:
    from webloop.world.observing import Observer


class World(mesa.Model):
    """Writers, labs and the web of one run.

    Args:
        resolved: the scenario.
        streams: the run's random streams; the same seed and replicate give the same world.
        replicates: how many replicates are run side by side: they differ in what pages say only (see `run.blocks`).
        observer: called at the end of every month; it sees the world and must not change it.

    Attributes:
        month: the month that passes, or is about to.
        rules: what holds this month.
        domain: the content of pages.
        tastes: how each community writes this month.
        truth: what people know and write this month.
        cohorts: columns of the writer cohorts; `agents` are their views.
        labs: the labs, in the scenario's order.
        cells: who may own a site: publishers by segment and community, and content farms.
        flow: who publishes this month, by cell.
        sites: where pages stand.
        web: the live web.
        oldest: the month under which crawlers keep all older pages, and the share of them that was alive before the
            start by durability class and idea, (classes, ideas).
        archive: the snapshot of human pages.
        crawlers: the stores of fetched pages.
        ai_pages: pages with AI text that each community asks for this month.
        new: pages published this month, by group.
        published: human pages of each month, drawn when asked for.
        attention: what people read this month.
        habits: what communities have taken over from their reading.
        spent: US dollars that labs have paid for human data and for detectors.
        filtered_human: pages mostly written by people that filters have thrown away.
        filtered_ai: pages mostly written by models that filters have thrown away.
        releases: month and generation of every model released so far.
        licences: what labs owe and pay to those who write.
    """

    def __init__(
        self, resolved: Resolved, streams: Streams, observer: "Observer | None" = None, *, replicates: int = 1
    ) -> None:
        super().__init__(rng=streams.seed)
        self.resolved = resolved
        self.streams = streams
        self.observer = observer
        self.rules = resolved.scenario
        self.month = self.rules.time.start
        self.domain = build_domain(self.rules, streams, replicates)
        self.cohorts = build_cohorts(self.rules, streams)
        WriterCohort.create_agents(self, len(self.cohorts), self.cohorts, list(range(len(self.cohorts))))
        self.labs = [LabAgent(self, name, rules) for name, rules in self.rules.labs.items()]
        _let_go(self)
        lifetime = self.rules.web.lifetime
        self.web = Web(self.domain, lifetime.classes(1.0), lifetime.classes(self.rules.web.ai_hazard_ratio))
        self.archive = Archive()
        self.crawlers = {name: Store(self.domain) for name in self.rules.crawlers}
        self.ai_pages = np.zeros(len(self.rules.communities))
        self.new: dict[Group, Batch] = {}
        self.published = HumanPages(self.domain, streams)
        self.cells = Cells(self.cohorts.segments, self.cohorts.communities)
        self.flow = Flow(self.cells, *np.zeros((3, len(self.cells))))
        self.attention: Attention
        self.habits = Habits()
        self.spent = 0.0
        self.filtered_human = 0
        self.filtered_ai = 0
        self.releases: list[tuple[int, int]] = []
        self.licences = Licences()
        self.tastes: dict[str, Any] = {}
        self.truth: Any = None
        self.oldest: tuple[int, NDArray[np.float64]] = (self.month - 1, np.zeros((0, 0)))
        before = self.cells.sums(self.cohorts, volumes(self, self.month - 1))
        self.sites = found(self.rules, self.cells, before, streams)
        open_web(self)
        self.sites.settle(self.web, {row: before / before.sum() for row in self.web.live})

    def step(self) -> None:
        """Let one month pass."""
        self.tastes = self.habits.tastes(self.domain.tastes(self.month))
        self.truth = self.domain.human_truth(self.tastes)
        self.new = {}
        step(self)
        self.month += 1

    def run(self, until: int | None = None) -> None:
        """Let all months pass, or those before `until`."""
        end = self.rules.time.end + 1
        while self.month < (end if until is None else min(until, end)):
            self.step()


def build_domain(rules: Scenario, streams: Streams, replicates: int = 1) -> Domain[Any, Any]:
    """The content of a scenario's pages."""
    shares = {name: community.share for name, community in rules.communities.items()}
    first = rules.time.start - 12 * rules.time.history_years
    return rules.content.build(Setting(rules.ideas, shares, first, rules.time.end, streams, replicates))


def _let_go(world: World) -> None:
    """Take a world out of Mesa's count of agents, which below Mesa 3.4 keeps every model for as long as Python runs."""
    getattr(mesa.Agent, "_ids", {}).pop(world, None)
