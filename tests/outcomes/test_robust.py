"""Robustness by hand, planted rules, and how often noise passes for a rule."""

import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_hex

from tests.outcomes.drawn_folders import folder_of
from tests.plots.seen import words
from webloop.cli.robust import robust_command
from webloop.errors import InputError
from webloop.outcomes.discovery import Condition, Rule, _rounded, features, find_rule, holding
from webloop.outcomes.results import Results
from webloop.outcomes.robust import robust, wilson, write_robust
from webloop.outcomes.rules import sentence
from webloop.plots.draw import plan
from webloop.plots.robust import robustness, write_robust_pictures
from webloop.plots.style import BETTER, WORSE

GROUPS = ("lab.cadence", "web.ai_hazard_ratio")


@pytest.fixture
def by_hand(tmp_path: Path) -> Results:
    """Four draws of two replicates; tail recall is better when higher, errors when lower."""
    base = {"tail_recall": [[0.2, 0.4], [0.3, 0.3], [0.5, 0.5], [0.1, 0.1]], "error_mass": [[0.2, 0.2]] * 4}
    up = {"tail_recall": [[0.5, 0.3], [0.3, 0.3], [0.4, 0.4], [0.3, 0.3]], "error_mass": [[0.1, 0.1]] * 4}
    down = {"tail_recall": [[0.1, 0.1], [0.6, 0.6], [0.3, 0.3], [0.2, 0.2]], "error_mass": [[0.2, 0.2]] * 4}
    unit = np.random.default_rng(1).random((4, 2))
    return folder_of(tmp_path / "hand", {"base": base, "up": up, "down": down}, unit)


def test_shares_and_regret_by_hand(by_hand: Results) -> None:
    """Means by draw: base 0.3 0.3 0.5 0.1, up 0.4 0.3 0.4 0.3, down 0.1 0.6 0.3 0.2."""
    found = robust(by_hand, ["tail_recall"])
    rows = found.scenarios.set_index("scenario")
    assert rows.loc["up", ["beats", "ties", "loses", "best"]].tolist() == [0.5, 0.25, 0.25, 0.5]
    assert rows.loc["down", ["beats", "ties", "loses", "best"]].tolist() == [0.5, 0.0, 0.5, 0.25]
    assert rows["best"].tolist() == [0.25, 0.5, 0.25]
    regrets = {"base": [0.1, 0.3, 0.0, 0.2], "up": [0.0, 0.3, 0.1, 0.0], "down": [0.3, 0.0, 0.2, 0.1]}
    for name, regret in regrets.items():
        by = [np.mean(regret), np.quantile(regret, 0.9), np.max(regret)]
        assert rows.loc[name, ["regret_mean", "regret_q90", "regret_max"]].tolist() == pytest.approx(by)
    pairs = found.pairs.set_index(["scenario", "other"])
    assert pairs.loc[("up", "down"), ["wins", "ties", "losses"]].tolist() == [3, 0, 1]
    assert pairs.loc[("base", "up"), ["wins", "ties", "losses"]].tolist() == [1, 1, 2]
    assert pairs.loc[("up", "down"), ["low", "high"]].tolist() == pytest.approx(wilson(3, 4))


def test_lower_is_better_for_errors(by_hand: Results) -> None:
    rows = robust(by_hand, ["error_mass"]).scenarios.set_index("scenario")
    assert rows.loc["up", ["beats", "best", "regret_max"]].tolist() == [1, 1, 0]
    assert rows.loc["down", ["beats", "ties", "loses"]].tolist() == [0, 1, 0]
    assert rows.loc["base", "regret_mean"] == pytest.approx(0.1)


def test_another_month_and_files(by_hand: Results) -> None:
    half = robust(by_hand, month="2030-11")
    whole = robust(by_hand)
    assert np.allclose(half.scenarios["regret_max"] * 2, whole.scenarios["regret_max"])
    write_robust(by_hand, whole)
    for name, rows in (("robust", 6), ("robust_pairs", 12), ("rules", 4)):
        assert len(pd.read_csv(by_hand.folder / f"{name}.csv")) == rows


def test_draws_that_lack_a_run_are_left_out_and_counted(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    values = {name: {"tail_recall": rng.random(50)} for name in ("base", "policy")}
    results = folder_of(tmp_path / "out", values, rng.random((50, 2)), skip=[("policy", 3), ("base", 9)])
    found = robust(results)
    assert found.dropped == {"tail_recall": 2}
    assert set(found.scenarios["draws"]) == {48}


def test_trajectories_of_a_screening_are_no_sample(tmp_path: Path) -> None:
    values = {name: {"tail_recall": np.arange(6.0)} for name in ("base", "policy")}
    results = folder_of(tmp_path / "out", values, np.zeros((6, 2)), method="morris")
    with pytest.raises(InputError, match="trajectories of a screening"):
        robust(results)
    assert "robust" not in {name for name, _, _ in plan(results)}


@pytest.mark.parametrize(
    ("names", "month", "message"),
    [
        (["pollution_any"], None, "these results have no metric"),
        (["tail_recal"], None, "did you mean 'tail_recall'"),
        (None, "2031-01", "2030-11 to 2030-12"),
    ],
)
def test_wrong_questions(by_hand: Results, names: list[str] | None, month: str | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        robust(by_hand, names, month)


def test_neither_way_is_better(tmp_path: Path) -> None:
    values = {name: {"human_output": np.arange(6.0)} for name in ("base", "policy")}
    results = folder_of(tmp_path / "out", values, np.random.default_rng(1).random((6, 2)))
    better = results.recorded["human_output"].better
    if better == "-":
        with pytest.raises(InputError, match="neither way is better"):
            robust(results, ["human_output"])
    else:
        assert len(robust(results, ["human_output"]).scenarios) == 2


def test_without_draws_or_policies(by_hand: Results, tmp_path: Path) -> None:
    by_hand.manifest["draws"] = None
    with pytest.raises(InputError, match="no draws of uncertain parameters: add `uncertain:`"):
        robust(by_hand)
    alone = folder_of(tmp_path / "alone", {"base": {"tail_recall": np.arange(4.0)}}, np.zeros((4, 2)))
    with pytest.raises(InputError, match="only the baseline was run"):
        robust(alone)


def planted(draws: int, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Losses in nine of ten draws with a long cadence and a low ratio, and in 2 % of the others."""
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(
        {"cadence": rng.integers(3, 25, draws), "ratio": rng.uniform(0.5, 2, draws), "idle": rng.random(draws)}
    )
    inside = (table["cadence"] > 14) & (table["ratio"] < 0.8)
    return table, np.where(inside, rng.random(draws) < 0.9, rng.random(draws) < 0.02)


@pytest.mark.parametrize("seed", range(5))
def test_a_planted_rule_is_found(seed: int) -> None:
    table, loses = planted(512, seed)
    rule = find_rule(table, loses)
    assert isinstance(rule, Rule)
    by = {(each.name, each.above): each.cut for each in rule.conditions}
    assert set(by) == {("cadence", True), ("ratio", False)}
    assert by["cadence", True] == pytest.approx(14, abs=1.5)
    assert by["ratio", False] == pytest.approx(0.8, abs=0.08)
    held = holding(rule.conditions, table)
    assert rule.density == pytest.approx(loses[held].mean())
    assert rule.coverage == pytest.approx(loses[held].sum() / loses.sum())
    assert rule.unseen_density > 0.6
    assert rule.unseen_coverage > 0.6


def test_one_condition_is_enough_where_one_is_true() -> None:
    rng = np.random.default_rng(3)
    table = pd.DataFrame(rng.random((300, 6)), columns=list("abcdef"))
    rule = find_rule(table, (table["c"] > 0.7).to_numpy() ^ (rng.random(300) < 0.03))
    assert isinstance(rule, Rule)
    assert [each.name for each in rule.conditions] == ["c"]
    assert str(rule).startswith("c > 0.7")


def test_names_as_values() -> None:
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"kind": rng.choice(["window", "replace", "all"], 300), "share": rng.random(300)})
    rule = find_rule(table, (table["kind"] == "replace").to_numpy())
    assert str(rule) == "kind = replace"
    assert str(Condition("kind=replace", above=False, cut=0.5)) == "kind other than replace"
    assert features(pd.DataFrame({"a": [True, False]})).columns.tolist() == ["a=False", "a=True"]


def false_alarms(studies: int, draws: int, share: float) -> float:
    """Share of studies with a rule where nothing but chance decides who loses; 8 parameters each."""
    found = 0
    for seed in range(studies):
        rng = np.random.default_rng(7 * seed + draws)
        table = pd.DataFrame(rng.random((draws, 8)), columns=list("abcdefgh"))
        found += isinstance(find_rule(table, rng.random(draws) < share), Rule)
    return found / studies


@pytest.mark.parametrize("share", [0.13, 0.4])
def test_noise_gives_no_rule(share: float) -> None:
    assert false_alarms(60, 256, share) == 0


@pytest.mark.slow
@pytest.mark.parametrize(("draws", "most"), [(64, 0.02), (128, 0.02), (256, 0.01), (512, 0.01)])
def test_the_false_alarm_rate(draws: int, most: float) -> None:
    assert false_alarms(250, draws, 0.13) <= most


def test_too_little_to_look_at() -> None:
    table = pd.DataFrame({"a": np.arange(100.0)})
    assert find_rule(table[:30], np.arange(30) < 10) == "30 draws are too few to look for ranges (at least 40)"
    assert find_rule(table, np.arange(100) < 5) == "5 losses are too few to look for ranges (at least 8)"
    assert "draws without a loss are too few" in str(find_rule(table, np.arange(100) > 5))
    same = table.assign(a=1.0)
    assert find_rule(same, np.arange(100) < 50) == "no range of one or two parameters explains it"


@given(st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=2, max_size=30, unique=True), st.data())
def test_a_rounded_cut_keeps_the_same_draws(values: list[float], data: st.DataObject) -> None:
    array = np.array(values)
    ends = np.sort(array)
    place = data.draw(st.integers(0, len(values) - 2))
    cut = (ends[place] + ends[place + 1]) / 2
    table = pd.DataFrame({"a": array})
    rounded = _rounded(Condition("a", above=True, cut=cut), array)
    if ends[place] < cut < ends[place + 1]:
        assert (rounded.holds(table) == (array > cut)).all()
        assert len(f"{rounded.cut:.17g}".strip("-0.")) >= 0


def test_sentences() -> None:
    rule = Rule((Condition("lab.cadence", above=True, cut=14), Condition("web.ratio", above=False, cut=0.8)), 40, 0.61, 0.9, 0.58, 0.86, 1e-9)  # fmt: skip # noqa: E501
    assert sentence("archive", 400, 67, 512, rule) == (
        "archive loses to the baseline in 13 % of 512 draws; in 61 % of those with lab.cadence > 14 and "
        "web.ratio <= 0.8 (which hold 90 % of its losses; in draws that the rule has not seen: 58 % and 86 %)"
    )
    assert sentence("twin", 0, 512, 512, "") == "twin loses to the baseline in all of 512 draws"


@pytest.fixture
def study(tmp_path: Path) -> Results:
    """A policy with a planted rule, one that always loses, one that is the baseline."""
    table, loses = planted(512, 1)
    rng = np.random.default_rng(2)
    base = rng.uniform(0.3, 0.5, 512)
    values = {
        "base": {"tail_recall": base},
        "archive": {"tail_recall": base + np.where(loses, -0.1, 0.05)},
        "poor": {"tail_recall": base - 0.02},
        "twin": {"tail_recall": base},
    }
    parameters = table.rename(columns={"cadence": "lab.cadence", "ratio": "web.ai_hazard_ratio"})
    unit = rng.random((512, 3))
    groups = ("lab.cadence", "web.ai_hazard_ratio", "idle")
    return folder_of(tmp_path / "out", values, unit, groups=groups, group_of=(0, 1, 2), parameters=parameters)


def test_the_picture_shows_shares_and_regret(study: Results) -> None:
    sheet = robustness(study, "tail_recall")
    left, right = sheet.axes
    assert [label.get_text() for label in left.get_yticklabels()] == ["Archive", "Base", "Twin", "Poor"]
    rows = robust(study).scenarios.set_index("scenario")
    dots = {line.get_ydata()[0]: line for line in left.lines if line.get_marker() == "o"}
    assert dots[0].get_xdata()[0] == pytest.approx(rows.loc["archive", "beats"])
    assert (to_hex(dots[0].get_color()), to_hex(dots[3].get_color())) == (BETTER.lower(), WORSE.lower())
    means = [line.get_xdata()[0] for line in right.lines if line.get_markersize() == 5 and line.get_marker() == "o"]
    assert means == pytest.approx(sorted(rows["regret_mean"]))
    seen = words(sheet).replace("\n", " ")
    for said in ("never different", "baseline", "percentage points", "lab.cadence > 14"):
        assert said in seen
    assert "Archive: beats the baseline in " in sheet.alt
    files = write_robust_pictures(study, robust(study))
    assert [file.name for file in files] == [f"robust-tail_recall.{form}" for form in ("png", "svg", "csv", "txt")]


def called(*args: object) -> Result:
    return CliRunner().invoke(robust_command, [str(arg) for arg in args], env={"COLUMNS": "80"})


def test_the_command_prints_writes_and_draws(study: Results) -> None:
    done = called(study.folder)
    assert done.exit_code == 0, done.output
    said = " ".join(done.output.split())
    assert "Share of 512 draws in which a policy beats base at 2030-12" in said
    assert "with web.ai_hazard_ratio <= 0.8 and lab.cadence > 14 (which hold" in said
    assert "twin loses to the baseline in none of 512 draws" in said
    assert max(len(line) for line in done.output.splitlines() if str(study.folder) not in line) <= 80
    for file in ("robust.csv", "robust_pairs.csv", "rules.csv", "plots/robust-tail_recall.svg"):
        assert (study.folder / file).exists()
    found = json.loads(called(study.folder, "--json", "-m", "tail_recall").output)
    assert len(found["pairs"]) == 12
    assert found["rules"][1]["sentence"] == "poor loses to the baseline in all of 512 draws"


def test_a_study_without_uncertainty_is_refused_before_it_is_run(scenario_file: Callable[..., Path]) -> None:
    small = scenario_file()
    scenario_file("extends: small.yaml\nlab: {accumulation: replace}\n", "gone.yaml")
    study = scenario_file("baseline: small.yaml\nscenarios: [gone.yaml]\n", "study.yaml")
    done = called(study)
    assert isinstance(done.exception, InputError)
    assert "nothing is uncertain in this study: add `uncertain:`" in str(done.exception)
    text = "baseline: small.yaml\nuncertain: {lab.hallucination: {kind: uniform, low: 0, high: 0.1}}\ndraws: 4\n"
    alone = called(scenario_file(text, "alone.yaml"))
    assert "only its baseline" in str(alone.exception)
    assert not (small.parent / "results").exists()


def test_without_scikit_learn_the_extra_is_named(study: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str, *more: Any) -> Any:
        if name.startswith("sklearn"):
            raise ImportError(name)
        return real(name, *more)

    real = importlib.import_module
    monkeypatch.setattr("webloop.extras.import_module", missing)
    found = robust(study)  # the shares of draws need no library
    assert found.rules["sentence"].str.contains("pip install 'webloop[analysis]'", regex=False).any()
