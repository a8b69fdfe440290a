"""The graph of sites: counts that always agree with the links, and renewal that hits every link alike."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from webloop.world.graph import Links, Wave
from webloop.world.growing import draw_fitness, grow_links

Z = 5.0
"""Standard errors allowed: 5.7e-7 two-sided for each of the comparisons here, of which there are fewer than 60."""


def check(links: Links) -> None:
    """Everything that holds of any graph."""
    assert len(links.source) == len(links.target) == links.number
    assert len(links.fitness) == len(links.in_degree) == len(links.out_degree) == links.sites
    assert (links.source != links.target).all()
    assert (links.in_degree == np.bincount(links.target, minlength=links.sites)).all()
    assert (links.out_degree == np.bincount(links.source, minlength=links.sites)).all()
    assert links.in_degree.sum() == links.out_degree.sum() == links.number


def same(one: Links, other: Links) -> bool:
    arrays = ("source", "target", "fitness", "in_degree", "out_degree")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays)


month = st.tuples(st.integers(0, 30), st.integers(0, 4), st.integers(0, 25), st.integers(0, 25))


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 60), st.integers(1, 5), st.lists(month, max_size=8), st.integers(0, 1000))
def test_counts_agree_with_links_whatever_happens(
    sites: int, each: int, months: list[tuple[int, int, int, int]], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    links = grow_links(sites, each, 1.5, 0.4, rng)
    check(links)
    learned = links.weights(1.5)
    for new, links_each, people, models in months:
        sites, number = links.sites, links.number
        links.add_sites(draw_fitness(new, 0.4, rng), links_each, links.weights(1.5), rng)
        assert (links.sites, links.number) == (sites + new, number + new * links_each)
        check(links)
        number = links.number
        waves = (
            Wave(min(people, number // 2), np.ones(links.sites), links.weights(1.5)),
            Wave(min(models, number // 2), np.ones(links.sites), learned),
        )
        links.renew(waves, rng)
        assert links.number == number
        check(links)


def test_the_same_stream_gives_the_same_graph() -> None:
    def grown() -> Links:
        rng = np.random.default_rng(7)
        links = grow_links(3000, 5, 2.0, 0.3, rng)
        links.add_sites(draw_fitness(50, 0.3, rng), 5, links.weights(2.0), rng)
        links.renew((Wave(400, np.ones(3050), links.weights(2.0)),), rng)
        return links

    assert same(grown(), grown())


def test_newcomers_link_to_who_was_there() -> None:
    rng = np.random.default_rng(1)
    links = grow_links(200, 4, 2.0, 0.0, rng)
    before = links.in_degree.copy()
    links.add_sites(np.ones(30), 6, links.weights(2.0), rng)
    assert (links.out_degree[200:] == 6).all()
    assert links.in_degree[200:].sum() == 0
    assert links.in_degree.sum() - before.sum() == 180
    assert (np.sort(links.source[800:]) == np.arange(200, 230).repeat(6)).all()


def test_every_link_is_as_likely_to_die() -> None:
    """4,000 renewals of 30 of 120 links: each survives its Z standard errors' share of them."""
    rng = np.random.default_rng(3)
    rounds, links_there, renewed = 4000, 120, 30
    survived = np.zeros(links_there)
    source, target = np.arange(links_there) % 60, (np.arange(links_there) + 1) % 60
    # new links lead to sites 60 and 61 only, and so can be told from old ones
    sources, targets = np.r_[np.ones(60), 0, 0], np.r_[np.zeros(60), 1, 1]
    for _ in range(rounds):
        links = Links(source, target, np.ones(62))
        links.renew((Wave(renewed // 3, sources, targets), Wave(renewed - renewed // 3, sources, targets)), rng)
        assert (links.target >= 60).sum() == renewed
        survived += links.target < 60
    chance = 1 - renewed / links_there
    assert (np.abs(survived - rounds * chance) <= Z * np.sqrt(rounds * chance * (1 - chance))).all()


def test_new_links_stand_and_lead_where_their_weights_say() -> None:
    """20,000 new links of a wave; sources and targets by chi-square at 1e-6 each."""
    rng = np.random.default_rng(4)
    links = grow_links(5000, 10, 2.0, 0.0, rng)
    before_out, before_in = links.out_degree.copy(), links.in_degree.copy()
    sources, targets = np.zeros(5000), np.zeros(5000)
    sources[100:105] = [1, 2, 3, 4, 5]
    targets[200:204] = [1, 1, 2, 4]
    links.renew((Wave(20_000, sources, targets),), rng)
    new = (links.source >= 100) & (links.source < 105) & (links.target >= 200) & (links.target < 204)
    assert new.sum() >= 20_000
    gone = 20_000 / 50_000
    lead = links.in_degree[200:204] - before_in[200:204] * (1 - gone)
    stand = links.out_degree[100:105] - before_out[100:105] * (1 - gone)
    assert stats.chisquare(lead, lead.sum() * targets[200:204] / 8).pvalue > 1e-6
    assert stats.chisquare(stand, stand.sum() * sources[100:105] / 15).pvalue > 1e-6


def test_sites_that_came_after_the_weights_are_not_linked_to() -> None:
    rng = np.random.default_rng(5)
    links = grow_links(100, 5, 2.0, 0.0, rng)
    learned = links.weights(2.0)
    links.add_sites(np.ones(20), 5, learned, rng)
    links.renew((Wave(300, np.ones(links.sites), learned),), rng)
    assert links.in_degree[100:].sum() == 0
    assert links.out_degree[100:].sum() > 0


def test_all_links_can_be_renewed_but_no_more() -> None:
    rng = np.random.default_rng(6)
    links = grow_links(50, 3, 2.0, 0.0, rng)
    links.renew((Wave(150, np.ones(50), np.ones(50)),), rng)
    check(links)
    with pytest.raises(ValueError, match="only 150"):
        links.renew((Wave(100, np.ones(50), np.ones(50)), Wave(51, np.ones(50), np.ones(50))), rng)


def test_what_is_wrong_is_refused_and_changes_nothing() -> None:
    rng = np.random.default_rng(6)
    links = grow_links(50, 3, 2.0, 0.0, rng)
    before = (links.source.copy(), links.target.copy())
    only = np.zeros(50)
    only[7] = 1
    with pytest.raises(ValueError, match="site 7 has nobody to link to"):
        links.renew((Wave(10, only, only),), rng)
    with pytest.raises(ValueError, match="only 50 sites"):
        links.renew((Wave(10, np.ones(51), np.ones(50)),), rng)
    with pytest.raises(ValueError, match="above 0"):
        links.add_sites(np.array([1.0, 0.0]), 3, np.ones(50), rng)
    with pytest.raises(ValueError, match="all weights are 0"):
        links.add_sites(np.ones(2), 3, np.zeros(50), rng)
    assert links.sites == 50
    assert np.array_equal(links.source, before[0])
    assert np.array_equal(links.target, before[1])
    check(links)
    for array in (links.source, links.target, links.fitness, links.in_degree, links.out_degree):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ([0, 1], [1], "one source and one target"),
        ([0, 3], [1, 1], "from 0 to 2"),
        ([0, 1], [1, -1], "from 0 to 2"),
        ([0, 1], [1, 1], "site 1 links to itself"),
    ],
)
def test_links_that_can_not_be(source: list[int], target: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Links(np.array(source), np.array(target), np.ones(3))


def test_a_graph_does_not_hold_on_to_what_it_was_made_of() -> None:
    source, target = np.array([0, 1], dtype=np.int32), np.array([1, 0], dtype=np.int32)
    links = Links(source, target, np.ones(3))
    source[0] = 2
    assert links.source.tolist() == [0, 1]
