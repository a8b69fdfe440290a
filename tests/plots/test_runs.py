"""What runs are is said on pictures: draws of what is uncertain, replicates of luck; no sample, no picture."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.outcomes.drawn_folders import folder_of
from tests.plots.conftest import REPLACE, results_of
from tests.plots.seen import words
from webloop.errors import InputError
from webloop.outcomes.results import Results
from webloop.plots.draw import plan
from webloop.plots.fan import fan
from webloop.plots.ranking import ranking
from webloop.plots.registry import pictures
from webloop.plots.runs import all_runs, mean_of_runs, shown_runs, shows
from webloop.plots.series import at_horizon, bands, yearly

STUDY = """\
baseline: tiny.yaml
scenarios: [replace.yaml]
replicates: 2
draws: 3
uncertain: {lab.hallucination: {kind: uniform, low: 0.0, high: 0.3}}
"""


@pytest.fixture(scope="module")
def uncertain(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Two scenarios, three draws of two replicates."""
    files = {"replace.yaml": REPLACE, "uncertain.yaml": STUDY}
    return results_of(tmp_path_factory.mktemp("uncertain"), files, "uncertain.yaml")


def by_hand(folder: Path, method: str, draws: int, replicates: int = 2) -> Results:
    """A baseline and a policy; the value of a run is the number of its draw."""
    values = np.repeat(np.arange(draws, dtype=float)[:, None], replicates, axis=1)
    unit = np.tile(np.linspace(0.1, 0.9, draws)[:, None], 2)
    return folder_of(folder, {name: {"hill_1": values + i} for i, name in enumerate(("base", "policy"))}, unit,
                     method=method)  # fmt: skip


def test_what_was_drawn_is_said_on_every_picture(uncertain: Results) -> None:
    for title, picture, metrics in plan(uncertain, None, ["hill_1"]):
        shown: Any = metrics if picture.takes == "metrics" else metrics[0] if metrics else None
        seen = words(picture.function(uncertain, shown) if metrics else picture.function(uncertain))
        assert "3 draws x 2 replicates, seed 1" in seen, title
        assert "of the replicates" not in seen, title


def test_bands_and_intervals_say_what_they_are_about(uncertain: Results, study: Results) -> None:
    seen = words(fan(uncertain, "hill_1")).replace("\n", " ")
    assert "median of 3 draws x 2 replicates; band: their middle 90 %. Bands show chance and the assumptions" in seen
    seen = words(ranking(uncertain, ["hill_1"])).replace("\n", " ")
    assert "mean difference of paired draws and replicates; bars: its 95 % interval. Intervals show chance and" in seen
    assert "Intervals of 3 draws x 2 replicates are wide; more draws and replicates would narrow them." in seen
    seen = words(ranking(study, ["hill_1"])).replace("\n", " ")
    assert "of paired replicates; bars: its 95 % interval. Intervals show chance, not what is assumed." in seen
    assert "Intervals of 3 replicates are wide; more replicates would narrow them." in seen


def test_several_draws_of_one_replicate_have_bands(tmp_path: Path) -> None:
    results = by_hand(tmp_path / "out", "latin_hypercube", 6, replicates=1)
    assert all_runs(results) == "6 draws x 1 replicate"
    assert mean_of_runs(results) == "Mean of 6 draws x 1 replicate."
    assert shows(results, "Bands") == " Bands show the assumptions drawn, not chance."
    sheet = fan(results, "hill_1")
    assert sheet.axes[0].collections
    seen = words(ranking(results, ["hill_1"])).replace("\n", " ")
    assert "mean difference in the only replicate, so without interval." in seen


def test_one_run_has_neither(single: Results) -> None:
    assert shown_runs(single) == "the only replicate"
    assert mean_of_runs(single) == "The only replicate."
    assert not shows(single, "Bands")


def test_releases_of_different_draws_are_not_averaged(uncertain: Results) -> None:
    table = yearly(uncertain, ["training_set"])
    runs = table.groupby(["scenario", "time"]).size()
    assert runs.max() == 6
    assert set(table["draw"]) == {0, 1, 2}


def test_a_screening_is_shown_by_its_own_picture_only(tmp_path: Path) -> None:
    results = by_hand(tmp_path / "out", "morris", 6)
    assert {name for name, _, _ in plan(results, None, ["hill_1"])} == {"tornado-hill_1"}
    for name in set(pictures()) - {"tornado", "threshold", "heatmap", "response"}:
        with pytest.raises(InputError, match=rf"'{name}' does not apply to .*: its draws are a screening \(morris\)"):
            list(plan(results, [name]))


def test_of_a_saltelli_design_only_the_base_draws_are_shown(tmp_path: Path) -> None:
    results = by_hand(tmp_path / "out", "saltelli", 8)
    assert sorted(set(at_horizon(results, "hill_1")["base"])) == [0, 3, 4, 7]
    assert bands(results, "hill_1")["base"].middle[-1] == 3.5
    seen = words(fan(results, "hill_1")).replace("\n", " ")
    assert "median of 4 base draws x 2 replicates" in seen
    assert "8 draws x 2 replicates, seed 1" in seen


def test_a_design_that_is_lost_is_said(tmp_path: Path) -> None:
    results = by_hand(tmp_path / "out", "latin_hypercube", 4)
    (results.folder / "unit.csv").unlink()
    with pytest.raises(InputError, match=r"'fan' does not apply to .* has lost its unit.csv"):
        list(plan(results, ["fan"]))
