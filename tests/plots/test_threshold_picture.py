"""The picture of a threshold: what was tried, the level, the answer; only where a search left its table."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from tests.plots.seen import clashes, words
from webloop.errors import InputError
from webloop.outcomes.results import Results
from webloop.plots.draw import plan
from webloop.plots.sheet import Sheet
from webloop.plots.threshold import threshold

FOUND = {"status": "found", "threshold": 0.52, "threshold_low": 0.48, "threshold_high": 0.6}
NONE = {"status": "never", "threshold": None, "threshold_low": None, "threshold_high": None}


def searched(results: Results, folder: Path, *, of: str = "value", bands: bool = True, **outcome: object) -> Results:
    """Results with the table of a search."""
    shutil.copytree(results.folder, folder, ignore=shutil.ignore_patterns("runs", "plots"))
    values = [0, 0.25, 0.48, 0.52, 0.6, 1]
    about = {"scenario": "tiny", "path": "lab.hallucination", "metric": "error_mass", "label": "Error mass"}
    goal = {"unit": "share", "month": "2026-12", "of": of, "side": "below", "level": 0.2}
    rows = [
        {
            **about,
            **goal,
            "value": value,
            "mean": 0.4 - 0.4 * value,
            "low": 0.38 - 0.4 * value if bands else None,
            "high": 0.42 - 0.4 * value if bands else None,
            "met": "no" if value <= 0.48 else "can't tell" if value < 0.6 else "yes",
            **outcome,
            "at_least": True,
            "digits": 3,
        }
        for value in values
    ]
    pd.DataFrame(rows).to_csv(folder / "threshold.csv", index=False)
    return Results(folder)


def check(sheet: Sheet) -> None:
    assert clashes(sheet) == []


def test_the_answer_is_seen(study: Results, tmp_path: Path) -> None:
    sheet = threshold(searched(study, tmp_path / "out", **FOUND))
    (axis,) = sheet.axes
    (shade,) = [patch for patch in axis.patches if isinstance(patch, Rectangle)]
    assert (shade.get_x(), shade.get_x() + shade.get_width()) == pytest.approx((0.48, 0.6))
    seen = words(sheet)
    for text in ("Error mass in 2026-12, by hallucination of tiny", "at least 0.520", "below 20 %", "can't tell"):
        assert text in seen
    assert "It is below 20" in sheet.alt
    assert "0.25: 0.3 (no)" in sheet.alt
    check(sheet)


@pytest.mark.parametrize("status", ["never", "always", "several"])
def test_no_answer_has_no_shade(study: Results, tmp_path: Path, status: str) -> None:
    sheet = threshold(searched(study, tmp_path / "out", of="difference", bands=False, **{**NONE, "status": status}))
    assert not sheet.axes[0].patches
    assert "less that of the baseline" in words(sheet)
    assert "intervals" not in words(sheet)
    check(sheet)


@pytest.mark.parametrize(
    ("unit", "of", "level", "said"),
    [
        ("share", "value", 0.125, "below 12.5 %"),
        ("share", "difference", -0.05, "below −5 points"),
        ("ideas", "value", 20, "below 20"),
        ("pages", "value", 2.5e9, "below 2.5 bn"),
    ],
)
def test_the_level_is_said_in_its_unit(
    study: Results, tmp_path: Path, unit: str, of: str, level: float, said: str
) -> None:
    outcome = {**NONE, "unit": unit, "level": level}
    assert said in words(threshold(searched(study, tmp_path / "out", of=of, **outcome))).splitlines()


def test_it_is_drawn_only_where_a_search_left_its_table(study: Results, tmp_path: Path) -> None:
    assert "threshold" not in {name for name, _, _ in plan(study)}
    with pytest.raises(InputError, match=r"'threshold' does not apply to .*`webloop threshold` makes one"):
        list(plan(study, ["threshold"]))
    assert "threshold" in {name for name, _, _ in plan(searched(study, tmp_path / "out", **FOUND))}
