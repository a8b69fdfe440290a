"""Which file a name means."""

from collections.abc import Callable
from pathlib import Path

import pytest

from webloop.errors import InputError
from webloop.scenario.naming import full_name, locate
from webloop.scenario.resolve import load_scenario
from webloop.scenario.shipped import shipped_scenario
from webloop.scenario.study import load_study

Write = Callable[..., Path]
OWN = "title: Own\ncommunities: {m: {share: 1}}\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_bare_name_is_a_shipped_scenario() -> None:
    assert locate("baseline") == shipped_scenario("baseline")
    bare, full = load_scenario("baseline"), load_scenario("webloop/baseline")
    assert bare.name == full.name == "baseline"
    assert bare.document.values == full.document.values  # problems, too, are shown at webloop/baseline


@pytest.mark.parametrize("name", ["baseline.yaml", "baseline.yml", "baseline"])
def test_a_file_here_wins(scenario_file: Write, name: str) -> None:
    scenario_file(OWN, name)
    assert locate("baseline") == Path(name)
    assert load_scenario("baseline").scenario.title == "Own"
    assert load_scenario("webloop/baseline").scenario.title == "Baseline"


def test_yaml_comes_before_yml(scenario_file: Write) -> None:
    scenario_file(OWN, "baseline.yml")
    scenario_file(OWN, "baseline.yaml")
    assert locate("baseline") == Path("baseline.yaml")


@pytest.mark.parametrize("name", ["baseline.yaml", "./baseline", "sub/baseline", "baselin", ""])
def test_other_names_are_paths(name: str) -> None:
    assert full_name(name) == name
    assert locate(name) == Path(name)


def test_extends_and_studies_take_bare_names_too(scenario_file: Write, here: Path) -> None:
    mine = scenario_file("extends: baseline\n", "mine.yaml")
    assert load_scenario(mine).document.values[("lab", "cadence")].file == "webloop/baseline"
    study = load_study([scenario_file("baseline: baseline\nscenarios: [archive, mine]\n", "study.yaml")])
    assert [each.name for each in study.scenarios] == ["baseline", "archive", "mine"]
    scenario_file(OWN, "baseline.yaml")  # beside the files that name it
    assert load_scenario(mine).document.values[("communities", "m", "share")].file == str(here / "baseline.yaml")


def test_both_names_ask_for_the_same() -> None:
    assert load_study(["baseline"]).asked == load_study(["webloop/baseline"]).asked


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("basline", "basline: there is no file basline, and no shipped scenario is called so; did you mean 'baseline'"),
        ("mien", "mien: there is no file mien, and no shipped scenario is called so; did you mean 'mine'?"),
        ("mien.yaml", "mien.yaml: there is no file mien.yaml; did you mean 'mine.yaml'?"),
        ("sub/mine", "sub/mine: there is no file sub/mine"),
        ("https://example.org/a", "this is an address"),
    ],
)
def test_a_name_of_nothing(scenario_file: Write, name: str, said: str) -> None:
    scenario_file(OWN, "mine.yaml")
    for load in (load_scenario, lambda name: load_study([name])):
        with pytest.raises(InputError) as error:
            load(name)
        assert said in str(error.value)
