"""`webloop show`: every value with its unit, its meaning and where it was written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from webloop.scenario.origins import Row, explain_values
from webloop.scenario.resolve import load_scenario
from webloop.scenario.shipped import shipped_names

FILE = """\
extends: b.yaml
lab:
  accumulation: window
  filter: {detector: {fpr: 0.02}}
labs:
  alpha: {first_release: 2021-06, accumulation: {kind: window, months: 6}}
  beta: {accumulation: replace, filter: {detector: null}}
  gamma: {}
pinned_pollution: {2023-01: 0.5}
interventions:
  - date: 2027-01
    set:
      lab.cadence: 6
      lab.mix: {archive: {share: 0.1}}
  - date: 2028-01
    set: {lab.filter.detector: perfect}
"""


@pytest.fixture
def rows(scenario_file: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Row]:
    monkeypatch.chdir(tmp_path)
    scenario_file(FILE, "a.yaml")
    scenario_file("title: Base\nlab: {cadence: 9}\ncommunities: {m: {share: 1}}\n", "b.yaml")
    found = explain_values(load_scenario("a.yaml", {"archive.coverage": 0.1}))
    assert len({row.path for row in found}) == len(found)
    return {row.path: row for row in found}


@pytest.mark.parametrize(
    ("path", "value", "unit", "origin"),
    [
        ("title", "", "-", "default"),  # a title is about its own file
        ("lab.cadence", "9", "months", "b.yaml:2:16"),
        ("communities.m.share", "1", "share", "b.yaml:3:26"),
        ("lab.accumulation.kind", "window", "-", "a.yaml:3:17"),
        ("lab.accumulation.months", "24", "months", "default"),
        ("lab.filter.detector.kind", "classifier", "-", "default"),
        ("lab.filter.detector.fpr", "0.02", "share", "a.yaml:4:28"),
        ("lab.filter.detector.tpr", "0.98", "share", "default"),
        ("lab.filter.detector.community_fpr", "{}", "share", "default"),
        ("archive.coverage", "0.1", "share", "--set archive.coverage=0.1"),
        ("archive.date", "2022-12", "month", "default"),
        ("web.pages_per_month", "2.7e9", "pages per month", "default"),
        ("ideas.from_text", "null", "path", "default"),
        ("lab.filter.drop_labelled", "false", "yes or no", "default"),
        ("writers.assist_bins[0].share", "0.133", "share", "default"),
        ("pinned_pollution.2023-01", "0.5", "share", "a.yaml:9:29"),
        ("labs.alpha.first_release", "2021-06", "month", "a.yaml:6:26"),
        ("labs.alpha.accumulation.months", "6", "months", "a.yaml:6:72"),
        ("labs.beta.accumulation.kind", "replace", "-", "a.yaml:7:24"),
        ("labs.beta.filter.detector", "null", "-", "a.yaml:7:52"),
        ("2027-01 lab.cadence", "6", "months", "a.yaml:13:20"),
        ("2027-01 lab.mix.archive.share", "0.1", "share", "a.yaml:14:34"),
        ("2028-01 lab.filter.detector", "perfect", "-", "a.yaml:16:32"),
    ],
)
def test_value_unit_and_origin(rows: dict[str, Row], path: str, value: str, unit: str, origin: str) -> None:
    row = rows[path]
    assert (row.value, row.unit, row.origin) == (value, unit, origin)


def test_description_and_source_are_those_of_the_field(rows: dict[str, Row]) -> None:
    row = rows["lab.cutoff_lag"]
    assert row.description == "From the last page used to the release"
    assert row.source == "14 models, median 7, 2 to 18"
    assert rows["2027-01 lab.cadence"].description == rows["lab.cadence"].description


def test_labs_show_only_what_their_entries_say(rows: dict[str, Row]) -> None:
    said = sorted(path for path in rows if path.startswith("labs."))
    assert said == [
        "labs.alpha.accumulation.kind",
        "labs.alpha.accumulation.months",
        "labs.alpha.first_release",
        "labs.beta.accumulation.kind",
        "labs.beta.filter.detector",
    ]


def test_a_submodel_that_an_entry_chooses_is_shown_in_full(scenario_file: Callable[..., Path]) -> None:
    text = "labs: {alpha: {accumulation: window, filter: {detector: {kind: perfect}}}}\n"
    paths = [row.path for row in explain_values(load_scenario(scenario_file(text))) if row.path.startswith("labs.")]
    assert paths == [
        "labs.alpha.accumulation.kind",
        "labs.alpha.accumulation.months",
        "labs.alpha.filter.detector.kind",
        "labs.alpha.filter.detector.update_lag",
    ]


def test_values_do_not_show_their_pythons(rows: dict[str, Row]) -> None:
    for row in rows.values():
        assert row.value not in {"None", "True", "False"}
        assert row.description, row.path


@pytest.mark.parametrize("name", [name for name in shipped_names() if "study" not in name])
def test_shipped_scenarios_can_be_explained(name: str) -> None:
    for row in explain_values(load_scenario(f"webloop/{name}")):
        assert row.origin == "default" or row.origin.startswith("webloop/"), row
