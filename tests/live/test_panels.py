"""Panels: what is drawn, and what is said of it."""

import re
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from webloop.live.panel import Panel, mean, panel_svg
from webloop.live.words import at_the_end, verdict
from webloop.metrics.registry import metrics
from webloop.months import parse_month

END = parse_month("2040-12")
RECALL, ERRORS, HILL = (metrics()[name] for name in ("tail_recall", "error_mass", "hill_1"))


def said(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def drawn(svg: bytes, name: str) -> NDArray[np.float64] | None:
    """Points of a line of a panel, (points, 2), in the units of the file; None where it is not drawn."""
    found = re.search(rf'<g id="{name}">\s*<path d="([^"]+)"', svg.decode())
    return np.array(re.findall(r"[ML] ([-\d.]+) ([-\d.]+)", found[1]), dtype=float) if found else None


def panel(changed: NDArray[np.float64] | None = None) -> Panel:
    months = np.arange(END - 9, END + 1)
    baseline = np.stack([np.linspace(0.8, 0.5, 10), np.linspace(0.8, 0.6, 10)])
    return Panel(RECALL, months, baseline, changed, None if changed is None else END - 4)


def test_the_baseline_is_always_drawn_and_is_what_was_run() -> None:
    """Heights in the file are a straight line of the mean over replicates."""
    points = drawn(panel_svg(panel()), "baseline")
    assert points is not None
    slope, offset, correlation, *_ = stats.linregress(panel().baseline.mean(axis=0), points[:, 1])
    assert correlation == pytest.approx(-1, abs=1e-6)
    assert slope < 0 < offset
    assert drawn(panel_svg(panel()), "changed") is None


def test_the_line_with_changes_begins_where_it_parts() -> None:
    both = panel()
    moved = both.baseline.copy()
    moved[:, 6:] -= 0.1
    svg = panel_svg(replace(both, changed=moved, since=END - 4))
    grey, blue = drawn(svg, "baseline"), drawn(svg, "changed")
    assert grey is not None
    assert blue is not None
    assert len(grey) == 10
    assert blue[0] == pytest.approx(grey[5])
    assert len(blue) == 5
    assert (blue[1:, 1] > grey[6:, 1]).all()  # lower values stand further down
    assert drawn(panel_svg(replace(both, changed=both.baseline.copy())), "changed") is None


def test_a_line_without_values_is_drawn_as_nothing() -> None:
    nothing = replace(panel(), baseline=np.full((2, 10), np.nan))
    assert b"</svg>" in panel_svg(nothing)
    assert np.isnan(mean(nothing.baseline)).all()


def test_words_give_the_interval_of_the_paired_difference() -> None:
    """Recomputed here with SciPy's own test."""
    generator = np.random.default_rng(1)
    base = 0.5 + 0.05 * generator.standard_normal(5)
    other = base - 0.10 + 0.01 * generator.standard_normal(5)
    ends = stats.ttest_rel(other, base).confidence_interval()
    text = said(at_the_end(RECALL, END, base, other, 0.1))
    numbers = [float(each) for each in re.findall(r"-?\d+\.\d+", text)]
    expected = [100 * other.mean(), 100 * (base - other).mean(), 100 * base.mean(), -100 * ends.high, -100 * ends.low]
    assert numbers == pytest.approx(expected, abs=0.051)
    assert "below the baseline" in text
    assert "5 replicates" in text
    assert verdict(RECALL, base, other) == "worse"
    assert verdict(ERRORS, base, other) == "better"


def test_words_of_replicates_without_a_value_are_those_of_the_others() -> None:
    nan = np.nan
    base, other = np.array([0.5, 0.52, 0.51, nan, 0.9]), np.array([0.4, 0.41, 0.40, 0.1, nan])
    assert at_the_end(RECALL, END, base, other, 0.2) == at_the_end(RECALL, END, base[:3], other[:3], 0.2)
    assert "3 replicates" in at_the_end(RECALL, END, base, other, 0.2)


def test_a_single_pair_gets_no_verdict() -> None:
    assert verdict(RECALL, np.array([0.5]), np.array([0.4])) == ""
    assert verdict(RECALL, np.array([0.5, 0.6]), np.array([0.4, np.nan])) == ""


def test_no_direction_is_named_where_the_interval_holds_zero() -> None:
    base, other = np.array([0.5, 0.6, 0.4]), np.array([0.52, 0.57, 0.41])
    text = said(at_the_end(RECALL, END, base, other, 1.0))
    assert "can't be told from the baseline" in text
    assert "above" not in text
    assert "below" not in text
    assert verdict(RECALL, base, other) == ""


@pytest.mark.parametrize(
    ("base", "other", "text"),
    [
        ([0.5], None, "In 2040-12: 50.0 %."),
        ([0.5, 0.7], [0.5], "In 2040-12: 50.0 %, as in the baseline."),
        ([0.5, 0.7], [0.5, 0.7], "In 2040-12: 60.0 %, as in the baseline."),
        ([np.nan], [0.5], "In 2040-12: 50.0 % (baseline: no value)."),
        ([np.nan], [np.nan], "In 2040-12: no value (baseline: no value)."),
        ([0.5], [0.4], "In 2040-12: 40.0 %, 10.0 points below the baseline (50.0 %)."),
        # replicates without a value on one side are left out of all numbers
        ([0.5, np.nan], [np.nan, 0.3], "In 2040-12: 30.0 % (baseline: 50.0 %)."),
        ([0.5, 0.9, np.nan], [0.4, np.nan, 0.2], "In 2040-12: 40.0 %, 10.0 points below the baseline (50.0 %)."),
        ([0.5, 0.6], [0.5, np.nan], "In 2040-12: 50.0 %, as in the baseline in 1 of 2 replicates."),
    ],
)
def test_words_of_few_replicates(base: list[float], other: list[float] | None, text: str) -> None:
    changed = None if other is None else np.array(other)
    assert said(at_the_end(RECALL, END, np.array(base), changed, 0.2)) == text


@pytest.mark.parametrize(
    ("noise", "text"),
    [
        (1e-4, r"95 % interval 9\.9\d to 10\.0\d, 3 replicates"),  # one digit more than the values
        (1e-6, r"95 % interval narrower than ±0\.01, 3 replicates"),
        (0.0, r"10\.0 points below the baseline \(50\.0 %\), in each of 3 replicates\."),
    ],
)
def test_an_interval_is_never_a_range_of_nothing(noise: float, text: str) -> None:
    base = np.full(3, 0.5)
    other = base - 0.1 + noise * np.array([-1.0, 0.0, 1.0])
    assert re.search(text, said(at_the_end(RECALL, END, base, other, 0.2)))


def test_an_interval_without_zero_does_not_begin_at_zero() -> None:
    base = np.full(3, 0.5)
    found = said(at_the_end(RECALL, END, base, base - 0.002 - 0.00078 * np.array([-1.0, 0.0, 1.0]), 0.2))
    low = stats.t.interval(0.95, 2, 0.2, 0.078 / 3**0.5)[0]
    assert 0 < low < 0.05
    assert f"95 % interval {low:.2f} to 0.39" in found


def test_a_narrow_interval_around_zero() -> None:
    base = np.full(3, 0.5)
    found = said(at_the_end(RECALL, END, base, base + 1e-7 * np.array([-1.0, 0.1, 1.0]), 0.2))
    assert "can't be told from the baseline (50.0 %) in 3 replicates (95 % interval narrower than ±0.01)." in found


def test_words_of_numbers_that_are_no_shares() -> None:
    text = at_the_end(HILL, END, np.array([200.0]), np.array([230.0]), 60.0)
    assert text == "In 2040-12: 230, 30 above the baseline (200)."
