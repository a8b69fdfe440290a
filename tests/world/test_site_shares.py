"""Where pages stand: the shares that are kept agree with pages followed one by one.

False alarms: each comparison by chance fails below P = 1e-6, and there are fewer than 20. Seeds are fixed.
"""

import numpy as np
import pytest
from scipy import stats

from tests.world.linked import LINKED, Floats, after
from webloop.content.gaussian.domain import GaussianDomain, human
from webloop.world.cells import Cells
from webloop.world.ledger import HUMAN, Web
from webloop.world.sites import Sites

P = 1e-6
SHARES, SURVIVAL = np.array([0.6, 0.4]), np.array([0.6, 0.97])
CELLS = Cells(("press", "forum"), ("all",))
CELL = np.array([0, 0, 0, 1, 1, 2])
SIZE = np.array([1.0, 2.0, 5.0, 1.0, 3.0, 1.0])
MONTHS, REPLICATES = 10, 300


def sites() -> Sites:
    return Sites(CELLS, CELL, SIZE, np.zeros(6))


def arrivals() -> tuple[list[int], list[Floats]]:
    """Pages and their cells by month: who publishes changes much from month to month."""
    rng = np.random.default_rng(3)
    return rng.integers(20, 120, MONTHS).tolist(), list(rng.dirichlet([0.5, 0.5, 0.5], MONTHS))


def on_sites(by_cell: Floats) -> Floats:
    """Shares of sites, one at a time."""
    return np.array([by_cell[c] * s / SIZE[c == CELL].sum() for c, s in zip(CELL, SIZE, strict=True)])


def page_by_page(rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Live pages by class and site in the end, what `Sites` expects, and what it would if it forgot older months.

    Every page has a site and a class of its own, and lives on month by month or not. `Sites` is told no more than
    the ledger is: how many pages of each class are alive, and how many are new.
    """
    domain = GaussianDomain(human(1, 1, 0.0), {"all": 1.0}, 1, "pages")  # what pages say makes no difference
    web, kept = Web(domain, (SHARES, SURVIVAL), (SHARES, SURVIVAL)), sites()
    site, durability = np.zeros(0, dtype=int), np.zeros(0, dtype=int)
    for pages, by_cell in zip(*arrivals(), strict=True):
        alive = rng.random(len(site)) < SURVIVAL[durability]
        new = rng.choice(2, pages, p=SHARES)
        site = np.append(site[alive], rng.choice(6, pages, p=on_sites(by_cell)))
        durability = np.append(durability[alive], new)
        web.live = {HUMAN: np.bincount(durability, minlength=2)}
        web.fresh = {HUMAN: np.bincount(new, minlength=2)}
        kept.settle(web, {HUMAN: by_cell})
    found = np.stack([np.bincount(site[durability == c], minlength=6) for c in (0, 1)]).astype(np.float64)
    live = web.live[HUMAN][:, None]
    assert kept.expected(web, HUMAN) == pytest.approx((live * kept.held.shares[HUMAN]).sum(axis=0))
    return found, live * kept.held.shares[HUMAN], live * on_sites(arrivals()[1][-1])


def test_shares_are_those_of_pages_followed_one_by_one() -> None:
    """Pages of R = 300 webs by class and site, against the sums of what was expected: chi-square, 5 df each.

    Pages of one site fluctuate less than independent draws would (each month's number of new pages is given), so p is
    conservative. The test would see it if `settle` knew this month's pages only.
    """
    rng = np.random.default_rng(5)
    found, expected, forgetful = (
        np.sum(part, axis=0) for part in zip(*(page_by_page(rng) for _ in range(300)), strict=True)
    )
    for durability in (0, 1):
        assert stats.chisquare(found[durability], expected[durability]).pvalue > P
        assert stats.chisquare(found[durability], forgetful[durability]).pvalue < 1e-20


def test_spread_divides_cells_among_their_sites() -> None:
    by_cell = np.array([0.5, 0.3, 0.2])
    assert sites().spread(by_cell) == pytest.approx(on_sites(by_cell))
    assert sites().spread(by_cell).sum() == pytest.approx(1)
    assert sites().by_cell(sites().spread(by_cell)) == pytest.approx(by_cell)
    assert sites().mean_by_cell(CELL.astype(float)) == pytest.approx([0, 1, 2])


def test_a_cell_without_sites_holds_nothing() -> None:
    """Its share stands nowhere, and its mean is 0: no division by 0."""
    bare = Sites(CELLS, np.array([0, 0, 2]), np.ones(3), np.zeros(3))
    assert bare.spread(np.array([0.5, 0.3, 0.2])).tolist() == [0.25, 0.25, 0.2]
    assert bare.mean_by_cell(np.ones(3)).tolist() == [1, 0, 1]


@pytest.mark.parametrize("settings", [{}, LINKED, {**LINKED, "farms": {"kind": "profit", "cost": 0.01}}])
def test_pages_on_sites_add_up_to_the_ledger(settings: dict[str, object]) -> None:
    """After four years of openings and deaths: each row's shares sum to 1, and a draw loses no page."""
    world = after(48, settings)
    rng = np.random.default_rng(1)
    assert len(world.web.live) > 2
    for row in world.web.live:
        assert world.sites.held.shares[row].sum(axis=1) == pytest.approx(1, abs=1e-9)
        assert world.sites.expected(world.web, row).sum() == pytest.approx(world.web.pages(row))
        drawn = world.sites.pages(world.web, row, rng)
        assert drawn.sum() == world.web.pages(row)
        assert drawn.min() >= 0
    assert world.sites.held.shares[HUMAN][:, world.sites.cell == world.cells.farm].sum() == 0


def test_people_write_where_their_sites_are() -> None:
    """Without links each cell is a site: human pages stand there as cohorts' weights say, before anybody has left."""
    world = after(12, {})
    held = world.sites.expected(world.web, HUMAN) / world.web.pages(HUMAN)
    assert held == pytest.approx([0.6 * 0.7, 0.6 * 0.3, 0.4 * 0.7, 0.4 * 0.3, 0])
