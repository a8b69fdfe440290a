"""The report in a browser: offline, in silence, on small and wide screens, in the dark, on paper, without scripts."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.browser import Watched, opened
from tests.report.conftest import IMAGE, SCRIPT
from webloop.outcomes.results import Results

pytestmark = pytest.mark.slow
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 800}
NAMES = ("Tiny", "Replace", "Archive 0.25 & more", "Twin of the baseline")
AA = 4.5
"""Least contrast of text (WCAG 2.1, 1.4.3)."""


def settled(seen: Watched) -> None:
    """Wait until every chart moves."""
    for plot in seen.page.query_selector_all("[data-chart]"):  # a chart begins to move when it comes into view
        plot.scroll_into_view_if_needed()
        seen.page.wait_for_function("(plot) => plot.classList.contains('live')", arg=plot, timeout=60_000)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_asks_for_nothing_and_says_nothing(chrome: Any, page: Path, viewport: Any, scheme: str) -> None:
    with opened(chrome, page, viewport=viewport, color_scheme=scheme, offline=True) as seen:
        settled(seen)
        assert seen.requests == []
        assert seen.complaints == []
        assert seen.overflow() == 0
        assert contrast(seen) >= AA


def test_without_scripts_everything_is_there(chrome: Any, page: Path) -> None:
    with opened(chrome, page, viewport=WIDE, java_script_enabled=False) as seen:
        text = seen.page.inner_text("main")
        for said in ("Compared with the baseline", "Archive 0.25 & more", "webloop reproduce", "tails vanish first"):
            assert said in text
        plots = seen.page.query_selector_all(".plot")
        assert len(plots) > 10
        for plot in plots:
            assert plot.query_selector("svg path, svg line") is not None
            box = plot.query_selector("svg").bounding_box()
            assert box["width"] > 200
            assert box["height"] > 60
        assert not seen.page.is_visible("[data-switches]")  # what needs scripts is not offered
        assert not seen.page.is_visible("button")


def test_it_prints(chrome: Any, page: Path, tmp_path: Path) -> None:
    with opened(chrome, page, viewport=WIDE) as seen:
        settled(seen)
        printed = seen.page.pdf(format="A4")
        assert (
            3 <= printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") + printed.count(b"/Type /Page/") <= 30
        )
        seen.page.set_viewport_size({"width": 718, "height": 1000})  # what A4 has room for between its margins
        seen.page.emulate_media(media="print")
        assert not seen.page.is_visible("nav")
        assert not seen.page.is_visible("[data-switches]")
        assert seen.page.is_visible("#fan-hill_1 svg")
        assert seen.page.is_visible("#comparison-table thead button")  # the words that a table is sorted by
        table, sheet = seen.page.query_selector("#comparison-table table").bounding_box(), seen.page.viewport_size
        assert table["x"] + table["width"] <= sheet["width"]


def test_switches_show_and_hide_scenarios(chrome: Any, page: Path) -> None:
    with opened(chrome, page, viewport=WIDE) as seen:
        settled(seen)
        lines = "#fan-error_mass .role-mark.mark-line path"
        labels = "#fan-error_mass .role-mark.mark-text text"
        before = seen.page.eval_on_selector_all(labels, "them => them.map((it) => it.textContent)")
        assert "Replace" in before
        count = len(seen.page.query_selector_all(lines))
        seen.page.uncheck("[data-switches] input[value=s1]")
        seen.page.wait_for_function(f"document.querySelectorAll('{lines}').length === {count - 1}")
        after = seen.page.eval_on_selector_all(labels, "them => them.map((it) => it.textContent)")
        assert sorted(after) == sorted(each for each in before if each != "Replace")
        seen.page.click("[data-show=none]")
        seen.page.wait_for_function(f"document.querySelectorAll('{lines}').length === 1")
        assert "Tiny" in seen.page.eval_on_selector_all(labels, "them => them.map((it) => it.textContent)")
        seen.page.click("[data-show=all]")
        seen.page.wait_for_function(f"document.querySelectorAll('{lines}').length === 4")
        assert seen.complaints == []


@pytest.mark.parametrize("which", ["first", "all"])
def test_no_name_lies_on_another(chrome: Any, page: Path, which: str) -> None:
    with opened(chrome, page, viewport=WIDE) as seen:
        settled(seen)
        seen.page.click(f"[data-show={which}]")
        seen.page.wait_for_timeout(500)
        for figure in seen.page.query_selector_all("[data-toggled]"):
            names = [
                each for each in figure.query_selector_all(".role-mark.mark-text text") if each.text_content() in NAMES
            ]
            boxes = [each.bounding_box() for each in names]
            assert len(boxes) == (4 if which == "all" else 3)  # the twin ends as the baseline does
            assert all(
                after["y"] - before["y"] > 8 for before, after in pairwise(sorted(boxes, key=lambda box: box["y"]))
            )
            edge = figure.bounding_box()
            assert all(box["x"] + box["width"] <= edge["x"] + edge["width"] + 1 for box in boxes)


def test_lines_say_what_they_are(chrome: Any, page: Path) -> None:
    with opened(chrome, page, viewport=WIDE) as seen:
        settled(seen)
        points = seen.page.query_selector_all("#fan-error_mass .role-mark.mark-symbol path")
        points[-1].hover(force=True)
        seen.page.wait_for_selector("#vg-tooltip-element.visible")
        said = seen.page.inner_text("#vg-tooltip-element")
        assert "undefined" not in said
        assert "2026-12" in said
        assert any(name in said for name in NAMES)


def test_a_finding_leads_to_a_picture_that_shows_it(chrome: Any, page: Path) -> None:
    with opened(chrome, page, viewport=WIDE) as seen:
        settled(seen)
        seen.page.click("[data-show=none]")
        link = seen.page.query_selector("a[data-scenarios*=s1]")
        link.click()
        assert seen.page.is_checked("[data-switches] input[value=s1]")
        target = link.get_attribute("href")
        assert seen.page.query_selector(target) is not None


def test_switches_hold_for_pictures_that_come_later(chrome: Any, page: Path) -> None:
    with opened(chrome, page, viewport=NARROW) as seen:
        seen.page.click("[data-show=none]")
        settled(seen)
        for plot in seen.page.query_selector_all("[data-toggled]"):
            assert len(plot.query_selector_all(".role-mark.mark-line path")) == 1


def test_it_prints_dark_on_light(chrome: Any, page: Path) -> None:
    with opened(chrome, page, viewport=WIDE, color_scheme="dark") as seen:
        seen.page.emulate_media(media="print", color_scheme="dark")
        assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_tables_are_sorted_by_their_numbers(chrome: Any, page: Path) -> None:
    with opened(chrome, page, viewport=WIDE) as seen:
        head = "#comparison-table thead th:nth-child(2) button"
        orders = "rows => rows.map((row) => Number(row.cells[1].dataset.order))"
        seen.page.click(head)
        falling = seen.page.eval_on_selector_all("#comparison-table tbody tr", orders)
        seen.page.click(head)
        rising = seen.page.eval_on_selector_all("#comparison-table tbody tr", orders)
        assert falling == sorted(falling, reverse=True)
        assert rising == sorted(falling)
        assert len(set(rising)) > 1
        assert seen.page.get_attribute("#comparison-table thead th:nth-child(2)", "aria-sort") == "ascending"


def test_downloads_hold_the_numbers(chrome: Any, page: Path, small: Results, tmp_path: Path) -> None:
    with opened(chrome, page, viewport=WIDE, accept_downloads=True) as seen:
        table = downloaded(seen, "[data-file='comparison.csv']", tmp_path)
        assert set(table["scenario"]) == {"replace", "archive", "twin"}
        row = table[(table["scenario"] == "replace") & (table["metric"] == "error_mass")].iloc[0]
        ends = (
            small.monthly(["error_mass"]).query("month == '2026-12'").set_index(["scenario", "replicate"])["error_mass"]
        )
        assert row["difference"] == pytest.approx((ends["replace"] - ends["tiny"]).mean())
        seen.page.click("#fan-error_mass details summary")
        fan = downloaded(seen, "[data-chart-csv='fan-error_mass']", tmp_path)
        last = fan[fan["scenario"] == "replace"].iloc[-1]
        assert last["median"] == pytest.approx(ends["replace"].median(), rel=1e-4)
        assert last["time"] == pytest.approx(2026 + 11 / 12, abs=1e-3)


def test_names_are_text_and_nothing_else(chrome: Any, hostile_page: Path) -> None:
    with opened(chrome, hostile_page, viewport=WIDE) as seen:
        dialogs: list[str] = []
        seen.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        settled(seen)
        seen.page.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true; })")
        text = seen.page.inner_text("body")
        assert seen.page.title() == SCRIPT
        assert text.count(SCRIPT) > 5
        assert IMAGE in text
        assert "script>{{ 7 * 7 }}" in text
        assert "49" not in seen.page.inner_text("#comparison-table")
        assert len(seen.page.query_selector_all("script")) == 5
        assert seen.page.query_selector_all("img") == []
        labels = seen.page.eval_on_selector_all(".role-mark.mark-text text", "them => them.map((it) => it.textContent)")
        assert SCRIPT in labels
        dot = seen.page.query_selector_all("#comparison figure .mark-symbol path")[-1]
        dot.hover(force=True)
        seen.page.wait_for_selector("#vg-tooltip-element.visible")
        assert "alert(1)" in seen.page.inner_text("#vg-tooltip-element")
        assert dialogs == []
        assert seen.complaints == []
        assert seen.requests == []


def downloaded(seen: Watched, button: str, folder: Path) -> pd.DataFrame:
    with seen.page.expect_download() as waited:
        seen.page.click(button)
    file = folder / "downloaded.csv"
    waited.value.save_as(file)
    return pd.read_csv(file)


def contrast(seen: Watched) -> float:
    """The least contrast of any visible text with what is behind it."""
    script = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
    found = json.loads(seen.page.evaluate(script))
    assert found["texts"] > 100
    assert found["least"] >= AA, found["where"]
    return float(found["least"])
