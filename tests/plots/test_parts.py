"""Parts of pictures: labels that keep clear of each other, numbers, names of what was varied."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.text import Text

from webloop.outcomes.results import Results
from webloop.outcomes.scenario_files import scenario_data
from webloop.plots.axes import metric_axis, spread, time_axis
from webloop.plots.composition import composition
from webloop.plots.grid import Grid, Way, grid, titles
from webloop.plots.marks import marks
from webloop.plots.render import render
from webloop.plots.series import limits
from webloop.plots.words import UnitFormatter, _advance, font_width, number, printable, shorten, wrap


@given(st.lists(st.floats(0, 100), min_size=1, max_size=12))
def test_labels_keep_their_distance_and_their_order(wanted: list[float]) -> None:
    places = spread(np.array(wanted), 5.0, 0.0, 100.0)
    order = np.argsort(wanted, kind="stable")
    assert (np.diff(places[order]) >= 5.0 - 1e-9).all()
    assert places.min() >= -1e-9
    assert places.max() <= 100 + 1e-9


def test_labels_with_room_stay_where_they_are() -> None:
    assert spread(np.array([50.0, 10.0, 90.0]), 5.0, 0.0, 100.0).tolist() == [50, 10, 90]


@pytest.mark.parametrize(
    ("unit", "ticks", "labels"),
    [
        ("share", [0.5, 0.525, 0.55], ["50.0 %", "52.5 %", "55.0 %"]),
        ("share", [0, 0.2, 0.4], ["0 %", "20 %", "40 %"]),
        ("pages", [0, 2e9, 4e9], ["0", "2 bn", "4 bn"]),
        ("pages", [0, 2.5e11, 5e11], ["0", "250 bn", "500 bn"]),
        ("USD", [0, 500_000, 1_000_000], ["0", "0.5 M", "1.0 M"]),
        ("ideas", [0, 2500, 5000], ["0", "2,500", "5,000"]),
        ("points", [-0.1, 0, 0.1], ["−10", "0", "+10"]),
        ("bits", [], []),
    ],
)
def test_ticks_are_in_the_unit_of_the_metric(unit: str, ticks: list[float], labels: list[str]) -> None:
    found = UnitFormatter(unit, signed=unit == "points").format_ticks(ticks)
    assert [label.replace("\N{NO-BREAK SPACE}", " ") for label in found] == labels


def test_no_axis_shows_rounding_errors() -> None:
    """A metric that hardly moves is not blown up to differences of 1e-9."""
    axis = Figure().subplots()
    low, high = limits(np.array([0.5, 0.5 + 1e-9]), share=True)
    assert high - low > 0.003
    metric_axis(axis, "share", (low, high))
    found = axis.yaxis.get_major_formatter().format_ticks(axis.get_yticks())
    assert all(len(label) <= 8 for label in found)


@pytest.mark.parametrize(
    ("values", "expected"), [([0.0, 0.0], (0, 0.01)), ([0.2, 1.0], (0, 1.03)), ([-1.0, 1.0], (-1.12, 1.12))]
)
def test_axes_start_at_zero_unless_all_is_far_from_it(values: list[float], expected: tuple[float, float]) -> None:
    assert limits(np.array(values), share=True) == pytest.approx(expected)
    assert limits(np.array([90.0, 100.0]), share=False)[0] > 80


def test_years_are_whole_and_short_times_show_months() -> None:
    axis = Figure().subplots()
    time_axis(axis, 2021.0, 2021.5)
    shown = axis.xaxis.get_major_formatter().format_ticks([2021.0, 2021.25])
    assert shown == ["2021-01", "2021-04"]
    time_axis(axis, 2021.0, 2022.0, yearly=True)
    assert axis.xaxis.get_major_formatter().format_ticks([2021.0, 2022.0]) == ["2021", "2022"]


def test_numbers_on_labels() -> None:
    assert number(float("nan"), "share", 1) == "no value"
    assert number(-0.001, "ideas", 100) == "0"
    assert number(-35.4, "ideas", 100) == "−35"
    assert number(2.5e12, "pages", 3e12) == "2.5\N{NO-BREAK SPACE}trn"


def test_widths_do_not_depend_on_what_was_drawn_before(study: Results) -> None:
    """Matplotlib shares its fonts and changes their size while it draws."""
    render(composition(study), "svg")
    first = font_width("\N{GREEK SMALL LETTER ALPHA} never measured before: QJZ%&", 8)
    render(composition(study), "png")
    _advance.cache_clear()
    assert font_width("\N{GREEK SMALL LETTER ALPHA} never measured before: QJZ%&", 8) == first
    drawn = Text(0, 0, "Effective ideas", fontsize=8, figure=Figure(dpi=72 * 50))
    assert font_width("Effective ideas", 8) == pytest.approx(drawn.get_window_extent().width / 72 / 50, rel=0.03)


def test_text_fits_its_room() -> None:
    text = "a rather long sentence about archives and filters, and a wordthatneverends" + "x" * 80
    lines = wrap(text, 1.5, 8)
    assert all(font_width(line, 8) <= 1.5 or " " not in line for line in lines)
    assert " ".join(lines) == text
    cut = shorten("one two three four five six seven", 1.0, 8)
    assert cut.endswith(" …")
    assert font_width(cut, 8) <= 1.0
    assert shorten("", 1, 8) == ""
    assert font_width("wide", 8, bold=True) > font_width("wide", 8)
    assert printable("a\N{CJK UNIFIED IDEOGRAPH-4E00}b") == "a?b"


def test_cells_are_named_by_what_they_share(swept: Results) -> None:
    found = grid(swept)
    assert found is not None
    assert [way.label for way in found.ways] == ["hallucination", "accumulation", "archive share"]
    assert found.ways[2].texts == ("0\N{NO-BREAK SPACE}%", "50\N{NO-BREAK SPACE}%")
    names = [name for name, cell in swept.manifest["cells"].items() if cell["values"][1] == "replace"]
    assert found.title(names) == "Replace"
    assert found.title(names[:1]).startswith("Hallucination ")
    assert found.title(names[:2] + names[3:4]).endswith("cells)")
    assert found.title(list(swept.manifest["cells"])) == "All cells"
    assert titles(swept)["tiny"] == "Tiny"
    assert len(set(titles(swept).values())) == len(swept.scenarios)


def test_values_are_said_in_words() -> None:
    way = Way("temperature", (0.5, 1), ("0.5", "1"))
    assert way.numeric
    assert way.said(0) == "temperature 0.5"
    assert not Way("labels", (True, False), ("yes", "no")).numeric
    assert Grid((way,), {(0,): "cold", (1,): "hot"}).at({0: 1}) == "hot"


def test_dates_come_from_the_scenarios_as_run(study: Results) -> None:
    launch, changes = marks(study, "replace")
    assert launch is not None
    assert (launch.month, [(mark.month, mark.text) for mark in changes]) == (
        "2022-11", [("2024-01", "Labs train on new pages only")],
    )  # fmt: skip
    assert scenario_data(study, "no such scenario") == {}
    assert marks(study, "no such scenario") == (None, ())
