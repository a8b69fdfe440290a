"""Beside every picture: the numbers that it draws, recomputed here from the results, and what it says in words."""

import io
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from tests.outcomes.drawn_folders import folder_of
from tests.plots.test_survival_picture import dated
from tests.plots.test_threshold_picture import FOUND, searched
from tests.run.text_scenarios import write_text_study
from webloop.cli import group
from webloop.errors import InputError
from webloop.outcomes.results import Results
from webloop.plots.draw import draw_all, plan
from webloop.plots.registry import pictures
from webloop.plots.render import BESIDE, PICTURES, render
from webloop.plots.sheet import Sheet
from webloop.run.study import run_study
from webloop.scenario.study import load_study


def drawn(results: Results, names: list[str] | None = None) -> Iterator[tuple[str, Sheet]]:
    for name, picture, shown in plan(results, names):
        one = picture.takes == "a metric"
        yield name, picture.function(results, *((shown[0] if one else shown,) if shown else ()))


def table(sheet: Sheet) -> pd.DataFrame:
    """The CSV beside a picture, read again."""
    return pd.read_csv(
        io.BytesIO(render(sheet, "csv")), keep_default_na=False, na_values=[""], float_precision="round_trip"
    )


def of_draws(folder: Path, method: str) -> Results:
    """Two scenarios under 64 draws of two parameters, the first of which drives everything."""
    rng = np.random.default_rng(3)
    design = rng.random((64, 2))
    if method == "sobol":  # base draws, others, and columns exchanged
        first, second = rng.random((16, 2)), rng.random((16, 2))
        design = np.concatenate([first, second, np.c_[second[:, 0], first[:, 1]], np.c_[first[:, 0], second[:, 1]]])
    values = {
        "base": {"tail_recall": design[:, 0]},
        "other": {"tail_recall": 2 * design[:, 0] + 0.1 * design[:, 1] + 0.01 * rng.random(len(design)) - 0.4},
    }
    return folder_of(folder, values, design, method=method)


def test_every_picture_carries_its_numbers_and_words(
    tmp_path: Path, study: Results, swept: Results, line: Results, linked: Results
) -> None:
    (tmp_path / "text").mkdir()
    run_study(load_study([write_text_study(tmp_path / "text")]), tmp_path / "text/out", jobs=1)
    some = [
        (study, None),
        (swept, ["heatmap"]),
        (line, ["response"]),
        (linked, ["sites"]),
        (Results(tmp_path / "text/out"), ["generations"]),
        (dated(study, tmp_path / "dated", {"replace": [12, 24, None]}), ["survival"]),
        (searched(study, tmp_path / "searched", **FOUND), ["threshold"]),
        (of_draws(tmp_path / "sample", "latin_hypercube"), ["robust", "drivers"]),
    ]
    seen = set()
    for results, names in some:
        for name, sheet in drawn(results, names):
            numbers = table(sheet)
            assert len(numbers), name
            assert numbers.select_dtypes("number").notna().any(axis=None), name
            assert "nothing" not in numbers, name
            words = render(sheet, "txt").decode()
            assert words.startswith(sheet.title), name
            assert len(words) > len(sheet.title) + 40, name
            seen.add(next(each for each in pictures() if name == each or name.startswith(f"{each}-")))
    assert seen == set(pictures()) - {"tornado"}, "tornado: tests/outcomes/test_sensitivity.py"


def test_a_sheet_whose_numbers_were_forgotten_is_not_drawn() -> None:
    with pytest.raises(ValueError, match=r"'Odd' has no data"):
        Sheet("made", "Odd", "", width=3, body=1).finish()


def test_a_picture_of_nothing_says_so(single: Results) -> None:
    sheet = pictures()["fan"].function(single, "lab_divergence")
    assert table(sheet)["nothing"].tolist() == ["lab_divergence has no values in these results."]


def test_fans_and_generations_have_quantiles(study: Results) -> None:
    numbers = table(pictures()["fan"].function(study, "hill_1"))
    assert list(numbers) == ["scenario", "also", "month", "low", "median", "high"]
    assert numbers[["scenario", "also"]].drop_duplicates().fillna("").to_numpy().tolist() == [
        ["tiny", "twin"],
        ["replace", ""],
    ]
    monthly = study.monthly(["hill_1"])
    runs = monthly[monthly["scenario"] == "replace"].pivot_table(index="month", columns="replicate", values="hill_1")
    mine = numbers[numbers["scenario"] == "replace"].set_index("month")
    for column, share in (("low", 5), ("median", 50), ("high", 95)):
        wanted = np.percentile(runs.to_numpy(), share, axis=1)
        assert mine[column].tolist() == pytest.approx(wanted.tolist(), rel=1e-14), "but for rounding"


def test_fans_of_releases_are_by_year(study: Results) -> None:
    numbers = table(pictures()["fan"].function(study, "training_set"))
    released = study.generations(["training_set"])
    assert numbers["year"].unique().tolist() == sorted(int(month[:4]) for month in released["month"].unique())


@pytest.mark.parametrize("name", ["study", "single", "many", "swept", "line"])
def test_every_line_over_time_is_in_the_table(name: str, request: pytest.FixtureRequest) -> None:
    """What matplotlib was given stands there, and nothing that was not drawn."""
    sheet = pictures()["fan"].function(request.getfixturevalue(name), "hill_1")
    lines = {tuple(part["median"]) for _, part in table(sheet).groupby(["scenario"])}
    shown = {
        tuple(map(float, each.get_ydata())) for axis in sheet.axes for each in axis.lines if len(each.get_xdata()) > 2
    }
    assert lines == shown


def test_compositions_have_shares(study: Results) -> None:
    numbers = table(pictures()["composition"].function(study)).set_index(["scenario", "month"])
    pages = study.monthly(["live_human", "live_assisted", "live_synthetic"])
    last = pages[(pages["scenario"] == "tiny") & (pages["month"] == "2026-12")].iloc[:, 5:].mean()
    row = numbers.loc[("tiny", "2026-12")]
    assert row["live_synthetic"] == pytest.approx(last["live_synthetic"] / last.sum(), rel=1e-12)
    assert row["pages"] == pytest.approx(last.sum(), rel=1e-12)


def test_deciles_have_means_by_year(study: Results) -> None:
    numbers = table(pictures()["deciles"].function(study)).set_index(["scenario", "year"])
    models = study.generations(["recall_decile_10"])
    mine = models[(models["scenario"] == "replace") & models["month"].str.startswith("2026")]
    assert numbers.loc[("replace", 2026), "recall_decile_10"] == pytest.approx(mine["recall_decile_10"].mean())


def test_rankings_have_paired_differences(study: Results) -> None:
    numbers = table(pictures()["ranking"].function(study, ["hill_1"])).set_index("scenario")
    last = (
        study.monthly(["hill_1"])
        .query("month == '2026-12'")
        .pivot_table(index="replicate", columns="scenario", values="hill_1")
    )
    assert numbers.loc["replace", "difference"] == pytest.approx((last["replace"] - last["tiny"]).mean(), rel=1e-12)
    assert numbers.loc["twin", "verdict"] == "same"


def test_sweeps_have_their_cells(swept: Results, line: Results) -> None:
    heat = table(pictures()["heatmap"].function(swept, "hill_1"))
    assert len(heat) == 1 + 12
    last = swept.monthly(["hill_1"]).query("month == '2026-12'").set_index("scenario")["hill_1"]
    assert heat.set_index("scenario")["hill_1"].to_dict() == pytest.approx(last.to_dict())
    cell = heat[(heat["accumulation"] == "replace") & (heat["hallucination"] == "40\N{NO-BREAK SPACE}%")]
    assert set(cell["archive share"]) == {"0\N{NO-BREAK SPACE}%", "50\N{NO-BREAK SPACE}%"}
    dots = table(pictures()["response"].function(line, "hill_1")).set_index("scenario")
    values = line.monthly(["hill_1"]).query("month == '2026-12'").groupby("scenario")["hill_1"]
    assert set(dots["base"].dropna()) == {"Replace", "Twin of the baseline"}
    assert dots["median"].to_dict() == pytest.approx(values.median().to_dict())


def test_curves_of_survival_are_products_of_what_is_left(study: Results, tmp_path: Path) -> None:
    numbers = table(pictures()["survival"].function(dated(study, tmp_path / "out", {"replace": [12, 24, None]})))
    mine = numbers[(numbers["event"] == "late_collapse") & (numbers["scenario"] == "replace")]
    assert mine["share"].tolist() == pytest.approx([1, 2 / 3, 2 / 3 * 1 / 2, 1 / 3])
    assert mine["month"].tolist()[:3] == ["2022-12", "2023-12", "2024-12"]
    assert mine["censored"].tolist() == [0, 0, 0, 1]


def test_sites_have_their_marks(linked: Results) -> None:
    numbers = table(pictures()["sites"].function(linked))
    month = numbers["month"].max()
    mine = numbers[(numbers["scenario"] == "linked") & (numbers["month"] == month)].set_index("site")
    whole = linked.sites.query("scenario == 'linked' and month == @month").set_index("site")
    assert mine["visibility"].to_dict() == pytest.approx(whole["visibility"].to_dict())
    assert mine[["read_people", "read_models", "read_farms", "read_answers"]].iloc[0].sum() == pytest.approx(1)


def test_a_pdf_has_its_fonts_words_and_no_date(study: Results) -> None:
    sheet = pictures()["ranking"].function(study, ["hill_1"])
    pdf = render(sheet, "pdf")
    assert pdf.startswith(b"%PDF")
    assert b"/Type0" in pdf, "TrueType fonts, whole"
    assert b"/FontFile2" in pdf, "embedded"
    assert b"/Type3" not in pdf
    assert not re.search(rb"/(CreationDate|ModDate|Producer|Creator)\b", pdf)
    title = re.search(rb"/Title \(([^)]*)\)", pdf)
    assert title is not None
    assert title[1].decode() == sheet.title
    assert b"/Subject" in pdf
    streams = [
        zlib.decompress(each) for each in re.findall(rb"FlateDecode[^>]*>>\s*stream\r?\n(.*?)\r?\nendstream", pdf, re.S)
    ]
    assert any(b"Tf" in each for each in streams), "text stays text"


@pytest.mark.slow
def test_pdfs_are_the_same_in_another_process(study: Results, tmp_path: Path) -> None:
    here = draw_all(study, tmp_path, ["fan"], ["hill_1"], ["pdf"])
    assert [file.name for file in here] == ["fan-hill_1.pdf", "fan-hill_1.csv", "fan-hill_1.txt"]
    code = (
        "import sys; from webloop.outcomes.results import Results; from webloop.plots.draw import draw_all\n"
        "draw_all(Results(sys.argv[1]), sys.argv[2], ['fan'], ['hill_1'], ['pdf'])"
    )
    command = [sys.executable, "-W", "error", "-c", code, str(study.folder), str(tmp_path / "there")]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    for file in here:
        assert (tmp_path / "there" / file.name).read_bytes() == file.read_bytes()


def test_forms_are_chosen_on_the_command_line(single: Results) -> None:
    asked: Any = ["plot", str(single.folder), "-p", "composition", "--format", "pdf, SVG"]
    done = CliRunner().invoke(group, asked, standalone_mode=False)
    assert done.exit_code == 0, done.output
    assert [Path(each).suffix for each in done.output.split()] == [".pdf", ".svg", ".csv", ".txt"]


@pytest.mark.parametrize(
    ("given", "message"), [("pfd", "'pfd'; did you mean 'pdf'"), ("csv", "There are: png, svg, pdf"), ("", "''")]
)
def test_other_forms_are_refused(single: Results, given: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        draw_all(single, tmp_path / "out", ["composition"], None, [given])
    assert not (tmp_path / "out").exists()
    asked: Any = ["plot", "there-is-no-such-file.yaml", "--format", given]
    done = CliRunner().invoke(group, asked, standalone_mode=False)
    assert message in str(done.exception), "before anything is run"


def test_forms_are_known() -> None:
    assert (*PICTURES, *BESIDE) == ("png", "svg", "pdf", "csv", "txt")
