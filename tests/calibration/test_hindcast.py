"""The hindcast from a target file to tables and pictures, on a study that runs in a second."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.calibration.made import HEAD, Written, line
from tests.conftest import SMALL
from tests.plots.seen import clashes, words
from webloop.calibration.coverage import in_words, verdicts
from webloop.calibration.document import page
from webloop.calibration.hindcast import Hindcast, hindcast, hindcast_study, last_month, targets_for, up_to
from webloop.calibration.hindcast_files import as_json, write_hindcast
from webloop.calibration.hindcast_overview import overview_sheet, place_of, rows_of
from webloop.calibration.hindcast_picture import file_name, series_sheet
from webloop.calibration.hindcast_pictures import write_pictures
from webloop.calibration.hindcast_tables import interval, print_hindcast
from webloop.calibration.priors import with_priors
from webloop.calibration.score import forecast
from webloop.errors import InputError
from webloop.months import format_month, parse_month
from webloop.outcomes.results import Results
from webloop.plots.render import render
from webloop.plots.style import BASELINE
from webloop.run.columns import KEYS, TABLES
from webloop.run.study import run_study
from webloop.scenario.study import Study

DRAWS = 6
INSTRUMENTS = """\
instruments:
  detector: {counts: majority, fpr: 0.01, fnr: 0.01, humanised: 0}
  corpus: {kind: corpus}
"""
STUDY = f"""\
title: Small
baseline: article-web.yaml
scenarios: [site-web.yaml]
replicates: 1
draws: {{number: {DRAWS}, posterior: {{article-web: articles.csv, site-web: sites.csv}}}}
"""
SATURATION = "writers.segments.press.adoption.saturation"
MORE = "series,role,n,baseline,remark,as_published,miss"


def rows() -> list[str]:
    """A series with fitted and held-out points, a single observation of one baseline, an input, and one that is out."""

    def row(name: str, date: str, observed: object, tail: str, **more: object) -> str:
        return line(id=name, date=date, observed=observed, tolerance=3, **more) + "," + tail

    return [
        row("s1", "2023-03", 8, "press,fit,,,,,"),
        row("s2", "2023-06", 13, "press,fit,,,,,"),
        row("s3", "2023-12", 20, "press,fit,,,,,"),
        row("s4", "2024-06", 24, "press,held_out,,,,,"),
        row("s5", "2024-12", 70, "press,held_out,,,a remark,,a broken detector"),
        row("few", "2024", 23, ",held_out,40,site-web,,,"),
        row("before", "2021", "0..2", ",input,,,,,"),
        row("nothing", "1999", 5, ",out,,,the model has none,,", instrument_to_simulate=""),
    ]


@pytest.fixture
def study(scenario_file: Callable[..., Path], written: Written) -> Study:
    scenario_file(SMALL + INSTRUMENTS, "article-web.yaml")
    scenario_file("extends: article-web.yaml\ntitle: Site web\n", "site-web.yaml")
    for name, low in (("articles", 0.40), ("sites", 0.36)):
        values = low + 0.02 * np.arange(DRAWS)
        scenario_file("\n".join([SATURATION, *(f"{value:.3g}" for value in values)]) + "\n", f"{name}.csv")
    return hindcast_study(file=scenario_file(STUDY, "study.yaml"))


def run(study: Study, file: Path, out: Path) -> tuple[Hindcast, Results]:
    targets, known = targets_for(study.scenarios, file)
    run_study(up_to(with_priors(study), last_month(targets)), out, jobs=1, metrics=[])
    results = Results(out)
    return hindcast(results, targets, known), results


@pytest.fixture
def found(study: Study, written: Written, tmp_path: Path) -> tuple[Hindcast, Results]:
    return run(study, written(*rows(), head=f"{HEAD},{MORE}"), tmp_path / "out")


def test_a_users_own_file_end_to_end(
    found: tuple[Hindcast, Results], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    done, results = found
    assert format_month(last_month(done.targets)) == "2024-12"
    readings = pd.read_parquet(results.folder / "readings.parquet")
    assert readings["month"].max() == "2024-12"
    assert [(each.target.id, each.baseline) for each in done.misses] == [("s5", "article-web"), ("s5", "site-web")]
    monkeypatch.setenv("COLUMNS", "120")
    print_hindcast(done)
    said = capsys.readouterr().out
    lines = said.splitlines()
    assert next(each for each in lines if each.startswith("s4 detector")).split()[3:5] == ["24", "%"]
    assert " !" in next(each for each in lines if each.startswith("s5 detector"))
    assert "Input: it set parameters and is checked, not scored" in said
    assert "a broken detector" in said
    assert "nothing  AI share  the model has none" in said
    assert "article-web: 1 of 2 held-out readings lie in their 90 % intervals" in said
    assert "site-web: 2 of 3 held-out readings" in said
    assert "The priors alone would have covered" in said
    assert "! outside; * the fit has something to say: at most half as wide as its priors" in said
    assert "CRPS is ahead of all naive forecasts on" in said


@pytest.mark.parametrize("columns", [80, 120])
def test_tables_fit_the_terminal(
    found: tuple[Hindcast, Results], columns: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    print_hindcast(found[0])
    sentences = ("article-web: ", "site-web: ")
    lines = [each for each in capsys.readouterr().out.splitlines() if not each.startswith(sentences)]
    assert max(map(len, lines)) <= columns


def test_files_say_the_same(found: tuple[Hindcast, Results]) -> None:
    done, results = found
    table, told = write_hindcast(done, results.folder)
    with table.open(encoding="utf-8") as file:
        read = list(csv.DictReader(file))
    assert set(read[0]) <= {*TABLES["hindcast.csv"], *KEYS}
    assert [each["id"] for each in read].count("s4") == 2
    assert read[-1]["id"] == "nothing"
    assert read[-1]["low_90"] == ""
    data = json.loads(told.read_text(encoding="utf-8"))
    assert data == json.loads(as_json(done))
    assert [each["id"] for each in data["targets"]] == [each["id"] for each in read[:-1]]
    whole = [each for each in data["coverage"] if not each["learned"]]
    assert {(each["baseline"], each["role"]): (each["inside"], each["of"]) for each in whole} == {
        ("article-web", "fit"): (3, 3),
        ("site-web", "fit"): (3, 3),
        ("article-web", "held_out"): (1, 2),
        ("site-web", "held_out"): (2, 3),
    }
    assert [(each["series"], each["points"]) for each in data["crps"]] == [("press", 2), ("press", 2)]
    assert {each["id"] for each in data["out"]} == {"nothing"}
    assert [each["why"] for each in data["misses"]] == ["a broken detector"] * 2
    assert [each["covers"] for each in data["verdicts"]] == [False, False]
    assert {each["learned"] for each in read[:-1]} <= {"True", "False"}
    assert all(float(each["prior_low_90"]) <= float(each["prior_high_90"]) for each in read[:-1])
    assert all((each["crps_last_value_sharp"] == "") == (each["crps_last_value"] == "") for each in read)


def test_numbers_are_the_readings(found: tuple[Hindcast, Results]) -> None:
    """The forecast of a mean over months is that of the runs' expected readings, with the error of measurement."""
    done, results = found
    readings = pd.read_parquet(results.folder / "readings.parquet")
    mine = readings[(readings["scenario"] == "site-web") & (readings["instrument"] == "detector")]
    year = mine[mine["month"].str.startswith("2024")].groupby("draw")["expected"].mean()
    ensemble = next(each for each in done.ensembles if each.baseline == "site-web")
    target = next(each for each in done.targets if each.id == "few")
    assert ensemble.expected(target) == pytest.approx(100 * year.to_numpy())


def test_priors_are_read_beside_the_fits(found: tuple[Hindcast, Results], capsys: pytest.CaptureFixture[str]) -> None:
    """The same targets, with draws of their own; where they say twice as much, that is marked."""
    done, results = found
    assert list(done.titles) == ["article-web", "site-web"]
    assert results.scenarios == ["article-web", "site-web", "article-web-prior", "site-web-prior"]
    few = next(each for each in done.scores if each.target.id == "few")
    assert few.prior.forecast == forecast(done.priors["site-web"].members(few.target))
    assert few.prior.forecast != few.forecast
    narrow = replace(few.forecast, low=few.prior.forecast.low, high=few.prior.forecast.low)
    sure = replace(few, forecast=narrow, inside=False)
    print_hindcast(replace(done, scores=(sure,)))
    said = capsys.readouterr().out
    assert f"{interval(sure)} *!" in said
    assert "of these *" in said


def test_the_page_says_the_same(found: tuple[Hindcast, Results]) -> None:
    done, _ = found
    data = json.loads(as_json(done))
    said = page(data)
    for each in verdicts(done.scores):
        assert f"- {in_words(each)}" in said
    race = next(each for each in data["crps"] if each["baseline"] == "site-web")
    assert f"| {min(race['last_value'], race['last_value_sharp']):.3g} |" in said
    for each in data["coverage"]:
        assert f"| {each['prior_inside']} of {each['of']} | {each['crps_to_prior']:.2f} |" in said
    data["targets"][-1] |= {"learned": True, "inside_90": True}
    one = data["targets"][-1]
    assert rf"{one['low_90']:.3g} to {one['high_90']:.3g} \* |" in page(data)


def test_the_same_again(found: tuple[Hindcast, Results]) -> None:
    """Nothing is run twice, and chance is that of the seed."""
    done, results = found
    again = hindcast(results, done.targets, done.known)
    assert again.scores == done.scores


@pytest.mark.slow
def test_pictures_can_be_read(found: tuple[Hindcast, Results]) -> None:
    done, _ = found
    for sheet in (series_sheet(done, "press"), overview_sheet(done)):
        assert not clashes(sheet)
        assert render(sheet, "png")[:4] == b"\x89PNG"
    said = words(series_sheet(done, "press"))
    for each in (
        "AI share (press)",
        "held out",
        "naive: last value",
        "naive: linear trend",
        "priors alone, 90 %",
        "Site web",
        "share",
    ):
        assert each.lower() in said.lower()
    assert "outside the 90 % interval" in said
    alt = series_sheet(done, "press").alt
    assert "Site web: Fitted 3 of 3 inside, held out 1 of 2 inside; CRPS" in alt
    assert "s5: 70 %" in alt
    numbers = series_sheet(done, "press").data.set_index("what")
    assert set(numbers.loc[["observed: s5"], "value"]) == {
        e.target.observed for e in done.scores if e.target.id == "s5"
    }
    fan = numbers.loc["fan", ["low", "quarter", "value", "three_quarters", "high"]].to_numpy(dtype=float)
    assert (np.diff(fan, axis=1) >= 0).all(), "quantiles in order"
    assert overview_sheet(done).data["inside"].tolist() == [each.inside for each in done.scores]
    over = words(overview_sheet(done))
    assert "press (5 points)" in over
    assert "4 of 5 inside" in over
    assert "not of this baseline" in over
    assert "few detector, 2024" in over


@pytest.mark.slow
def test_pictures_count_every_target_once(found: tuple[Hindcast, Results]) -> None:
    """Also those of which the fit has something to say."""
    done, _ = found
    wide = [replace(each.prior, forecast=replace(each.prior.forecast, low=-1e3)) for each in done.scores]
    sure = tuple(replace(each, prior=prior) for each, prior in zip(done.scores, wide, strict=True))
    assert all(each.learned for each in sure)
    alt = series_sheet(replace(done, scores=sure), "press").alt
    assert "Site web: Fitted 3 of 3 inside, held out 1 of 2 inside; CRPS" in alt


@pytest.mark.slow
def test_pictures_are_the_same_every_time(found: tuple[Hindcast, Results]) -> None:
    done, _ = found
    assert render(series_sheet(done, "press"), "svg") == render(series_sheet(done, "press"), "svg")


@pytest.mark.slow
def test_pictures_of_other_targets_go(found: tuple[Hindcast, Results], tmp_path: Path) -> None:
    done, results = found
    plots = results.folder / "plots"
    plots.mkdir()
    (plots / "hindcast-other.png").write_bytes(b"")
    (plots / "fan.png").write_bytes(b"")
    files = write_pictures(done, results)
    assert [file.name for file in files] == [
        f"hindcast{name}.{form}" for name in ("", "-press") for form in ("png", "svg", "csv", "txt")
    ]
    assert {file.name for file in plots.iterdir()} == {*(file.name for file in files), "fan.png"}


@pytest.mark.slow
def test_factors_have_a_logarithmic_axis(study: Study, written: Written, tmp_path: Path) -> None:
    head = f"{HEAD},series"
    lines = [
        line(
            id=f"c{at}", date=f"2024-0{at}", observed=at, tolerance="x2", unit="tokens", instrument_to_simulate="corpus"
        )
        + ",corpus"
        for at in (2, 4, 8)
    ]
    done, _ = run(study, written(*lines, head=head), tmp_path / "out")
    sheet = series_sheet(done, "corpus")
    assert sheet.axes[0].get_yscale() == "log"
    assert "The vertical axis is logarithmic." in sheet.alt or "logarithmic" in words(sheet)
    assert not clashes(sheet)


def test_runs_go_as_far_as_rules_do(study: Study) -> None:
    """A target before the archive's date can't end them there."""
    assert format_month(up_to(study, parse_month("2024-03")).scenarios[1].scenario.time.end) == "2024-03"
    assert up_to(study, parse_month("2021-03")) is study


def test_before_there_is_a_model_nothing_is_read(study: Study, written: Written, tmp_path: Path) -> None:
    early = line(id="c", date="2021-02", observed=3, tolerance="x2", unit="tokens", instrument_to_simulate="corpus")
    with pytest.raises(InputError, match=rf"mine.csv:2:1: c: in {DRAWS} of {DRAWS} draws of article-web there is "):
        run(study, written(early), tmp_path / "out")


def test_targets_that_are_all_out_are_refused(study: Study, written: Written) -> None:
    targets, _ = targets_for(study.scenarios, written(rows()[-1], head=f"{HEAD},{MORE}"))
    with pytest.raises(InputError, match="no target can be held against the model: all of them are out"):
        last_month(targets)


def test_more_draws_than_a_fit_has_are_refused(study: Study, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"--draws 7: articles.csv has 6 draws"):
        hindcast_study(7, file=tmp_path / "study.yaml")
    few = hindcast_study(2, 5, file=tmp_path / "study.yaml")
    assert few.draws is not None
    assert (few.draws.number, few.seed) == (2, 5)


def test_readings_place_in_their_interval(found: tuple[Hindcast, Results]) -> None:
    done, _ = found
    places = {each.target.id: place_of(each) for each in done.scores if each.baseline == "article-web"}
    assert places["s5"] > 1
    assert all(abs(place) <= 1 for name, place in places.items() if name != "s5")
    assert [len(each) for each in rows_of(done.scores)] == [10, 1, 2]


def test_names_of_files() -> None:
    assert file_name("News / press", []) == "hindcast-news-press"
    assert file_name("news press", ["hindcast-news-press"]) == "hindcast-news-press-2"
    assert file_name("漢字", []) == "hindcast-series"


def test_shipped_points_stand_behind_a_users_own(study: Study, written: Written, tmp_path: Path) -> None:
    """In grey, so that new data are seen in their history; they are not scored again."""
    new = line(id="new", date="2024-10", observed=25) + ",detector"
    done, _ = run(study, written(new, head=f"{HEAD},series"), tmp_path / "out")
    assert {each.target.id for each in done.scores} == {"new"}
    sheet = series_sheet(done, "detector")
    assert "shipped target" in words(sheet)
    assert not clashes(sheet)
    assert any(mark.get_color() == BASELINE for mark in sheet.axes[0].lines)
