"""Posterior files, the summary and the picture of a fit."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.calibration import curves
from tests.calibration.test_fit import SHORT
from tests.plots.seen import clashes, words
from webloop.calibration.fit import Fit, fit
from webloop.calibration.fit_picture import sheet, write_picture
from webloop.calibration.fit_tables import print_fit
from webloop.calibration.posterior import learned, posterior_points
from webloop.calibration.posterior_file import csv_text, rows, write_posterior
from webloop.calibration.space import Group, Space
from webloop.plots.render import render
from webloop.run.executors import workers
from webloop.scenario.posterior import read_posterior
from webloop.scenario.wholes import SUM_TOLERANCE
from webloop.submodels.distributions.dirichlet import Dirichlet

WEIGHTS = Group({f"w.{name}": 0.9 if name == "a" else 0.02 for name in "abcdef"}, Dirichlet(concentration=20), False)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    with workers(1) as ready:
        return fit(curves.problem(), SHORT, tmp_path_factory.mktemp("fit"), ready)


def test_files(found: Fit, tmp_path: Path) -> None:
    table, told = write_posterior(found, tmp_path / "new")
    posterior = read_posterior(table, table.name)
    assert len(posterior.rows) == SHORT.draws
    assert list(posterior.rows[0]) == list(found.problem.space.paths)
    for row, z in zip(posterior.rows, found.points, strict=True):
        values = found.problem.space.values(z)
        assert type(row["elsewhere"]) is int
        assert row == pytest.approx(values, rel=1e-5)
    said = json.loads(told.read_text(encoding="utf-8"))
    assert said["targets"] == {"fit": [each.id for each in found.problem.targets]}
    assert (said["name"], said["seed"], said["draws"]) == ("curve", 1, SHORT.draws)
    assert (said["problem"], len(said["code"])) == (found.problem.digest, 64)
    assert said["chain"]["effective"] == found.diagnostics.effective
    assert said["chain"]["warning"].startswith("the chain is too short")
    assert set(said["mode"]["residuals"]) == {each.id for each in found.problem.targets}
    assert {each["parameter"]: each["after"] is None for each in said["parameters"]}["elsewhere"]


def test_parts_of_a_whole_still_add_up_when_rounded() -> None:
    """As exactly as scenarios demand, with parts of very different size."""
    space = Space((WEIGHTS,))
    points = 2 * np.random.default_rng(1).standard_normal((500, 6))
    written = csv_text(space.paths, rows(space, points)).splitlines()[1:]
    for line, exact in zip(written, zip(*space.columns(points).values(), strict=True), strict=True):
        parts = [float(text) for text in line.split(",")]
        assert abs(sum(parts) - 1) < SUM_TOLERANCE / 100
        assert parts == pytest.approx(exact, rel=1e-5, abs=1e-12)


def test_draws_come_evenly_from_the_chain_in_random_order(found: Fit) -> None:
    chain = np.tile(np.arange(100.0)[:, None, None], (1, 8, 3))
    points = posterior_points(found.problem.space, found.mode, chain, 80, 1)[:, found.mode.informed]
    assert len(set(points[:, 0])) == 80
    assert abs(np.corrcoef(points[:, 0], np.arange(80))[0, 1]) < 0.45  # 4 standard errors
    assert (points[:, 0] == points[:, 2]).all()


def test_parts_of_a_whole_are_summed_up_by_their_own_share() -> None:
    """A chain that fixes all but one coordinate leaves every share less uncertain, the first one least so."""
    from webloop.calibration.mode import Mode

    space = Space((WEIGHTS,))
    chain = np.zeros((100, 20, 6))
    chain[:, :, 0] = np.random.default_rng(2).standard_normal((100, 20))
    nothing = np.zeros(0)
    mode = Mode(np.ones(6, dtype=bool), nothing, nothing, nothing, nothing)
    told = {each.name: each for each in learned(space, mode, chain, 1)}
    assert 0.3 < told["w.a"].narrower < 0.9
    assert all(each.narrower > 0.8 for name, each in told.items() if name != "w.a")
    for each in told.values():
        assert each.after is not None
        assert each.before[0] < each.after[0] < each.after[2] < each.before[2]


def test_table(found: Fit, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    print_fit(found)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "curve: 6 fit targets; they speak of 3 of 4 parameters"
    assert lines[1].split()[:2] == ["parameter", "before:"]
    assert [line.split()[0] for line in lines[2:6]] == [each.name for each in found.learned]
    assert lines[5].split()[-2:] == ["as", "before"]
    assert "12 walkers x 30 steps are worth" in lines[6]
    assert lines[7].startswith("likeliest values: squared residuals sum to")
    assert lines[8].startswith("warning: the chain is too short")


def test_picture(found: Fit, tmp_path: Path) -> None:
    drawn = sheet(found)
    assert not clashes(drawn)
    seen = words(drawn)
    assert "What curve has learned from observations" in seen
    for each in found.learned:
        assert each.name in seen
        assert each.name in drawn.alt
    assert render(sheet(found), "png") == render(sheet(found), "png")
    files = write_picture(found, tmp_path)
    assert [file.name for file in files] == ["curve.png", "curve.svg", "curve.txt", "curve-learned.csv"]
    table = pd.read_csv(files[-1]).set_index("parameter")
    for each in found.learned:
        row = table.loc[each.name]
        assert row[["before_q05", "before_q50", "before_q95"]].tolist() == pytest.approx(list(each.before))
        if each.places is None:
            assert row[["after_q50", "place_q50"]].isna().all()
        else:
            assert row[["place_q05", "place_q50", "place_q95"]].tolist() == pytest.approx(list(each.places))
