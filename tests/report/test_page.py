"""What the report says, held against the tables; and that its HTML is whole."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from tests.plots.conftest import REPLACE, results_of
from tests.report.conftest import IMAGE, SCRIPT
from webloop.calibration.published import published_hindcast
from webloop.cli import group
from webloop.errors import InputError
from webloop.outcomes.compare import compare
from webloop.outcomes.results import Results
from webloop.report.blocks import Chart, Section, Table, Text
from webloop.report.layers import Layers, draw_lines, rows
from webloop.report.page import page as page_of
from webloop.report.registry import sections
from webloop.report.report import write_report
from webloop.report.sections.assumptions import _drawn
from webloop.report.sections.collapse import _none
from webloop.report.sections.comparison import _more
from webloop.report.sections.past import _row
from webloop.report.sections.unknowns import _chart as effects_chart
from webloop.report.shown import first_scenarios
from webloop.report.theme import SERIES

pytestmark = pytest.mark.slow
EMPTY = {"meta", "input", "br", "img", "link"}
UNCERTAIN = """\
baseline: tiny.yaml
scenarios: [replace.yaml]
replicates: 2
draws: 24
uncertain:
  lab.hallucination: {kind: uniform, low: 0.0, high: 0.3}
  lab.cadence: {kind: uniform, low: 6, high: 18}
"""


class Tree(HTMLParser):
    """Elements that are open, anchors and links."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        assert not any(name.startswith("on") for name in found)
        if tag not in EMPTY:
            self.open.append(tag)
        self.ids += [str(found["id"])] if "id" in found else []
        self.links += [str(found["href"])[1:]] if tag == "a" else []
        self.outside += [str(found[name]) for name in ("src", "srcset") if name in found]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(text: str) -> Tree:
    tree = Tree()
    tree.feed(text)
    assert tree.open == []
    return tree


def by_key(results: Results) -> dict[str, Section]:
    return {each.key: each for each in sections(results)}


@pytest.fixture(scope="module")
def told(small: Results) -> dict[str, Section]:
    return by_key(small)


def charts(section: Section) -> dict[str, Chart]:
    return {block.anchor: block for block in section.blocks if isinstance(block, Chart)}


def without_scripts(text: str) -> str:
    return re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)


def test_the_page_is_whole_and_refers_to_itself_only(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    tree = parsed(text)
    assert len(tree.ids) == len(set(tree.ids))
    assert set(tree.links) <= set(tree.ids)
    assert tree.outside == []
    assert set(re.findall(r"https?://[^\"'<) ]*", without_scripts(text))) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert "default-src 'none'" in text


def test_nothing_of_a_scenario_is_markup(hostile_page: Path) -> None:
    text = hostile_page.read_text(encoding="utf-8")
    parsed(text)
    plain = without_scripts(text)
    for said in (SCRIPT, IMAGE, "<script>{{"):
        assert said not in plain
    assert plain.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 5
    assert "{{ 7 * 7 }}" in plain
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", text, flags=re.DOTALL)
    assert len(scripts) == 5
    for content in scripts[:3]:
        assert "<" not in content
        json.loads(content)


def test_fans_show_the_quantiles_of_runs(small: Results, told: dict[str, Section]) -> None:
    chart = charts(told["time"])["fan-error_mass"]
    monthly = small.monthly(["error_mass"])
    for key, scenario in (("s0", "tiny"), ("s1", "replace")):
        mine = chart.data[chart.data["k"] == key]
        assert len(mine) > 10
        for _, row in mine.iterrows():
            near = monthly[(monthly["scenario"] == scenario) & ((monthly["time"] - row["time"]).abs() < 1e-2)]
            values = near["error_mass"].to_numpy()
            assert len(values) == 4
            assert [row["low"], row["median"], row["high"]] == pytest.approx(
                np.quantile(values, [0.05, 0.5, 0.95]), rel=1e-4
            )


def test_the_table_says_what_the_comparison_says(small: Results, told: dict[str, Section]) -> None:
    table = next(block for block in told["comparison"].blocks if isinstance(block, Table))
    found = compare(small).set_index(["scenario", "metric"])
    assert table.csv is not None
    heads = [column.text for column in table.columns]
    labels = {metric.label: name for name, metric in small.recorded.items()}
    called = {"Replace": "replace", "Archive 0.25 & more": "archive", "Twin of the baseline": "twin"}
    marks = {"better": "▲", "worse": "▼", "can't tell": "≈", "same": "=", "-": ""}
    seen = set()
    for row in table.rows[1:]:
        for head, cell in zip(heads[1:], row[1:], strict=True):
            row_of = found.loc[(called[row[0].text], labels[head])]
            seen.add(row_of["verdict"])
            if row_of["difference"] != row_of["difference"]:
                assert cell.text == "no value"
                continue
            assert cell.order == pytest.approx(row_of["difference"])
            assert marks[row_of["verdict"]] in cell.text
            if row_of["verdict"] in {"can't tell", "same"}:
                assert cell.kind == "unsure"
    assert {"better", "worse", "same", "can't tell"} <= seen
    assert {cell.text for cell in table.rows[3][1:]} <= {"0 =", "no value"}  # the twin


def test_still_pictures_say_what_moving_ones_say(told: dict[str, Section]) -> None:
    """Numbers in names stay whole when coordinates are shortened."""
    fan, dots = charts(told["time"])["fan-error_mass"], charts(told["findings"])["difference-error_mass"]
    for chart in (fan, dots):
        assert "Archive 0.25 &amp; more" in chart.still
    assert 'opacity="0.16"' in fan.still
    assert not re.search(r' (?:d|transform)="[^"]*\.\d\d', fan.still)


def test_each_scenario_has_what_helps_and_what_harms(small: Results, told: dict[str, Section]) -> None:
    (table,) = (block for block in told["each"].blocks if isinstance(block, Table))
    found = compare(small).set_index("scenario")
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in table.rows}
    assert list(rows) == ["Replace", "Archive 0.25 & more", "Twin of the baseline"]
    assert rows["Twin of the baseline"][1:] == ["-", "-", "-"]
    assert rows["Replace"][0] == "From 2024-01 on."
    worse = found.loc["replace"].query("verdict == 'worse'")["label"]
    assert set(worse) & {part.rsplit(" ", 2)[0] for part in rows["Replace"][2].split("; ")}
    assert small.recorded["error_mass"].label in rows["Replace"][2]
    assert small.recorded["error_mass"].label not in rows["Replace"][1]


@pytest.mark.parametrize(
    ("runs", "ends", "said"),
    [
        ([3, 3], ["2030-12", "2030-12"], "No run of any scenario collapses up to 2030-12 (3 runs of each at least)."),
        (
            [1, 3],
            ["2024-12", "2030-12"],
            "up to 2024-12 to 2030-12, where each scenario ends (1 run of each at least).",
        ),
        ([0, 0], ["2030-12", "2030-12"], "With “A” and “B” no model was deployed in the month"),
        ([0, 2], ["2025-12", "2030-12"], "With “A” no model was deployed in the month"),
        ([0, 2], ["2025-12", "2030-12"], "told. No run of any other scenario collapses up to 2030-12 (2 runs of each"),
    ],
)
def test_where_nothing_collapses_it_is_said_how_long_somebody_watched(
    runs: list[int], ends: list[str], said: str
) -> None:
    table = pd.DataFrame({"scenario": ["a", "b"], "runs": runs, "observed_until": ends})
    assert said in _none(table, {"a": "A", "b": "B"})


@pytest.mark.parametrize("known", [(), ("live_human",)])
def test_without_headline_metrics_there_is_nothing_to_compare(small: Results, known: tuple[str, ...]) -> None:
    """As in the folder of a hindcast; a metric that is no headline is not compared for want of one."""
    bare = Results(small.folder)
    bare.recorded = {name: small.recorded[name] for name in known}  # type: ignore[misc]
    found = by_key(bare)
    assert not {"each", "comparison", "time", "tails", "provenance", "collapse"} & set(found)
    parsed(page_of(bare, list(found.values())))


def test_without_a_baseline_there_is_no_page(small: Results, tmp_path: Path) -> None:
    lost = Results(small.folder)
    lost.manifest |= {"runs_failed": 12, "runs_finished": {"tiny": 0, "replace": 4, "archive": 0, "twin": 0}}
    with pytest.raises(InputError, match="no finished run of the baseline"):
        write_report(lost, tmp_path / "page.html")


def test_fewer_ideas_than_tenths_leave_tenths_out(tmp_path: Path) -> None:
    few = "extends: tiny.yaml\nideas: {number: 6, errors: 1}\n"
    results = results_of(tmp_path, {"few.yaml": few}, "few.yaml", replicates=1)
    found = by_key(results)
    (chart,) = charts(found["tails"]).values()
    drawn = list(chart.data["name"].unique())
    assert 1 <= len(drawn) <= 6
    assert [row[0].text for row in chart.numbers.rows] == drawn
    content = re.findall(r'id="charts">(.*?)</script>', page_of(results, list(found.values())), flags=re.DOTALL)[0]
    json.loads(content, parse_constant=lambda constant: pytest.fail(f"{constant} is no JSON"))


def test_a_line_with_gaps_is_named_where_it_has_an_end() -> None:
    nan = float("nan")
    series = {"a": np.array([0.9, 0.8, nan]), "b": np.array([0.7, nan, 0.5]), "c": np.array([0.2, 0.1, nan])}
    layers = Layers(np.array([2024.0, 2025.0, 2026.0]), series, ["red", "green", "blue"])
    chart = draw_lines(layers)
    assert chart.layer[-1].data.values == [{"s": "b", "y": 0.5}]
    data = json.loads(rows(layers).to_json(orient="columns"))
    assert list(data["value"].values()) == [0.9, 0.8, None, 0.7, None, 0.5, 0.2, 0.1, None]


def test_scenarios_that_end_alike_are_shown_once(small: Results) -> None:
    assert first_scenarios(small) == ("tiny", "replace", "archive")


def test_a_reading_at_the_end_of_its_interval_stands_at_the_end_of_the_bar() -> None:
    """Intervals are not symmetric about their median."""
    reading = {"low_90": 1.0, "median": 2.0, "high_90": 9.0, "unit": "%", "inside_90": True, "observable": "x"}
    for observed, place in ((1.0, -1.0), (5.0, 0.0), (9.0, 1.0)):
        row = _row({**reading, "observed": observed, "series": "", "last": "2024-12"})
        assert row["value"] == place


@pytest.mark.parametrize(
    ("verdict", "more", "said"), [("can't tell", 38.0, "+40"), ("can't tell", np.inf, ">10k"), ("better", 38.0, "")]
)
def test_replicates_that_would_do_are_rounded_as_in_the_terminal(verdict: str, more: float, said: str) -> None:
    assert _more({"verdict": verdict, "more": more}) == said


def test_what_was_drawn_from_posteriors_is_listed() -> None:
    uncertain = {"lab.cadence": {"kind": "uniform", "low": 6, "high": 18}}
    scenarios = {"tiny": {"file": "fit.csv", "columns": {"web.growth": "web.growth", "lab.b": "lab.b (tiny)"}}}
    drawn = {"number": 9, "method": "posterior", "uncertain": {}, "posterior": {"own": False, "scenarios": scenarios}}
    (fitted,) = _drawn(drawn)
    assert [[cell.text for cell in row] for row in fitted.rows] == [["tiny", "fit.csv", "web.growth, lab.b"]]
    assert len(list(_drawn({**drawn, "uncertain": uncertain}))) == 2
    (asked,) = _drawn({**drawn, "uncertain": uncertain, "posterior": None})
    assert [cell.text for cell in asked.rows[0]] == ["lab.cadence", "uniform", "low 6, high 18"]


def test_one_scenario_has_no_comparison(tmp_path: Path) -> None:
    found = by_key(results_of(tmp_path, {}, replicates=1))
    assert "comparison" not in found
    (table,) = (block for block in found["made"].blocks if isinstance(block, Table))
    assert table.rows[0][1].text == "1 replicate"
    assert {"time", "tails", "provenance", "assumptions", "made"} <= set(found)


def test_draws_have_robustness_and_drivers(tmp_path: Path) -> None:
    results = results_of(tmp_path, {"replace.yaml": REPLACE, "study.yaml": UNCERTAIN}, "study.yaml")
    found = by_key(results)
    drivers = charts(found["unknowns"])
    assert all(each.data["value"].abs().max() <= 1 for each in drivers.values())
    errors = results.monthly(["error_mass"]).query("month == '2026-12'")
    means = errors.groupby(["scenario", "draw"])["error_mass"].mean()
    table = next(block for block in found["robustness"].blocks if isinstance(block, Table))
    labels = [column.text for column in table.columns]
    assert any(
        "▼ loses in more than half" in block.text for block in found["robustness"].blocks if isinstance(block, Text)
    )
    cell = table.rows[0][labels.index(results.recorded["error_mass"].label)]
    assert cell.order == pytest.approx((means["replace"] < means["tiny"]).mean())
    parsed(page_of(results, list(found.values())))


def test_a_design_for_sensitivity_has_what_it_can_tell(tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text("", encoding="utf-8")
    results_of(tmp_path, {"replace.yaml": REPLACE, "study.yaml": UNCERTAIN}, "study.yaml", replicates=1)
    ran = CliRunner().invoke(
        group,
        [
            "sensitivity",
            str(tmp_path / "study.yaml"),
            "--method",
            "morris",
            "--samples",
            "3",
            "--out",
            str(tmp_path / "m"),
            "-q",
            "-j",
            "1",
        ],
    )
    assert ran.exit_code == 0, ran.output
    found = by_key(Results(tmp_path / "m"))
    assert set(found) == {"unknowns", "assumptions", "made"}
    assert charts(found["unknowns"])


@pytest.mark.parametrize(
    ("method", "column", "values", "said"),
    [
        ("morris", "mu_star", (2.7e9, 1.2e9, 4e9), "2.70B (1.20B to 4.00B): matters"),
        ("morris", "mu_star", (0.0012, 0.0004, 0.002), "0.0012 (0.0004 to 0.0020): matters"),
        ("correlation", "rho", (0.512, 0.3, 0.7), "0.51 (0.30 to 0.70): matters"),
    ],
)
def test_effects_are_as_fine_as_their_unit_asks(
    small: Results, method: str, column: str, values: tuple[float, ...], said: str
) -> None:
    numbers = dict(zip((column, f"{column}_low", f"{column}_high"), values, strict=True))
    row = {"metric": "human_output", "label": "Human output", "unit": "pages", "scenario": "replace"}
    part = pd.DataFrame([{**row, **numbers, "parameter": "lab.cadence", "verdict": "matters"}])
    assert effects_chart(small, part, method, "Replace").data["words"].tolist() == [said]


def test_the_command_writes_where_it_is_told(small: Results, tmp_path: Path) -> None:
    ran = CliRunner().invoke(group, ["report", str(small.folder), "--to", str(tmp_path / "x" / "mine.html"), "--json"])
    assert ran.exit_code == 0, ran.output
    told: dict[str, Any] = json.loads(ran.output)
    assert Path(told["report"]).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    folder = tmp_path / "x"
    ran = CliRunner().invoke(group, ["report", str(small.folder), "--to", str(folder)])
    assert ran.exit_code == 2


def test_the_same_results_make_the_same_page(small: Results, page: Path, tmp_path: Path) -> None:
    assert write_report(small, tmp_path / "again.html").read_bytes() == page.read_bytes()


def test_runs_that_are_missing_are_named(small: Results) -> None:
    lost = Results(small.folder)
    lost.manifest |= {"runs_failed": 5, "runs_finished": {"tiny": 4, "replace": 3, "archive": 0, "twin": 4}}
    assert "5 runs failed and are missing. Nothing is left of Archive 0.25 &amp; more." in page_of(lost, [])
    assert "are missing" not in without_scripts(page_of(small, []))


def test_a_hindcast_of_ones_own_comes_first(tmp_path: Path) -> None:
    own, shipped = published_hindcast(tmp_path)
    assert not own
    assert len(shipped["targets"]) > 50
    (tmp_path / "hindcast.json").write_text('{"targets": [], "verdicts": []}', encoding="utf-8")
    assert published_hindcast(tmp_path) == (True, {"targets": [], "verdicts": []})
    for broken in ("{", "[]", '{"targets": 3}', '{"verdicts": []}'):
        (tmp_path / "hindcast.json").write_text(broken, encoding="utf-8")
        with pytest.raises(InputError, match="is no hindcast of webloop's"):
            published_hindcast(tmp_path)


def test_no_two_scenarios_look_alike() -> None:
    from webloop.report.theme import colour, dash

    seen = {(colour(f"s{place}"), tuple(dash(f"s{place}"))) for place in range(4 * SERIES + 1)}
    assert len(seen) == 4 * SERIES + 1
