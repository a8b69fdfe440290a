"""The graph of sites: known sites keep their places, new ones keep clear of them."""

from threading import Event

import numpy as np

from webloop.live import view
from webloop.live.desk import Desk, Request, shown_metrics
from webloop.live.explored import Explored
from webloop.live.running import Luck
from webloop.months import parse_month
from webloop.plots.site_graph import moved_apart

WHO = ["site", "segment", "community"]


def test_sites_of_the_baseline_keep_their_places(with_sites: Explored) -> None:
    since = parse_month("2023-01")
    desk = Desk(with_sites, Luck(), shown_metrics(with_sites, ()))
    *_, last = desk.answers(Request({"pinned_pollution": 0.9}, since), Event(), lambda text: None)
    assert last.baseline is not None
    assert last.changed is not None
    base, other = (
        graph.sites.drop_duplicates(WHO).set_index(WHO)[["x", "y"]] for graph in (last.baseline, last.changed)
    )
    known = base.index.intersection(other.index)
    assert len(known) > 50
    np.testing.assert_array_equal(base.loc[known].to_numpy(), other.loc[known].to_numpy())
    shown = view.sites(last, "2024-01")
    assert shown is not None
    assert [each["title"] for each in shown["pictures"]] == ["Baseline, 2024-01", "With your changes, 2024-01"]
    assert shown["pictures"][0]["src"] != shown["pictures"][1]["src"]
    assert view.sites(last, None) == view.sites(last, "2025-12")
    assert view.sites(last, "1999-01") == view.sites(last, None)


def test_a_scenario_without_sites_has_no_graph(explored: Explored) -> None:
    desk = Desk(explored, Luck(), shown_metrics(explored, ()))
    *_, last = desk.answers(Request({}, explored.start), Event(), lambda text: None)
    assert view.sites(last, None) is None


def test_held_circles_stay_and_others_leave_them() -> None:
    generator = np.random.default_rng(1)
    places, radius = generator.uniform(0.2, 0.8, (12, 2)), np.full(12, 0.04)
    places[1] = places[0]
    held = np.arange(12) % 2 == 0
    found = moved_apart(places, radius, held)
    np.testing.assert_array_equal(found[held], places[held])
    away = np.hypot(*(found[:, None] - found[None]).transpose(2, 0, 1))
    free = ~(held[:, None] & held[None]) & ~np.eye(12, dtype=bool)
    assert away[free].min() > 0.07
