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


def without_ai(world: World) -> Floats:
    """Pages that there would be by cell if nobody wrote with AI: half of those with AI came on top, and all farms'."""
    out = np.zeros(len(world.cells))
    for row in world.web.live:
        out += (1 if row == HUMAN else 0.5) * world.sites.by_cell(world.sites.expected(world.web, row))
    out[world.cells.farm] = 0
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


def test_a_site_is_visited_by_the_odds_of_what_is_found_there() -> None:
    """Visitors = PageRank * E[odds^2] / E[odds] over the site's pages; they spread over these by odds.

    Odds 0.3, shares of AI text as in the bins behind each row.
    """
    world = after(YEARS, {**RANKED, **FARMS, "readers.visibility.ai_odds_ratio": 0.3})
    sites, bins = world.sites, world.rules.writers.assist_bins
    held = {row: sites.expected(world.web, row) for row in world.web.live}
    first, second = (
        {row: sum(each.share * 0.3 ** (n * each.fraction) for each in members(bins, row[1])) for row in held}
        for n in (1, 2)
    )
    weight, square = (np.sum([held[row] * moment[row] for row in held], axis=0) for moment in (first, second))
    total = np.sum(list(held.values()))
    visitors = total * sites.rank / sites.rank.sum() * square / weight
    found = attend(world)
    assert found.sites == pytest.approx(visitors)
    for index, row in enumerate(found.rows):
        assert found.read[index] == pytest.approx(sites.by_cell(visitors * held[row] * first[row] / weight))
    farms = sites.cell == world.cells.farm
    assert found.sites[farms] == pytest.approx(0.3 * total * sites.rank[farms] / sites.rank.sum())


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
    """Odds of 0: nobody sees AI text, and people's pages are read as ever: on each site where sites have attention."""
    world = after(YEARS, {**settings, "readers.visibility.ai_odds_ratio": 0})
    found = attend(world)
    assert exposure(world) == 0
    assert found.read[[row != HUMAN for row in found.rows]].sum() == 0
    assert found.farm_reward(0.0) == 0
    if settings:
        assert found.reward() == pytest.approx(1, abs=1e-9)
    else:
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
    """Where all ask, its pages are read no more; the other segment's are read as ever. Farms publish on anything."""
    answered = {"kind": "saturating", "saturation": 1.0, "time_constant": 1e-6}
    world = after(YEARS, {"writers.segments.press.answered": answered})
    found, written = attend(world), world.flow.own + world.flow.with_ai
    assert found.clicked == pytest.approx([0, 0, 1, 1, written[2:].sum() / written.sum()])
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
def test_rewards_add_up_to_the_reading_of_peoples_pages(settings: dict[str, object]) -> None:
    """Rewards, weighted by what a cell would be read without AI, have the mean of what farms and answers leave."""
    world = after(YEARS, settings)
    found, sites = attend(world), world.sites
    usual = without_ai(world)
    if world.rules.readers.ranking.needs_links:
        usual = sites.by_cell(np.where(sites.cell == world.cells.farm, 0.0, sites.rank))
    mean = found.reward() @ usual / usual.sum()
    left = found.read[:, : world.cells.farm].sum() / found.seen.sum()
    assert mean == pytest.approx(left, rel=1e-12)
    assert (left < 0.99) == any(name in settings for name in ("farms", "readers.overview"))


@pytest.mark.parametrize("settings", [{}, RANKED])
def test_who_writes_with_ai_in_place_of_own_pages_loses_no_reader(settings: dict[str, object]) -> None:
    """Even odds, and no page comes on top: as many pages are read as often, whoever wrote them."""
    alone = {"writers.additive": 0, "writers.segments.forum.adoption": "never"}
    world = after(YEARS, {**settings, **alone})
    assert world.flow.with_ai.sum() > 0.2 * world.flow.own.sum()
    assert attend(world).reward() == pytest.approx(1, abs=1e-9)


def test_pages_that_come_on_top_take_readers_of_others() -> None:
    """Ranking `pages`, even odds, the press alone writes with AI: it gets more readers in all, and the others fewer.

    The forum's readers fall to C / N, all pages there would be over all there are.
    """
    world = after(YEARS, {"writers.segments.forum.adoption": "never"})
    there, would_be = attend(world).live.sum(), without_ai(world).sum()
    reward = attend(world).reward()
    assert reward[2:4] == pytest.approx(would_be / there)
    assert reward[2] < 0.99
    assert (reward[:2] > 1).all()


def test_a_farms_page_is_read_as_any_synthetic_page_before_there_are_farms() -> None:
    """Odds 0.2, ranking `pages`: a fifth of a human page's readers."""
    world = after(YEARS, {"readers.visibility.ai_odds_ratio": 0.2})
    found = attend(world)
    human = found.read[0].sum() / found.live[0].sum() * without_ai(world).sum() / found.seen.sum()
    assert found.farm_reward(0.2) == pytest.approx(0.2 * human)


def test_nobody_closes_a_site_to_readers() -> None:
    """Sites that shut crawlers out are read as before."""
    shut = {f"writers.segments.{name}.opt_out": SHUT for name in ("press", "forum")}
    opened, closed = attend(after(26, RANKED)), attend(after(26, {**RANKED, **shut}))
    assert closed.read.sum() == pytest.approx(opened.read.sum(), rel=1e-3)
