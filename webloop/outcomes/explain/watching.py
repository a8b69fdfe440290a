"""A witness of a run: looks at the world at the end of the months that are asked about, and changes nothing."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from webloop.content.groups import Provenance
from webloop.metrics.view import WorldView
from webloop.outcomes.explain.facts import PROVENANCES, Publisher, Seen, Since, Writer, by_provenance
from webloop.outcomes.explain.releasing import releases
from webloop.outcomes.explain.training import trainings
from webloop.world.lab import Model

if TYPE_CHECKING:
    from webloop.world.world import World


class Witness:
    """An observer.

    Args:
        months: those to look at, as whole numbers.
        replicate: place of the run in its block; 0 outside of blocks.

    Attributes:
        seen: what was seen, by month.
    """

    def __init__(self, months: Collection[int], replicate: int = 0) -> None:
        self._months = frozenset(months)
        self._replicate = replicate
        self._deployed: dict[str, Model] = {}  # at the end of the month before: they wrote this month
        self._since: dict[str, Since] = {}
        self.seen: dict[int, Seen] = {}

    def observe(self, world: "World") -> None:
        """Look at a month."""
        pages = {group: batch.pages for group, batch in world.new.items()}
        self._since = _since(world, self._since, by_provenance(pages))
        if world.month in self._months:
            self.seen[world.month] = Seen(
                month=world.month,
                rules=world.rules,
                pages=pages,
                publishers=_publishers(world),
                writers=_writers(world, self._deployed),
                live=_live(world),
                fetched=_fetched(world),
                stored={name: sum(store.fetched.values()) for name, store in world.crawlers.items()},
                trainings=trainings(world, self._replicate),
                releases=releases(world, WorldView(world).truth, self._deployed),
                due={lab.name: lab.next_release for lab in world.labs},
                since=self._since,
            )
        self._deployed = {lab.name: lab.newest for lab in world.labs if lab.newest}


def _since(world: "World", before: Mapping[str, Since], published: Mapping[Provenance, int]) -> dict[str, Since]:
    """What has come since each lab's newest model: nothing in the month of its release."""
    out: dict[str, Since] = {}
    for lab in world.labs:
        if lab.newest and lab.newest.released == world.month:
            out[lab.name] = Since(world.month, dict.fromkeys(PROVENANCES, 0))
        elif lab.name in before:
            was = before[lab.name]
            out[lab.name] = Since(was.month, {name: was.published[name] + published[name] for name in PROVENANCES})
    return out


def _publishers(world: "World") -> tuple[Publisher, ...]:
    cells, flow = world.cells, world.flow
    rows = []
    for index, (own, with_ai, farmed) in enumerate(
        zip(flow.own.tolist(), flow.with_ai.tolist(), flow.farmed.tolist(), strict=True)
    ):
        farm = index == cells.farm
        segment = None if farm else cells.segments[cells.segment[index]]
        community = None if farm else cells.communities[cells.community[index]]
        rows.append(Publisher(segment, community, own, with_ai, farmed))
    return tuple(rows)


def _writers(world: "World", deployed: dict[str, Model]) -> tuple[Writer, ...]:
    """Models in use this month; a lab's demand is that of the month until the next one begins."""
    demand = {lab.name: lab.demand for lab in world.labs if lab.name in deployed}
    total = sum(demand.values())
    return tuple(
        Writer(name, deployed[name].generation, asked / total if total > 0 else float("nan"))
        for name, asked in demand.items()
    )


def _live(world: "World") -> dict[Provenance, int]:
    live = world.web.live.items()
    return {name: sum(int(pages.sum()) for row, pages in live if row[0] == name) for name in PROVENANCES}


def _fetched(world: "World") -> dict[str, dict[Provenance, int]]:
    return {
        name: by_provenance(
            {group: world.domain.size(content) for group, content in store.months.get(world.month, {}).items()}
        )
        for name, store in world.crawlers.items()
    }
