"""Study files, studies from the command line, sweeps."""

from collections.abc import Callable
from pathlib import Path

import pytest

from webloop.errors import InputError
from webloop.scenario.extends import load_document
from webloop.scenario.problems import ScenarioError
from webloop.scenario.shipped import shipped_names
from webloop.scenario.study import REPLICATES, SEED, StudyFile, load_study
from webloop.scenario.translate import STUDY_KEYS

Write = Callable[..., Path]


@pytest.fixture
def folder(scenario_file: Write, tmp_path: Path) -> Path:
    scenario_file("title: Base\nlab: {cadence: 12}\n", "base.yaml")
    scenario_file("extends: base.yaml\nlab: {accumulation: replace}\n", "replace.yaml")
    scenario_file("extends: base.yaml\nlab: {accumulation: window}\n", "window.yaml")
    return tmp_path


def test_a_study_file(folder: Path, scenario_file: Write) -> None:
    text = "title: Which?\nbaseline: base.yaml\nscenarios: [replace.yaml, window]\nreplicates: 3\nseed: 7\n"
    study = load_study([scenario_file(text, "study.yaml")])
    assert [each.name for each in study.scenarios] == ["base", "replace", "window"]
    assert (study.title, study.baseline, study.replicates, study.seed) == ("Which?", "base", 3, 7)
    assert study.cells == study.sweep == {}


def test_options_win_over_the_file(folder: Path, scenario_file: Write) -> None:
    file = scenario_file("baseline: base.yaml\nreplicates: 3\nseed: 7\n", "study.yaml")
    study = load_study([file], {"lab.cadence": 6}, replicates=1, seed=0)
    assert (study.replicates, study.seed, study.scenarios[0].scenario.lab.cadence) == (1, 0, 6)


def test_settings_hold_for_every_scenario(folder: Path) -> None:
    study = load_study([folder / "base.yaml", folder / "replace.yaml"], {"lab.cadence": 6})
    assert [each.scenario.lab.cadence for each in study.scenarios] == [6, 6]
    assert (study.baseline, study.replicates, study.seed) == ("base", REPLICATES, SEED)


def test_a_scenario_alone_is_its_own_baseline(folder: Path) -> None:
    study = load_study([folder / "window.yaml"])
    assert [each.name for each in study.scenarios] == ["window"]


def test_shipped_scenarios_can_be_named(scenario_file: Write) -> None:
    text = "baseline: webloop/baseline\nscenarios: [webloop/replace]\n"
    assert [each.name for each in load_study([scenario_file(text)]).scenarios] == ["baseline", "replace"]
    assert load_study(["webloop/baseline", "webloop/replace"]).baseline == "baseline"


def test_a_sweep_of_the_baseline_alone(folder: Path, scenario_file: Write) -> None:
    text = """\
baseline: base.yaml
sweep:
  lab.cadence: [6, 24]
  lab.mix.archive.share: [0, 0.1, 0.2]
  lab.accumulation: [replace, {kind: window, months: 6}]
"""
    study = load_study([scenario_file(text, "study.yaml")])
    assert len(study.scenarios) == 1 + 2 * 3 * 2
    names = [each.name for each in study.scenarios]
    assert names[:2] == ["base", "cadence=6, archive.share=0, accumulation=replace"]
    assert names[-1] == "cadence=24, archive.share=0.2, accumulation={kind: window, months: 6}"
    assert len(set(names)) == len(names)
    assert list(study.sweep) == ["lab.cadence", "lab.mix.archive.share", "lab.accumulation"]
    for each in study.scenarios[1:]:
        base, (cadence, share, accumulation) = study.cells[each.name]
        lab = each.scenario.labs["lab"]
        assert (base, lab.cadence, lab.mix["archive"].share) == ("base", cadence, share)
        assert lab.accumulation.model_dump() == ({"kind": "replace"} if accumulation == "replace" else accumulation)


def test_a_sweep_of_other_scenarios_leaves_the_baseline_alone(folder: Path, scenario_file: Write) -> None:
    text = "baseline: base.yaml\nscenarios: [replace.yaml, window.yaml]\nsweep: {lab.cadence: [6, 24]}\n"
    study = load_study([scenario_file(text, "study.yaml")])
    assert [each.name for each in study.scenarios] == [
        "base",
        "replace cadence=6",
        "replace cadence=24",
        "window cadence=6",
        "window cadence=24",
    ]
    assert study.scenarios[0].scenario.lab.cadence == 12
    assert study.cells["window cadence=24"] == ("window", (24,))
    assert study.scenarios[4].scenario.lab.accumulation.kind == "window"


def test_a_sweep_wins_over_settings(folder: Path, scenario_file: Write) -> None:
    text = "baseline: base.yaml\nsweep: {lab.cadence: [6, 24]}\n"
    study = load_study([scenario_file(text, "study.yaml")], {"lab.cadence": 3})
    assert [each.scenario.lab.cadence for each in study.scenarios] == [3, 6, 24]


def test_a_sweep_over_dates_of_interventions(folder: Path, scenario_file: Write) -> None:
    scenario_file("interventions: [{date: 2027-01, set: {lab.cadence: 6}}]\n", "base.yaml")
    text = "baseline: base.yaml\nsweep: {interventions.0.date: [2028-01, 2030-01]}\n"
    study = load_study([scenario_file(text, "study.yaml")])
    assert [each.changes[0][0] for each in study.scenarios[1:]] == [2028 * 12, 2030 * 12]


def test_a_swept_text_is_relative_to_the_study(folder: Path, scenario_file: Write) -> None:
    (folder / "words.txt").write_text("one two")
    text = "baseline: base.yaml\nsweep: {ideas.from_text: [words.txt]}\n"
    study = load_study([scenario_file(text, "study.yaml")])
    assert study.scenarios[1].scenario.ideas.from_text == str(folder / "words.txt")


@pytest.mark.parametrize(
    ("files", "replicates", "seed", "message"),
    [
        ([], None, None, "name a study file"),
        (["base.yaml"], 0, None, "0 replicates: must be from 1"),
        (["base.yaml"], None, -1, "seed -1: must be from 0"),
        (["bse.yaml"], None, None, r"there is no file .*did you mean 'base.yaml'"),
        (["base.yaml", "bse.yaml"], None, None, r"there is no file .*did you mean 'base.yaml'"),
        (["base.yaml", "base.yaml"], None, None, "two scenarios are called 'base'"),
    ],
)
def test_what_can_not_be_asked(folder: Path, files, replicates, seed, message) -> None:
    with pytest.raises(InputError, match=message):
        load_study([folder / file for file in files], None, replicates, seed)


def test_a_study_is_given_alone(folder: Path, scenario_file: Write) -> None:
    file = scenario_file("baseline: base.yaml\n", "study.yaml")
    with pytest.raises(ScenarioError, match="this is a study file, and a scenario is needed here"):
        load_study([folder / "base.yaml", file])


def test_the_keys_of_a_study_are_known() -> None:
    assert set(STUDY_KEYS) == set(StudyFile.model_fields) - {"title"}


def test_a_sweep_that_an_intervention_overrules_is_warned_of(folder: Path, scenario_file: Write) -> None:
    change = "extends: base.yaml\ninterventions: [{date: 2027-01, set: {%s}}]\n"
    scenario_file(change % "labels.share: 0.8, lab.filter.drop_labelled: true", "labels.yaml")
    scenario_file(change % "lab: {cadence: 6}", "fast.yaml")
    text = "baseline: base.yaml\nscenarios: [labels.yaml, fast.yaml]\nsweep:\n  labels.share: [0, 0.5]\n"
    scenario_file("lab: {cadence: 12, filter: {drop_labelled: true}}\n", "base.yaml")
    study = load_study([scenario_file(text, "study.yaml")])
    (said,) = study.warnings
    assert said.startswith(f"{folder / 'study.yaml'}:4:3 sweep.labels.share: warning: an intervention of labels sets ")
    assert "labels.share in 2027-01" in said
    assert [each.scenario.labels.share for each in study.scenarios[1:]] == [0, 0.5, 0, 0.5]
    nested = text.replace("labels.share: [0, 0.5]", "lab.cadence: [12, 24]")
    (said,) = load_study([scenario_file(nested, "study.yaml")]).warnings
    assert "fast sets lab.cadence in 2027-01" in said
    other = text.replace("labels.share: [0, 0.5]", "lab.hallucination: [0, 0.01]")
    assert load_study([scenario_file(other, "study.yaml")]).warnings == ()


DROP, LABEL = "lab: {filter: {drop_labelled: true}}\n", "labels: {share: 0.5}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LABEL, "1:17 labels.share: warning: pages are labelled, but no lab reads labels"),
        ("lab: {watermark: 0.9}\n", "1:18 lab.watermark: warning: pages are watermarked, but no lab reads marks"),
        (
            "labels: {signed: 0.5}\nlab: {filter: {signed: trust}}\n",
            "1:18 labels.signed: warning: pages are signed, but",
        ),
        (
            "labs: {a: {}, b: {}}\ninterventions: [{date: 2027-01, set: {labs.b.watermark: 1}}]\n",
            "2:57 interventions[0].set.labs.b.watermark: warning: pages are watermarked",
        ),
        (
            "interventions: [{date: 2027-01, set: {lab: {watermark: 1}}}]\n",
            "1:56 interventions[0].set.lab.watermark: warning: pages are watermarked",
        ),
        (
            f"{DROP}interventions:\n- date: 2027-01\n  set: {{labels.share: 0.8, lab.filter.drop_labelled: false}}\n",
            "4:23 interventions[0].set.labels.share: warning: pages are labelled",
        ),
        (LABEL + DROP, ""),
        (f"{LABEL}interventions: [{{date: 2027-01, set: {{lab.filter.drop_labelled: true}}}}]\n", ""),
        (f"{LABEL}labs: {{a: {{}}, b: {{filter: {{drop_labelled: true}}}}}}\n", ""),
        ("labels: {signed: 0.5}\nlab: {filter: {signed: trust, detector: {kind: classifier}}}\n", ""),
        ("labels: {signed: 0.5}\nlab: {filter: {signed: require}}\n", ""),
    ],
)
def test_marks_that_no_lab_reads_are_warned_of(scenario_file: Write, text: str, said: str) -> None:
    file = scenario_file(text, "marks.yaml")
    warnings = load_study([file]).warnings
    assert len(warnings) == bool(said)
    assert all(each.startswith(f"{file}:{said}") for each in warnings)


def test_marks_that_another_scenario_reads_are_no_oversight_of_the_baseline(scenario_file: Write) -> None:
    labelled = scenario_file(LABEL, "labelled.yaml")
    dropped = scenario_file(f"extends: labelled.yaml\n{DROP}", "dropped.yaml")
    assert load_study([labelled, dropped]).warnings == ()
    assert len(load_study([dropped, labelled]).warnings) == 1
    swept = "baseline: labelled.yaml\nsweep: {lab.filter.drop_labelled: [false, true]}\n"
    assert load_study([scenario_file(swept, "study.yaml")]).warnings == ()
    scenario_file("lab: {cadence: 12}\n", "none.yaml")
    swept = "baseline: none.yaml\nsweep: {labels.share: [0, 0.5, 1]}\n"
    (said,) = load_study([scenario_file(swept, "study.yaml")]).warnings
    assert said.startswith(f"{labelled.parent / 'study.yaml'}:2:27 labels.share: warning: pages are labelled")


PARENT = """interventions:
- {date: 2027-01, set: {lab: {cadence: 6}}}
- {date: 2028-01, set: {lab.mix.archive.share: 0.1}}
"""


@pytest.mark.parametrize(
    ("own", "lost"),
    [
        ("[{date: 2030-01, set: {lab.cadence: 3}}]", "lab.mix.archive.share"),
        ("[{date: 2030-01, set: {web.rot: 3}}]", "lab.cadence, lab.mix.archive.share"),
        ("[{date: 2030-01, set: {lab.cadence: 3, lab.mix: {archive: {share: 0}}}}]", ""),
        ("[]", ""),
        ("null", ""),
    ],
)
def test_interventions_that_another_file_replaces_are_warned_of(scenario_file: Write, own: str, lost: str) -> None:
    parent = scenario_file(PARENT, "parent.yaml")
    file = scenario_file(f"extends: parent.yaml\ninterventions: {own}\n", "child.yaml")
    told = f"{file}:2:1 interventions: warning: replaces 2 interventions of {parent} ({lost}); repeat them here"
    warnings = [str(each) for each in load_document(file).warnings]
    assert warnings == ([f"{told} to keep them"] if lost else [])
    assert load_study([parent]).warnings == ()


@pytest.mark.slow
def test_shipped_scenarios_and_studies_are_warned_of_nothing() -> None:
    for name in shipped_names():
        if not name.startswith("replication/"):
            assert load_study([f"webloop/{name}"]).warnings == (), name
