"""Same seed, same numbers; nothing but the seed, the replicate and the rules of a month may change them.

All comparisons are of bits: no tolerance, no false alarms.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import blake2b
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from tests.content.tiny_gpt2 import save_tiny
from webloop.metrics.registry import metrics
from webloop.months import parse_month
from webloop.registry import kinds
from webloop.run.recorder import Trajectory
from webloop.run.runner import run_once
from webloop.scenario.fields import SCENARIO as SCHEMA
from webloop.scenario.resolve import Resolved, load_scenario, resolve
from webloop.scenario.spot import Spot
from webloop.scenario.yaml import parse_yaml
from webloop.streams import Streams, apart

SCENARIO = """
time: {start: 2021-01, end: 2032-12, history_years: 10}
ideas: {number: 60, turnover: 0.1, fade_months: 6, errors: 5}
communities: {majority: {share: 0.7}, minority: {share: 0.3}}
web: {pages_per_month: 3000, tokens_per_page: 100}
archive: {date: 2022-12, coverage: 0.2}
collapse: {reference: 2022-12}
crawlers: {common: {coverage: 0.3, historic_coverage: 0.2}}
writers:
  launch: 2022-11
  segments:
    news: {weight: 0.6, adoption: {kind: saturating, saturation: 0.4, time_constant: 10}}
    forum: {weight: 0.4, adoption: {kind: saturating, saturation: 0.3}, measures: any}
  cohorts_per_cell: 3
  activity_spread: 0.5
  delay_spread: 3
lab: {cadence: 9, cutoff_lag: 4, hallucination: 0.02, budget: {tokens: 2000000, date: 2022-12, growth: 1.2}}
labs:
  a: {first_release: 2022-01}
  b: {first_release: 2022-05, decoder: {temperature: 0.9}, market_share: 0.5}
"""
CHANGE = parse_month("2030-01")


def scenario(changes: str = "") -> Resolved:
    """The test's scenario, with an intervention if any."""
    text = SCENARIO + (f"interventions: [{{date: 2030-01, set: {{{changes}}}}}]\n" if changes else "")
    return resolve(parse_yaml(text, "streams"), "streams")


def arrays(trajectory: Trajectory) -> dict[str, np.ndarray]:
    """All columns by table and name."""
    tables = {"monthly": trajectory.monthly, "generations": trajectory.generations, "lost": trajectory.lost}
    return {f"{table}.{name}": column for table, columns in tables.items() for name, column in columns.items()}


def same(one: np.ndarray, two: np.ndarray) -> bool:
    """Equal bit by bit, not-a-numbers included."""
    if one.dtype == object:
        return one.tolist() == two.tolist()
    return one.shape == two.shape and one.tobytes() == two.tobytes()


def digest(trajectory: Trajectory) -> str:
    """A hash of everything in a trajectory."""
    out = blake2b()
    for name, column in sorted(arrays(trajectory).items()):
        out.update(name.encode())
        out.update(repr(column.tolist()).encode() if column.dtype == object else column.tobytes())
    return out.hexdigest()


@pytest.fixture(scope="module")
def unchanged() -> Trajectory:
    return run_once(scenario(), seed=5, replicate=0)


def test_the_same_seed_gives_the_same_numbers(unchanged: Trajectory) -> None:
    """Two runs agree in every bit."""
    assert digest(run_once(scenario(), seed=5, replicate=0)) == digest(unchanged)


@pytest.mark.parametrize(("seed", "replicate"), [(5, 1), (6, 0)])
def test_another_seed_or_replicate_gives_others(unchanged: Trajectory, seed: int, replicate: int) -> None:
    """Whatever is left to chance differs."""
    other = arrays(run_once(scenario(), seed=seed, replicate=replicate))
    for name in ("monthly.live_human", "monthly.tail_recall", "generations.kept_pages"):
        assert not same(other[name], arrays(unchanged)[name])


@pytest.mark.slow
def test_hash_randomisation_changes_nothing(unchanged: Trajectory) -> None:
    """Two other processes with their own PYTHONHASHSEED find the same trajectory."""
    code = (
        "from webloop.run.runner import run_once\n"
        "from tests.stochastic.test_streams import digest, scenario\n"
        "print(digest(run_once(scenario(), seed=5, replicate=0)))\n"
    )
    for hash_seed in ("1", "4242"):
        found = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            cwd=os.path.dirname(os.path.dirname(os.path.dirname(__file__))),  # noqa: PTH120
            capture_output=True,
            text=True,
            check=True,
        )
        assert found.stdout.strip() == digest(unchanged)


@pytest.mark.parametrize("chosen", [[], ["pollution_flow"], ["tail_recall", "kl_floored"]])
def test_what_is_recorded_changes_nothing(unchanged: Trajectory, chosen: list[str]) -> None:
    """One metric, two or none: the same columns as with all."""
    everything = arrays(unchanged)
    for name, column in arrays(run_once(scenario(), seed=5, replicate=0, metrics=chosen)).items():
        assert same(column, everything[name]), name


def test_the_order_of_metrics_changes_nothing(unchanged: Trajectory) -> None:
    """Asked for in reverse."""
    names = [name for name, metric in reversed(metrics().items()) if metric.measures("ideas")]
    assert digest(run_once(scenario(), seed=5, replicate=0, metrics=names)) == digest(unchanged)


INTERVENTIONS = [
    "lab.accumulation: replace",
    "lab.accumulation: {kind: window, months: 24}",
    "lab.filter.detector: perfect",
    "lab.filter: {detector: {kind: classifier, fpr: 0.1}, drop_labelled: true}",
    "lab.mix.licensed.share: 0.3",
    "lab.mix.archive.share: 0.3",
    "labels.share: 0.5",
    "labels.share: 0.5, lab.filter.drop_labelled: true",
    "crawlers.common.coverage: 0.6",
    "lab.cutoff_lag: 1",
    "lab.hallucination: 0.2",
    "readers.visibility: {kind: odds, ai_odds_ratio: 0.2}",
    "pinned_pollution: {2030-01: 0.9}",
]


@pytest.mark.parametrize("changes", INTERVENTIONS)
def test_an_intervention_changes_nothing_before_its_date(unchanged: Trajectory, changes: str) -> None:
    """Every earlier month and generation keeps its bits; afterwards something differs.

    Paired differences between scenarios rest on this (common random numbers).
    """
    check_intervention(unchanged, changes)


def test_a_window_that_reaches_back_before_the_start_changes_nothing_before_its_date(
    unchanged: Trajectory,
) -> None:
    """The same where the new rules, once in force, look back at pages older than the run."""
    check_intervention(unchanged, "lab.accumulation: {kind: window, months: 180}")


def check_intervention(unchanged: Trajectory, changes: str) -> None:
    """Compare the scenario with and without changes from 2030-01 on."""
    assert differences(unchanged, run_once(scenario(changes), seed=5, replicate=0), CHANGE)


def differences(unchanged: Trajectory, changed: Trajectory, date: int) -> list[str]:
    """Columns that differ from a date on; none may differ before it."""
    later: list[str] = []
    for table in ("monthly", "generations"):
        one: dict[str, Any] = getattr(unchanged, table)
        two: dict[str, Any] = getattr(changed, table)
        assert one.keys() == two.keys()
        assert np.any(one["month"] < date)
        for name in one:
            before = [column[columns["month"] < date] for column, columns in ((one[name], one), (two[name], two))]
            assert same(*before), f"{table}.{name} differs before the intervention"
            if not same(one[name], two[name]):
                later.append(f"{table}.{name}")
    return later


# --- every lever of the shipped baseline ----------------------------------------------------------

BASELINE = {
    "ideas.number": 60,
    "web.pages_per_month": 20_000,
    "time.end": "2028-01",
    "lab.budget.tokens": 2e5,  # binds in 2027
}
LEVER_DATE = "2027-01"

Values = dict[str, Any]
CLASSIFIER: Values = {"lab.filter.detector": "classifier"}
ARMS_RACE: Values = {"lab.filter.detector": "arms_race"}
LABELS: Values = {"labels.share": 0.5}
MARKS: Values = {"lab.watermark": 0.8, "lab.filter.drop_labelled": True}
SIGNED: Values = {"labels.signed": 0.5}
BOUGHT: Values = {"lab.mix.licensed.share": 0.6, "lab.mix.archive.share": 0.2}
WINDOW: Values = {"lab.accumulation": {"kind": "window", "months": 24}}

DETECTOR = "lab.filter.detector"
NEWS = "writers.segments.news"
QA = "writers.segments.qa"
SHOPS = "writers.segments.commercial_articles"
ELASTIC: Values = {f"{NEWS}.participation": {"kind": "elastic", "slopes": [{"start": "2015-01", "rate": -0.01}]}}
BASS: Values = {f"{SHOPS}.adoption": "bass"}
THRESHOLD: Values = {f"{SHOPS}.adoption": "threshold"}

LIKED: Values = {"ideas.rewards": [rank / 60 for rank in range(60)]}
CHOSEN: Values = {"lab.choice": {"kind": "best_of", "candidates": 3}}
VERIFIED: Values = {DETECTOR: {"kind": "verifier", "keeps_right": 0.9, "keeps_wrong": 0.2}}
FEW: Values = {
    "time.history_years": 0,
    "web.pages_per_month": 200,
    "lab.hallucination": 0,
    "lab.decoder.temperature": 1,
}
NUMBERS: Values = FEW | {"content": "gaussian", "lab.learner": {"kind": "gaussian_mle", "ddof": 0}}
KERNELS: Values = FEW | {"content": "gaussian", "lab.learner": {"kind": "kernel_density"}}
MIXED: Values = {"lab.learner": {"kind": "gaussian_mixture", "components": 2}}
PAIRS: Values = FEW | {
    "content": {"kind": "regression", "dimensions": 3, "design": "fresh"},
    "lab.learner": "least_squares",
}
TEXT: Values = FEW | {
    "content": {"kind": "text", "words": 5, "specimen": 1000},
    "web.tokens_per_page": 5,
    "lab.learner": "kneser_ney",
}
COUNTED: Values = TEXT | {"lab.learner": "relative_frequencies"}
READ: Values = TEXT | {"time.end": "2027-06", DETECTOR: {"kind": "text_classifier", "update_lag": 0, "fpr": 0.3}}
FEW_WORDS: Values = TEXT | {
    "content": {"kind": "text", "words": 5, "specimen": 1000, "vocabulary": 60, "scored": 100},
    "web.pages_per_month": 20,
    "time.end": "2027-02",
    "lab.cadence": 25,  # two models of one lab before the date, its third on it
    "labs.alpha.first_release": "2022-11",
    **{f"labs.{name}.first_release": "2027-02" for name in ("beta", "gamma", "delta")},
}
RECURRENT: Values = {"kind": "gru", "embedding": 4, "hidden": 4, "steps": 3, "excerpt": 5}
NEURAL: Values = FEW_WORDS | {"lab.learner": RECURRENT}
TINY, OTHER = "TINY", "OTHER"  # folders of tiny models, once they have been made
CAUSAL: Values = {"kind": "hugging_face", "folder": TINY, "steps": 2, "batch": 2, "learning_rate": 0.01}
FOLDER: Values = FEW_WORDS | {"lab.learner": CAUSAL}
LINKED: Values = {"sites.number": 60}
RANKED: Values = LINKED | {"readers.ranking": "pagerank"}
VISIBLE: Values = LINKED | {"crawlers.common.selection": "visible"}
SHUT: Values = {f"{SHOPS}.opt_out": {"kind": "saturating", "saturation": 0.8}}
SUMMARIES: Values = {"readers.overview": "overview"}
HABITS: Values = {"readers.imitation": {"kind": "habit", "rate": 0.1}}
FARMS: Values = {"farms": {"kind": "profit", "cost": 0.01, "cost_decline": 0}}
PAID: Values = ELASTIC | BOUGHT | {"lab.mix.licensed.price_per_1k_tokens": 0.001}


def taken_up(path: str, leaf: str) -> Iterator[tuple[str, tuple[Values, Values]]]:
    """Examples for something that a segment's writers or readers take up after a curve, as they do AI."""
    bass, threshold, slow = {path: "bass"}, {path: "threshold"}, {path: {"kind": "saturating", "saturation": 0.3}}
    yield f"{leaf}=never", (slow, {path: "never"})
    yield f"{leaf}=saturating", ({}, slow)
    yield f"{leaf}=saturating.saturation", (slow, {f"{path}.saturation": 0.2})
    yield f"{leaf}=saturating.delay", (slow, {f"{path}.delay": 60})
    yield f"{leaf}=saturating.time_constant", (slow, {f"{path}.time_constant": 100})
    level: Values = {path: {"kind": "constant", "level": 0.3}}
    yield f"{leaf}=constant", ({}, level)
    yield f"{leaf}=constant.level", (level, {f"{path}.level": 0.2})
    yield f"{leaf}=bass", ({}, bass)
    yield f"{leaf}=bass.saturation", (bass, {f"{path}.saturation": 0.2})
    yield f"{leaf}=bass.innovation", (bass, {f"{path}.innovation": 0.001})
    yield f"{leaf}=bass.imitation", (bass, {f"{path}.imitation": 0})
    yield f"{leaf}=threshold", ({}, threshold)
    yield f"{leaf}=threshold.saturation", (threshold, {f"{path}.saturation": 0.2})
    yield f"{leaf}=threshold.mean", (threshold, {f"{path}.mean": 0.9})
    yield f"{leaf}=threshold.deviation", (threshold, {f"{path}.deviation": 0.05})
    yield f"{leaf}=threshold.speed", (threshold, {f"{path}.speed": 0.01})


CURVES: dict[str, tuple[Values, Values]] = {
    **dict(taken_up(f"{SHOPS}.answered", "writers.segments.NAME.answered")),
    **dict(taken_up(f"{SHOPS}.opt_out", "writers.segments.NAME.opt_out")),
}
"""The same curves as of adoption: what they do is tested there, that they are heard is tested here."""

EXAMPLES: dict[str, tuple[Values, Values]] = {
    "crawlers.NAME.coverage": ({}, {"crawlers.common.coverage": 0.6}),
    "crawlers.NAME.selection=uniform": (VISIBLE, {"crawlers.common.selection": "uniform"}),
    "crawlers.NAME.selection=visible": (LINKED, {"crawlers.common.selection": "visible"}),
    "crawlers.NAME.selection=visible.bias": (VISIBLE, {"crawlers.common.selection.bias": 0.2}),
    "crawlers.NAME.ai_odds": ({}, {"crawlers.common.ai_odds": 0.5}),
    "crawlers.NAME.budget": ({}, {"crawlers.common.budget": 1000}),
    "crawlers.NAME.obeys_opt_out": (SHUT, {"crawlers.common.obeys_opt_out": 0.5}),
    "crawlers.NAME.keeps_dead": ({}, {"crawlers.common.keeps_dead": False}),
    "archive.access": (BOUGHT, {"archive.access": ["alpha"]}),
    "crawlers.NAME.labs": ({}, {"crawlers.common.labs": ["alpha"]}),
    "market=fixed": ({"market": "quality"}, {"market": "fixed"}),
    "market=quality": ({}, {"market": "quality"}),
    "market=quality.sensitivity": ({"market": "quality"}, {"market.sensitivity": 50}),
    "market=quality.speed": ({"market": "quality"}, {"market.speed": 0.9}),
    "labels.share": ({}, {"labels.share": 0.5}),
    "labels.removal": (MARKS, {"labels.removal": 0.5}),
    "labels.detection": (MARKS, {"labels.detection": 0.5}),
    "labels.signed": ({}, {"labels.signed": 0.5}),
    "labels.forged": (SIGNED, {"labels.forged": 0.2}),
    "writers.additive": ({}, {"writers.additive": 0.9}),
    "writers.page_value": (PAID, {"writers.page_value": 1}),
    **CURVES,
    "writers.segments.NAME.adoption=constant": ({}, {f"{SHOPS}.adoption": {"kind": "constant", "level": 0.3}}),
    "writers.segments.NAME.adoption=constant.level": (
        {f"{SHOPS}.adoption": {"kind": "constant", "level": 0.3}},
        {f"{SHOPS}.adoption.level": 0.2},
    ),
    "writers.segments.NAME.adoption=bass": ({}, {f"{SHOPS}.adoption": "bass"}),
    "writers.segments.NAME.adoption=bass.saturation": (BASS, {f"{SHOPS}.adoption.saturation": 0.2}),
    "writers.segments.NAME.adoption=bass.innovation": (BASS, {f"{SHOPS}.adoption.innovation": 0.001}),
    "writers.segments.NAME.adoption=bass.imitation": (BASS, {f"{SHOPS}.adoption.imitation": 0}),
    "writers.segments.NAME.adoption=threshold": ({}, {f"{SHOPS}.adoption": "threshold"}),
    "writers.segments.NAME.adoption=threshold.saturation": (THRESHOLD, {f"{SHOPS}.adoption.saturation": 0.2}),
    "writers.segments.NAME.adoption=threshold.mean": (THRESHOLD, {f"{SHOPS}.adoption.mean": 0.9}),
    "writers.segments.NAME.adoption=threshold.deviation": (THRESHOLD, {f"{SHOPS}.adoption.deviation": 0.05}),
    "writers.segments.NAME.adoption=threshold.speed": (THRESHOLD, {f"{SHOPS}.adoption.speed": 0.01}),
    "writers.segments.NAME.adoption=never": ({}, {f"{SHOPS}.adoption": "never"}),
    "writers.segments.NAME.adoption=saturating": (
        {f"{SHOPS}.adoption": "never"},
        {f"{SHOPS}.adoption": {"kind": "saturating", "saturation": 0.3}},
    ),
    "writers.segments.NAME.adoption=saturating.saturation": ({}, {f"{SHOPS}.adoption.saturation": 0.2}),
    "writers.segments.NAME.adoption=saturating.delay": ({}, {f"{SHOPS}.adoption.delay": 60}),
    "writers.segments.NAME.adoption=saturating.time_constant": ({}, {f"{SHOPS}.adoption.time_constant": 100}),
    "writers.segments.NAME.measures": ({}, {f"{SHOPS}.measures": "any"}),
    "writers.segments.NAME.participation=elastic": (
        {f"{NEWS}.participation": "steady"},
        {f"{NEWS}.participation": {"kind": "elastic", "slopes": [{"start": "2010-01", "rate": -0.01}]}},
    ),
    "writers.segments.NAME.participation=elastic.slopes": (
        ELASTIC,
        {f"{NEWS}.participation.slopes": [{"start": "2015-01", "rate": -0.02}]},
    ),
    "writers.segments.NAME.participation=elastic.floor": (ELASTIC, {f"{NEWS}.participation.floor": 1}),
    "writers.segments.NAME.participation=elastic.ceiling": (PAID, {f"{NEWS}.participation.ceiling": 1}),
    "writers.segments.NAME.participation=elastic.elasticity": (ELASTIC, {f"{NEWS}.participation.elasticity": 3}),
    "writers.segments.NAME.participation=elastic.speed": (ELASTIC, {f"{NEWS}.participation.speed": 0.1}),
    "writers.segments.NAME.participation=steady": ({}, {f"{NEWS}.participation": "steady"}),
    "writers.segments.NAME.participation=trend": (
        {f"{NEWS}.participation": "steady"},
        {f"{NEWS}.participation": {"kind": "trend", "slopes": [{"start": "2010-01", "rate": -0.01}]}},
    ),
    "writers.segments.NAME.participation=trend.slopes": (
        {},
        {f"{NEWS}.participation.slopes": [{"start": "2015-01", "end": "2028-06", "rate": 0.01}]},
    ),
    "writers.segments.NAME.participation=trend.floor": ({}, {f"{QA}.participation.floor": 0.5}),
    "pinned_pollution.NAME": ({}, {"pinned_pollution": {LEVER_DATE: 0.9}}),
    "readers.visibility=odds": ({}, {"readers.visibility": {"kind": "odds", "ai_odds_ratio": 0.5}}),
    "readers.visibility=odds.ai_odds_ratio": ({}, {"readers.visibility.ai_odds_ratio": 2}),
    "readers.ranking=pagerank": (LINKED, {"readers.ranking": "pagerank"}),
    "readers.ranking=pagerank.exponent": (RANKED, {"readers.ranking.exponent": 0.5}),
    "readers.ranking=pages": (RANKED, {"readers.ranking": "pages"}),
    "readers.overview=overview": ({}, SUMMARIES),
    "readers.overview=overview.share": (SUMMARIES, {"readers.overview.share": 0.5}),
    "readers.overview=overview.click_ratio": (SUMMARIES, {"readers.overview.click_ratio": 0.1}),
    "readers.imitation=habit": ({}, HABITS),
    "readers.imitation=habit.homophily": (HABITS, {"readers.imitation.homophily": 0.5}),
    "readers.imitation=habit.rate": (HABITS, {"readers.imitation.rate": 0.01}),
    "readers.imitation=habit.forgetting": (HABITS, {"readers.imitation.forgetting": 0.1}),
    "readers.views_per_page": (FARMS, {"readers.views_per_page": 20}),
    "sites.growth": (RANKED, {"sites.growth": 0.5}),
    "sites.link_turnover": (RANKED, {"sites.link_turnover": 0.2}),
    "farms=profit": ({}, FARMS),
    "farms=profit.dollars_per_thousand_views": (FARMS, {"farms.dollars_per_thousand_views": 2}),
    "farms=profit.payback_months": (FARMS, {"farms.payback_months": 24}),
    "farms=profit.cost": (FARMS, {"farms.cost": 0.005}),
    "farms=profit.cost_decline": (FARMS, {"farms.cost_decline": 0.5}),
    "farms=profit.cost_floor": (FARMS, {"farms.cost_floor": 0.1}),
    "farms=profit.spread": (FARMS, {"farms.spread": 3}),
    "farms=profit.speed": (FARMS | {"farms.entry": 1e-4, "farms.speed": 0.05}, {"farms.speed": 1}),
    "farms=profit.entry": (FARMS | {"farms.entry": 0}, {"farms.entry": 0.01}),
    "farms=profit.most": (FARMS, {"farms.most": 0.01}),
    "lab.market_share": ({}, {"labs.alpha.market_share": 9}),
    "lab.watermark": ({}, {"lab.watermark": 0.5}),
    "lab.cadence": ({}, {"lab.cadence": 5}),
    "lab.cutoff_lag": ({}, {"lab.cutoff_lag": 1}),
    "lab.budget=unlimited": ({}, {"lab.budget": "unlimited"}),
    "lab.budget.tokens": ({}, {"lab.budget.tokens": 5e4}),
    "lab.budget.date": ({}, {"lab.budget.date": "2026-01"}),
    "lab.budget.growth": ({}, {"lab.budget.growth": 1.5}),
    "lab.budget.web_share": ({}, {"lab.budget.web_share": 0.2}),
    "lab.accumulation=accumulate": ({}, {"lab.accumulation": "accumulate"}),
    "lab.accumulation=accumulate_subsample": (WINDOW, {"lab.accumulation": "accumulate_subsample"}),
    "lab.accumulation=replace": ({}, {"lab.accumulation": "replace"}),
    "lab.accumulation=window": ({}, {"lab.accumulation": {"kind": "window", "months": 24}}),
    "lab.accumulation=window.months": (WINDOW, {"lab.accumulation.months": 12}),
    "lab.mix.archive.share": ({}, {"lab.mix.archive.share": 0.3}),
    "lab.mix.archive.price_per_1k_tokens": (BOUGHT, {"lab.mix.archive.price_per_1k_tokens": 1}),
    "lab.mix.licensed.share": ({}, {"lab.mix.licensed.share": 0.3}),
    "lab.mix.licensed.price_per_1k_tokens": (BOUGHT, {"lab.mix.licensed.price_per_1k_tokens": 1}),
    "lab.max_epochs": (BOUGHT, {"lab.max_epochs": 1}),
    "lab.filter.detector=classifier": ({}, {DETECTOR: {"kind": "classifier", "fpr": 0.1}}),
    "lab.filter.detector=classifier.update_lag": (CLASSIFIER, {f"{DETECTOR}.update_lag": 40}),
    "lab.filter.detector=classifier.tpr": (CLASSIFIER, {f"{DETECTOR}.tpr": 0.5}),
    "lab.filter.detector=classifier.fpr": (CLASSIFIER, {f"{DETECTOR}.fpr": 0.2}),
    "lab.filter.detector=classifier.unseen_factor": (CLASSIFIER, {f"{DETECTOR}.unseen_factor": 0.1}),
    "lab.filter.detector=classifier.community_fpr.NAME": (
        CLASSIFIER,
        {f"{DETECTOR}.community_fpr": {"minority_a": 0.5}},
    ),
    "lab.filter.detector=classifier.humanised": (CLASSIFIER, {f"{DETECTOR}.humanised": 0.9}),
    "lab.filter.detector=classifier.paraphrased_tpr": (CLASSIFIER, {f"{DETECTOR}.paraphrased_tpr": 0.1}),
    "lab.filter.detector=classifier.selectivity": (CLASSIFIER, {f"{DETECTOR}.selectivity": 2}),
    "lab.filter.detector=arms_race": (CLASSIFIER, {DETECTOR: "arms_race"}),
    "lab.filter.detector=arms_race.update_lag": (ARMS_RACE, {f"{DETECTOR}.update_lag": 40}),
    "lab.filter.detector=arms_race.tpr": (ARMS_RACE, {f"{DETECTOR}.tpr": 0.5}),
    "lab.filter.detector=arms_race.fpr": (ARMS_RACE, {f"{DETECTOR}.fpr": 0.2}),
    "lab.filter.detector=arms_race.unseen_factor": (ARMS_RACE, {f"{DETECTOR}.unseen_factor": 0.1}),
    "lab.filter.detector=arms_race.community_fpr.NAME": (
        ARMS_RACE,
        {f"{DETECTOR}.community_fpr": {"minority_a": 0.5}},
    ),
    "lab.filter.detector=arms_race.humanised": (ARMS_RACE, {f"{DETECTOR}.humanised": 0.9}),
    "lab.filter.detector=arms_race.paraphrased_tpr": (ARMS_RACE, {f"{DETECTOR}.paraphrased_tpr": 0.1}),
    "lab.filter.detector=arms_race.selectivity": (ARMS_RACE, {f"{DETECTOR}.selectivity": 2}),
    "lab.filter.detector=arms_race.evasion": (ARMS_RACE, {f"{DETECTOR}.evasion": 0.5}),
    "lab.filter.detector=arms_race.retraining_cost": (ARMS_RACE, {f"{DETECTOR}.retraining_cost": 1e6}),
    "lab.filter.detector=perfect": (CLASSIFIER, {DETECTOR: "perfect"}),
    "lab.filter.detector=perfect.update_lag": ({}, {DETECTOR: {"kind": "perfect", "update_lag": 0}}),
    "lab.filter.drop_labelled": (LABELS, {"lab.filter.drop_labelled": True}),
    "lab.filter.signed": (SIGNED, {"lab.filter.signed": "require"}),
    "lab.learner=maximum_likelihood": ({}, {"lab.learner": {"kind": "maximum_likelihood", "smoothing": 3}}),
    "lab.learner=maximum_likelihood.smoothing": ({}, {"lab.learner.smoothing": 100}),
    "lab.learner=maximum_likelihood.capacity": ({}, {"lab.learner.capacity": 30}),
    "lab.decoder=sampling": ({}, {"lab.decoder": {"kind": "sampling", "temperature": 1.1}}),
    "lab.decoder=sampling.temperature": ({}, {"lab.decoder.temperature": 0.7}),
    "lab.decoder=sampling.top_k": ({}, {"lab.decoder.top_k": 20}),
    "lab.decoder=sampling.top_p": ({}, {"lab.decoder.top_p": 0.8}),
    "lab.hallucination": ({}, {"lab.hallucination": 0.2}),
    "lab.sampling": ({}, {"lab.sampling": "fixed"}),
    "lab.weights.human": ({}, {"lab.weights.human": 3}),
    "lab.weights.assisted": ({}, {"lab.weights.assisted": 0}),
    "lab.weights.synthetic": ({}, {"lab.weights.synthetic": 0}),
    "lab.choice=first": (LIKED | CHOSEN, {"lab.choice": "first"}),
    "lab.choice=best_of": (LIKED, CHOSEN),
    "lab.choice=best_of.candidates": (LIKED | CHOSEN, {"lab.choice.candidates": 9}),
    "lab.choice=best_of.candidates=unlimited": (LIKED | CHOSEN, {"lab.choice.candidates": "unlimited"}),
    "lab.choice=best_of.sharpness": (LIKED | CHOSEN, {"lab.choice.sharpness": 0.1}),
    "lab.filter.detector=text_classifier": (READ | {DETECTOR: "perfect"}, {DETECTOR: "text_classifier"}),
    "lab.filter.detector=text_classifier.features": (READ, {f"{DETECTOR}.features": "ngrams"}),
    "lab.filter.detector=text_classifier.fpr": (READ, {f"{DETECTOR}.fpr": 0.1}),
    "lab.filter.detector=text_classifier.passages": (READ, {f"{DETECTOR}.passages": 30}),
    "lab.filter.detector=text_classifier.retrained": (READ, {f"{DETECTOR}.retrained": False}),
    "lab.filter.detector=text_classifier.update_lag": (READ, {f"{DETECTOR}.update_lag": 40}),
    "lab.filter.detector=verifier": ({}, VERIFIED),
    "lab.filter.detector=verifier.keeps_right": (VERIFIED, {f"{DETECTOR}.keeps_right": 0.1}),
    "lab.filter.detector=verifier.keeps_wrong": (VERIFIED, {f"{DETECTOR}.keeps_wrong": 0.9}),
    "lab.filter.detector=verifier.update_lag": ({}, {DETECTOR: {"kind": "verifier", "update_lag": 3}}),
    "lab.learner=gaussian_mle": (KERNELS, {"lab.learner": "gaussian_mle"}),
    "lab.learner=gaussian_mle.ddof": (NUMBERS, {"lab.learner.ddof": 1}),
    "lab.learner=gaussian_mixture": (NUMBERS, MIXED),
    "lab.learner=gaussian_mixture.components": (NUMBERS | MIXED, {"lab.learner.components": 3}),
    "lab.learner=gaussian_mixture.iterations": (NUMBERS | MIXED, {"lab.learner.iterations": 1}),
    "lab.learner=gaussian_mixture.tolerance": (NUMBERS | MIXED, {"lab.learner.tolerance": 1}),
    "lab.learner=gaussian_mixture.floor": (NUMBERS | MIXED, {"lab.learner.floor": 0.5}),
    "lab.learner=kernel_density": (NUMBERS, {"lab.learner": "kernel_density"}),
    "lab.learner=kernel_density.bandwidth": (KERNELS, {"lab.learner.bandwidth": 0.5}),
    "lab.learner=kernel_density.bandwidth=silverman": (
        KERNELS | {"lab.learner.bandwidth": 0.5},
        {"lab.learner.bandwidth": "silverman"},
    ),
    "lab.learner=gru": (FEW_WORDS, {"lab.learner": RECURRENT}),
    "lab.learner=gru.start": (NEURAL, {"lab.learner.start": "previous"}),
    "lab.learner=gru.embedding": (NEURAL, {"lab.learner.embedding": 5}),
    "lab.learner=gru.hidden": (NEURAL, {"lab.learner.hidden": 5}),
    "lab.learner=gru.steps": (NEURAL, {"lab.learner.steps": 2}),
    "lab.learner=gru.batch": (NEURAL, {"lab.learner.batch": 2}),
    "lab.learner=gru.excerpt": (NEURAL, {"lab.learner.excerpt": 2}),
    "lab.learner=gru.learning_rate": (NEURAL, {"lab.learner.learning_rate": 0.02}),
    "lab.learner=hugging_face": (FEW_WORDS, {"lab.learner": CAUSAL}),
    "lab.learner=hugging_face.folder": (FOLDER, {"lab.learner.folder": OTHER}),
    "lab.learner=hugging_face.start": (FOLDER, {"lab.learner.start": "previous"}),
    "lab.learner=hugging_face.steps": (FOLDER, {"lab.learner.steps": 1}),
    "lab.learner=hugging_face.batch": (FOLDER, {"lab.learner.batch": 1}),
    "lab.learner=hugging_face.window": (FOLDER, {"lab.learner.window": 4}),
    "lab.learner=hugging_face.learning_rate": (FOLDER, {"lab.learner.learning_rate": 0.02}),
    "lab.learner=kneser_ney": (COUNTED, {"lab.learner": "kneser_ney"}),
    "lab.learner=kneser_ney.order": (TEXT, {"lab.learner.order": 2}),
    "lab.learner=relative_frequencies": (TEXT, {"lab.learner": "relative_frequencies"}),
    "lab.learner=relative_frequencies.order": (COUNTED, {"lab.learner.order": 1}),
    "lab.learner=least_squares": (PAIRS | {"lab.learner": "ridge"}, {"lab.learner": "least_squares"}),
    "lab.learner=ridge": (PAIRS, {"lab.learner": "ridge"}),
    "lab.learner=ridge.penalty": (PAIRS | {"lab.learner": {"kind": "ridge"}}, {"lab.learner.penalty": 100}),
}
"""For every leaf that an intervention can set: settings of the run before it, and what the intervention sets."""

COMBINED: dict[str, tuple[Values, Values]] = {
    "a window grows beyond the start": (WINDOW, {"lab.accumulation.months": 200}),
    "a window grows beyond all history": (WINDOW, {"lab.accumulation.months": 1200}),
    "a window grows for one lab": (WINDOW, {"labs.gamma.accumulation.months": 200}),
    "from replace to a window beyond the start": (
        {"lab.accumulation": "replace"},
        {"lab.accumulation": {"kind": "window", "months": 200}},
    ),
    "a window and a lag that grow": (WINDOW | BOUGHT, {"lab.accumulation.months": 150, "lab.cutoff_lag": 60}),
    "licences bought by labs with a window": (
        WINDOW,
        {"lab.accumulation.months": 200, "lab.mix.licensed.share": 0.5, "lab.cutoff_lag": 1},
    ),
    "a filter ends": (CLASSIFIER, {DETECTOR: None}),
    "pins dated before the intervention": ({}, {"pinned_pollution": {"2023-01": 0.5, "2028-01": 0.1}}),
    "pins end": ({"pinned_pollution": {"2023-01": 0.5}}, {"pinned_pollution": None}),
    "a lab leaves the market and another comes": (
        {"labs.beta.market_share": 0},
        {"labs.alpha.market_share": 0, "labs.beta.market_share": 1},
    ),
    "a crawler opens to all labs": ({"crawlers.common.labs": ["alpha"]}, {"crawlers.common.labs": None}),
    "an archive opens to all labs": (BOUGHT | {"archive.access": []}, {"archive.access": None}),
    "people and sites begin to imitate, to leave and to shut crawlers out": (
        RANKED | ELASTIC,
        HABITS | SHUT | SUMMARIES | FARMS,
    ),
    "nobody imitates any more": (HABITS, {"readers.imitation": None}),
    "summaries end": (SUMMARIES, {"readers.overview": None}),
    "farms are shut down": (FARMS, {"farms": None}),
    "a crawler's budget ends": ({"crawlers.common.budget": 1000}, {"crawlers.common.budget": None}),
    "nothing is crawled any more": ({}, {"crawlers.common.coverage": 0}),
}


REPEATS = {*CURVES, *(name for name, (before, _) in EXAMPLES.items() if "content" in before)}
"""Levers that are seen to be heard on other grounds as well: slow tests."""


LIBRARIES = {"lab.learner=gru": "torch", "lab.learner=hugging_face": "transformers"}
"""What levers need that not every installation has: without it their tests are skipped."""


def marks(name: str) -> list[pytest.MarkDecorator]:
    library = next((library for lever, library in LIBRARIES.items() if name.startswith(lever)), None)
    missing = library is not None and find_spec(library) is None
    slow = [pytest.mark.slow] if name in REPEATS else []
    return [*slow, pytest.mark.skipif(missing, reason=f"needs {library}: pip install 'webloop[neural]'")]


def levers(spot: Spot = SCHEMA, path: str = "") -> Iterator[str]:
    """Every leaf of the schema that an intervention can set; labs' own entries repeat `lab`."""
    if spot.extra.get("fixed"):
        return
    yield from (f"{path}={word}" for word in spot.words)
    if spot.role:
        for kind in spot.kinds():
            yield f"{path}={kind}"
            for key, field in kinds(spot.role)[kind].model_fields.items():
                if key != "kind":
                    yield from levers(Spot(field.annotation, tuple(field.metadata), field), f"{path}={kind}.{key}")
        return
    below = [] if spot.is_list else list(spot.everything_below())
    if not below:
        yield path
    for key, spot_below in below:
        if path or key != "labs":
            yield from levers(spot_below, f"{path}.{key}" if path else key)


def test_every_lever_has_an_example() -> None:
    """A new lever needs one below; a lever that is gone takes its example with it."""
    assert sorted(levers()) == sorted(EXAMPLES)


Run = Callable[[Values, Values], Trajectory]


@pytest.fixture(scope="module")
def run_baseline(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs of the shipped baseline, small, with other settings and an intervention, if any."""
    file = tmp_path_factory.mktemp("levers") / "changed.yaml"
    cache: dict[str, Trajectory] = {}
    known: dict[str, str] = {}

    def made(value: Any) -> Any:
        """With the folder of a tiny model where one is named."""
        if isinstance(value, dict):
            return {key: made(item) for key, item in value.items()}
        if value not in (TINY, OTHER):
            return value
        if value not in known:
            from tokenizers.models import BPE

            text = "the words of a manual, and others" if value == TINY else "few letters of some longer novel"
            known[value] = save_tiny(tmp_path_factory.mktemp("tiny"), BPE(), text)
        return known[value]

    def run(settings: Values, changes: Values) -> Trajectory:
        settings, changes = made(settings), made(changes)
        key = repr((settings, changes))
        if key not in cache:
            interventions = [{"date": LEVER_DATE, "set": changes}] if changes else []
            file.write_text(json.dumps({"extends": "webloop/baseline", "interventions": interventions}))
            found = run_once(load_scenario(file, BASELINE | settings), seed=5, replicate=0)
            if changes:
                return found  # only what many cases share is kept
            cache[key] = found
        return cache[key]

    return run


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=marks(name)) for name in [*EXAMPLES, *COMBINED]],
)
def test_a_lever_of_the_baseline_changes_nothing_before_its_date(name: str, run_baseline: Run) -> None:
    """Months and generations before it keep their bits; later ones don't, so that the example is one."""
    settings, changes = (EXAMPLES | COMBINED)[name]
    later = differences(run_baseline(settings, {}), run_baseline(settings, changes), parse_month(LEVER_DATE))
    assert later


def test_replicates_of_a_block_draw_from_places_that_numpy_would_jump_to() -> None:
    """The places of `apart` are those of `PCG64.jumped`, in any order of magnitude of what is drawn between."""
    start = Streams(3, 1, block=True).get("write", "all", month=24_000)
    for replicate, one in enumerate(apart(Streams(3, 1, block=True).get("write", "all", month=24_000), 50)):
        bits = start.bit_generator
        assert isinstance(bits, np.random.PCG64)
        assert one.random(3).tolist() == np.random.Generator(bits.jumped(replicate)).random(3).tolist()
        one.random(1000 * replicate)
