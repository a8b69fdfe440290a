"""Comparisons against an independent recomputation."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from webloop.errors import InputError
from webloop.metrics.collapse import collapse_months
from webloop.outcomes.compare import compare, interval, verdict
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


def test_paired_differences(results: Results) -> None:
    table = compare(results, ["hill_1", "error_mass"]).set_index("metric")
    monthly = pd.read_parquet(results.folder / "monthly.parquet")
    last = monthly[monthly["month"] == "2025-12"].pivot(index="replicate", columns="scenario")
    for metric in ("hill_1", "error_mass"):
        difference = last[metric]["replace"] - last[metric]["small"]
        low, high = stats.t.interval(0.95, 3, loc=difference.mean(), scale=stats.sem(difference))
        row = table.loc[metric]
        assert row["difference"] == pytest.approx(difference.mean(), rel=1e-12)
        assert (row["low"], row["high"]) == (pytest.approx(low, rel=1e-12), pytest.approx(high, rel=1e-12))
        assert row["pairs"] == 4
        sign = 1 if metric == "hill_1" else -1
        assert row["helps"] == (sign * difference > 0).mean()


def test_another_month(results: Results) -> None:
    assert set(compare(results, ["hill_1"], "2024-06")["month"]) == {"2024-06"}
    with pytest.raises(InputError, match="2021-01 to 2025-12"):
        compare(results, ["hill_1"], "2031-01")
    with pytest.raises(InputError, match="YYYY-MM"):
        compare(results, ["hill_1"], "June")
    with pytest.raises(InputError, match="did you mean 'hill_1'"):
        compare(results, ["hill1"])


@pytest.mark.parametrize(
    ("low", "high", "better", "said"),
    [
        (0.1, 0.2, "higher", "better"),
        (0.1, 0.2, "lower", "worse"),
        (-0.2, -0.1, "lower", "better"),
        (-0.1, 0.2, "higher", "can't tell"),
        (0.0, 0.0, "higher", "same"),
        (np.nan, np.nan, "higher", "can't tell"),
        (0.1, 0.2, "-", "-"),
    ],
)
def test_verdicts(low: float, high: float, better: str, said: str) -> None:
    assert verdict({"low": low, "high": high, "better": better, "pairs": 3}) == said


def test_one_pair_has_no_interval() -> None:
    assert np.isnan(interval(np.array([1.0]))).all()


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
