"""What people read this month: how ranking, visibility and AI answers divide their attention among pages."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from webloop.scenario.parts import AssistBin
from webloop.world.attention import Attention
from webloop.world.bins import members
from webloop.world.cells import shares
from webloop.world.ledger import HUMAN, Row

if TYPE_CHECKING:
    from webloop.world.world import World

Floats = NDArray[np.float64]


class _Kind(NamedTuple):
    """What a row's pages are to readers."""

    bins: tuple[AssistBin, ...]
    """The bins behind it."""
    odds: list[float]
    """Odds that a page of each bin is seen."""

    def moment(self, power: int) -> float:
        """Mean odds of its pages, or of their squares."""
        return float(sum(each.share * odds**power for each, odds in zip(self.bins, self.odds, strict=True)))


def attend(world: "World") -> Attention:
    """What people read this month, given ranking, visibility and answers."""
    sites = world.sites
    rows = tuple(sorted(world.web.live, key=lambda row: row[1]))
    kinds = _kinds(world, rows)
    held = [sites.expected(world.web, row) for row in rows]
    found = _attention(world, held)
    shown = held if found is None else _shown(found, held, kinds)
    live, by_cell = (np.stack([sites.by_cell(each) for each in pages]) for pages in (held, shown))
    left = _clicked(world)
    clicked = np.ones(len(world.cells)) if left is None else left
    seen: list[float] = []
    answered = 0.0
    for row, kind, cells in zip(rows, kinds, by_cell, strict=True):
        total = float(world.web.live[row].sum()) if shown is held else float(cells.sum())
        reached = float(cells @ clicked) / total if total > 0 and left is not None else 1.0
        seen += [total * each.share * reached * odds for each, odds in zip(kind.bins, kind.odds, strict=True)]
        answered += total * kind.moment(1) * (1 - reached)
    fractions = [each.fraction for kind in kinds for each in kind.bins]
    if answered > 0:
        fractions, seen = [*fractions, 1.0], [*seen, answered]
    means = np.array([kind.moment(1) for kind in kinds])
    reached_sites = np.sum([each * mean for each, mean in zip(shown, means, strict=True)], axis=0)
    without = _without_ai(world, rows, held)
    return Attention(
        fractions=np.array(fractions),
        seen=np.array(seen),
        rows=rows,
        read=by_cell * means[:, None] * clicked,
        live=live,
        clicked=clicked,
        without_ai=shares(sites.by_cell(world.rules.readers.ranking.attention(sites.rank, shares(without)))),
        pages_without_ai=float(without.sum()),
        sites=reached_sites * clicked[sites.cell],
    )


def _kinds(world: "World", rows: Sequence[Row]) -> list[_Kind]:
    """Bins of each row, and their odds."""
    bins = [members(world.rules.writers.assist_bins, fraction) for _, fraction in rows]
    odds = world.rules.readers.visibility.weight(np.array([each.fraction for kind in bins for each in kind])).tolist()
    return [_Kind(kind, [odds.pop(0) for _ in kind]) for kind in bins]


def _attention(world: "World", held: Sequence[Floats]) -> Floats | None:
    """Shares of sites in attention, (sites,); None where every page is as likely to be found as any other."""
    pages = shares(np.sum(held, axis=0))
    found = world.rules.readers.ranking.attention(world.sites.rank, pages)
    return None if found is pages else shares(np.where(pages > 0, found, 0.0))


def _shown(found: Floats, held: Sequence[Floats], kinds: Sequence[_Kind]) -> list[Floats]:
    """Pages of each row and site, (sites,), as often as they would be found if all kinds had even odds.

    Visitors of a site spread over its pages by their odds. A site is visited by the mean odds of what visitors find
    there, and so in full as long as nobody sees AI text on it, and by the odds of AI text where there is nothing else.
    """
    weight = np.sum([pages * kind.moment(1) for pages, kind in zip(held, kinds, strict=True)], axis=0)
    square = np.sum([pages * kind.moment(2) for pages, kind in zip(held, kinds, strict=True)], axis=0)
    total = float(np.sum(held))
    odds = np.divide(square, weight, out=np.zeros_like(weight), where=weight > 0)
    each = np.divide(total * found * odds, weight, out=np.zeros_like(weight), where=weight > 0)
    return [pages * each for pages in held]


def _without_ai(world: "World", rows: Sequence[Row], held: Sequence[Floats]) -> Floats:
    """Live pages of each site if nobody wrote with AI: no farms, and pages that came on top are not there, (sites,)."""
    replaced = 1 - world.rules.writers.additive
    pages: Floats = np.sum(
        [each * (1 if row == HUMAN else replaced) for row, each in zip(rows, held, strict=True)], axis=0
    )
    pages[world.sites.cell == world.cells.farm] = 0.0
    return pages


def _clicked(world: "World") -> Floats | None:
    """Share of the reading of each cell's pages that no answer has replaced, (cells,); None if all of it.

    There are answers after the launch of public AI tools, as soon as writers can ask a model as well. What is found
    on farms is answered as often as the mean page of people's: they publish on whatever is asked.
    """
    rules, cells = world.rules, world.cells
    months = world.month - rules.writers.launch
    if months <= 0 or not any(lab.newest and lab.demand > 0 for lab in world.labs):
        return None
    unclicked = rules.readers.overview.unclicked() if rules.readers.overview else 0.0
    answered = cells.taken_up([each.answered for each in rules.writers.segments.values()], months)
    if answered is None:
        return None if unclicked == 0 else np.full(len(cells), 1 - unclicked)
    answered[cells.farm] = answered @ shares(world.flow.own + world.flow.with_ai)
    return (1 - unclicked) * (1 - answered)
