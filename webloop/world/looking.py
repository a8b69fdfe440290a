"""The web of a month as instruments see it: expected pages by segment and share of AI text, in any frame."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.scenario.pins import pinned_share
from webloop.submodels.roles import Frame
from webloop.world.bins import members, pooled
from webloop.world.cells import shares
from webloop.world.ledger import Row
from webloop.world.market import on_offer
from webloop.world.people import volumes
from webloop.world.reach import reach, shut_out

if TYPE_CHECKING:
    from webloop.world.world import World

Floats = NDArray[np.float64]
Census = dict[float, Floats]
"""Expected pages by share of AI text, each by cell, (cells,)."""


class WorldLook:
    """What instruments may see of a world at the end of a month. It draws nothing and changes nothing.

    Pages of a frame are expected ones; what crawlers fetched and models were trained on has been drawn by the loop.

    Args:
        world: the world, or one replicate of a block.
    """

    def __init__(self, world: "World") -> None:
        self._world = world
        self._known: dict[tuple[str, str], Census] = {}

    def pages(self, frame: Frame, segments: Sequence[str] | None, crawler: str) -> tuple[Floats, Floats]:
        """Shares of AI text and the pages of each, as `Look.pages` says."""
        key = (frame, crawler if frame == "crawled" else "")
        if key not in self._known:
            self._known[key] = self._census(frame, crawler)
        census, cells = self._known[key], self._cells(segments)
        return np.array(list(census)), np.array([float(pages[cells].sum()) for pages in census.values()])

    def published(self, segments: Sequence[str] | None) -> float:
        """People's pages of this month."""
        return float(self._people[self._cells(segments)].sum())

    def usual(self, segments: Sequence[str] | None, month: int) -> float:
        """People's pages of a month without AI, if nobody left."""
        by_cell = self._world.cells.sums(self._world.cohorts, volumes(self._world, month))
        return float(by_cell[self._cells(segments)].sum())

    def lost(self, months: float) -> float:
        """Share of people's pages of that age that are gone."""
        classes, survival = self._world.rules.web.lifetime.classes(1.0)
        return float(1 - classes @ survival**months)

    def corpus(self, months: int) -> float:
        """Tokens of the largest training set lately released."""
        tokens = self._world.rules.web.tokens_per_page
        found = []
        for lab in self._world.labs:
            if lab.newest and lab.newest.released > self._world.month - months:
                budget = lab.rules.budget
                web_share = 1.0 if budget == "unlimited" else budget.web_share
                found.append(float(np.max(lab.newest.training.size)) * tokens / web_share)
        return max(found, default=float("nan"))

    def fetched(self, crawler: str) -> float:
        """Pages of this month that a crawler fetches."""
        corpus = self._world.crawlers[crawler].months.get(self._world.month, {})
        return float(sum(self._world.domain.size(content) for content in corpus.values()))

    def shut_out(self, segments: Sequence[str] | None) -> float:
        """Share of people's new pages on closed sites."""
        cells = self._cells(segments)
        return float(shares(self._people[cells]) @ self._closed[cells])

    def sameness(self) -> tuple[float, float]:
        """Sums of squares of what people write and of what models on offer publish."""
        demand, models = on_offer(self._world.domain, self._world.labs)
        people = float(np.square(self._world.truth).sum())
        return people, float(np.square(models).sum()) if demand > 0 else float("nan")

    @property
    def _people(self) -> Floats:
        """People's pages of this month, (cells,)."""
        return self._world.flow.own + self._world.flow.with_ai

    @cached_property
    def _closed(self) -> Floats:
        """Share of each cell's pages that are shut to crawlers, (cells,)."""
        closed = shut_out(self._world)
        return np.zeros(len(self._world.cells)) if closed is None else self._world.sites.mean_by_cell(closed)

    def _cells(self, segments: Sequence[str] | None) -> NDArray[np.bool_]:
        """Which cells belong to some segments; all for None, farms included."""
        cells = self._world.cells
        if segments is None:
            return np.ones(len(cells), dtype=np.bool_)
        return np.isin(cells.segment, [cells.segments.index(name) for name in segments])

    def _census(self, frame: Frame, crawler: str) -> Census:
        if frame == "new":
            return self._new()
        if frame == "crawled":
            chance = reach(self._world, self._world.rules.crawlers[crawler])
            pooled_as = self._pooled_as()
            return {f: pages * np.clip(chance.at(pooled_as.get(f, f)), 0.0, 1.0) for f, pages in self._new().items()}
        seen = self._world.attention
        if frame == "live":
            return self._split(seen.live, visible=False)
        shown = self._split(seen.read, visible=True)
        # what answers have replaced was shown all the same
        shown = {
            fraction: np.divide(pages, seen.clicked, out=np.zeros_like(pages), where=seen.clicked > 0)
            for fraction, pages in shown.items()
        }
        return shown if frame == "visible" else {f: pages * (1 - self._closed) for f, pages in shown.items()}

    def _new(self) -> Census:
        """New pages."""
        flow = self._world.flow
        census: Census = {0.0: flow.own}
        if pinned_share(self._world.rules, self._world.month) is None:
            for each in self._world.rules.writers.assist_bins:
                census[each.fraction] = flow.with_ai * each.share
            census[1.0] = census.get(1.0, np.zeros_like(flow.own)) + flow.farmed
        else:
            census[1.0] = flow.with_ai + flow.farmed
        return census

    def _pooled_as(self) -> dict[float, float]:
        """The share of AI text that crawlers see in pages of each bin: that of the bins it is pooled with."""
        bins = self._world.rules.writers.assist_bins
        return {each.fraction: kind.fraction for kind in pooled(bins) for each in members(bins, kind.fraction)}

    def _split(self, by_row: Floats, *, visible: bool) -> Census:
        """Pages by row, (rows, cells), by the bins behind each row; of visible ones by their odds as well."""
        rows = self._world.attention.rows
        census: Census = {}
        for row, pages in zip(rows, by_row, strict=True):
            for fraction, share in self._bins(row, visible=visible):
                census[fraction] = census.get(fraction, np.zeros(len(pages))) + pages * share
        return census if census else {0.0: np.zeros(len(self._world.cells))}

    def _bins(self, row: Row, *, visible: bool) -> list[tuple[float, float]]:
        """The bins behind a row and their shares of its pages, or of what is visible of them."""
        rules = self._world.rules
        bins = members(rules.writers.assist_bins, row[1])
        fractions, share = (np.array(each) for each in zip(*((b.fraction, b.share) for b in bins), strict=True))
        if visible:
            share = shares(share * rules.readers.visibility.weight(fractions))
        return list(zip(fractions.tolist(), share.tolist(), strict=True))
