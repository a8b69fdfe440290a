"""Uncertain parameters in study files; what is wrong with them stands in `broken_uncertain.py`."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import SMALL
from tests.scenario.test_broken import JARGON
from webloop.scenario.draws import draw, with_draw
from webloop.scenario.problems import Problem, ScenarioError
from webloop.scenario.resolve import load_scenario
from webloop.scenario.study import load_study
from webloop.scenario.uncertain import Draws
from webloop.submodels.distributions.dirichlet import Dirichlet
from webloop.submodels.distributions.triangular import Triangular
from webloop.submodels.distributions.uniform import Uniform

Write = Callable[..., Path]
KNOWN = """\
uncertain:
  lab.cadence: {kind: triangular, low: 6, mode: 12, high: 18}
  writers.segments.*.weight: {kind: dirichlet, concentration: 50}
  web.ai_hazard_ratio: {kind: uniform, low: 0.5, high: 1e0}
"""


@pytest.fixture
def folder(scenario_file: Write, tmp_path: Path) -> Path:
    scenario_file(SMALL, "base.yaml")
    scenario_file("extends: base.yaml\nlab: {accumulation: replace}\n", "replace.yaml")
    return tmp_path


def test_distributions_in_the_order_of_the_file(folder: Path, scenario_file: Write) -> None:
    study = load_study([scenario_file(f"baseline: base.yaml\n{KNOWN}", "study.yaml")])
    assert list(study.uncertain.items()) == [
        ("lab.cadence", Triangular(low=6, mode=12, high=18)),
        ("writers.segments.*.weight", Dirichlet(concentration=50)),
        ("web.ai_hazard_ratio", Uniform(low=0.5, high=1)),
    ]


@pytest.mark.parametrize(
    ("said", "draws"),
    [
        ("", Draws(number=64, method="latin_hypercube")),
        ("draws:\n", Draws()),
        ("draws: 7\n", Draws(number=7)),
        ("draws: 1e2\n", Draws(number=100)),
        ("draws: {number: 32, method: sobol}\n", Draws(number=32, method="sobol")),
        ("draws: {method: sobol}\n", Draws(method="sobol")),
    ],
)
def test_draws_in_short_and_in_full(folder: Path, scenario_file: Write, said: str, draws: Draws) -> None:
    assert load_study([scenario_file(f"baseline: base.yaml\n{said}{KNOWN}", "study.yaml")]).draws == draws


@pytest.mark.parametrize("said", ["", "uncertain:\n", "uncertain: {}\n"])
def test_a_study_without_anything_uncertain(folder: Path, scenario_file: Write, said: str) -> None:
    study = load_study([scenario_file(f"baseline: base.yaml\n{said}", "study.yaml")])
    assert (study.uncertain, study.draws) == ({}, None)
    assert load_study([folder / "base.yaml"]).draws is None


def test_a_sweep_and_draws_side_by_side(folder: Path, scenario_file: Write) -> None:
    sweep = "sweep: {lab.mix.archive.share: [0.1, 0.2]}\n"
    study = load_study([scenario_file(f"baseline: base.yaml\n{sweep}{KNOWN}", "study.yaml")])
    assert [each.name for each in study.scenarios] == ["base", "archive.share=0.1", "archive.share=0.2"]
    assert len(study.uncertain) == 3


def test_both_ends_may_be_at_the_limits(folder: Path, scenario_file: Write) -> None:
    text = "baseline: base.yaml\nuncertain: {writers.additive: {kind: uniform, low: 0, high: 0.95}}\n"
    assert load_study([scenario_file(text, "study.yaml")]).uncertain["writers.additive"].ends() == (0, 0.95)


def test_an_end_is_not_tried_where_a_scenario_has_decided(folder: Path, scenario_file: Write) -> None:
    scenario_file("extends: base.yaml\nlab: {mix: {archive: {share: 0.2}, licensed: {share: 0.1}}}\n", "base2.yaml")
    scenario_file("extends: base2.yaml\nlab: {mix: {archive: {share: 0.5}, licensed: {share: 0.5}}}\n", "other.yaml")
    text = """\
baseline: base2.yaml
scenarios: [other.yaml]
uncertain: {lab.mix.archive.share: {kind: uniform, low: 0, high: 0.9}}
"""
    assert load_study([scenario_file(text, "study.yaml")]).draws == Draws()


def test_draws_of_the_shipped_study_resolve() -> None:
    study = load_study(["webloop/study-uncertain"])
    assert len(study.uncertain) == 12
    assert (study.draws, study.replicates) == (Draws(number=20), 5)
    drawn = draw(study.uncertain, study.scenarios[0], "latin_hypercube", 4, study.seed)
    for each in study.scenarios:
        for values in drawn.values:
            assert with_draw(each, values).scenario.lab.cadence == values["lab.cadence"]


def test_the_shipped_study_is_uncertain_around_the_baseline() -> None:
    study = load_study(["webloop/study-uncertain"])
    data = load_scenario("webloop/baseline").scenario.model_dump()
    for path, distribution in study.uncertain.items():
        ends = distribution.ends()
        if ends is not None:
            value = data
            for part in path.split("."):
                value = value[part]
            assert ends[0] <= value <= ends[1], path


ODD = ["", "null", "-1", "true", "x", "[]", "[{}]", "{a: 1}", "{kind: {a: 1}}", "{kind: uniform}", ".nan", "{a: null}"]
WHOLE = "{kind: uniform, low: 0.1, high: 0.2}"
PARTS = "{kind: dirichlet, concentration: 5}"


def problems(file: Path) -> tuple[Problem, ...]:
    try:
        load_study([file])
    except ScenarioError as error:
        return error.problems
    return ()


@pytest.mark.parametrize("law", [*ODD, WHOLE, PARTS])
@pytest.mark.parametrize(
    "path",
    ["lab.cadence", "writers.segments.*.weight", "'*'", "''", "a.*.*", "labs.*", "*.b", "lab.*", "interventions.*"],
)
def test_whatever_is_said_is_taken_or_explained(folder: Path, scenario_file: Write, path: str, law: str) -> None:
    file = scenario_file(f"baseline: base.yaml\nuncertain:\n  {path}: {law}\n", "study.yaml")
    for problem in problems(file):
        assert problem.origin.line > 0, str(problem)
        assert not JARGON.search(str(problem)), str(problem)


@pytest.mark.parametrize("draws", [*ODD, "1.5", "100_001", "{number: 8, method: 3}", "{number: 3, method: sobol}"])
def test_whatever_draws_are_asked_for(folder: Path, scenario_file: Write, draws: str) -> None:
    for problem in problems(scenario_file(f"baseline: base.yaml\n{KNOWN}draws: {draws}\n", "study.yaml")):
        assert problem.origin.line == 6, str(problem)
        assert not JARGON.search(str(problem)), str(problem)
