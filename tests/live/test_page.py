"""The page, driven in a browser: it needs no network, levers move lines, the baseline stays."""

import re
import signal
from base64 import b64decode
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from tests.browser import Watched, browser, opened
from tests.live.served import Served, served
from webloop.cli import group
from webloop.live import view
from webloop.live.desk import Desk, Request, shown_metrics
from webloop.live.explored import load_explored
from webloop.live.running import Luck
from webloop.months import parse_month

# not imported: that would leave a folder in the home of whoever runs the tests
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("solara_assets") is None, reason="needs the extra live"),
]

TITLE = "<script>alert(1)</script>"
NARROW, WIDE = {"width": 390, "height": 800}, {"width": 1280, "height": 900}
SLOW = 120_000  # milliseconds; nothing takes that long but on a busy machine
TEMPERATURE, ARCHIVE = "Temperature", "Archive of old human pages in the mix"


def settled(seen: Watched, *, moved: bool) -> dict[str, dict[str, str]]:
    """What the panels show once all is done, by metric."""
    said = "blue with your changes" if moved else "Move a lever"
    seen.page.get_by_role("status").get_by_text(said).wait_for(timeout=SLOW)
    script = """figures => Object.fromEntries(figures.map(f => [f.dataset.metric, {
        words: f.querySelector("figcaption").firstChild.textContent.trim(), src: f.querySelector("img").src,
        alt: f.querySelector("img").alt, title: f.querySelector("h2").textContent}]))"""
    found: dict[str, dict[str, str]] = seen.page.eval_on_selector_all("figure[data-metric]", script)
    return found


def press(seen: Watched, label: str, key: str, times: int) -> Any:
    """Move a lever with the keyboard."""
    lever = seen.page.get_by_role("slider", name=label)
    lever.focus()
    for _ in range(times):
        seen.page.keyboard.press(key)
    return lever


def parts(src: str) -> set[str]:
    """The lines that a panel has."""
    svg = b64decode(src.partition("base64,")[2]).decode()
    return set(re.findall(r'<g id="(baseline|changed)">', svg))


def nothing_else(seen: Watched, server: Served) -> None:
    """It asked nothing of other machines, and its console is empty."""
    assert [
        each for each in seen.requests if not each.startswith((server.address, server.address.replace("http", "ws")))
    ] == []
    assert seen.complaints == []
    assert not server.went_out()
    assert server.left_home() == []


def test_levers_move_lines_and_the_baseline_stays(scenario_file: Callable[..., Path], tmp_path: Path) -> None:
    file = scenario_file()
    settings = (f"title={TITLE}", "lab.cadence=9")
    with served(tmp_path, str(file), "-n", "2", "--seed", "3", "--set", settings[0], "--set", settings[1]) as server:
        with browser() as started, opened(started, server.address, viewport=WIDE) as seen:
            before = settled(seen, moved=False)
            assert len(before) == 6 + ("minority_share" in before)
            assert seen.page.get_by_role("heading", level=1).inner_text() == TITLE
            assert seen.page.get_by_role("link", name="Download").count() == 0  # of nothing
            assert all(parts(each["src"]) == {"baseline"} for each in before.values())
            seen.page.get_by_label("Changes hold from").select_option(label="2023-01")

            lever = press(seen, TEMPERATURE, "ArrowLeft", 4)
            assert lever.get_attribute("aria-valuetext") == "0.7"
            after = settled(seen, moved=True)
            assert "In 2025-12" in after["hill_1"]["words"]
            assert after["hill_1"]["words"] != before["hill_1"]["words"]
            assert parts(after["hill_1"]["src"]) == {"baseline", "changed"}
            assert all("baseline" in parts(each["src"]) for each in after.values())
            # the words are those of the same question asked here
            explored = load_explored(str(file), {"title": TITLE, "lab.cadence": 9})
            desk = Desk(explored, Luck(3, 2), shown_metrics(explored, ()))
            request = Request({"lab.decoder.temperature": 0.7}, parse_month("2023-01"))
            *_, last = desk.answers(request, Event(), lambda text: None)
            expected = {each["key"]: each for each in view.panels(last)}
            assert {key: each["words"] for key, each in after.items()} == {
                key: each["words"] for key, each in expected.items()
            }
            assert {key: each["src"] for key, each in after.items()} == {
                key: each["src"] for key, each in expected.items()
            }

            assert seen.page.get_by_role("heading", level=1).inner_text() == f"{TITLE}, changed"
            validated(seen, tmp_path)
            charts_stay(seen)
            assert seen.overflow() == 0
            seen.page.set_viewport_size(NARROW)
            assert seen.overflow() == 0
            seen.page.set_viewport_size(WIDE)

            seen.page.get_by_role("button", name="Put all levers back").click()
            again = settled(seen, moved=False)
            assert again == before
            nothing_else(seen, server)
        assert server.ended() == (0, "")
        assert list(tmp_path.glob("webloop-explore-*")) == []


@pytest.mark.slow
def test_a_server_that_is_told_to_end_leaves_nothing(scenario_file: Callable[..., Path], tmp_path: Path) -> None:
    file = scenario_file()
    with served(tmp_path, str(file)) as server:
        assert server.answered() == 200
        assert len(list(tmp_path.glob("webloop-explore-*"))) == 1
        assert server.ended(signal.SIGTERM) == (0, "")
        assert list(tmp_path.glob("webloop-explore-*")) == []
        assert server.left_home() == []


def charts_stay(seen: Watched) -> None:
    """Nothing slides under anything when one scrolls to the last lever."""
    charts = seen.page.locator("figure[data-metric] h2").first
    before = charts.bounding_box()
    seen.page.get_by_role("slider").last.scroll_into_view_if_needed()
    seen.page.mouse.move(150, 500)
    seen.page.mouse.wheel(0, 5000)
    seen.page.wait_for_timeout(200)
    assert charts.bounding_box() == before


def validated(seen: Watched, folder: Path) -> None:
    """What the page offers to save is a scenario that can be run, and says what was moved."""
    link = seen.page.get_by_role("link", name="Download")
    text = unquote(link.get_attribute("href").partition(",")[2])
    assert text == seen.page.get_by_label("The scenario file").inner_text()
    file = folder / link.get_attribute("download")
    file.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(group, ["validate", str(file)])
    assert done.exit_code == 0, done.output
    assert "lab.decoder.temperature: 0.7" in text


def test_sites_problems_and_many_moves(scenario_file: Callable[..., Path], tmp_path: Path) -> None:
    scenario_file()
    file = scenario_file("extends: small.yaml\nsites: {number: 60}\nreaders: {ranking: pagerank}\n", "sites.yaml")
    with (
        served(tmp_path, str(file), "-n", "1", "-m", "tail_recall") as server,
        browser() as started,
        opened(started, server.address, viewport=WIDE) as seen,
    ):
        assert list(settled(seen, moved=False)) == ["tail_recall"]
        graph = seen.page.get_by_role("region", name="Sites")
        graph.get_by_role("img").first.wait_for(timeout=SLOW)
        last = graph.get_by_role("img").first.get_attribute("src")
        month = graph.get_by_role("slider", name="Month")
        month.focus()
        seen.page.keyboard.press("ArrowLeft")
        graph.get_by_text("Baseline, 2025-01").wait_for(timeout=SLOW)
        assert graph.get_by_role("img").first.get_attribute("src") != last

        # a lever that is dragged passes many positions: what counts is where it comes to rest
        press(seen, ARCHIVE, "ArrowRight", 14)
        seen.page.get_by_text("In the file: 0 %", exact=False).wait_for(timeout=SLOW)
        settled(seen, moved=True)
        assert seen.page.get_by_role("slider", name=ARCHIVE).get_attribute("aria-valuetext").startswith("70")
        graph.get_by_text("With your changes, 2025-01").wait_for(timeout=SLOW)
        assert (
            "lab:\n  mix:\n    archive:\n      share: 0.7" in seen.page.get_by_label("The scenario file").inner_text()
        )

        # a switch brings the levers of its part
        assert seen.page.get_by_role("slider", name="Detector: AI pages caught").count() == 0
        seen.page.get_by_label("Labs filter with a detector").check()
        seen.page.get_by_role("slider", name="Detector: AI pages caught").wait_for(timeout=SLOW)

        # shares of the mix stop at what is left
        licensed = press(seen, "Licensed fresh human pages in the mix", "ArrowRight", 8)
        seen.page.get_by_text("no more is left beside the other share").first.wait_for(timeout=SLOW)
        assert (licensed.input_value(), licensed.get_attribute("aria-valuetext")) == ("6", "30\N{NO-BREAK SPACE}%")
        settled(seen, moved=True)
        seen.page.get_by_role("button", name=f"Put back: {ARCHIVE}").click()
        settled(seen, moved=True)
        nothing_else(seen, server)
