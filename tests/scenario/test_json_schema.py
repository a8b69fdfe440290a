"""The JSON Schemas that editors use."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from webloop.scenario.dump import scenario_text
from webloop.scenario.extends import is_study
from webloop.scenario.json_schema import scenario_json_schema, study_json_schema
from webloop.scenario.resolve import load_scenario
from webloop.scenario.shipped import shipped_folder, shipped_names
from webloop.scenario.yaml import parse_yaml, read_yaml

SCENARIO, STUDY = scenario_json_schema(), study_json_schema()


def complaints(text: str, schema: dict[str, Any] = SCENARIO) -> list[str]:
    data = parse_yaml(text, "a.yaml").data
    return [error.json_path for error in Draft202012Validator(schema).iter_errors(data)]


@pytest.mark.parametrize("schema", [SCENARIO, STUDY], ids=["scenario", "study"])
def test_the_schema_is_valid(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("file", sorted(shipped_folder().rglob("*.yaml")), ids=lambda file: file.stem)
def test_shipped_files_are_in_order(file: Path) -> None:
    document = read_yaml(file)
    schema = STUDY if is_study(document) else SCENARIO
    assert [str(error) for error in Draft202012Validator(schema).iter_errors(document.data)] == []


@pytest.mark.parametrize("name", [name for name in shipped_names() if "study" not in name])
def test_resolved_scenarios_are_in_order(name: str) -> None:
    assert complaints(scenario_text(load_scenario(f"webloop/{name}"))) == []


@pytest.mark.parametrize(
    "text",
    [
        "extends: webloop/baseline\n",
        "lab: null\n",
        "lab: {cadence: null, filter: {detector: null}, budget: unlimited}\n",
        "labs: {alpha: null, beta: {}}\n",
        "lab: {accumulation: window}\n",
        "lab: {accumulation: {months: 12}}\n",
        "lab: {accumulation: {kind: window, months: 12}}\n",
        "lab: {filter: {detector: {tpr: 0.5}}, mix: {archive: {}, licensed: null}}\n",
        "communities: {a: {}}\n",
        "pinned_pollution: {2027-01: 0.5, 2028-01: null}\n",
        "interventions: [{date: 2027-01, set: {lab.cadence: 6, labs.a.cadence: 3}}]\n",
    ],
)
def test_what_files_may_say(text: str) -> None:
    assert complaints(text) == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("wrters: {}\n", "$"),
        ("lab: {cadens: 6}\n", "$.lab"),
        ("lab: {cadence: 0}\n", "$.lab"),
        ("lab: {cadence: often}\n", "$.lab"),
        ("lab: {accumulation: windw}\n", "$.lab"),
        ("lab: {accumulation: {kind: window, month: 3}}\n", "$.lab"),
        ("lab: {mix: {archve: {share: 0.1}}}\n", "$.lab"),
        ("lab: {mix: {archive: {share: 1.1}}}\n", "$.lab"),
        ("time: {start: 2018-13}\n", "$.time"),
        ("time: {start: 2018}\n", "$.time"),
        ("pinned_pollution: {2027: 0.5}\n", "$.pinned_pollution"),
        ("pinned_pollution: {2027-01: 2}\n", "$.pinned_pollution"),
        ("writers: {assist_bins: []}\n", "$.writers"),
        ("writers: {assist_bins: [{fraction: 1}]}\n", "$.writers"),
        ("interventions: [{set: {lab.cadence: 6}}]\n", "$.interventions"),
        ("interventions: [{date: 2027-01, set: {}}]\n", "$.interventions"),
        ("interventions: [{date: 2027-01, set: {lab.cadence: 0}}]\n", "$.interventions"),
        ("extends: [a, b]\n", "$.extends"),
        ("title: 5\n", "$.title"),
    ],
)
def test_typical_mistakes_are_flagged(text: str, where: str) -> None:
    found = complaints(text)
    assert found
    assert all(path.startswith(where) for path in found)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("scenarios: [a.yaml]\n", "$"),
        ("baseline: a.yaml\nscenaros: []\n", "$"),
        ("baseline: null\n", "$.baseline"),
        ("baseline: a.yaml\nreplicates: 0\n", "$.replicates"),
        ("baseline: a.yaml\nsweep: {lab.cadence: 6}\n", "$.sweep"),
        ("baseline: a.yaml\nsweep: {lab.cadence: []}\n", "$.sweep"),
        ("baseline: a.yaml\ndraws: 0\n", "$.draws"),
        ("baseline: a.yaml\ndraws: {number: 8, method: morris}\n", "$.draws"),
        ("baseline: a.yaml\nuncertain: {lab.cadence: {kind: uniform, low: 6}}\n", "$.uncertain"),
        ("baseline: a.yaml\nuncertain: {lab.cadence: {low: 6, high: 12}}\n", "$.uncertain"),
        ("baseline: a.yaml\nuncertain: {lab.cadence: uniform}\n", "$.uncertain"),
    ],
)
def test_typical_mistakes_in_studies_are_flagged(text: str, where: str) -> None:
    assert complaints(text, STUDY) == [where] or complaints(text, STUDY)[0].startswith(where)


def test_what_studies_may_say() -> None:
    known = "uncertain: {lab.cadence: {kind: uniform, low: 6, high: 12}, a.*.b: {kind: dirichlet, concentration: 5}}\n"
    for draws in ("", "draws: 64\n", "draws: {method: sobol}\n"):
        assert complaints(f"baseline: a.yaml\n{known}{draws}", STUDY) == []


@pytest.mark.parametrize(("name", "schema"), [("scenario", SCENARIO), ("study", STUDY)])
def test_the_written_schemas_are_up_to_date(name: str, schema: dict[str, Any]) -> None:
    """`webloop schema` and `webloop schema --study` write them."""
    file = Path(__file__).parents[2] / "docs" / f"{name}.schema.json"
    assert json.loads(file.read_text(encoding="utf-8")) == schema


def test_hover_shows_unit_range_default_and_source() -> None:
    cadence = SCENARIO["$defs"]["Lab"]["properties"]["cadence"]
    said = "unit: months; range: 1 to 600; default: 12; source: release dates: 6 to 18"
    assert cadence["description"] == f"Time between models ({said})"
    assert cadence["title"] == "cadence"
    start = SCENARIO["$defs"]["Time"]["properties"]["start"]["description"]
    assert start == "First simulated month (unit: month; default: 2018-01; source: design; fixed during a run)"


def test_hover_shows_no_python() -> None:
    for name, definition in SCENARIO["$defs"].items():
        text = definition["description"]
        assert text, name
        assert ">>>" not in text


def test_interventions_complete_paths_that_can_change() -> None:
    paths = SCENARIO["$defs"]["Intervention"]["properties"]["set"]["properties"]
    assert {"lab.cadence", "lab.mix.archive.share", "lab.filter.detector", "pinned_pollution"} <= set(paths)
    assert not {"time", "time.end", "lab.crawler", "web.tokens_per_page", "interventions"} & set(paths)


@pytest.mark.parametrize(
    "path",
    [
        "lab.cadence",
        "labs.alpha.cadence",
        "writers.segments.any name.adoption.saturation",
        "writers.segments.a.participation.slopes.0.rate",
        "lab.accumulation.kind",
        "pinned_pollution.2030-01",
        "lab.filter.detector.community_fpr.minority_a",
    ],
)
def test_interventions_take_paths_with_names_of_the_authors(path: str) -> None:
    value = "replace" if path.endswith("kind") else "1"
    assert complaints(f"interventions: [{{date: 2027-01, set: {{{path}: {value}}}}}]\n") == []


@pytest.mark.parametrize(
    "path", ["lab.cadense", "labs.alpha.cadense", "labs.alpha.beta.cadence", "cadence", "time.end"]
)
def test_interventions_do_not_take_other_paths(path: str) -> None:
    assert complaints(f"interventions: [{{date: 2027-01, set: {{{path}: 1}}}}]\n") == ["$.interventions[0].set"]


@pytest.mark.parametrize(
    ("detector", "where"),
    [
        ("{kind: classifer, tpr: 0.5}", "$.kind"),
        ("{kind: classifier, tpr: 1.5}", "$.tpr"),
        ("{kind: perfect, tpr: 0.5}", "$"),
    ],
)
def test_complaints_are_about_the_kind_that_is_named(detector: str, where: str) -> None:
    """Not about none of the kinds being right: the mapping's own schema names the place."""
    (spelled_out,) = [arm for arm in SCENARIO["$defs"]["Filter"]["properties"]["detector"]["anyOf"] if "allOf" in arm]
    schema = {**SCENARIO, "properties": {}, "additionalProperties": True, **spelled_out, "$defs": SCENARIO["$defs"]}
    assert complaints(detector, schema) == [where]


def test_every_number_with_limits_says_its_range() -> None:
    for name, definition in SCENARIO["$defs"].items():
        for key, schema in definition.get("properties", {}).items():
            limits = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"} & set(schema)
            assert not limits or "range: " in schema["description"], f"{name}.{key}"
