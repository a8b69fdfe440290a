"""Attention: what people read of the live web, by kind of page and by whose sites it is found on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.world.bins import members
from webloop.world.cells import shares
from webloop.world.ledger import Row

if TYPE_CHECKING:
    from webloop.world.world import World

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Attention:
    """What people read in a month. Reading is counted in pages of the live web: only ratios mean something.

    Attributes:
        fractions: shares of AI text, (bins,).
        seen: reading by share of AI text; answers that replaced a page are synthetic text, (bins,).
        rows: the rows of the ledger.
        read: reading that reached pages, by row and cell, (rows, cells).
        live: live pages by row and cell, (rows, cells).
        clicked: share of the reading of each cell's pages that was not answered before, (cells,).
        without_ai: reading of each cell's pages if there were no AI text, in a unit of its own, (cells,).
        sites: relative attention of each site, before what AI text costs a page, (sites,).
    """

    fractions: Floats
    seen: Floats
    rows: tuple[Row, ...]
    read: Floats
    live: Floats
    clicked: Floats
    without_ai: Floats
    sites: Floats

    @property
    def human_text(self) -> Floats:
        """Share of each row's text that people wrote, (rows,)."""
        return np.array([1.0 - fraction for _, fraction in self.rows])

    def reward(self) -> Floats:
        """Readers of people's text, by cell, relative to those it had if there were no AI text, (cells,).

        People read as much as ever: AI text brings no new readers, it takes the time of those there are.
        """
        found, usual = self.human_text @ self.read, shares(self.without_ai) * self.seen.sum()
        reward: Floats = np.divide(found, usual, out=np.ones_like(found), where=usual > 0)
        return reward

    def farm_reward(self, odds: float) -> float:
        """Readers of a page of content farms, relative to a page on a web without AI text.

        As long as farms have no pages it is what any synthetic page finds.

        Args:
            odds: weight of a synthetic page among what is seen: what the first one would find.
        """
        readers = (self.human_text @ self.live).sum() / self.seen.sum() if self.seen.sum() > 0 else 0.0
        synthetic = [index for index, (_, fraction) in enumerate(self.rows) if fraction == 1.0]
        for cells in (slice(-1, None), slice(None)):
            live, read = self.live[synthetic, cells].sum(), self.read[synthetic, cells].sum()
            if live > 0:
                return float(read / live * readers)
        return odds * float(self.clicked[-1])


def attend(world: "World") -> Attention:
    """What people read this month, given ranking, visibility and answers."""
    rows = tuple(sorted(world.web.live, key=lambda row: row[1]))
    sites = world.sites
    spread = [sites.shares(world.web, row) for row in rows]
    held = shares(np.sum(spread, axis=0))
    ranking = world.rules.readers.ranking
    attention = ranking.attention(sites.rank, held)
    text = shares(np.sum([each * (1 - fraction) for each, (_, fraction) in zip(spread, rows, strict=True)], axis=0))
    without_ai = sites.by_cell(ranking.attention(sites.rank, text))
    alike = attention is held  # every page is as likely to be found
    per_page = None if alike else _normalised(attention, held)
    live = np.stack([sites.by_cell(each) for each in spread])
    found = live if per_page is None else np.stack([sites.by_cell(each * per_page) for each in spread])
    left = _clicked(world)
    clicked = np.ones(len(world.cells)) if left is None else left
    kinds = [members(world.rules.writers.assist_bins, row[1]) for row in rows]
    odds = world.rules.readers.visibility.weight(np.array([each.fraction for kind in kinds for each in kind]))
    seen: list[float] = []
    read: list[Floats] = []
    answered = 0.0
    for index, kind in enumerate(kinds):
        total = float(world.web.live[rows[index]].sum()) if per_page is None else float(found[index].sum())
        reached = float(found[index] @ clicked) / total if total > 0 and left is not None else 1.0
        weights = odds[len(seen) : len(seen) + len(kind)]
        mean = float(sum(each.share * weight for each, weight in zip(kind, weights, strict=True)))
        seen += [total * each.share * reached * weight for each, weight in zip(kind, weights, strict=True)]
        answered += total * mean * (1 - reached)
        read.append(found[index] * mean * clicked)
    fractions = [each.fraction for kind in kinds for each in kind]
    if answered > 0:
        fractions, seen = [*fractions, 1.0], [*seen, answered]
    return Attention(np.array(fractions), np.array(seen), rows, np.stack(read), live, clicked, without_ai, attention)


def _normalised(attention: Floats, held: Floats) -> Floats:
    """Attention per page, relative to the mean page, (sites,)."""
    total = attention[held > 0].sum()
    out = np.divide(attention, held, out=np.zeros_like(held), where=held > 0)
    return out / total if total > 0 else out


def _clicked(world: "World") -> Floats | None:
    """Share of the reading of each cell's pages that no answer has replaced, (cells,); None if all of it.

    There are answers after the launch of public AI tools, as soon as writers can ask a model as well.
    """
    rules = world.rules
    months = world.month - rules.writers.launch
    if months <= 0 or not any(lab.newest and lab.demand > 0 for lab in world.labs):
        return None
    unclicked = rules.readers.overview.unclicked() if rules.readers.overview else 0.0
    answered = world.cells.taken_up([each.answered for each in rules.writers.segments.values()], months)
    if answered is None:
        return None if unclicked == 0 else np.full(len(world.cells), 1 - unclicked)
    return (1 - unclicked) * (1 - answered)
