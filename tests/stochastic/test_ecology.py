"""The ecology in motion: turn a mechanism up, and what it is about moves as it should.

A small web (two segments, two communities, 200 ideas, 2e6 pages a month, ten years) is run with and without a change,
R = 4 paired replicates with seed 7. The mean of the last year must have moved the stated way by more than a bound in
every replicate. Chance is small at this size: in each case the measured mean stands at least 6 standard deviations of
one replicate beyond its bound (1e-9 each, normal), so with 27 cases the false-alarm rate is below 1e-6. Where nothing
else was to be said, bounds are half of what was measured when they were set.
"""

import csv
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.world.linked import document
from webloop.months import parse_month
from webloop.run.recorder import Recorder, select
from webloop.run.runner import run_once
from webloop.scenario.resolve import load_scenario, resolve
from webloop.streams import Streams
from webloop.world.world import World

pytestmark = pytest.mark.slow

R, SEED = 4, 7
TEXT = """
time: {start: 2021-01, end: 2030-12, history_years: 5}
ideas: {number: 200, errors: 10}
communities: {majority: {share: 0.7}, minority: {share: 0.3}}
web: {pages_per_month: 2e6, tokens_per_page: 100, lifetime: {kind: weibull, shape: 0.5, scale_years: 5}}
archive: {date: 2022-12, coverage: 0.2}
collapse: {reference: 2022-12}
crawlers: {common: {coverage: 0.4, historic_coverage: 0.2}}
writers:
  segments:
    press: {weight: 0.6, adoption: {saturation: 0.5}, measures: majority}
    forum: {weight: 0.4, adoption: {saturation: 0.3}, measures: any}
lab: {cadence: 12, cutoff_lag: 2, budget: unlimited, hallucination: 0.02, decoder: {temperature: 0.9}}
labs: {alpha: {first_release: 2022-06}, beta: {first_release: 2022-09}}
"""
METRICS = (
    "pollution_flow",
    "pollution_crawl",
    "pollution_training",
    "pollution_exposure",
    "training_pages",
    "tail_recall",
    "human_pages_lost",
    "human_exit",
    "human_readership",
    "human_drift",
    "site_gini",
    "farm_pages",
    "farm_exposure",
    "pollution_fetched",
    "minority_visibility",
)
Values = dict[str, Any]
Array = NDArray[np.float64]


def run(settings: Values, replicate: int) -> dict[str, float]:
    """Means over the last year; pages ever fetched; the tail recall of beta's last model."""
    recorder = Recorder(select(METRICS))
    world = World(resolve(document(settings, TEXT), "ecology"), Streams(SEED, replicate), recorder)
    world.run()
    found = recorder.trajectory(world)
    out = {name: float(found.monthly[name][-12:].mean()) for name in METRICS}
    out["fetched"] = float(sum(world.crawlers["common"].fetched.values()))
    out["beta_recall"] = float(found.generations["tail_recall"][found.generations["lab"] == "beta"][-1])
    return out


_KNOWN: dict[str, list[dict[str, float]]] = {}


def ends(settings: Values, metric: str) -> Array:
    """A number of each replicate, (R,)."""
    key = repr(sorted(settings.items()))
    if key not in _KNOWN:
        _KNOWN[key] = [run(settings, replicate) for replicate in range(R)]
    return np.array([found[metric] for found in _KNOWN[key]])


SITES: Values = {"sites": {"number": 400, "links_per_site": 5}, "readers.ranking": "pagerank"}
ELASTIC: Values = {f"writers.segments.{name}.participation": "elastic" for name in ("press", "forum")}
FARMS: Values = {"farms": {"kind": "profit", "cost": 0.05, "cost_decline": 0, "most": 2}}
NOT_ALL = {"kind": "saturating", "saturation": 0.8}
SHUT: Values = {f"writers.segments.{name}.opt_out": NOT_ALL for name in ("press", "forum")}
MARKED: Values = {"lab.watermark": 0.9, "lab.filter.drop_labelled": True}
ARCHIVE: Values = {"lab.mix.archive.share": 0.3}
POLLUTED: Values = {"pinned_pollution": {"2023-01": 0.9}, "lab.accumulation": "replace"}
BASS: Values = {"sites": SITES["sites"]} | {
    f"writers.segments.{name}.adoption": {"kind": "bass", "innovation": 0.002, "imitation": 0.02, "saturation": 0.5}
    for name in ("press", "forum")
}
THRESHOLD: Values = {"sites": SITES["sites"]} | {
    f"writers.segments.{name}.adoption": {"kind": "threshold", "mean": 0.6, "saturation": 0.5}
    for name in ("press", "forum")
}
LOW_THRESHOLDS: Values = {f"writers.segments.{name}.adoption.mean": 0.1 for name in ("press", "forum")}
MORE_BASS: Values = {f"writers.segments.{name}.adoption.imitation": 0.1 for name in ("press", "forum")}
CLASSIFIER: Values = {"lab.filter.detector": {"kind": "classifier", "fpr": 0.3}}
ARMS_RACE: Values = {"lab.filter.detector": {"kind": "arms_race", "evasion": 1.0}}
LICENSED: Values = ELASTIC | {
    "lab.mix.licensed": {"share": 0.3, "price_per_1k_tokens": 0.0},
    "readers.overview": "overview",
}


class Case(NamedTuple):
    """A change, and by how much a metric must move: up by more than `least`, or down if that is negative."""

    base: Values
    change: Values
    metric: str
    least: float


CASES = {
    "demoted text is read less": Case({}, {"readers.visibility.ai_odds_ratio": 0.2}, "pollution_exposure", -0.06),
    "summaries take readers": Case({}, {"readers.overview": {"share": 0.5}}, "human_readership", -0.09),
    "summaries are AI text": Case({}, {"readers.overview": {"share": 0.5}}, "pollution_exposure", 0.09),
    "without readers people leave": Case(ELASTIC, {"readers.overview": {"share": 0.5}}, "human_exit", 0.07),
    "people who take over more drift further": Case(
        {"ideas.turnover": 0, "ideas.head_turnover": 0, "readers.imitation.rate": 0.03},
        {"readers.imitation.rate": 0.15},
        "human_drift",
        0.004,
    ),
    "word of mouth along links": Case(BASS, MORE_BASS, "pollution_flow", 0.1),
    "crawlers of known sites miss farms": Case(
        SITES | FARMS, {"crawlers.common.selection": {"kind": "visible", "bias": 1.0}}, "pollution_crawl", -0.12
    ),
    "those who wait for fewer others": Case(THRESHOLD, LOW_THRESHOLDS, "pollution_flow", 0.17),
    "a budget": Case({}, {"crawlers.common.budget": 4e5}, "fetched", -5e7),
    "who shuts crawlers out leaves them to farms": Case(SITES | FARMS, SHUT, "pollution_fetched", 0.12),
    "who shuts crawlers out is not fetched": Case(SITES, SHUT, "fetched", -5e7),
    "crawlers that don't obey": Case(
        SITES | FARMS | SHUT, {"crawlers.common.obeys_opt_out": 0.2}, "pollution_fetched", -0.09
    ),
    "stores that rot are smaller": Case({}, {"crawlers.common.keeps_dead": False}, "training_pages", -4e7),
    "stores that rot are younger": Case({}, {"crawlers.common.keeps_dead": False}, "pollution_training", 0.02),
    "watermarks that are read": Case({}, MARKED, "pollution_training", -0.07),
    "watermarks that are removed": Case(MARKED, {"labels.removal": 0.8}, "pollution_training", 0.06),
    "detectors that are evaded": Case(ARMS_RACE, {"lab.filter.detector.evasion": 0.5}, "pollution_training", 0.07),
    "detectors that flag what is typical": Case(CLASSIFIER, {"lab.filter.detector.selectivity": 2}, "tail_recall", 0.1),
    "archives that are not clean": Case(ARCHIVE, {"archive.impurity": 0.3}, "pollution_training", 0.04),
    "archives for one": Case(ARCHIVE | POLLUTED, {"archive.access": ["alpha"]}, "beta_recall", -0.09),
    "fees keep people writing": Case(LICENSED, {"lab.mix.licensed.price_per_1k_tokens": 0.1}, "human_exit", -0.04),
    "fees mean less where readers are worth more": Case(
        LICENSED | {"lab.mix.licensed.price_per_1k_tokens": 0.1}, {"writers.page_value": 10}, "human_exit", 0.02
    ),
    "cheap farms": Case(FARMS, {"farms.cost": 0.02}, "farm_pages", 2e6),
    "hidden farms": Case(FARMS, {"readers.visibility.ai_odds_ratio": 0.5}, "farm_pages", -7e5),
    "farms pollute what is read": Case({}, FARMS, "pollution_exposure", 0.3),
    "the rich get richer": Case(
        {"sites": {**SITES["sites"], "attractiveness": 20}, "readers.ranking": "pagerank"},
        {"sites.attractiveness": 1},
        "site_gini",
        0.15,
    ),
    "steep ranking": Case(
        SITES | {"readers.ranking": {"kind": "pagerank", "exponent": 0.5}},
        {"readers.ranking.exponent": 1.0},
        "site_gini",
        0.15,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_moves_as_it_should(name: str) -> None:
    """In every replicate, by more than the bound."""
    base, change, metric, least = CASES[name]
    moved = ends(base | change, metric) - ends(base, metric)
    print(f"{name}: {ends(base, metric).mean():.4g} moved by {moved.mean():.4g}, sd {moved.std(ddof=1):.2g}")
    assert (np.sign(least) * moved > abs(least)).all(), moved


def test_only_signed_pages_are_clean() -> None:
    """Half of human pages are signed, none is forged, and labs take no others: nothing of models is left, exactly."""
    signed = {"labels.signed": 0.5, "lab.filter.signed": "require"}
    assert (ends(signed, "pollution_training") == 0).all()
    assert (ends({"labels.signed": 0.5}, "pollution_training") > 0.1).all()


NEUTRAL: Values = {
    "sites": {"number": 200},
    "readers.ranking": "pages",
    "readers.overview": None,
    "readers.imitation": None,
    "farms": None,
    "market": "fixed",
    "archive.impurity": 0,
    "archive.access": None,
    "labels": {"share": 0, "removal": 0, "signed": 0, "forged": 0},
    "lab.watermark": 0,
    "lab.filter.signed": "ignore",
    "crawlers.common": {"selection": "uniform", "budget": None, "obeys_opt_out": 1, "keeps_dead": True, "labs": None},
    **{f"writers.segments.{name}.{what}": "never" for name in ("press", "forum") for what in ("answered", "opt_out")},
}
"""Everything written out as it is without the ecology, and sites with links that make no difference."""

NOTHING = {"kind": "saturating", "saturation": 0}
IDLE: Values = {
    "sites": {"number": 200, "link_turnover": 0.5},
    "readers.overview": {"share": 0},
    "readers.imitation": {"rate": 0},
    "farms": {"entry": 0},
    "market": {"kind": "quality", "sensitivity": 0, "speed": 1},
    "labels": {"removal": 1, "detection": 0},
    "crawlers.common": {"selection": {"kind": "visible", "bias": 0}, "budget": 1e15, "obeys_opt_out": 0},
    **{f"writers.segments.{name}.{what}": NOTHING for name in ("press", "forum") for what in ("answered", "opt_out")},
    **{f"writers.segments.{name}.participation": {"kind": "elastic", "elasticity": 0} for name in ("press", "forum")},
}
"""Every mechanism is there, and set so that it does nothing."""
ONLY_WITH_LINKS = {"site_gini", "site_top_share"}
SUMS_OVER_SITES = {"answered_share", "human_readership", "minority_visibility", "farm_exposure"}
"""More sites are summed in another order, which shows in the last digit of what readers do, and there alone."""


@pytest.mark.parametrize(("settings", "tolerance"), [(NEUTRAL, 0.0), (IDLE, 1e-12)], ids=["neutral", "idle"])
def test_what_does_nothing_changes_nothing(settings: Values, tolerance: float) -> None:
    """All metrics of all months and models: bit by bit if all is neutral, to rounding if all is idle."""
    plain, other = (run_once(resolve(document(each, TEXT), "ecology"), SEED, 0) for each in ({}, settings))
    for table in ("monthly", "generations"):
        one: dict[str, Any] = getattr(plain, table)
        two: dict[str, Any] = getattr(other, table)
        assert one.keys() == two.keys()
        for name in sorted(one.keys() - ONLY_WITH_LINKS):
            if one[name].dtype == object:
                assert one[name].tolist() == two[name].tolist(), name
                continue
            allowed = 1e-12 if name in SUMS_OVER_SITES else tolerance
            assert np.allclose(one[name], two[name], rtol=allowed, atol=allowed, equal_nan=True), name
    assert np.isnan(plain.monthly["site_gini"]).all()
    assert np.isfinite(other.monthly["site_gini"]).all()


BEFORE = Path(__file__).with_name("before_ecology.csv")
"""Numbers of shipped scenarios, seed 1, replicate 0, as they were before there were sites, farms and the rest."""


def before() -> dict[str, list[dict[str, str]]]:
    """The rows of each scenario."""
    found: dict[str, list[dict[str, str]]] = {}
    with BEFORE.open(newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["scenario"], []).append(row)
    return found


@pytest.mark.parametrize("name", before())
def test_shipped_scenarios_say_what_they_said_before(name: str) -> None:
    """All 18 that there were: ten metrics at two dates, or five. To 1e-9, for the last bits are another platform's."""
    rows = before()[name]
    found = run_once(load_scenario(f"webloop/{name}"), 1, 0, sorted({row["metric"] for row in rows})).monthly
    months = found["month"].tolist()
    assert len(rows) >= 12
    for row in rows:
        value = float(found[row["metric"]][months.index(parse_month(row["month"]))])
        assert value == pytest.approx(float(row["value"]), rel=1e-9, abs=0), row
