"""From files to resolved scenarios."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from webloop.errors import InputError
from webloop.months import parse_month
from webloop.scenario.dump import scenario_text
from webloop.scenario.problems import ScenarioError
from webloop.scenario.resolve import Resolved, load_scenario, parse_settings
from webloop.scenario.shipped import shipped_names
from webloop.scenario.yaml import parse_yaml

Write = Callable[..., Path]


def load(write: Write, text: str, settings: dict[str, Any] | None = None) -> Resolved:
    return load_scenario(write(text), settings)


def test_an_empty_file_is_a_scenario(scenario_file: Write) -> None:
    resolved = load(scenario_file, "# nothing\n")
    assert resolved.name == "small"
    assert list(resolved.scenario.labs) == ["lab"]


def test_extends_goes_from_the_far_end_to_the_file(scenario_file: Write) -> None:
    scenario_file("title: c\nlab: {cadence: 3, max_epochs: 3, cutoff_lag: 3}\n", "c.yaml")
    scenario_file("extends: c.yaml\ntitle: b\nlab: {cadence: 2, max_epochs: 2}\n", "b.yaml")
    resolved = load(scenario_file, "extends: b\ntitle: a\nlab: {cadence: 1}\n")
    lab = resolved.scenario.lab
    assert (resolved.scenario.title, lab.cadence, lab.max_epochs, lab.cutoff_lag) == ("a", 1, 2, 3)


def test_extends_is_relative_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("own", "base/deep"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "base/deep/c.yaml").write_text("lab: {cadence: 5}\n")
    (tmp_path / "base/b.yaml").write_text("extends: deep/c.yaml\n")
    (tmp_path / "own/a.yaml").write_text("extends: ../base/b.yaml\n")
    monkeypatch.chdir(tmp_path / "base")
    assert load_scenario(tmp_path / "own/a.yaml").scenario.lab.cadence == 5
    assert load_scenario(os.path.relpath(tmp_path / "own/a.yaml")).scenario.lab.cadence == 5


def test_a_diamond_is_no_circle(scenario_file: Write) -> None:
    scenario_file("lab: {cadence: 5}\n", "c.yaml")
    scenario_file("extends: c.yaml\n", "b.yaml")
    assert load(scenario_file, "extends: b.yaml\n").scenario.lab.cadence == 5


def test_shipped_scenarios_by_name(scenario_file: Write) -> None:
    shipped = load_scenario("webloop/baseline")
    own = load(scenario_file, "extends: webloop/baseline\nlab: {cadence: 6}\n")
    assert own.scenario.lab.cadence == 6
    assert own.scenario.communities == shipped.scenario.communities
    assert str(own.document.origin(("communities", "majority", "share"))).startswith("webloop/baseline:")


@pytest.mark.parametrize("name", [name for name in shipped_names() if "study" not in name])
def test_every_shipped_scenario_survives_a_round_trip(name: str, scenario_file: Write) -> None:
    resolved = load_scenario(f"webloop/{name}")
    again = load(scenario_file, scenario_text(resolved))
    assert again.plain() == resolved.plain()
    assert again.scenario == resolved.scenario
    assert again.changes == resolved.changes


def test_null_takes_back_what_lab_says_also_after_a_round_trip(scenario_file: Write) -> None:
    text = "lab: {filter: {detector: perfect}}\nlabs:\n  a: {filter: {detector: null}}\n  b: {}\n"
    resolved = load(scenario_file, text)
    for each in (resolved, load(scenario_file, scenario_text(resolved))):
        assert each.scenario.labs["a"].filter.detector is None
        assert each.scenario.labs["b"].filter.detector is not None


def test_null_through_extends_goes_back_to_the_default(scenario_file: Write) -> None:
    scenario_file("lab: {cadence: 3}\ncommunities: {a: {share: 0.5}, b: {share: 0.5}}\n", "b.yaml")
    text = "extends: b.yaml\nlab: {cadence: null}\ncommunities: {a: {share: 1}, b: null}\n"
    scenario = load(scenario_file, text).scenario
    assert scenario.lab.cadence == 12
    assert list(scenario.communities) == ["a"]


def test_short_names_mean_the_defaults(scenario_file: Write) -> None:
    short = load(scenario_file, "lab: {accumulation: window, filter: {detector: {}}}\n").scenario.lab
    assert (short.accumulation.kind, short.accumulation.months) == ("window", 24)  # type: ignore[attr-defined]
    assert short.filter.detector is not None
    assert short.filter.detector.kind == "classifier"


def test_settings_win_and_come_in_order(scenario_file: Write) -> None:
    settings = parse_settings(["lab.accumulation=window", "lab.accumulation.months=6", "lab.mix.archive={share: 0.3}"])
    lab = load(scenario_file, "lab: {accumulation: replace}\n", settings).scenario.lab
    assert lab.accumulation.model_dump() == {"kind": "window", "months": 6}
    assert lab.mix["archive"].share == 0.3


def test_settings_reach_into_lists(scenario_file: Write) -> None:
    text = "interventions: [{date: 2027-01, set: {lab.cadence: 6}}]\n"
    resolved = load(scenario_file, text, {"interventions.0.date": "2030-06"})
    assert resolved.changes[0][0] == parse_month("2030-06")


@pytest.mark.parametrize("path", ["lab.cadence", "lab"])
def test_null_as_a_setting_removes(path: str, scenario_file: Write) -> None:
    assert load(scenario_file, "lab: {cadence: 3}\n", {path: None}).scenario.lab.cadence == 12


INTERVENED = """\
lab: {cadence: 10}
labs: {a: {}, b: {cadence: 5}}
interventions:
  - date: 2027-01
    title: first
    set: {lab.accumulation: {kind: window, months: 12}, lab.cadence: 8}
  - date: 2028-01
    set: {lab.accumulation.months: 6, labs.b.cadence: 4}
  - date: 2028-01
    set: {lab.accumulation: replace, lab.mix: {archive: {share: 0.1}}}
  - date: 2030-01
    set: {lab.mix: null, pinned_pollution.2031-01: 0.5}
"""


def test_interventions_keep_what_those_before_changed(scenario_file: Write) -> None:
    resolved = load(scenario_file, INTERVENED)
    rules = {
        month: resolved.at(parse_month(month)) for month in ("2026-12", "2027-01", "2027-12", "2028-01", "2040-12")
    }
    assert [r.labs["a"].cadence for r in rules.values()] == [10, 8, 8, 8, 8]
    assert [r.labs["b"].cadence for r in rules.values()] == [5, 5, 5, 4, 4]
    kinds = [r.labs["a"].accumulation.kind for r in rules.values()]
    assert kinds == ["accumulate_subsample", "window", "window", "replace", "replace"]
    assert [list(r.labs["b"].mix) for r in rules.values()] == [[], [], [], ["archive"], []]
    assert resolved.changes[1][1].lab.accumulation.model_dump() == {"kind": "window", "months": 6}
    assert rules["2040-12"].pinned_pollution == {parse_month("2031-01"): 0.5}


def test_before_the_first_intervention_nothing_differs(scenario_file: Write) -> None:
    without = load(scenario_file, INTERVENED.split("interventions")[0])
    resolved = load(scenario_file, INTERVENED)
    assert resolved.at(parse_month("2026-12")).labs == without.scenario.labs


def test_setting_a_fixed_value_to_what_it_is_changes_nothing(scenario_file: Write) -> None:
    text = "interventions:\n  - {date: 2027-01, set: {crawlers.common: {coverage: 0.5, historic_coverage: 0.15}}}\n"
    assert load(scenario_file, text).changes[0][1].crawlers["common"].coverage == 0.5


def test_numbers_may_be_written_as_yaml_writes_them(scenario_file: Write) -> None:
    scenario = load(scenario_file, "ideas: {number: 1e3, errors: 0x10}\nweb: {pages_per_month: 2_000}\n").scenario
    assert (scenario.ideas.number, scenario.ideas.errors, scenario.web.pages_per_month) == (1000, 16, 2000.0)


def test_anchors_and_merge_keys_work(scenario_file: Write) -> None:
    text = """\
communities:
  a: &half {share: 0.5}
  b: *half
labs:
  x: &usual {cadence: 6, max_epochs: 2}
  y: {<<: *usual, cadence: 3}
  z: {<<: [{cutoff_lag: 1}, *usual]}
"""
    scenario = load(scenario_file, text).scenario
    assert scenario.communities["b"].share == 0.5
    assert [(lab.cadence, lab.max_epochs, lab.cutoff_lag) for lab in scenario.labs.values()] == [
        (6, 2, 7),
        (3, 2, 7),
        (6, 2, 1),
    ]


def test_windows_editors_may_leave_their_marks(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"\xef\xbb\xbftitle: caf\xc3\xa9\r\nlab:\r\n  cadence: 6\r\n")
    assert load_scenario(file).scenario.title == "café"


def test_aliases_of_aliases_do_not_fill_the_memory() -> None:
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
    with pytest.raises(ScenarioError, match="too large for a scenario"):
        parse_yaml("\n".join(lines), "bomb.yaml")


def test_a_text_is_relative_to_the_file_that_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "base/words.txt").write_text("one two two")
    (tmp_path / "base/b.yaml").write_text("ideas: {from_text: words.txt}\n")
    (tmp_path / "a.yaml").write_text("extends: base/b.yaml\n")
    monkeypatch.chdir(tmp_path / "base")
    words = str(tmp_path / "base/words.txt")
    assert load_scenario(tmp_path / "a.yaml").scenario.ideas.from_text == words
    (tmp_path / "c.yaml").write_text("title: c\n")
    assert load_scenario(tmp_path / "c.yaml", {"ideas.from_text": "words.txt"}).scenario.ideas.from_text == words
    assert load_scenario(tmp_path / "a.yaml", {"ideas.from_text": None}).scenario.ideas.from_text is None
    python = load_scenario(tmp_path / "c.yaml", {"ideas.from_text": "python:pydoc_data.topics"})
    assert python.scenario.ideas.from_text == "python:pydoc_data.topics"


def test_an_unused_base_text_may_be_missing(scenario_file: Write) -> None:
    scenario_file("ideas: {from_text: gone.txt}\n", "b.yaml")
    assert load(scenario_file, "extends: b.yaml\nideas: {from_text: null}\n").scenario.ideas.from_text is None


def test_settings_with_null_remove() -> None:
    assert parse_settings(["lab.filter.detector=null", "title=a=b", "lab.cadence = 6"]) == {
        "lab.filter.detector": None,
        "title": "a=b",
        "lab.cadence": 6,
    }


def test_a_path_may_begin_at_home(scenario_file: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "home/links.csv").write_text("source,target\na,b\n")
    rules = load(scenario_file, "sites: {from_edges: ~/links.csv}\n").scenario.sites
    assert rules is not None
    assert rules.from_edges == str(tmp_path / "home/links.csv")
    with pytest.raises(InputError, match=r"~nobody-of-that-name/links\.csv: there is no such file"):
        load(scenario_file, "sites: {from_edges: ~nobody-of-that-name/links.csv}\n")


def test_shipped_names_are_checked() -> None:
    with pytest.raises(InputError, match=r"there is no shipped scenario 'basline'.*did you mean 'baseline'"):
        load_scenario("webloop/basline")
