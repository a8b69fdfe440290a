"""Dates of collapse, against published numbers and against lifelines."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.conftest import SMALL
from webloop.errors import InputError
from webloop.months import format_month
from webloop.outcomes.kaplan_meier import kaplan_meier, logrank
from webloop.outcomes.paired import holm
from webloop.outcomes.results import Results
from webloop.outcomes.survival import COLUMNS, survival, write_survival
from webloop.outcomes.survival_table import print_survival
from webloop.outcomes.watched import collapsing, follow_up, reference_month
from webloop.run.study import run_study
from webloop.scenario.study import load_study

# Freireich et al. (1963), Blood 21, 699-716: weeks of remission in acute leukaemia; as in Gehan (1965), Biometrika 52,
# and in R as MASS::gehan. A plus is censored.
SIX_MP = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
REFERENCE = 24275  # 2022-12
HORIZON = "2025-12"  # 36 months later


def sample(times: list[int], came: list[bool]) -> tuple[np.ndarray, np.ndarray]:
    return np.array(times, dtype=float), np.array(came)


def freireich() -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    weeks = SIX_MP.split()
    treated = sample([int(week.rstrip("+")) for week in weeks], [not week.endswith("+") for week in weeks])
    return treated, sample(PLACEBO, [True] * 21)


@pytest.mark.parametrize(
    ("time", "at_risk", "share", "se"),
    [  # R: summary(survfit(Surv(time, cens) ~ 1, gehan, subset = treat == "6-MP"))
        (6, 21, 0.857, 0.0764),
        (7, 17, 0.807, 0.0869),
        (10, 15, 0.753, 0.0963),
        (13, 12, 0.690, 0.1068),
        (16, 11, 0.627, 0.1141),
        (22, 7, 0.538, 0.1282),
        (23, 6, 0.448, 0.1346),
    ],
)
def test_kaplan_meier_as_published(time: int, at_risk: int, share: float, se: float) -> None:
    curve = kaplan_meier(*freireich()[0])
    at = list(curve.times).index(time)
    assert curve.at_risk[at] == at_risk
    assert round(curve.share[at], 3) == share
    assert round(curve.se[at], 4) == se
    assert curve.median == 23


def test_kaplan_meier_of_the_placebo_group() -> None:
    curve = kaplan_meier(*freireich()[1])
    assert curve.median == 8
    assert curve.at(1) == pytest.approx(19 / 21)
    assert curve.at(0.5) == 1
    assert (curve.share[-1], curve.low[-1]) == (0, 0)
    assert np.isfinite(np.concatenate([curve.low, curve.high, curve.se])).all()


def test_logrank_as_published() -> None:
    """R: survdiff(Surv(time, cens) ~ treat, gehan): chi-square 16.8 on 1 degree of freedom, p = 4e-05."""
    square, p = logrank(*freireich())
    assert square == pytest.approx(16.793, abs=0.001)
    assert p == pytest.approx(4.17e-05, rel=0.002)


@pytest.mark.parametrize("which", [0, 1])
def test_intervals_of_medians_are_those_of_lifelines(which: int) -> None:
    """Log-minus-log in both; of the treated the upper end is not reached, as in R's survfit (23, from 13)."""
    lifelines = pytest.importorskip("lifelines", exc_type=ImportError)
    from lifelines.utils import median_survival_times

    times, came = freireich()[which]
    fitted = lifelines.KaplanMeierFitter().fit(times, came)
    expected = median_survival_times(fitted.confidence_interval_survival_function_).to_numpy()[0]
    found = [np.inf if end is None else end for end in kaplan_meier(times, came).median_interval]
    np.testing.assert_allclose(found, expected)
    assert found == ([13, np.inf] if which == 0 else [4, 11])


def test_against_lifelines() -> None:
    lifelines = pytest.importorskip("lifelines", exc_type=ImportError)
    from lifelines.statistics import logrank_test
    from lifelines.utils import restricted_mean_survival_time

    (one, came), (other, gone) = freireich()
    fitted = lifelines.KaplanMeierFitter().fit(one, came)
    curve = kaplan_meier(one, came)
    theirs = fitted.survival_function_["KM_estimate"]
    assert np.allclose(curve.share, theirs[curve.times])
    bounds = fitted.confidence_interval_.loc[curve.times].to_numpy()
    assert np.allclose(np.column_stack([curve.low, curve.high]), bounds)
    test = logrank_test(one, other, came, gone)
    assert logrank((one, came), (other, gone)) == pytest.approx((test.test_statistic, test.p_value))
    plain = np.minimum(other, 12)  # nothing is censored: the restricted mean is a plain mean
    placebo = lifelines.KaplanMeierFitter().fit(other, gone)
    assert restricted_mean_survival_time(placebo, t=12) == pytest.approx(plain.mean())


def test_holm_as_in_r() -> None:
    """R: p.adjust(c(0.01, 0.02, 0.03, 0.5), "holm")."""
    assert holm(np.array([0.01, 0.02, 0.03, 0.5])) == pytest.approx([0.04, 0.06, 0.06, 0.5])
    assert np.isnan(holm(np.array([float("nan")]))).all()


def test_nothing_to_test_is_not_a_number_without_warning() -> None:
    never = sample([5, 5], [False, False])
    at_once = sample([3, 3], [True, True])
    assert np.isnan(logrank(never, never)).all()
    assert np.isnan(logrank(at_once, at_once)).all()
    assert np.isfinite(logrank(at_once, never)).all()
    assert kaplan_meier(*never).median is None
    assert kaplan_meier([4], [True]).median == 4


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two policies and a baseline, three replicates, to 2025-12."""
    folder = tmp_path_factory.mktemp("survival")
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    for name in ("one", "two"):
        (folder / f"{name}.yaml").write_text("extends: small.yaml\n", encoding="utf-8")
    chosen = [folder / f"{name}.yaml" for name in ("small", "one", "two")]
    run_study(load_study(chosen, replicates=3), folder / "out", jobs=1)
    return folder / "out"


Dated = Callable[..., Results]


@pytest.fixture
def dated(ran: Path, tmp_path: Path) -> Dated:
    """Results with given months from the reference to late collapse, None for not collapsed, by scenario."""

    def make(until: dict[str, str] | None = None, **late: list[int | None]) -> Results:
        out = tmp_path / "out"
        shutil.copytree(ran, out, ignore=shutil.ignore_patterns("runs"))
        rows = [
            (name, 0, r, None, None if m is None else format_month(REFERENCE + m), (until or {}).get(name, HORIZON))
            for name in ("small", "one", "two")
            for r, m in enumerate(late.get(name, [None] * 3))
        ]
        columns = ["scenario", "draw", "replicate", "early_collapse", "late_collapse", "observed_until"]
        pd.DataFrame(rows, columns=columns).to_csv(out / "collapse.csv", index=False)
        return Results(out)

    return make


def late(results: Results) -> pd.DataFrame:
    table = survival(results)
    assert list(table.columns) == list(COLUMNS)
    return table[table["event"] == "late_collapse"].set_index("scenario")


def test_paired_differences_of_restricted_means(dated: Dated) -> None:
    results = dated(small=[12, 24, 30], one=[20, None, 35], two=[6, 6, 12])
    table = late(results)
    gaps = np.array([20 - 12, 36 - 24, 35 - 30]) / 12  # not collapsed counts as 36 months, the horizon
    low, high = stats.t.interval(0.95, 2, loc=gaps.mean(), scale=stats.sem(gaps))
    row = table.loc["one"]
    assert row[["difference", "low", "high"]].tolist() == pytest.approx([gaps.mean(), low, high])
    assert row["restricted_mean"] == pytest.approx((20 + 36 + 35) / 36)
    assert row["restricted_se"] == pytest.approx(stats.sem([20 / 12, 3, 35 / 12]))
    assert (row["collapsed"], row["pairs"], row["median"]) == (2, 3, "2025-11")
    assert table.loc["two", "median"] == "2023-06"
    raw = table["p"].drop("small")
    assert table["p_holm"].drop("small").tolist() == pytest.approx(holm(raw.to_numpy()).tolist())
    assert table.loc["small", ["difference", "p"]].isna().all()


def test_nobody_collapsed_anywhere(dated: Dated, capsys: pytest.CaptureFixture[str]) -> None:
    results = dated()
    table = survival(results)
    assert (table["share"] == 0).all()
    assert (table["restricted_mean"] == 3).all()
    assert table["median"].isna().all()
    assert table[table["scenario"] != "small"]["verdict"].eq("same").all()
    assert collapsing(results) == []
    print_survival(results, table)
    assert "Late collapse: in none of the 9 runs by 2025-12" in " ".join(capsys.readouterr().out.split())


def test_all_at_once(dated: Dated, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    results = dated(small=[12] * 3, one=[12] * 3, two=[24] * 3)
    table = late(results)
    assert table.loc["one", "verdict"] == "same"
    assert np.isnan(table.loc["one", "p"])
    assert table.loc["two", ["difference", "low", "high", "p_paired"]].tolist() == [1.0, 1.0, 1.0, 0.25]
    assert table.loc["two", "verdict"] == "can't tell", "three dates that agree are a sign test of p = 1/4"
    print_survival(results, survival(results))
    assert "+1.00 in every pair ≈" in capsys.readouterr().out


def test_one_replicate_can_not_be_told_apart(dated: Dated) -> None:
    row = late(dated(small=[12], one=[24], two=[None])).loc["one"]
    assert (row["difference"], row["verdict"], row["pairs"]) == (1.0, "can't tell", 1)
    assert np.isnan([row["low"], row["high"], row["restricted_se"]]).all()


def test_scenarios_that_end_earlier_shorten_the_common_horizon(dated: Dated) -> None:
    table = late(dated({"one": "2024-12"}, small=[12, 30, None], one=[18, None, None]))
    assert set(table["horizon"]) == {"2024-12"}
    assert table.loc["small", "collapsed"] == 2
    assert table.loc["small", "share"] == pytest.approx(1 / 3), "one of them after the common horizon"
    assert table.loc["small", "restricted_mean"] == pytest.approx((12 + 24 + 24) / 36)
    assert table.loc["small", "median"] == "2025-06", "the curve goes on"
    assert table.loc["one", "observed_until"] == "2024-12"


def over_draws(results: Results, months: dict[str, list[list[int]]]) -> Results:
    """Months to late collapse by draw and replicate of every scenario; results have as many draws."""
    rows = [
        (name, draw, r, "", format_month(REFERENCE + month), HORIZON)
        for name, draws in months.items()
        for draw, mine in enumerate(draws)
        for r, month in enumerate(mine)
    ]
    columns = ["scenario", "draw", "replicate", "early_collapse", "late_collapse", "observed_until"]
    pd.DataFrame(rows, columns=columns).to_csv(results.folder / "collapse.csv", index=False)
    monthly = results.folder / "monthly.parquet"
    table = pd.read_parquet(monthly)
    shape = np.shape(months["small"])
    table = table[table["replicate"] < shape[1]]
    pd.concat([table.assign(draw=draw) for draw in range(shape[0])]).to_parquet(monthly, index=False)
    results.manifest["draws"] = {"total": shape[0]}
    results.manifest["replicates"] = shape[1]
    return results


def test_over_draws_luck_is_shared(
    dated: Dated, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What luck does in all draws alike is as good as one draw, so the interval is that of its replicates."""
    luck = [[13, 14, 18]] * 4
    monkeypatch.setenv("COLUMNS", "80")
    results = over_draws(dated(), {"small": [[10] * 3] * 4, "one": luck, "two": [[10] * 3] * 4})
    table = late(results)
    row = table.loc["one"]
    gaps = np.array([3, 4, 8]) / 12
    low, high = stats.t.interval(0.95, 2, loc=gaps.mean(), scale=stats.sem(gaps))
    assert row[["difference", "low", "high"]].tolist() == pytest.approx([gaps.mean(), low, high])
    assert row["p_paired"] == pytest.approx(stats.ttest_1samp(gaps, 0).pvalue)
    assert row["restricted_se"] == pytest.approx(stats.sem(gaps))
    assert (row["pairs"], row["verdict"]) == (12, "can't tell")
    assert row[["share_low", "share_high", "chi_square", "p"]].isna().all(), "runs are not independent"
    assert table.loc["two", "verdict"] == "same"
    print_survival(results, survival(results))
    out = " ".join(capsys.readouterr().out.split())
    assert "All draws share the luck of their replicates" in out
    assert "nan" not in out
    assert "log-rank p" not in out


def test_one_replicate_over_draws_tells_nothing(dated: Dated, capsys: pytest.CaptureFixture[str]) -> None:
    months = {"small": [[10], [11], [12], [13]], "one": [[20], [22], [23], [25]], "two": [[10], [11], [12], [13]]}
    results = over_draws(dated(), months)
    row = late(results).loc["one"]
    assert row["difference"] == pytest.approx(11 / 12)
    assert row["verdict"] == "can't tell"
    assert row[["low", "high", "p_paired", "restricted_se"]].isna().all()
    print_survival(results, survival(results))
    assert "one stream of luck: run more replicates (-n 5)" in capsys.readouterr().out


def test_verdicts_are_about_all_policies(dated: Dated) -> None:
    """Intervals of both leave out zero; with p = 0.020 and 0.031 Holm lets neither pass at 0.025."""
    results = dated(small=[5, 5, 5], one=[9, 10, 12], two=[8, 10, 11])
    rows = late(results).loc[["one", "two"]]
    p = np.array([stats.ttest_1samp(gaps, 0).pvalue for gaps in ([4, 5, 7], [3, 5, 6])])
    assert rows["p_paired"].tolist() == pytest.approx(p.tolist(), rel=1e-12)
    assert rows["p_paired_holm"].tolist() == pytest.approx(holm(p).tolist(), rel=1e-12)
    assert (rows["low"] > 0).all()
    assert rows["verdict"].tolist() == ["later" if each <= 0.05 else "can't tell" for each in holm(p)]


def test_a_scenario_file_that_can_not_be_read_is_said(dated: Dated) -> None:
    results = dated()
    file = results.folder / results.manifest["scenarios"]["one"]["file"]
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("reference:", "other:"), encoding="utf-8")
    with pytest.raises(InputError, match=r"does not say which month counts as intact"):
        reference_month(results, "one")
    file.unlink()
    with pytest.raises(InputError, match=r"one\.yaml"):
        survival(results)


def test_runs_without_a_model_to_lose_are_left_out_and_said(dated: Dated, capsys: pytest.CaptureFixture[str]) -> None:
    results = dated(small=[12, 24, 30])
    monthly = results.folder / "monthly.parquet"
    table = pd.read_parquet(monthly)
    table.loc[table["scenario"] == "two", "tail_recall"] = np.nan
    table.to_parquet(monthly, index=False)
    found = survival(results)
    row = found[found["event"] == "late_collapse"].set_index("scenario").loc["two"]
    assert (row["runs"], row["left_out"], row["pairs"]) == (0, 3, 0)
    print_survival(results, found)
    assert "Left out, for want of a model" in capsys.readouterr().out
    assert not follow_up(results).query("scenario == 'two'")["defined"].any()


def test_the_table_is_written(dated: Dated) -> None:
    results = dated(small=[12, 24, 30])
    table = survival(results)
    write_survival(results, table)
    assert list(pd.read_csv(results.folder / "survival.csv").columns) == list(COLUMNS)


def test_results_without_dates_are_refused(dated: Dated) -> None:
    results = dated()
    (results.folder / "collapse.csv").unlink()
    with pytest.raises(InputError, match=r"lost its collapse\.csv"):
        survival(results)
    results.__dict__["recorded"] = {"hill_1": results.recorded["hill_1"]}
    with pytest.raises(InputError, match=r"not recorded \(tail_recall, head_recall, hill_1 of ideas; .* of words\)"):
        survival(results)
