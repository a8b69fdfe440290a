"""Labs that filter what they crawled with a detector that reads it."""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.content.texts import made_corpus
from webloop.content.groups import Group, human, synthetic
from webloop.run.recorder import Trajectory
from webloop.run.runner import run_once
from webloop.run.store import encode
from webloop.run.tasks import Run, work
from webloop.scenario.parts import Filter
from webloop.scenario.problems import ScenarioError
from webloop.scenario.resolve import Resolved, load_scenario
from webloop.streams import Streams
from webloop.submodels.detectors.text_classifier import TextClassifier
from webloop.world.filtering import chances, keep_probability
from webloop.world.world import World

DETECTOR = "lab.filter.detector"
MEASURED = ("detector_auc", "detector_tpr", "detector_fpr")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_corpus(tmp_path_factory.mktemp("corpus"), 60_000)


def scenario(corpus: Path, settings: dict[str, Any] | None = None) -> Resolved:
    few = {
        "content.corpus": str(corpus),
        "content.specimen": 10_000,
        "web.pages_per_month": 400,
        "lab.budget.tokens": 8000,
        "lab.decoder.temperature": 0.8,
        "time.end": "2023-05",
    }
    return load_scenario("webloop/text-filter", few | (settings or {}))


@pytest.fixture(scope="module")
def filtered(corpus: Path) -> Trajectory:
    return run_once(scenario(corpus), 1, 0)


def test_models_learn_from_more_people(filtered: Trajectory, corpus: Path) -> None:
    """Three quarters of the pages are of models: without a filter of the training set as well, with it far fewer."""
    plain = run_once(scenario(corpus, {DETECTOR: None}), 1, 0).generations["training_pollution"]
    found = filtered.generations["training_pollution"]
    assert plain[0] == found[0] == 0
    assert np.all(plain[1:] > 0.65)
    assert np.all(found[1:] < 0.4)


def test_it_is_measured_from_the_second_model_on(filtered: Trajectory, corpus: Path) -> None:
    """The first has no model to be told from; and rates that are assumed are never measured."""
    for name in MEASURED:
        assert np.isnan(filtered.generations[name]).tolist() == [True, False, False, False, False]
    assert np.all(filtered.generations["detector_auc"][1:] > 0.8)
    assert np.all(filtered.generations["detector_tpr"][1:] > filtered.generations["detector_fpr"][1:] + 0.3)
    assumed = run_once(scenario(corpus, {DETECTOR: "classifier"}), 1, 0)
    assert np.all(np.isnan([assumed.generations[name] for name in MEASURED]))


def test_one_that_learns_late_flags_nothing_before(corpus: Path) -> None:
    late = run_once(scenario(corpus, {f"{DETECTOR}.update_lag": 3}), 1, 0)
    assert late.generations["filtered_pages"].tolist()[:3] == [0, 0, 0]
    assert np.all(late.generations["filtered_pages"][3:] > 0)


def test_the_same_whoever_runs_it_and_whatever_is_measured(filtered: Trajectory, corpus: Path) -> None:
    """With another run of the same past, and with fewer metrics: the same bytes."""
    stale = scenario(corpus, {f"{DETECTOR}.retrained": False})
    (one, other) = work([Run(scenario(corpus), 1, 0), Run(stale, 1, 0)])
    assert one.content == encode(filtered, "")  # type: ignore[union-attr]
    assert other.content == encode(run_once(stale, 1, 0), "")  # type: ignore[union-attr]
    assert other.content != one.content  # type: ignore[union-attr]
    few = run_once(scenario(corpus), 1, 0, metrics=["detector_auc"])
    assert few.generations["detector_auc"].tobytes() == filtered.generations["detector_auc"].tobytes()


def test_marks_come_first(corpus: Path) -> None:
    """Labelled pages are dropped and signed ones kept, whatever they say; all others are read one by one."""
    world = World(scenario(corpus), Streams(1, 0))
    world.run()
    crawled = next(iter(reversed(world.crawlers["common"].months.values())))
    pages = world.domain.pool(list(crawled.values()))
    plain, signed, labelled = (
        human("people"),
        human("people")._replace(signed=True),
        synthetic(3)._replace(labelled=True),
    )
    rules = Filter(detector=TextClassifier(fpr=0.3), drop_labelled=True, signed="trust")
    reading = world.domain.reading(rules.detector, world.month)
    found = chances(dict.fromkeys((plain, signed, labelled), pages), rules, 3, None, world.domain, reading)
    assert found[signed] == 1.0
    assert found[labelled] == 0.0
    each = np.concatenate(found[plain])
    assert len(each) == world.domain.size(pages)
    assert set(each.tolist()) == {0.0, 1.0}
    assert world.domain.passing(pages, found[plain]) == each.sum()


def test_it_has_no_rate_by_group() -> None:
    rules = Filter(detector=TextClassifier(), signed="require")
    assert keep_probability(Group("human", 0.0), rules, 0) == 0.0
    with pytest.raises(TypeError, match="no rate"):
        keep_probability(Group("human", 0.0, signed=True), rules, 0)


def test_a_missing_library_is_told_before_the_run(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(ScenarioError, match=r"filter.detector: a detector that reads pages needs sklearn: pip install"):
        scenario(corpus)
    assert scenario(corpus, {DETECTOR: "perfect"})
