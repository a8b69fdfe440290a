"""The scripts of figures, run as users run them on small results: their tables recomputed, all files, clear errors."""

import importlib
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from scipy import stats

from tests.command import call_script
from tests.plots.conftest import TINY
from webloop.errors import InputError
from webloop.outcomes.results import Results
from webloop.run.study import run_study
from webloop.scenario.study import load_study

pytestmark = pytest.mark.slow
SCRIPTS = Path(__file__).resolve().parents[2] / "analysis"
FORMS = ("png", "svg", "pdf", "csv", "txt")
STRESS = "extends: tiny.yaml\npinned_pollution: {2023-01: 1.0}\nideas: {turnover: 0}\nlab: {accumulation: %s}\n"


def run(folder: Path, files: Mapping[str, str]) -> Results:
    """Run the study among some files beside a tiny baseline."""
    for name, text in {"tiny.yaml": TINY, **files}.items():
        (folder / name).write_text(text, encoding="utf-8")
    run_study(load_study([folder / "study.yaml"]), folder / "out", jobs=1)
    return Results(folder / "out")


def script(name: str, *args: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return call_script(SCRIPTS / f"{name}.py", *args, cwd=cwd)


def drawn(name: str, results: Results, out: Path) -> tuple[pd.DataFrame, str]:
    """The table and the words of a figure."""
    done = script(name, results.folder, "--out", out)
    assert done.returncode == 0, done.stderr
    assert [Path(line).name for line in done.stdout.split()] == [f"{name}.{form}" for form in FORMS]
    assert all((out / f"{name}.{form}").stat().st_size > 50 for form in FORMS)
    return pd.read_csv(out / f"{name}.csv"), (out / f"{name}.txt").read_text(encoding="utf-8")


def last(results: Results, metric: str, scenario: str, month: str = "2026-12") -> np.ndarray:
    table = results.monthly([metric])
    rows = table[(table["scenario"] == scenario) & (table["month"] == month)]
    return rows.sort_values("replicate")[metric].to_numpy(dtype=float)


def student(values: np.ndarray) -> tuple[float, float]:
    """SciPy's interval of a mean."""
    low, high = stats.t.interval(0.95, len(values) - 1, loc=values.mean(), scale=stats.sem(values))
    return float(low), float(high)


def test_where_the_two_sides_meet(tmp_path: Path) -> None:
    files = {f"stress-{rule}.yaml": STRESS % rule for rule in ("replace", "accumulate")}
    study = "baseline: tiny.yaml\nscenarios: [stress-replace.yaml, stress-accumulate.yaml]\nreplicates: 3\n"
    sweep = "sweep: {lab.decoder.temperature: [0.3, 0.6, 1.0]}\n"
    results = run(tmp_path, {**files, "study.yaml": study + sweep})
    data, words = drawn("meeting", results, tmp_path / "figures")
    name = "stress-replace decoder.temperature=0.6"
    values = last(results, "hill_1", name) / last(results, "hill_1", name, "2022-12")
    row = data[(data["rule"] == "stress-replace") & (data["temperature"] == 0.6)].iloc[0]
    assert row["kept"] == pytest.approx(values.mean(), rel=1e-12)
    assert (row["kept_low"], row["kept_high"]) == pytest.approx(student(values), rel=1e-9)
    mine = data[data["rule"] == "stress-replace"]
    curves = [last(results, "hill_1", f"stress-replace decoder.temperature={t:g}") for t in (0.6, 1.0)]
    firsts = [last(results, "hill_1", f"stress-replace decoder.temperature={t:g}", "2022-12") for t in (0.6, 1.0)]
    below, above = (curve / first for curve, first in zip(curves, firsts, strict=True))
    assert (below < 0.5).all(), "the case is one with a crossing"
    assert (above > 0.5).all(), "the case is one with a crossing"
    at = np.mean(0.6 + 0.4 * (0.5 - below) / (above - below))
    assert mine["flips_at"].unique() == pytest.approx([at], rel=1e-9)
    assert f"Replace: one half at {at:.2f} (between 0.6 and 1)" in words


def test_where_some_runs_cross_no_place_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Levels are reached by straight lines at 1.5 and, in the other run, nowhere."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    figures = importlib.import_module("figures")
    curves = np.array([[0.0, 0.2, 0.6], [0.0, 0.2, 0.6]])
    (at, low, high), there = figures.crossed([0.0, 1.0, 2.0], curves, 0.4)
    assert (at, low, high, there) == pytest.approx((1.5, 1.5, 1.5, 2))
    curves[1, 2] = 0.3
    (at, low, high), there = figures.crossed([0.0, 1.0, 2.0], curves, 0.4)
    assert np.isnan([at, low, high]).all()
    assert there == 1
    meeting = importlib.import_module("meeting")
    rows = pd.DataFrame({"temperature": [0.5], "flips_at": [at], "runs": [2], "runs_that_flip": [there]})
    assert meeting._flip(rows) == "one half is crossed in 1 of 2 runs"
    human = importlib.import_module("human_data")
    row = pd.Series({"enough": at, "enough_low": low, "enough_high": high, "runs": 2, "runs_that_cross": there})
    assert human._said(row) == "half is crossed in 1 of 2 runs between the shares tried"


def test_how_much_human_data_is_enough(tmp_path: Path) -> None:
    mixes = ["{}", *(f"{{{kind}: {{share: {s}}}}}" for kind in ("archive", "licensed") for s in (0.3, 0.9))]
    study = (
        "baseline: tiny.yaml\nreplicates: 2\nsweep:\n  pinned_pollution.2023-01: [0.9]\n"
        f"  lab.accumulation: [replace]\n  lab.mix: [{', '.join(mixes)}]\n"
    )
    results = run(tmp_path, {"study.yaml": study})
    data, words = drawn("human_data", results, tmp_path / "figures")
    assert data.groupby("source")["share"].apply(list).to_dict() == {
        "archive": [0, 0.3, 0.9],
        "licensed": [0, 0.3, 0.9],
    }
    (name,) = [n for n, c in results.manifest["cells"].items() if c["values"][-1] == {"licensed": {"share": 0.3}}]
    row = data[(data["source"] == "licensed") & (data["share"] == 0.3)].iloc[0]
    assert row["tail_recall"] == pytest.approx(last(results, "tail_recall", name).mean(), rel=1e-12)
    assert (row["tail_recall_low"], row["tail_recall_high"]) == pytest.approx(
        student(last(results, "tail_recall", name))
    )
    assert "Tail recall: archive 0 %" in words
    drawn_svg = (tmp_path / "figures" / "human_data.svg").read_text(encoding="utf-8")
    assert "Models in December 2026 by" in drawn_svg
    assert "archive up to December 2022" in words
    done = script("frontier", results.folder)
    assert done.returncode == 2
    assert "has no policies to compare" in done.stderr


def test_how_good_a_detector_must_be(tmp_path: Path) -> None:
    study = (
        "baseline: tiny.yaml\nreplicates: 2\n"
        "sweep: {lab.filter.detector.tpr: [0.5, 0.9], lab.filter.detector.fpr: [0, 0.1]}\n"
    )
    results = run(tmp_path, {"study.yaml": study})
    data, words = drawn("detector", results, tmp_path / "figures")
    name = "detector.tpr=0.9, detector.fpr=0.1"
    row = data[(data["tpr"] == 0.9) & (data["fpr"] == 0.1)].iloc[0]
    assert row["human_pages_lost"] == pytest.approx(last(results, "human_pages_lost", name).mean(), rel=1e-12)
    paired = last(results, "pollution_training", name) - last(results, "pollution_training", "tiny")
    assert row["pollution_training_difference"] == pytest.approx(paired.mean(), rel=1e-9)
    assert (row["pollution_training_difference_low"], row["pollution_training_difference_high"]) == pytest.approx(
        student(paired), rel=1e-6
    )
    assert data.loc[data["fpr"] == 0, "human_pages_lost"].tolist() == [0, 0]
    without = last(results, "pollution_training", "tiny").mean()
    assert f"Without a filter pollution is {100 * without:.1f}" in words


def test_archive_against_freshness(tmp_path: Path) -> None:
    study = "baseline: tiny.yaml\nreplicates: 3\nsweep: {lab.mix.archive.share: [0, 0.8]}\n"
    results = run(tmp_path, {"study.yaml": study.replace("tiny", "new"), "new.yaml": NEW})
    data, words = drawn("archive", results, tmp_path / "figures")
    paired = last(results, "new_idea_recall", "archive.share=0.8") - last(results, "new_idea_recall", "new")
    row = data.set_index("archive_share").loc[0.8]
    assert row["new_idea_recall_difference"] == pytest.approx(paired.mean(), rel=1e-9)
    assert data["pollution_training"].iloc[1] < data["pollution_training"].iloc[0]
    assert "Recall of new ideas: " in words


NEW = "extends: tiny.yaml\nideas: {number: 200, turnover: 0.3, head_turnover: 0.3}\nweb: {pages_per_month: 30000}\n"


def test_the_policy_frontier(tmp_path: Path) -> None:
    files = {
        "no-ai.yaml": "extends: tiny.yaml\nwriters: {segments: {press: {adoption: never}}}\n",
        "sharp.yaml": "extends: tiny.yaml\nlab: {filter: {detector: {tpr: 0.99, fpr: 0.0}}}\n",
        "blunt.yaml": "extends: tiny.yaml\nlab: {filter: {detector: {tpr: 0.5, fpr: 0.2}}}\n",
        "bought.yaml": "extends: tiny.yaml\nlab: {mix: {licensed: {share: 0.3, price_per_1k_tokens: 1}}}\n",
        "study.yaml": "baseline: tiny.yaml\nscenarios: [no-ai.yaml, sharp.yaml, blunt.yaml, bought.yaml]",
    }
    results = run(tmp_path, files)
    data, words = drawn("frontier", results, tmp_path / "figures")
    assert list(data["scenario"]) == ["tiny", "sharp", "blunt", "bought"], "the world without AI is no policy"
    mine = data.set_index("scenario")
    assert mine.loc["bought", "policy_cost"] == pytest.approx(last(results, "policy_cost", "bought").mean(), rel=1e-12)
    pages = last(results, "training_pages", "sharp"), last(results, "training_pages", "tiny")
    assert mine.loc["sharp", "data_given_up"] == pytest.approx((1 - pages[0] / pages[1]).mean(), rel=1e-9)
    assert mine["frontier_policy_cost"].to_dict() == {"tiny": False, "sharp": True, "blunt": False, "bought": False}
    assert not mine.loc["blunt", "frontier_human_pages_lost"], (
        "it loses pages of people and is more polluted than sharp"
    )
    assert "Money paid: on the frontier are sharp " in words
    assert words.startswith("What less pollution costs: pollution of training sets against three costs, December 2026.")


def test_dots_of_one_height_are_named_where_they_cost_something_else(tmp_path: Path) -> None:
    """Two policies pollute alike, and only one pays: the label that they share does not say which."""
    files = {
        "archive.yaml": "extends: tiny.yaml\ntitle: Old\nlab: {mix: {archive: {share: 0.3}}}\n",
        "bought.yaml": "extends: tiny.yaml\ntitle: Bought\nlab: {mix: {licensed: {share: 0.3}}}\n",
        "study.yaml": "baseline: tiny.yaml\nreplicates: 1\nscenarios: [archive.yaml, bought.yaml]",
    }
    results = run(tmp_path, files)
    data, _ = drawn("frontier", results, tmp_path / "figures")
    alike = data.set_index("scenario")["pollution_training"].round(3)
    assert alike["archive"] == alike["bought"], "the case is one of a shared height"
    svg = (tmp_path / "figures" / "frontier.svg").read_text(encoding="utf-8")
    texts = re.findall(r"<!-- (.*?) -->", svg)
    assert texts.count("Old") >= 1
    assert texts.count("Bought") >= 1


def test_worlds_that_are_pinned_are_no_policies(tmp_path: Path) -> None:
    files = {
        "stress.yaml": STRESS % "replace",
        "study.yaml": "baseline: tiny.yaml\nreplicates: 1\nscenarios: [stress.yaml]",
    }
    results = run(tmp_path, files)
    done = script("frontier", results.folder)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "has no policies to compare: only a baseline, sweeps, or worlds whose pollution is pinned" in done.stderr


@pytest.mark.parametrize("months", [["2023-01", "2023-02"], ["2022-11", "2022-12"]])
def test_what_is_kept_needs_the_month_that_it_is_kept_from(months: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    figures = importlib.import_module("figures")
    table = pd.DataFrame({"month": months, "draw": 0, "replicate": 0, "scenario": "one", "hill_1": [4.0, 2.0]})
    results = SimpleNamespace(folder="late", monthly=lambda _: table)
    with pytest.raises(InputError, match=f"late runs from {months[0]} to {months[1]}; this figure compares 2022-12"):
        figures.kept(results, "hill_1")
    kept = figures.kept(results, "hill_1", months[0])
    assert kept["one"].tolist() == [0.5]


def test_the_two_sides_need_both_sides(tmp_path: Path) -> None:
    study = "baseline: tiny.yaml\nscenarios: [stress-replace.yaml]\nreplicates: 1\n"
    sweep = "sweep: {lab.decoder.temperature: [0.3, 1.0]}\n"
    results = run(tmp_path, {"stress-replace.yaml": STRESS % "replace", "study.yaml": study + sweep})
    done = script("meeting", results.folder)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "has no stress-accumulate, in which models write every new page from 2023 on" in done.stderr


def test_small_pictures_for_documentation(tmp_path: Path) -> None:
    study = "baseline: tiny.yaml\nreplicates: 1\nsweep: {lab.mix.archive.share: [0, 0.8]}\n"
    results = run(tmp_path, {"study.yaml": study})
    assert script("archive", results.folder, "--out", tmp_path, "--image", tmp_path).returncode == 0
    whole, reduced = tmp_path / "archive.png", tmp_path / "analysis-archive.png"
    assert reduced.stat().st_size < 0.7 * whole.stat().st_size
    done = script("archive", results.folder, "--out", whole)
    assert (done.returncode, done.stderr) == (2, f"can't write into {whole}: File exists\n")
    with Image.open(whole) as one, Image.open(reduced) as other:
        assert one.size == other.size
    done = script("detector", results.folder)
    assert done.returncode == 2
    assert (
        "is no sweep over lab.filter.detector.tpr and lab.filter.detector.fpr; webloop run scenarios/study-det"
        in done.stderr
    )


def test_results_that_are_there_are_opened_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user's own, with more replicates, are not run anew."""
    results = run(
        tmp_path, {"study.yaml": "baseline: tiny.yaml\nreplicates: 1\nsweep: {lab.mix.archive.share: [0, 0.8]}\n"}
    )
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("the study is run"))
    (tmp_path / "results").mkdir()
    results.folder.rename(tmp_path / "results" / "study-archive")
    done = script("archive", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "results/study-archive/figures/archive.png").exists()


def test_a_run_that_fails_ends_the_script_with_its_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 3))
    done = script("archive", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "")


@pytest.mark.parametrize("name", ["archive", "detector", "frontier", "human_data", "meeting"])
def test_every_figure_is_documented(name: str) -> None:
    page = (SCRIPTS / "README.md").read_text(encoding="utf-8")
    assert f"python analysis/{name}.py" in page
    assert f"(../docs/images/analysis-{name}.png)" in page
    assert (SCRIPTS.parent / f"docs/images/analysis-{name}.png").stat().st_size < 120_000
    done = script(name, "--help")
    assert done.returncode == 0
    assert "webloop run scenarios/study" in done.stdout
