"""How much luck scenarios share."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.outcomes.made import made
from webloop.outcomes.luck import COLUMNS, in_words, luck, shared_luck


def test_ratios_by_recomputation(tmp_path: Path) -> None:
    """Both sides have variance 2 and covariance 1, so the ratio is near sqrt(1/2)."""
    folder = made(tmp_path, policies=2, replicates=300, months=20, seed=1, starts=5)
    table = luck(folder)
    assert tuple(table.columns) == COLUMNS
    assert table["after"].tolist() == [1, 12] * 4, "+60 is beyond the horizon"
    assert table["starts"].unique().tolist() == ["2030-06"]
    monthly = pd.read_parquet(folder.folder / "monthly.parquet")
    for _, row in table.iterrows():
        at: Any = monthly[monthly["month"] == row["month"]].pivot(index="replicate", columns="scenario")[row["metric"]]
        independent = np.sqrt(at["base"].var() + at[row["scenario"]].var())
        assert row["ratio"] == pytest.approx((at[row["scenario"]] - at["base"]).std() / independent, rel=1e-9)
        # standard error 0.75 * 0.707 / sqrt(299) = 0.031; eight looks at 5 SE
        assert row["ratio"] == pytest.approx(np.sqrt(0.5), abs=0.155)
        assert not row["above_one"]
        assert row["correlation"] == pytest.approx(at["base"].corr(at[row["scenario"]]), rel=1e-9)
    assert table["month"].tolist() == ["2030-07", "2031-06"] * 4
    assert table["equal_before"].all()


def test_one_early_difference_is_seen(tmp_path: Path) -> None:
    folder = made(tmp_path, policies=2, replicates=4, months=20, seed=1, starts=5)
    table = pd.read_parquet(folder.folder / "monthly.parquet")
    early = (table["scenario"] == "policy_1") & (table["month"] == "2030-05") & (table["replicate"] == 3)
    table.loc[early, "error_mass"] += 1e-9
    table.to_parquet(folder.folder / "monthly.parquet")
    found = luck(folder, ["hill_1"])
    assert dict(zip(found["scenario"], found["equal_before"], strict=True)) == {"policy_0": True, "policy_1": False}
    assert "policy_1: NOT THE BASELINE until it starts in 2030-06" in in_words(found)[1]


def test_policies_that_start_with_the_run_have_no_before(tmp_path: Path) -> None:
    assert luck(made(tmp_path, policies=2, replicates=4, months=20, seed=1)).empty


def test_what_decouples_is_said(tmp_path: Path) -> None:
    folder = made(tmp_path, policies=1, replicates=100, months=20, seed=1, starts=5)
    table = pd.read_parquet(folder.folder / "monthly.parquet")
    mine = table["scenario"] == "policy_0"
    later = table["month"] >= "2030-06"
    base = table.loc[~mine & later, "hill_1"].to_numpy()
    table.loc[mine & later, "hill_1"] = -base
    table.loc[mine & later, "error_mass"] = table.loc[~mine & later, "error_mass"].to_numpy()
    table.to_parquet(folder.folder / "monthly.parquet")
    found = luck(folder)
    assert found[found["metric"] == "hill_1"]["ratio"].tolist() == pytest.approx([np.sqrt(2)] * 2)
    assert found["above_one"].tolist() == (found["metric"] == "hill_1").tolist()
    (said,) = in_words(found)
    assert "it has decoupled in hill_1" in said
    assert "vary more than those of independent runs in hill_1 at +1, hill_1 at +12" in said


def test_a_side_that_does_not_vary_has_no_luck_to_share() -> None:
    values = np.array([1.0, 2.0, 4.0])
    assert np.isnan(shared_luck(values, np.full(3, 0.1))).all()
    assert shared_luck(values, values + 1) == (0, 0)
    assert shared_luck(values, 4 * values)[0] == pytest.approx(3 / np.sqrt(17)), "all luck shared, and more of it"
    assert np.isnan(shared_luck(values[:1], values[:1])).all()


@pytest.mark.slow
@pytest.mark.parametrize("correlation", [-0.5, 0.0, 0.5, 0.95])
@pytest.mark.parametrize("scale", [1.0, 3.0])
def test_the_standard_error_is_the_right_one(correlation: float, scale: float) -> None:
    """4,000 samples of 40 pairs: the spread of log ratios is the mean of their standard errors to 10 %.

    The standard deviation of 4,000 values is exact to 1.1 %, so 10 % leaves room for the approximation alone.
    """
    rng = np.random.default_rng([7, int(100 * (1 + correlation)), int(scale)])
    shared, own = rng.standard_normal((2, 4000, 40))
    a, b = shared, scale * (correlation * shared + np.sqrt(1 - correlation**2) * own)
    found = np.array([shared_luck(x, y) for x, y in zip(a, b, strict=True)])
    true = np.sqrt((1 + scale**2 - 2 * correlation * scale) / (1 + scale**2))
    assert np.log(found[:, 0]).mean() == pytest.approx(np.log(true), abs=0.05)
    spread = np.log(found[:, 0]).std()
    if correlation < 0:  # there the error is kept from being too small
        assert spread < found[:, 1].mean()
    else:
        assert spread == pytest.approx(found[:, 1].mean(), rel=0.1)
    assert (np.log(found[:, 0]) > 4 * found[:, 1]).mean() < (1 if correlation < 0 else 1e-3)
