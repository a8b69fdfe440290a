"""Stores of what is still on the web: survival by age, and the ledger as a witness.

False alarms: the two comparisons by chance allow Z = 6 standard errors (2e-9 two-sided). Seeds are fixed.
"""

import numpy as np
import pytest

from tests.world.linked import RANKED, after
from webloop.content.groups import human
from webloop.submodels.roles import Eligible
from webloop.world.people import volumes
from webloop.world.rot import still_live, survival
from webloop.world.world import World

Z = 6.0
HAZARD = 0.03
CONSTANT = {"web.lifetime": {"kind": "constant", "hazard": HAZARD}}


def test_survival_with_one_hazard() -> None:
    """exp(-hazard * age); AI pages die twice as fast."""
    world = after(40, CONSTANT)
    ai = next(group for group in world.new if group.provenance == "synthetic")
    for age in (0, 1, 7, 30):
        assert survival(world, human("majority"), world.month - age) == pytest.approx(np.exp(-HAZARD * age))
        assert survival(world, ai, world.month - age) == pytest.approx(np.exp(-2 * HAZARD * age))


def test_survival_of_the_opening_stock() -> None:
    """Older months stand together: by idea the mean of exp(-hazard * age), weighted by what each month published."""
    world = after(40, CONSTANT | {"ideas.turnover": 0.3})
    last, start = world.oldest[0], world.rules.time.start
    months = range(start - 60, last + 1)
    pages = np.array([volumes(world, month).sum() * world.domain.tastes(month)["majority"] for month in months])
    ages = world.month - np.array(months)
    total = pages.sum(axis=0)
    expected = (pages * np.exp(-HAZARD * ages)[:, None]).sum(axis=0)[total > 0] / total[total > 0]
    assert len(months) > 10
    assert expected.max() > 1.1 * expected.min(), "ideas that have faded are on older pages"
    assert np.asarray(survival(world, human("majority"), last))[total > 0] == pytest.approx(expected)


def test_survival_under_any_law_is_a_mixture() -> None:
    """Weibull, held as durability classes: sum of shares * survival ** age, which falls from 1."""
    world = after(30, {})
    shares, monthly = world.web.law(("human", 0.0))
    assert len(shares) > 1
    found = [survival(world, human("minority"), world.month - age) for age in range(25)]
    assert found == pytest.approx([sum(shares * monthly**age) for age in range(25)])
    assert found[0] == pytest.approx(1)
    assert (np.diff(found) < 0).all()


def totals(world: World, *, ai: bool) -> tuple[int, float, float]:
    """Live pages of the ledger; what is left of a store that fetched everything; its standard error."""
    store = world.crawlers["common"]
    everything = Eligible(None, world.month)
    left = still_live(world, store, everything, "alpha")
    live = sum(int(n.sum()) for row, n in world.web.live.items() if (row[1] > 0) == ai)
    found = sum(int(n.sum()) for group, n in left.items() if (group.ai_fraction > 0) == ai)
    variance = 0.0
    for month, corpus in store.months.items():
        for group, content in corpus.items():
            if (group.ai_fraction > 0) == ai:
                alive = survival(world, group, month)
                variance += 2 * (content * alive * (1 - alive)).sum()  # the ledger is left to chance as well
    return live, found, float(np.sqrt(variance))


@pytest.mark.parametrize("ai", [False, True])
def test_a_store_of_everything_rots_to_the_live_web(ai: bool) -> None:
    """A crawler that fetches each page holds, of those still on the web, as many as the ledger: 2e7 pages a month.

    The difference of the two is within Z standard errors, which are so small that a month's rot too much or too
    little would be more than a hundred of them.
    """
    crawl = {"crawlers.common": {"coverage": 1, "historic_coverage": 1}, "web.pages_per_month": 2e7}
    world = after(48, {**RANKED, **crawl})
    live, found, error = totals(world, ai=ai)
    assert abs(found - live) < Z * error
    world.month += 1
    assert abs(totals(world, ai=ai)[1] - live) > 100 * error


@pytest.mark.parametrize("provenance", ["assisted", "synthetic"])
def test_what_models_write_changes_no_human_page_that_rots(provenance: str) -> None:
    """Without the assisted or the synthetic pages of one month the same human ones are left."""
    world = after(48, RANKED)
    store, everything = world.crawlers["common"], Eligible(None, world.month)
    before = still_live(world, store, everything, "alpha")
    corpus = store.months[world.month - 6]
    gone = [group for group in corpus if group.provenance == provenance]
    assert gone
    for group in gone:
        del corpus[group]
    after_it = still_live(world, store, everything, "alpha")
    people = [group for group in before if group.provenance == "human"]
    assert len(people) == 2
    assert all(np.array_equal(before[group], after_it[group]) for group in people)
    others = still_live(world, store, everything, "beta")
    assert not all(np.array_equal(others[group], after_it[group]) for group in people)


def test_labs_train_on_what_is_left() -> None:
    """`keeps_dead: false` takes pages from every training; the crawler fetches the same."""
    kept, rotten = after(40, {}), after(40, {"crawlers.common.keeps_dead": False})
    for with_all, without in zip(kept.labs, rotten.labs, strict=True):
        assert with_all.newest is not None
        assert without.newest is not None
        assert without.newest.training.pages < 0.9 * with_all.newest.training.pages
    for name in ("majority", "minority"):
        fetched = [world.crawlers["common"].fetched[human(name)] for world in (kept, rotten)]
        assert fetched[0] == fetched[1]
