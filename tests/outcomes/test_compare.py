"""Comparisons against an independent recomputation."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.outcomes.drawn_folders import folder_of
from tests.outcomes.made import BETTER, made
from webloop.errors import InputError
from webloop.metrics.collapse import collapse_months
from webloop.outcomes.compare import COLUMNS, compare, verdict
from webloop.outcomes.ranking import ranking
from webloop.outcomes.results import Results
from webloop.run.study import run_study
from webloop.scenario.parts import Collapse
from webloop.scenario.study import load_study


@pytest.fixture
def results(scenario_file: Callable[..., Path], tmp_path: Path) -> Results:
    scenario_file()
    scenario_file("extends: small.yaml\nlab: {accumulation: replace}\n", "replace.yaml")
    study = load_study([tmp_path / "small.yaml", tmp_path / "replace.yaml"], replicates=4)
    run_study(study, tmp_path / "out", jobs=1)
    return Results(tmp_path / "out")


def recomputed(values: pd.DataFrame, better: str) -> dict[str, float]:
    """One comparison as pandas and SciPy would have it, from one column a side."""
    difference = (values["policy"] - values["base"]).dropna()
    low, high = stats.t.interval(0.95, len(difference) - 1, loc=difference.mean(), scale=stats.sem(difference))
    sign = 1 if better == "higher" else -1
    return {
        "difference": difference.mean(),
        "low": low,
        "high": high,
        "helps": (sign * difference > 0).mean(),
        "p": stats.ttest_rel(values.dropna()["policy"], values.dropna()["base"]).pvalue,
        "pairs": len(difference),
        "baseline_mean": values.dropna()["base"].mean(),
        "scenario_mean": values.dropna()["policy"].mean(),
    }


def test_paired_differences_of_runs(results: Results) -> None:
    table = compare(results, ["hill_1", "error_mass"]).set_index("metric")
    monthly = pd.read_parquet(results.folder / "monthly.parquet")
    last = monthly[monthly["month"] == "2025-12"].pivot(index="replicate", columns="scenario")
    for metric, better in (("hill_1", "higher"), ("error_mass", "lower")):
        values = last[metric].rename(columns={"small": "base", "replace": "policy"})
        row: Any = table.loc[metric]
        for column, value in recomputed(values, better).items():
            assert row[column] == pytest.approx(value, rel=1e-12, abs=1e-15), column
        assert row["p_adjusted"] == row["p"], "one policy needs no adjustment"


def test_every_row_is_recomputed(tmp_path: Path) -> None:
    """Several policies and metrics, and a failed run."""
    folder = made(tmp_path, policies=3, replicates=6, months=4, seed=7)
    table = pd.read_parquet(folder.folder / "monthly.parquet")
    gone = (table["scenario"] == "policy_1") & (table["replicate"] == 2) & (table["draw"] == 0)
    table[~gone].to_parquet(folder.folder / "monthly.parquet")
    found = compare(folder)
    assert tuple(found.columns) == COLUMNS
    assert [*dict.fromkeys(found["scenario"])] == ["policy_0", "policy_1", "policy_2"]
    last = table[~gone & (table["month"] == table["month"].max())]
    for _, row in found.iterrows():
        sides = last.pivot(index=["draw", "replicate"], columns="scenario", values=str(row["metric"]))
        sides = sides[["base", str(row["scenario"])]].set_axis(["base", "policy"], axis=1).dropna()
        for column, value in recomputed(sides, BETTER[str(row["metric"])]).items():
            assert row[column] == pytest.approx(value, rel=1e-12, abs=1e-15), column
        assert row["dropped"] == (row["scenario"] == "policy_1")


def test_over_draws_luck_is_shared(tmp_path: Path) -> None:
    """Six draws, five replicates and a failed run, against an analysis of variance by hand."""
    folder = made(tmp_path, policies=2, draws=6, replicates=5, months=3, seed=7)
    table = pd.read_parquet(folder.folder / "monthly.parquet")
    gone = (table["scenario"] == "policy_1") & (table["replicate"] == 2) & (table["draw"] == 1)
    table[~gone].to_parquet(folder.folder / "monthly.parquet")
    found = compare(folder, ["hill_1"]).set_index("scenario")
    last: Any = table[table["month"] == "2030-03"].pivot(index=["draw", "replicate"], columns="scenario")["hill_1"]
    for name, left_out in (("policy_0", []), ("policy_1", [1])):
        sides = last.drop(index=left_out, level="draw")
        x = (sides[name] - sides["base"]).unstack("replicate").to_numpy()
        d, r = x.shape
        of_draws = r * x.mean(axis=1).var(ddof=1)
        of_luck = d * x.mean(axis=0).var(ddof=1)
        of_both = ((x - x.mean(axis=1)[:, None] - x.mean(axis=0) + x.mean()) ** 2).sum() / ((d - 1) * (r - 1))
        total = max(of_draws + of_luck - of_both, of_draws, of_luck)
        df = total**2 / (of_draws**2 / (d - 1) + of_luck**2 / (r - 1) + of_both**2 / ((d - 1) * (r - 1)))
        df = max(df, min(d, r) - 1)
        row = found.loc[name]
        low, high = stats.t.interval(0.95, df, loc=x.mean(), scale=np.sqrt(total / (d * r)))
        expected = [x.mean(), low, high, 2 * stats.t.sf(abs(x.mean()) / np.sqrt(total / (d * r)), df)]
        assert row[["difference", "low", "high", "p"]].tolist() == pytest.approx(expected, rel=1e-9)
        assert row["baseline_mean"] == pytest.approx(sides["base"].mean())
        assert (row["pairs"], row["dropped"]) == (x.size, 5 * len(left_out))
        assert row["helps"] == pytest.approx((x > 0).mean())
        assert np.isnan([row["boot_low"], row["boot_high"], row["more"]]).all()


def test_one_replicate_over_draws_tells_nothing(tmp_path: Path) -> None:
    folder = made(tmp_path, policies=2, draws=8, replicates=1, months=2, seed=1, effects=(50,))
    found = compare(folder)
    assert set(found["verdict"]) == {"can't tell"}
    assert found["difference"].notna().all()
    assert found[["low", "high", "boot_low", "p", "p_adjusted", "since", "more"]].isna().all(axis=None)


@pytest.mark.parametrize("method", ["saltelli", "morris"])
def test_designs_for_sensitivity_are_no_sample(tmp_path: Path, method: str) -> None:
    """Of a Saltelli block of two groups the first and last draw count; trajectories of Morris not at all."""
    rng = np.random.default_rng(1)
    rows = 16 if method == "saltelli" else 15
    values = {name: {"tail_recall": rng.random((rows, 3))} for name in ("base", "policy")}
    results = folder_of(tmp_path / "out", values, rng.random((rows, 2)), method=method)
    if method == "morris":
        for made_of in (compare, ranking):
            with pytest.raises(InputError, match="trajectories of a screening"):
                made_of(results)
        return
    (row,) = (row for _, row in compare(results).iterrows())
    kept = [0, 3, 4, 7, 8, 11, 12, 15]
    difference = values["policy"]["tail_recall"][kept] - values["base"]["tail_recall"][kept]
    assert row["difference"] == pytest.approx(difference.mean())
    assert (row["pairs"], row["dropped"]) == (24, 0)
    assert ranking(results).set_index("scenario").loc["base", "mean"] == pytest.approx(
        values["base"]["tail_recall"][kept].mean()
    )


def test_bootstrap_intervals_do_not_depend_on_what_else_is_asked(tmp_path: Path) -> None:
    folder = made(tmp_path, policies=3, replicates=7, months=2, seed=1)
    every = compare(folder).set_index(["scenario", "metric"])
    alone = compare(folder, ["hill_1"]).set_index(["scenario", "metric"])
    for column in ("boot_low", "boot_high"):
        assert (alone[column] == every.loc[alone.index, column]).all()
    assert (every["boot_low"] < every["difference"]).all()
    assert (every["difference"] < every["boot_high"]).all()


def test_pairing_is_by_number_and_not_by_order(tmp_path: Path) -> None:
    folder = made(tmp_path, policies=2, replicates=5, months=3, seed=3)
    before = compare(folder)
    table = pd.read_parquet(folder.folder / "monthly.parquet").sample(frac=1, random_state=1)
    table.to_parquet(folder.folder / "monthly.parquet")
    pd.testing.assert_frame_equal(compare(folder), before)


def test_verdicts_allow_for_the_number_of_policies(tmp_path: Path) -> None:
    """Ten policies without effect and one interval that leaves out zero: not told apart."""
    folder = made(tmp_path, policies=10, replicates=8, months=1, seed=5)
    found = compare(folder, ["hill_1"])
    order = np.argsort(found["p"].to_numpy())
    expected = np.minimum(np.maximum.accumulate(found["p"].to_numpy()[order] * np.arange(10, 0, -1)), 1)
    assert found["p_adjusted"].to_numpy()[order] == pytest.approx(expected, rel=1e-12)
    outside = (found["low"] > 0) | (found["high"] < 0)
    assert (outside == (found["p"] < 0.05)).all(), "the raw interval is the raw test"
    assert outside.any(), "seed 5 was chosen so"
    assert set(found["verdict"]) == {"can't tell"}
    assert found["since"].isna().all()
    assert (found["more"] >= 1).all()


def test_differences_without_chance(tmp_path: Path) -> None:
    """All zero is the same; what never varies on either side is certain; one pair says nothing."""
    folder = made(tmp_path, policies=2, replicates=3, months=3, seed=1)
    table = pd.read_parquet(folder.folder / "monthly.parquet")
    base = table.loc[table["scenario"] == "base", "hill_1"].to_numpy()
    table.loc[table["scenario"] == "policy_0", "hill_1"] = base
    table.loc[table["scenario"] == "policy_1", "hill_1"] = 5.0
    table.loc[table["scenario"] == "base", "hill_1"] = 4.9
    table.loc[table["scenario"] == "policy_0", "hill_1"] = 4.9
    table.to_parquet(folder.folder / "monthly.parquet")
    same, certain = (row for _, row in compare(folder, ["hill_1"]).iterrows())
    assert (same["verdict"], same["p"]) == ("same", 1.0)
    assert pd.isna(same["since"])
    assert (certain["verdict"], certain["p"], certain["since"]) == ("better", 0.0, "2030-01")
    assert certain["boot_low"] == pytest.approx(0.1)
    assert np.isnan(same["more"])
    table.loc[(table["scenario"] == "policy_1") & (table["month"] == "2030-01"), "hill_1"] = [5.0, 6.0, 7.0]
    table.to_parquet(folder.folder / "monthly.parquet")
    chance = compare(folder, ["hill_1"]).set_index("scenario").loc["policy_1"]
    assert (chance["low"], chance["high"], chance["p"], chance["more"]) == (
        pytest.approx(0.1), pytest.approx(0.1), 0.25, 4.0
    ), "chance in some month: a sign test of three pairs; of seven p is 1/64, below 0.05 / 2"  # fmt: skip
    assert chance["verdict"] == "can't tell"
    table[table["replicate"] == 0].to_parquet(folder.folder / "monthly.parquet")
    alone = compare(folder, ["hill_1"])
    assert set(alone["verdict"]) == {"can't tell"}
    assert alone[["low", "boot_low", "p", "p_adjusted", "more"]].isna().all(axis=None)


def test_scenarios_of_which_every_run_failed(tmp_path: Path) -> None:
    folder = made(tmp_path, policies=1, replicates=3, months=2, seed=1)
    table = pd.read_parquet(folder.folder / "monthly.parquet")
    table[table["scenario"] == "base"].to_parquet(folder.folder / "monthly.parquet")
    assert compare(folder).empty
    table[table["scenario"] != "base"].to_parquet(folder.folder / "monthly.parquet")
    with pytest.raises(InputError, match="no finished run of the baseline"):
        compare(folder)


def test_no_metrics_are_none_and_not_all(results: Results) -> None:
    assert compare(results, []).empty
    assert set(compare(results)["metric"]) == set(results.monthly_metrics)


def test_another_month(results: Results) -> None:
    assert set(compare(results, ["hill_1"], "2024-06")["month"]) == {"2024-06"}
    with pytest.raises(InputError, match="2021-01 to 2025-12"):
        compare(results, ["hill_1"], "2031-01")
    with pytest.raises(InputError, match="YYYY-MM"):
        compare(results, ["hill_1"], "June")
    with pytest.raises(InputError, match="did you mean 'hill_1'"):
        compare(results, ["hill1"])


@pytest.mark.parametrize(
    ("difference", "p", "better", "said"),
    [
        (0.15, 0.04, "higher", "better"),
        (0.15, 0.04, "lower", "worse"),
        (-0.15, 0.05, "lower", "better"),
        (-0.15, 0.051, "lower", "can't tell"),
        (0.1, np.nan, "higher", "can't tell"),
        (0.15, 0.01, "-", "-"),
    ],
)
def test_verdicts(difference: float, p: float, better: str, said: str) -> None:
    row = {"difference": difference, "p_adjusted": p, "better": better, "pairs": 3}
    assert verdict(row) == said
    assert verdict(row, same=True) == ("-" if better == "-" else "same")


def test_collapse_needs_its_reference() -> None:
    columns = {
        "month": [24275, 24276, 24277],
        "tail_recall": [0.8, 0.3, 0.3],
        "head_recall": [1.0, 0.5, 0.95],
        "hill_1": [9, 5, 4],
    }
    assert collapse_months(columns, Collapse()) == {"early_collapse": 24277, "late_collapse": 24277}
    assert collapse_months({**columns, "month": [1, 2, 3]}, Collapse()) == {}
    assert collapse_months({"month": [24275]}, Collapse()) == {}


def test_words_collapse_by_their_own_signs() -> None:
    """Also where ideas were recorded for another scenario of the study, and have no values here."""
    words = {
        "month": [24275, 24276, 24277],
        "words_alive_decile_10": [0.5, 0.3, 0.2],
        "words_alive_decile_01": [1.0, 1.0, 0.95],
        "word_types": [4000, 2500, 2100],
    }
    none = {name: [np.nan] * 3 for name in ("tail_recall", "head_recall", "hill_1")}
    for columns in (words, {**none, **words}):
        assert collapse_months(columns, Collapse()) == {"early_collapse": 24277, "late_collapse": None}
