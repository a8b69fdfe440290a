"""What crawlers get: closed forms of opt-out, preference and budget, and pages fetched one by one.

False alarms: the one comparison by chance fails below P = 1e-6. Seeds are fixed.
"""

import numpy as np
import pytest
from scipy import stats

from tests.world.linked import LINKED, RANKED, SHUT, Floats, Values, after
from webloop.content.groups import Group
from webloop.world.placing import where, where_all_publish
from webloop.world.reach import reach, shut_out
from webloop.world.world import World

P = 1e-6
COVERAGE = 0.4
HALF = {"writers.segments.press.opt_out": {"kind": "saturating", "saturation": 0.5, "time_constant": 6}}
FARMS: Values = {"farms": {"kind": "profit", "cost": 0.01}}


def chances(world: World) -> dict[Group, float]:
    """Of each group of this month's new pages."""
    found = reach(world, world.rules.crawlers["common"])
    return {group: found.of(world, group) for group in world.new}


def closed_by_cell(world: World, share: float) -> Floats:
    """Share of the press' pages that stand on closed sites: the most willing owners close first, (cells,)."""
    out = np.zeros(len(world.cells))
    for cell in np.flatnonzero(world.cells.segment == 0):
        mine = world.sites.cell == cell
        closed = mine & (world.sites.reserve < share)
        out[cell] = world.sites.size[closed].sum() / world.sites.size[mine].sum()
    return out


@pytest.mark.parametrize("settings", [{}, LINKED, RANKED, {**RANKED, **FARMS}])
def test_all_pages_alike_unless_somebody_prefers_or_objects(settings: dict[str, object]) -> None:
    """Exactly the coverage, for every group."""
    world = after(48, settings)
    assert set(chances(world).values()) == {COVERAGE}
    assert len(world.new) > 5


def test_opt_out_without_links() -> None:
    """A cell stands for many sites: of the press' pages a share 1 - s is left, s = 0.5 (1 - exp(-t / 6))."""
    world = after(48, HALF)
    share = 0.5 * (1 - np.exp(-(world.month - world.rules.writers.launch) / 6))
    for group, found in chances(world).items():
        by_cell = where(world, group)
        press = by_cell[world.cells.segment == 0].sum()
        assert 0 < press < 1
        assert found == pytest.approx(COVERAGE * (1 - share * press), abs=1e-12)


@pytest.mark.parametrize("obeys", [1.0, 0.3, 0.0])
def test_opt_out_with_links(obeys: float) -> None:
    """A site is open or closed: what is lost is the closed sites' share of their cell's pages, as far as obeyed."""
    world = after(48, {**RANKED, **HALF, "crawlers.common.obeys_opt_out": obeys})
    share = 0.5 * (1 - np.exp(-(world.month - world.rules.writers.launch) / 6))
    lost = closed_by_cell(world, share)
    assert 0.2 < lost[:2].mean() < 0.8
    for group, found in chances(world).items():
        assert found == pytest.approx(COVERAGE * (1 - obeys * where(world, group) @ lost), abs=1e-12)


def test_closed_sites_stay_closed() -> None:
    """As more shut out crawlers, none of those that did opens again."""
    world = after(25, {**RANKED, **HALF})
    before = shut_out(world)
    assert before is not None
    for _ in range(12):
        world.month += 1
        now = shut_out(world)
        assert now is not None
        assert (now >= before).all()
        before = now
    assert 0 < before.mean() < 1


@pytest.mark.parametrize("settings", [{}, {**RANKED, **HALF, "crawlers.common.selection": "visible"}])
def test_a_budget_is_what_is_fetched_on_average(settings: dict[str, object]) -> None:
    """Expected pages = the budget, to rounding; groups are cut alike. One too large changes nothing."""
    full = after(48, settings)
    expected = sum(full.new[group].pages * chance for group, chance in chances(full).items())
    crawler = full.rules.crawlers["common"]
    cut = reach(full, crawler.model_copy(update={"budget": expected / 3}))
    assert sum(b.pages * cut.of(full, g) for g, b in full.new.items()) == pytest.approx(expected / 3)
    for group, chance in chances(full).items():
        assert cut.of(full, group) == pytest.approx(chance / 3)
    ample = reach(full, crawler.model_copy(update={"budget": expected * 1.001}))
    assert {g: ample.of(full, g) for g in full.new} == chances(full)


def test_odds_of_ai_text_hold_on_open_sites() -> None:
    """Of open sites c r / (1 - c + c r) with r = odds ** f; a closed site stays closed, whatever the odds."""
    world = after(48, {**RANKED, **HALF, "crawlers.common.ai_odds": 2.0})
    share = 0.5 * (1 - np.exp(-(world.month - world.rules.writers.launch) / 6))
    closed = closed_by_cell(world, share)
    assert 0 < closed.max() < 1
    for group, found in chances(world).items():
        ratio = 2.0**group.ai_fraction
        fetched = COVERAGE * ratio / (1 - COVERAGE + COVERAGE * ratio)
        assert found == pytest.approx(fetched * (1 - where(world, group) @ closed), abs=1e-12)


@pytest.mark.parametrize("bias", [0.0, 0.5, 1.0])
def test_preference_moves_pages_and_keeps_their_number(bias: float) -> None:
    """Of all new pages the coverage is fetched whatever the bias; the better known cells gain by it."""
    world = after(48, {**RANKED, "crawlers.common.selection": {"kind": "visible", "bias": bias}})
    found = reach(world, world.rules.crawlers["common"])
    if bias == 0:
        assert found.selected is None
        return
    by_cell = found.at(0.0)
    publish = where_all_publish(world)
    assert by_cell @ publish == pytest.approx(COVERAGE, abs=1e-9)
    known = world.sites.by_cell(world.sites.rank)[:4] / publish[:4]
    assert np.ptp(by_cell[:4]) > 0.01
    assert np.corrcoef(by_cell[:4], known)[0, 1] > 0.9


def test_pages_fetched_one_by_one() -> None:
    """One chance for a group is exact: R = 4000 times 60 pages, each on a site of its own, are Binomial(60, chance).

    A site is closed, or open with the chance that preference gives it. Chi-square over the numbers fetched, those
    with fewer than 40 expected together (about 15 df). Half a page in 60 more or less would be seen.
    """
    settings = {**RANKED, **HALF, "crawlers.common.selection": "visible"}
    world = after(48, settings)
    crawler, sites = world.rules.crawlers["common"], world.sites
    closed = shut_out(world)
    assert closed is not None
    new = sites.spread(where_all_publish(world))
    chance = crawler.selection.coverage(crawler.coverage, sites.rank / new, new) * (1 - closed)
    group = max(world.new, key=lambda group: world.new[group].pages)
    rng = np.random.default_rng(8)
    site = rng.choice(len(sites), (4000, 60), p=sites.spread(where(world, group)))
    fetched = (rng.random(site.shape) < chance[site]).sum(axis=1)

    def p_value(of: float) -> float:
        expected = 4000 * stats.binom.pmf(np.arange(61), 60, of)
        enough = np.flatnonzero(expected >= 40)
        edges = np.clip(fetched, enough[0], enough[-1])
        pooled = expected[enough].copy()
        pooled[0] += expected[: enough[0]].sum()
        pooled[-1] += expected[enough[-1] + 1 :].sum()
        return float(stats.chisquare(np.bincount(edges - enough[0], minlength=len(enough)), pooled).pvalue)

    exact = reach(world, crawler).of(world, group)
    assert p_value(exact) > P
    assert p_value(exact + 0.5 / 60) < P
    assert p_value(exact - 0.5 / 60) < P


@pytest.mark.parametrize("settings", [{}, RANKED])
def test_where_all_people_shut_it_out_a_crawler_gets_farms_alone(settings: dict[str, object]) -> None:
    """Every page fetched after that is synthetic: within 6 SE (2e-9) the coverage of what farms publish."""
    shut = {f"writers.segments.{name}.opt_out": SHUT for name in ("press", "forum")}
    world = after(60, {**settings, **FARMS, **shut})
    launch, farmed = world.rules.writers.launch, 0
    for month, corpus in world.crawlers["common"].months.items():
        fetched = {group: int(content.sum()) for group, content in corpus.items()}
        ai = sum(pages for group, pages in fetched.items() if group.provenance == "synthetic")
        assert month >= launch or ai == 0
        assert month <= launch or ai == sum(fetched.values())
        farmed += ai
    assert farmed > 1000
    last = sum(content.sum() for content in world.crawlers["common"].months[world.month].values())
    expected = COVERAGE * world.flow.farmed.sum()
    assert abs(last - expected) < 6 * np.sqrt(expected) + 1
