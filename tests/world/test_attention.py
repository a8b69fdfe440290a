"""What people read: closed forms of ranking, odds, answers and rewards."""

import numpy as np
import pytest

from tests.world.linked import LINKED, RANKED, SHUT, Floats, after
from webloop.metrics.view import WorldView
from webloop.world.attending import attend
from webloop.world.bins import members
from webloop.world.ledger import HUMAN
from webloop.world.world import World

FARMS = {"farms": {"kind": "profit", "cost": 0.01}}
YEARS = 48
"""Months: two years after launch."""


def text_of(world: World) -> Floats:
    """Pages' worth of people's text by cell, row by row."""
    out = np.zeros(len(world.cells))
    for row in world.web.live:
        out += (1 - row[1]) * world.sites.by_cell(world.sites.expected(world.web, row))
    return out


def exposure(world: World) -> float:
    """Pollution of what is read."""
    seen = attend(world)
    return float(seen.seen @ seen.fractions / seen.seen.sum())


@pytest.mark.parametrize("settings", [{}, LINKED, {**LINKED, **FARMS}])
def test_every_page_counts_by_its_odds(settings: dict[str, object]) -> None:
    """Ranking `pages`: reading of each bin = live pages * share of the bin * odds ** fraction, exactly."""
    world = after(YEARS, {**settings, "readers.visibility.ai_odds_ratio": 0.3})
    expected: dict[float, float] = {}
    for row in world.web.live:
        for each in members(world.rules.writers.assist_bins, row[1]):
            pages = float(world.web.pages(row)) * each.share
            expected[each.fraction] = expected.get(each.fraction, 0.0) + pages * 0.3**each.fraction
    found = attend(world)
    assert dict(zip(found.fractions.tolist(), found.seen.tolist(), strict=True)) == expected
    assert len(expected) == 6
    assert found.read.sum() == pytest.approx(found.seen.sum())


def test_sites_change_nothing_where_every_page_is_as_likely_to_be_seen() -> None:
    """Bit by bit."""
    assert exposure(after(YEARS, LINKED)) == exposure(after(YEARS, {}))


def test_pagerank_divides_reading_among_sites() -> None:
    """A cell is read as its sites' PageRank says, whatever they hold; a page of a site as PageRank over pages."""
    world = after(YEARS, RANKED)
    found, sites = attend(world), world.sites
    total = sum(world.web.pages(row) for row in world.web.live)
    on_site = np.sum([sites.expected(world.web, row) for row in world.web.live], axis=0)
    assert (on_site > 0).all()
    assert found.read.sum(axis=0) == pytest.approx(total * sites.by_cell(sites.rank) / sites.rank.sum())
    per_page = sites.rank / sites.rank.sum() * total / on_site
    at = found.rows.index(HUMAN)
    human = sites.by_cell(sites.expected(world.web, HUMAN) * per_page)
    assert found.read[at] == pytest.approx(human)
    assert np.abs(found.read[at, :4] / found.live[at, :4] - 1).max() > 0.05


@pytest.mark.parametrize("exponent", [0.0, 0.5])
def test_a_flatter_ranking(exponent: float) -> None:
    """PageRank ** exponent; with 0 every site that holds pages is read alike."""
    world = after(YEARS, {**LINKED, "readers.ranking": {"kind": "pagerank", "exponent": exponent}})
    weights = world.sites.rank**exponent
    total = sum(world.web.pages(row) for row in world.web.live)
    expected = total * world.sites.by_cell(weights) / weights.sum()
    assert attend(world).read.sum(axis=0) == pytest.approx(expected)


@pytest.mark.parametrize("settings", [{}, RANKED, {**RANKED, **FARMS}])
def test_hidden_pages_are_not_read(settings: dict[str, object]) -> None:
    """Odds of 0: nobody sees AI text, and people's pages are read as ever."""
    world = after(YEARS, {**settings, "readers.visibility.ai_odds_ratio": 0})
    found = attend(world)
    assert exposure(world) == 0
    assert found.read[[row != HUMAN for row in found.rows]].sum() == 0
    assert found.farm_reward(0.0) == 0
    if not settings:
        assert found.read[found.rows.index(HUMAN)].sum() == pytest.approx(world.web.pages(HUMAN))


@pytest.mark.parametrize("settings", [{}, RANKED])
def test_summaries_replace_a_share_of_all_reading(settings: dict[str, object]) -> None:
    """`share * (1 - click_ratio)` of it is synthetic text that nobody clicked; what is seen in all stays the same."""
    plain = after(YEARS, settings)
    world = after(YEARS, {**settings, "readers.overview": {"share": 0.5, "click_ratio": 0.4}})
    without, found = attend(plain), attend(world)
    assert found.seen.sum() == pytest.approx(without.seen.sum())
    assert found.fractions[-1] == 1
    assert found.seen[-1] == pytest.approx(0.3 * without.seen.sum())
    assert found.read == pytest.approx(0.7 * without.read)
    assert exposure(world) == pytest.approx(0.3 + 0.7 * exposure(plain))
    assert WorldView(world).rates["exposure"][0].fraction == pytest.approx(exposure(world), rel=0.02)


LATE = {f"labs.{name}.first_release": "2025-06" for name in ("alpha", "beta")}
NO_AI = {f"writers.segments.{name}.adoption": "never" for name in ("press", "forum")}


@pytest.mark.parametrize("settings", [{"writers.launch": "2023-11"}, {**LATE, **NO_AI}])
def test_no_answers_before_anybody_can_ask(settings: dict[str, object]) -> None:
    """Before launch, or while nobody offers a model, summaries replace nothing, whatever the scenario says."""
    world = after(34, {**settings, "readers.overview": {"share": 1, "click_ratio": 0}})
    assert exposure(world) == 0
    assert attend(world).reward() == pytest.approx(1, abs=1e-12)


def test_readers_who_ask_a_model_are_lost_to_one_segment() -> None:
    """Where all ask, its pages are read no more; the other segment's are read as ever."""
    answered = {"kind": "saturating", "saturation": 1.0, "time_constant": 1e-6}
    found = attend(after(YEARS, {"writers.segments.press.answered": answered}))
    assert found.clicked.tolist() == [0, 0, 1, 1, 1]
    people = slice(None, -1)
    assert found.read[0, people] == pytest.approx(found.live[0, people] * [0, 0, 1, 1])
    assert found.seen.sum() == pytest.approx(found.live.sum())


@pytest.mark.parametrize("settings", [{}, LINKED])
def test_without_ai_text_a_page_brings_what_it_brought(settings: dict[str, object]) -> None:
    """1 in every cell, to rounding."""
    world = after(12, settings)
    assert attend(world).reward() == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        RANKED,
        {**RANKED, **FARMS},
        {**RANKED, **FARMS, "readers.overview": "overview"},
        {"readers.visibility": "odds"},
    ],
)
def test_rewards_add_up_to_peoples_share_of_reading(settings: dict[str, object]) -> None:
    """Each cell has lost what AI text took: rewards, weighted by what a cell would be read without it, have the mean
    of people's share of all reading. Bins of AI text are pooled in one and not in the other: 0.5 %."""
    world = after(YEARS, settings)
    found, sites = attend(world), world.sites
    text = text_of(world)
    usual = text / text.sum()
    if world.rules.readers.ranking.needs_links:
        usual = sites.by_cell(np.where(sites.cell == world.cells.farm, 0.0, sites.rank))
    people = sum((1 - f) * n for f, n in zip(found.fractions.tolist(), found.seen.tolist(), strict=True))
    mean = found.reward() @ usual / usual.sum()
    assert mean == pytest.approx(people / found.seen.sum(), rel=0.005)
    assert mean < 0.99


def test_a_farms_page_is_read_as_any_synthetic_page_before_there_are_farms() -> None:
    """Odds 0.2, ranking `pages`: a fifth of a human page's readers."""
    world = after(YEARS, {"readers.visibility.ai_odds_ratio": 0.2})
    found = attend(world)
    human = found.read[0].sum() / found.live[0].sum() * text_of(world).sum() / found.seen.sum()
    assert found.farm_reward(0.2) == pytest.approx(0.2 * human)


def test_nobody_closes_a_site_to_readers() -> None:
    """Sites that shut crawlers out are read as before."""
    shut = {f"writers.segments.{name}.opt_out": SHUT for name in ("press", "forum")}
    opened, closed = attend(after(26, RANKED)), attend(after(26, {**RANKED, **shut}))
    assert closed.read.sum() == pytest.approx(opened.read.sum(), rel=1e-3)
