"""What drives a metric, from the draws of a study: whose parameters, what is said, printed and drawn."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from tests.outcomes.drawn_folders import folder_of
from tests.plots.seen import clashes, words
from webloop.cli.sensitivity import sensitivity_command
from webloop.errors import InputError
from webloop.outcomes.drivers import CONSTANT, drivers
from webloop.outcomes.paired import holm
from webloop.outcomes.results import Results
from webloop.plots.draw import plan
from webloop.plots.drivers import driver_picture, write_drivers
from webloop.run.study import run_study
from webloop.scenario.study import load_study

PATHS = ("lab.hallucination", "lab.decoder.temperature", "web.ai_hazard_ratio")
Made = Callable[..., Results]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """A folder: the policy is better by the second parameter, and all by the first; errors are the same everywhere."""

    def make(draws: int = 64, method: str = "latin_hypercube", **more: Any) -> Results:
        unit = np.random.default_rng(1).random((draws, 3))
        luck = np.random.default_rng(2).normal(0, 0.01, (draws, 2))
        base = {"tail_recall": 0.3 + 0.2 * unit[:, :1] + luck, "error_mass": np.full((draws, 2), 0.1)}
        policy = {**base, "tail_recall": base["tail_recall"] - 0.1 * unit[:, 1:2] ** 2}
        values = {"base": base, "policy": policy}
        table = pd.DataFrame(unit, columns=PATHS)
        return folder_of(
            tmp_path / "out", values, unit, method=method, groups=PATHS, group_of=(0, 1, 2), parameters=table, **more
        )

    return make


def test_what_drives_a_difference_and_a_value(made: Made) -> None:
    results = made()
    table = drivers(results)
    assert set(table["of"]) == {"difference"}
    rows = table[table["metric"] == "tail_recall"].set_index("parameter")
    assert rows.loc[PATHS[1], ["rho", "verdict"]].tolist() == [pytest.approx(-1), "lowers"]
    assert rows.loc[PATHS[2], "verdict"] == "can't tell"
    assert set(table.loc[table["metric"] == "error_mass", "verdict"]) == {CONSTANT}
    value = drivers(results, ["tail_recall"], scenarios=["base"], of="value", month="2030-11").iloc[0]
    assert (value["parameter"], value["verdict"], value["month"]) == (PATHS[0], "raises", "2030-11")
    assert (value["draws"], value["dropped"], value["replicates"]) == (64, 0, 2)
    assert 0 < value["chance"] < 0.1


def test_all_correlations_of_a_metric_are_one_family(made: Made) -> None:
    rows = drivers(made(), ["tail_recall"])
    expected = holm(np.concatenate([rows["p"], rows["partial_p"]]))
    assert np.allclose(np.concatenate([rows["p_adjusted"], rows["partial_p_adjusted"]]), expected)


@pytest.mark.slow
def test_chance_is_seldom_taken_for_a_driver(tmp_path: Path) -> None:
    """400 metrics that nothing drives, 8 parameters: at most 5 % say anything; 39 or more of them in 6e-5 of cases."""
    rng = np.random.default_rng(1)
    wrong = 0
    names = [f"lab.{letter}" for letter in "abcdefgh"]
    for _ in range(100):  # four metrics a folder
        unit = rng.random((30, 8))
        metrics = ("tail_recall", "hill_1", "error_mass", "staleness")
        values = {"base": {name: rng.random(30) for name in metrics}}
        table = drivers(folder_of(tmp_path, values, unit, groups=names, group_of=range(8)), metrics)
        wrong += (table.groupby("metric")["verdict"].agg(set) != {"can't tell"}).sum()
    assert wrong < 39


def test_draws_without_a_run_are_left_out_and_counted(made: Made) -> None:
    results = made(skip=[("policy", 3), ("base", 7), ("policy", 7)])
    rows = drivers(results, ["tail_recall"])
    assert (set(rows["draws"]), set(rows["dropped"])) == ({62}, {2})
    assert rows["rho"].iloc[0] == pytest.approx(-1)
    assert "2 draws of tail_recall" in called(results.folder, "-m", "tail_recall").output
    few = drivers(made(skip=[("policy", draw) for draw in range(55)]), ["tail_recall"])
    assert set(few["verdict"]) == {"a value in 9 draws only"}


def own(tmp_path: Path) -> Results:
    """Two baselines with 40 draws from fits of their own, one shared parameter, and instruments."""
    rng = np.random.default_rng(1)
    columns = ["lab.cadence", "writers.growth", "web.a.b", "web.c.b", "instruments.x.fpr", "writers.growth (other)"]
    draws = pd.DataFrame(rng.random((40, 6)), columns=columns)
    draws["web.c.b"] = draws["web.a.b"]
    values = {
        "base": {"tail_recall": draws["writers.growth"] + 0.2 * draws["web.a.b"]},
        "other": {"tail_recall": 1 - draws["writers.growth (other)"]},
    }
    of_base = {path: path for path in columns[1:5]}
    scenarios = {
        "base": {"file": "base.csv", "columns": of_base},
        "other": {"file": "other.csv", "columns": {"writers.growth": "writers.growth (other)"}},
    }
    return folder_of(
        tmp_path / "own", values, rng.random((40, 6)), groups=columns, group_of=range(6), parameters=draws,
        posterior={"own": True, "scenarios": scenarios}, method="posterior",
    )  # fmt: skip


def test_a_scenario_with_a_fit_of_its_own_has_its_own_parameters(tmp_path: Path) -> None:
    results = own(tmp_path)
    table = drivers(results, ["tail_recall"])
    assert set(table["of"]) == {"value"}, "other baselines are no policies"
    names = table.groupby("scenario")["parameter"].agg(set)
    assert names["base"] == {"lab.cadence", "writers.growth", "web.*.b"}
    assert names["other"] == {"lab.cadence", "writers.growth"}
    first = table.drop_duplicates("scenario").set_index("scenario")
    assert first.loc["other", ["parameter", "rho", "verdict"]].tolist() == [
        "writers.growth", pytest.approx(-1), "lowers"
    ]  # fmt: skip
    assert first.loc["base", ["parameter", "verdict"]].tolist() == ["writers.growth", "raises"]
    both = drivers(results, ["tail_recall"], of="difference").set_index("parameter")
    assert set(both.index) == {"lab.cadence", "writers.growth", "writers.growth (base)", "web.*.b (base)"}
    assert both.loc[["writers.growth", "writers.growth (base)"], "verdict"].tolist() == ["lowers", "lowers"]
    said = " ".join(called(results.folder).output.split())
    assert "fitted are correlated with each other" in said
    assert "Errors of instruments are left out" in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"names": ["tail_recal"]}, "did you mean 'tail_recall'"),
        ({"scenarios": ["polcy"]}, "did you mean 'policy'"),
        ({"scenarios": ["base"]}, "ask for --of value"),
        ({"month": "2031-01"}, "2030-11 to 2030-12"),
    ],
)
def test_wrong_questions(made: Made, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        drivers(made(), **arguments)


def test_too_few_draws_and_none(made: Made) -> None:
    with pytest.raises(InputError, match=r"has 9 draws, and correlations take at least 10: raise `draws`"):
        drivers(made(9))
    with pytest.raises(InputError, match="trajectories of a screening"):
        drivers(made(12, "morris"))
    results = made(1)
    with pytest.raises(InputError, match="has no draws of uncertain parameters"):
        drivers(results)


def called(*args: object, width: int = 80) -> Result:
    return CliRunner().invoke(sensitivity_command, [str(arg) for arg in args], env={"COLUMNS": str(width)})


@pytest.mark.parametrize("width", [80, 120])
def test_the_command_prints_writes_and_draws(made: Made, width: int) -> None:
    folder = made().folder
    done = called(folder, width=width)
    assert done.exit_code == 0, done.output
    said = " ".join(done.output.split())
    assert "What drives the difference of policy to the baseline at 2030-12: rank correlation ρ over 64 draws" in said
    assert "lab.decoder.temperature -1.00 ▼" in said
    assert "policy, error_mass: no effect (constant)" in done.output
    assert "correlated with each other by the data" not in done.output, "these are not"
    assert max(len(line) for line in done.output.splitlines() if str(folder) not in line) <= width
    assert len(pd.read_csv(folder / "sensitivity.csv")) == 6
    assert (folder / "plots/drivers-tail_recall.png").exists()
    detail = called(folder, "-m", "tail_recall", "-m", "error_mass", "--of", "value", "--scenario", "base")
    assert "p (Holm)  partial" in detail.output
    assert "error_mass of base: no effect (constant), so nothing drives it" in detail.output
    rows = json.loads(called(folder, "--json", "-m", "error_mass").output)["sensitivity"]
    assert {row["rho"] for row in rows} == {None}


def test_a_folder_has_been_run(made: Made) -> None:
    done = called(made().folder, "--method", "morris", "--only", PATHS[0])
    assert isinstance(done.exception, InputError)
    assert "--method, --only: " in str(done.exception)
    assert "has been run already" in str(done.exception)


def test_many_parameters_and_few_draws_are_said(tmp_path: Path) -> None:
    """Of twenty parameters fifteen are shown at most; no partial correlation of parts of a whole, nor of few draws."""
    rng = np.random.default_rng(1)
    names = [f"web.{letter}" for letter in "abcdefghijklmnopqr"]
    draws = pd.DataFrame(rng.random((40, 18)), columns=names)
    draws["writers.p.weight"], draws["writers.q.weight"] = draws["web.a"] ** 2, 1 - draws["web.a"] ** 2
    values = {"base": {"tail_recall": draws["web.a"] + draws["web.b"]}}

    def folder(number: int) -> Path:
        few = {"base": {"tail_recall": values["base"]["tail_recall"][:number]}}
        unit, more = rng.random((number, 20)), {"groups": list(draws), "group_of": range(20)}
        return folder_of(tmp_path / str(number), few, unit, parameters=draws[:number], **more).folder  # type: ignore[arg-type]

    said = " ".join(called(folder(40)).output.split())
    assert "the others fix each of them (parts of a whole add up): web.a, writers.*.weight." in said
    assert "Partial correlations of 20 parameters take at least 30 draws, so there are none." in " ".join(
        called(folder(29)).output.split()
    )
    sheet = driver_picture(Results(folder(40)), "tail_recall")
    assert len(sheet.axes[0].get_yticklabels()) == 15
    assert "Not shown: 5 parameters, with smaller ones." in words(sheet).replace("\n", " ")
    assert not clashes(sheet)


def test_the_picture(tmp_path: Path) -> None:
    results = own(tmp_path)
    assert "drivers-tail_recall" in {name for name, _, _ in plan(results, ["drivers"])}
    sheet = driver_picture(results, "tail_recall")
    assert not clashes(sheet)
    assert [axis.get_title(loc="left") for axis in sheet.axes] == ["Base", "Other"]
    assert next(label.get_text() for label in sheet.axes[0].get_yticklabels()) == "growth"
    seen = words(sheet).replace("\n", " ")
    for said in ("raises it", "lowers it", "can't tell", "b (shared)", "correlated with each other", "instruments"):
        assert said in seen
    assert "Other: writers.growth -1.00 (lowers)" in sheet.alt
    dots = [line.get_xdata()[0] for line in sheet.axes[1].lines if line.get_marker() == "o"]
    assert min(dots) == pytest.approx(-1)
    files = write_drivers(results, drivers(results))
    assert [file.name for file in files] == [f"drivers-tail_recall.{form}" for form in ("png", "svg", "csv", "txt")]


def test_pictures_of_what_has_no_answer(made: Made) -> None:
    assert "no effect (constant)" in words(driver_picture(made(), "error_mass"))
    with pytest.raises(InputError, match=r"'drivers' does not apply to .* take at least 10 draws, and there are 9"):
        list(plan(made(9), ["drivers"]))


def test_a_study_with_a_fit_from_the_file_to_the_answer(scenario_file: Callable[..., Path]) -> None:
    scenario_file()
    rows = [f"{0.01 + 0.008 * row},{0.7 + 0.3 * (row * 5 % 12) / 12}" for row in range(12)]
    scenario_file("\n".join(["lab.hallucination,lab.decoder.temperature", *rows]) + "\n", "fit.csv")
    file = scenario_file("baseline: small.yaml\nreplicates: 1\ndraws: {number: 12, posterior: fit.csv}\n", "study.yaml")
    refused = called(file)
    assert isinstance(refused.exception, InputError)
    assert "name the results folder here" in str(refused.exception)
    out = file.parent / "out"
    run_study(load_study([file]), out, jobs=1, metrics=["error_mass"])
    done = called(out)
    assert done.exit_code == 0, done.output
    table = pd.read_csv(out / "sensitivity.csv").set_index("parameter")
    assert table.loc["lab.hallucination", ["rho", "verdict"]].tolist() == [pytest.approx(1, abs=0.1), "raises"]
