"""Drawing into a folder: which files, the same bytes every time, clear errors."""

import hashlib
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from PIL import Image

from webloop.errors import InputError
from webloop.outcomes.results import Results
from webloop.plots.draw import draw_all, plan
from webloop.plots.registry import Picture, picture, pictures
from webloop.plots.render import render
from webloop.plots.sheet import Sheet

SVG = "{http://www.w3.org/2000/svg}"


def test_a_study_has_its_pictures(study: Results) -> None:
    fans = [f"fan-{metric}" for metric in ("pollution_stock", "pollution_training", "tail_recall", "hill_1")]
    assert [name for name, _, _ in plan(study)] == [*fans, "composition", "deciles", "ranking"]


def test_pictures_are_written_as_png_and_svg_with_numbers_and_words_beside_them(study: Results, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "plots"
    files = draw_all(study, folder, ["composition", "ranking"])
    forms = ("png", "svg", "csv", "txt")
    assert files == [folder / f"{name}.{form}" for name in ("composition", "ranking") for form in forms]
    assert sorted(folder.iterdir()) == sorted(files), "and nothing temporary is left"
    with Image.open(files[0]) as image:
        assert image.size[0] > 1000
        assert image.format == "PNG"


def test_pictures_stand_in_the_results_folder_by_default(single: Results) -> None:
    assert draw_all(single, names=["composition"])[0] == single.folder / "plots" / "composition.png"


def test_pictures_say_in_words_what_they_show(study: Results, tmp_path: Path) -> None:
    png, svg, _, txt = draw_all(study, tmp_path, ["fan"], ["hill_1"])
    with Image.open(png) as image:
        words: dict[str, str] = image.text  # type: ignore[attr-defined]
    assert sorted(words) == ["Description", "Title"], "nothing that depends on when or where it was drawn"
    assert words["Title"] == "Effective ideas (Hill-1) over time, by scenario"
    assert "In 2026-12: Tiny " in words["Description"]
    root = ElementTree.parse(svg).getroot()
    assert root.attrib["role"] == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == words["Title"]
    assert root[1].text == words["Description"] == txt.read_text(encoding="utf-8").removesuffix("\n")


@pytest.mark.slow
def test_the_same_results_give_the_same_bytes_in_another_process_without_pyplot(study: Results, tmp_path: Path) -> None:
    code = (
        "import sys; from webloop.outcomes.results import Results; from webloop.plots.draw import draw_all\n"
        "draw_all(Results(sys.argv[1]), sys.argv[2], ['fan', 'ranking'], ['hill_1'])\n"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    command = [sys.executable, "-W", "error", "-c", code, str(study.folder), str(tmp_path / "there")]
    subprocess.run(command, check=True)
    with mpl.rc_context({"axes.facecolor": "black", "font.size": 30, "savefig.dpi": 20}):
        here = draw_all(study, tmp_path / "here", ["ranking", "fan"], ["hill_1"])
        assert mpl.rcParams["axes.facecolor"] == "black"
    there = [tmp_path / "there" / file.name for file in here]
    assert [digest(file) for file in here] == [digest(file) for file in there]


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_folder_that_cannot_be_written_to_is_an_input_error(single: Results, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"can't write pictures to .*taken"):
        draw_all(single, tmp_path / "taken", ["composition"])


@pytest.mark.parametrize(
    ("names", "metrics", "message"),
    [
        (["fann"], None, r"there is no picture 'fann'; did you mean 'fan'\? There are: fan, generations, composition"),
        (None, ["hill1"], r"there is no metric 'hill1'; did you mean 'hill_1'\? There are: "),
        (["heatmap"], None, "picture 'heatmap' does not apply to .*: it takes a sweep over at least two paths"),
        (["response"], None, "picture 'response' does not apply to .*: it takes a sweep over one path"),
        (
            ["ranking"],
            ["most_epochs"],
            "picture 'ranking' can't show these metrics: most_epochs: measured at releases only",
        ),
    ],
)
def test_what_cannot_be_drawn_is_said_before_anything_is(
    study: Results, tmp_path: Path, names: list[str] | None, metrics: list[str] | None, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        draw_all(study, tmp_path / "plots", names, metrics)
    assert not (tmp_path / "plots").exists()


def test_results_without_a_metric_are_drawn_without_it(study: Results) -> None:
    poor = Results(study.folder)
    poor.__dict__["recorded"] = {name: metric for name, metric in study.recorded.items() if name == "hill_1"}
    assert [name for name, _, _ in plan(poor)] == ["fan-hill_1", "ranking"]
    with pytest.raises(InputError, match="have no tail_recall: it was not recorded; they have: hill_1"):
        list(plan(poor, None, ["tail_recall"]))
    with pytest.raises(InputError, match=r"does not apply to .*: the results lack recall_decile_01"):
        list(plan(poor, ["deciles"]))
    poor.__dict__["recorded"] = {}
    with pytest.raises(InputError, match=r"'fan' can't show these metrics: none of pollution_stock, .* was recorded"):
        list(plan(poor, ["fan"]))
    assert list(plan(poor)) == []


def test_metrics_of_releases_are_drawn_where_that_makes_sense(study: Results) -> None:
    assert [name for name, _, _ in plan(study, None, ["most_epochs"])] == ["fan-most_epochs", "composition", "deciles"]


def test_a_sweep_has_its_own_pictures(swept: Results, line: Results) -> None:
    assert {"heatmap-tail_recall", "heatmap-hill_1"} <= {name for name, _, _ in plan(swept)}
    assert {"response-tail_recall", "response-hill_1"} <= {name for name, _, _ in plan(line)}


def test_a_single_scenario_has_no_ranking(single: Results) -> None:
    assert "ranking" not in {name for name, _, _ in plan(single)}


def test_every_picture_explains_itself() -> None:
    known = pictures()
    assert len(known) == len({each.order for each in known.values()})
    for each in known.values():
        assert isinstance(each, Picture)
        assert each.description
        assert each.function.__doc__
        assert bool(each.metrics) == (each.takes != "nothing")


def test_a_name_is_registered_once() -> None:
    with pytest.raises(ValueError, match="'fan' is registered twice"):

        @picture("fan", "again", order=99)
        def again(results: Results) -> Sheet:
            return pictures()["composition"].function(results)


def test_rendering_twice_gives_the_same_picture(single: Results) -> None:
    sheet = pictures()["composition"].function(single)
    assert [render(sheet, form) for form in ("svg", "png")] == [render(sheet, form) for form in ("svg", "png")]
