"""Levers of provenance: limits whose answers are known, and what turning a lever up must do.

Limits are exact, or hold within Z = 5 standard errors (6e-7 two-sided, fewer than 20 comparisons: false alarms below
2e-5). Turning a lever up is judged on 2 paired replicates of a small baseline at web scale, where chance is
smaller by orders of magnitude than what a lever does: every replicate must agree, by the margin that is stated.
Seeds are fixed.
"""

import json
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from webloop.content.groups import human
from webloop.metrics.registry import metrics
from webloop.run.recorder import Trajectory
from webloop.run.runner import run_once
from webloop.scenario.parts import Filter
from webloop.scenario.problems import ScenarioError
from webloop.scenario.resolve import Resolved, load_scenario, resolve
from webloop.scenario.yaml import parse_yaml
from webloop.streams import Streams
from webloop.submodels.detectors.classifier import Classifier
from webloop.world.curation import curate_set
from webloop.world.filtering import chances
from webloop.world.world import World

Z, SEED = 5.0, 7
SMALL: dict[str, Any] = {"ideas.number": 200, "time.end": "2030-12"}
Settings = dict[str, Any]


def scenario(settings: Settings) -> Resolved:
    return load_scenario("webloop/baseline", SMALL | settings)


@cache
def _run(settings: str, replicate: int) -> Trajectory:
    return run_once(scenario(json.loads(settings)), SEED, replicate)


def run(settings: Settings, replicate: int = 0) -> Trajectory:
    return _run(json.dumps(settings), replicate)


def end(settings: Settings, metric: str, replicate: int = 0) -> float:
    """A metric's mean over the last year."""
    return float(run(settings, replicate).monthly[metric][-12:].mean())


# --- limits ---------------------------------------------------------------------------------------

DROP: Settings = {"lab.filter.drop_labelled": True}
PINNED: Settings = {"pinned_pollution": {"2023-01": 0.6}, "lab.accumulation": "replace"}
"""Pages are human or synthetic, and labs train on the last year's."""


def test_a_watermark_that_is_read_is_a_label() -> None:
    """The same share of marks, the same luck: the same numbers, bit by bit."""
    read = {"lab.watermark": 0.4, "labels.detection": 1.0, **DROP}
    one, two = run(read), run({"labels.share": 0.4, **DROP})
    for table in ("monthly", "generations"):
        for name, column in getattr(one, table).items():
            assert np.array_equal(column, getattr(two, table)[name], equal_nan=column.dtype.kind == "f"), name


def test_perfect_watermarks_keep_mostly_ai_pages_out() -> None:
    """Of all labs: nothing is left but what assisted people wrote; of all but one: its pages alone."""
    perfect = {"lab.watermark": 1.0, "labels.detection": 1.0, **DROP}
    assert set(run(perfect).monthly["pollution_training_majority"].tolist()[-24:]) == {0.0}
    assert end(perfect, "labelled_flow") == 1.0
    kept = end({**perfect, "labs.alpha.watermark": 0.0}, "pollution_training_majority")
    assert 0 < kept < end({}, "pollution_training_majority")


@pytest.mark.parametrize(("share", "watermark", "removal", "detection"), [(0.2, 0.5, 0.3, 0.9), (0.0, 0.8, 0.5, 0.5)])
def test_marks_add_up(share: float, watermark: float, removal: float, detection: float) -> None:
    """Share of marked pages: 1 - (1 - labels)(1 - watermarks that survive and are found), one month, Z SE."""
    settings = {"labels.share": share, "labels.removal": removal, "labels.detection": detection}
    world = World(scenario({**settings, "lab.watermark": watermark}), Streams(SEED, 0))
    world.run(until=24_300)
    new = [(group.labelled, batch.pages) for group, batch in world.new.items() if group.mostly_ai]
    expected, pages = 1 - (1 - share) * (1 - watermark * (1 - removal) * detection), sum(n for _, n in new)
    marked = sum(n for labelled, n in new if labelled) / pages
    assert abs(marked - expected) < Z * np.sqrt(expected * (1 - expected) / pages)


def test_who_requires_honest_signatures_trains_on_people_alone() -> None:
    """Once some pages are signed; the more are forged the less it helps, up to no help at all."""
    require = {"labels.signed": 1.0, "lab.filter.signed": "require"}
    assert set(run(require).monthly["pollution_training_any"][-24:].tolist()) == {0.0}
    assert end({}, "pollution_training_any") > 0.1
    useless = {**PINNED, **require, "labels.forged": 1.0}
    assert end(useless, "pollution_training") == pytest.approx(end(PINNED, "pollution_training"), abs=1e-4)


def test_who_trusts_signatures_loses_no_signed_page() -> None:
    """With all human pages signed since 2018 and a year's pages in each training set, none is lost."""
    wild = {**PINNED, "lab.filter.detector": {"kind": "classifier", "fpr": 0.5}}
    last = run(wild).generations
    assert abs(last["majority_pages_lost"][-1] - 0.5) < 1e-3
    assert run({**wild, "labels.signed": 1.0, "lab.filter.signed": "trust"}).generations["majority_pages_lost"][-1] == 0


@pytest.mark.parametrize("impurity", [0.25, 0.9])
def test_an_archive_is_as_clean_as_it_is_said_to_be(impurity: float) -> None:
    """A training set from the archive alone has its share of AI text, within Z SE; so do its pages."""
    alone = {"lab.mix.archive.share": 1.0, "archive.impurity": impurity}
    world = World(scenario(alone), Streams(SEED, 0))
    world.run()
    content, impure = world.archive.content, world.archive.impure
    assert content is not None
    assert impure is not None
    assert impure.sum() / (content.sum() + impure.sum()) == pytest.approx(impurity, rel=1e-9)
    for lab in world.labs:
        assert lab.newest is not None
        use = lab.newest.training.sources["archive"]
        assert lab.newest.training.kept == 0
        assert abs(lab.newest.training.rates.fraction - impurity) < Z * np.sqrt(impurity * (1 - impurity) / use.used)
        assert use.impure / use.used == pytest.approx(lab.newest.training.rates.fraction)


def test_impurity_leaves_the_human_pages_of_an_archive_alone() -> None:
    """They are those of a clean archive, page by page."""
    worlds = [World(scenario({"archive.impurity": x}), Streams(SEED, 0)) for x in (0.0, 0.5)]
    for world in worlds:
        world.run(until=24_277)
    clean, spoilt = (world.archive for world in worlds)
    assert clean.content is not None
    assert spoilt.content is not None
    assert np.array_equal(spoilt.content, clean.content)  # type: ignore[arg-type]


def test_an_arms_race_without_evasion_is_the_classifier() -> None:
    """Bit by bit, whatever retraining costs; the price is that of the generations learned."""
    rates = {"fpr": 0.05, "update_lag": 0}
    one = run({"lab.filter.detector": {"kind": "classifier", **rates}})
    two = run({"lab.filter.detector": {"kind": "arms_race", "evasion": 1.0, "retraining_cost": 1e6, **rates}})
    for name, column in one.monthly.items():
        assert name == "policy_cost" or np.array_equal(column, two.monthly[name], equal_nan=True), name
    assert one.monthly["policy_cost"][-1] == 0
    assert two.monthly["policy_cost"][-1] == pytest.approx(two.generations["detector_cost"].sum())
    learned = two.monthly["policy_cost"][-1] / 1e6
    labs = set(two.generations["lab"].tolist())
    assert learned <= len(labs) * (1 + two.generations["generation"].max())
    assert learned >= len(labs) * two.generations["generation"].max() - len(labs)


# --- typical text ---------------------------------------------------------------------------------


def test_typical_human_text_is_lost_more() -> None:
    """Mean rate, flagged shares by idea and the tail's share of what is kept: closed form, within Z SE.

    1e9 pages of each of four ideas; models publish 8:4:2:0; rate 0.35, selectivity 1: flagged 0.8, 0.4, 0.2, 0.
    """
    domain = World(scenario({}), Streams(SEED, 0)).domain
    pages, typicality, expected = domain.empty(), np.zeros(domain.size_ideas), np.array([0.8, 0.4, 0.2, 0.0])
    pages[:4], typicality[:4] = 10**9, [8 / 14, 4 / 14, 2 / 14, 0.0]
    rules, group = Filter(detector=Classifier(fpr=0.35, selectivity=1.0)), human("majority")
    keep = chances({group: pages}, rules, 0, typicality, domain)
    chance = keep[group]
    assert isinstance(chance, np.ndarray)
    assert chance[:4] == pytest.approx(1 - expected)
    lab = scenario({"lab.budget": "unlimited"}).scenario.lab.model_copy(update={"filter": rules})
    for budget in (np.inf, 1e9):
        rng = np.random.default_rng(SEED)
        training = curate_set({group: pages}, keep, budget, {}, lab, 100.0, domain, rng)
        fit = min(1.0, budget / 2.6e9)
        kept = training.given[:4] / 1e9
        assert np.all(np.abs(kept - fit * (1 - expected)) <= Z * np.sqrt(0.25 / 1e9))
        assert training.given[3] / training.given.sum() > 0.25, "the tail's share of human pages rises"
        assert abs(training.filtered[group] - 1.4e9) < Z * np.sqrt(4e9 * 0.25)
        assert training.kept + training.filtered[group] + training.unused == 4 * 10**9
        assert (training.unused == 0) == (budget == np.inf)


# --- turning levers up ----------------------------------------------------------------------------

WILD: Settings = {"kind": "classifier", "fpr": 0.2, "community_fpr": {"minority_a": 0.6}}
MARKED: Settings = {"lab.watermark": 0.8, **DROP}
REQUIRE: Settings = {"labels.signed": 0.5, "lab.filter.signed": "require"}
TRUST: Settings = {"labels.signed": 0.2, "lab.filter.signed": "trust", "lab.filter.detector": WILD}
RACE: Settings = {"lab.filter.detector": {"kind": "arms_race", "evasion": 0.95, "retraining_cost": 1e6}}
ARCHIVE: Settings = {"lab.mix.archive.share": 0.5}

TURNED: list[tuple[Settings, str, Any, str, int]] = [
    (DROP, "lab.watermark", 0.5, "pollution_training", -1),
    (DROP, "lab.watermark", 0.5, "labelled_flow", +1),
    (DROP, "lab.watermark", 0.5, "error_mass", -1),
    (MARKED, "labels.removal", 0.5, "pollution_training", +1),
    (MARKED, "labels.removal", 0.5, "labelled_flow", -1),
    (MARKED, "labels.detection", 0.5, "pollution_training", +1),
    (REQUIRE, "labels.forged", 0.3, "pollution_training", +1),
    (REQUIRE, "labels.forged", 0.3, "forged_flow", +1),
    (REQUIRE, "labels.signed", 0.9, "human_pages_lost", -1),
    (TRUST, "labels.signed", 0.9, "human_pages_lost", -1),
    (TRUST, "labels.forged", 0.5, "pollution_training", +1),
    (TRUST, "lab.filter.signed", "require", "pollution_training", -1),
    (TRUST, "lab.filter.signed", "ignore", "human_pages_lost", +1),
    (RACE, "lab.filter.detector.evasion", 0.7, "pollution_training", +1),
    (RACE, "lab.filter.detector.update_lag", 60, "pollution_training", +1),
    (RACE, "lab.filter.detector.update_lag", 60, "policy_cost", -1),
    (RACE, "lab.filter.detector.retraining_cost", 2e6, "policy_cost", +1),
    # what is typical of models is what is common: less of it is kept, and rare errors slip through
    ({"lab.filter.detector": WILD}, "lab.filter.detector.selectivity", 1.0, "tail_recall", +1),
    ({"lab.filter.detector": WILD}, "lab.filter.detector.selectivity", 2.0, "head_recall", -1),
    ({"lab.filter.detector": WILD}, "lab.filter.detector.selectivity", 1.0, "error_mass", +1),
    (ARCHIVE, "archive.impurity", 0.2, "pollution_training", +1),
    (ARCHIVE, "archive.impurity", 0.2, "error_mass", +1),
    (ARCHIVE, "archive.impurity", 0.2, "hill_1", -1),
]


@pytest.mark.slow
@pytest.mark.parametrize(("settings", "lever", "value", "metric", "way"), TURNED)
def test_turning_a_lever(settings: Settings, lever: str, value: Any, metric: str, way: int) -> None:
    """The metric moves that way in each of 2 replicates, by at least 1 % (diversity, recall) or 2 % of itself."""
    margin = 0.01 if metric in {"hill_1", "tail_recall", "head_recall"} else 0.02
    for replicate in range(2):
        before, after = (end(each, metric, replicate) for each in (settings, {**settings, lever: value}))
        assert way * (after - before) > margin * before, (before, after)


def test_selective_rates_are_those_of_the_classifier() -> None:
    """What is thrown away of each community does not depend on selectivity: within 1e-4 at web scale."""
    plain, selective = ({"lab.filter.detector": {**WILD, "selectivity": s}} for s in (0.0, 2.0))
    for metric in ("majority_pages_lost", "minority_pages_lost"):
        assert run(plain).generations[metric] == pytest.approx(run(selective).generations[metric], abs=1e-4)


def test_signatures_spare_minorities() -> None:
    """Trusting signatures, where all sign: both lose less, minorities by more pages in a hundred."""
    loose, tight = {**TRUST, "lab.filter.signed": "ignore"}, {**TRUST, "labels.signed": 1.0}
    spared: list[NDArray[np.float64]] = [
        run(loose).generations[f"{who}_pages_lost"][-4:] - run(tight).generations[f"{who}_pages_lost"][-4:]
        for who in ("majority", "minority")
    ]
    assert np.all(spared[1] > spared[0])
    assert np.all(spared[0] > 0)
    assert metrics()["minority_burden"].better == "lower"


# --- scenarios ------------------------------------------------------------------------------------


def test_signatures_may_come_later() -> None:
    """A lab may wait for them: an intervention that sets them, alone or as a whole, is enough."""
    for change in ("labels.signed: 0.5", "labels: {signed: 0.5}", "labels.forged: 0.1"):
        text = f"lab: {{filter: {{signed: require}}}}\ninterventions: [{{date: 2027-01, set: {{{change}}}}}]\n"
        assert resolve(parse_yaml(text, "later"), "later").scenario.lab.filter.signed == "require"
    with pytest.raises(ScenarioError, match="no page is ever signed"):
        resolve(parse_yaml("lab: {filter: {signed: require}}\n", "never"), "never")


def test_a_lab_that_lives_on_archives_may_require_signatures() -> None:
    text = "lab: {filter: {signed: require}, mix: {archive: {share: 1.0}}}\n"
    assert resolve(parse_yaml(text, "archive"), "archive")
