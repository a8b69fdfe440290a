"""The page of samples: what stands in it, that texts are escaped, and that it needs neither network nor scripts."""

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.run.text_scenarios import write_text_study
from webloop.outcomes.results import Results
from webloop.outcomes.samples import Samples, measured, samples
from webloop.plots.draw import draw_all, plan
from webloop.plots.generations import fan_of
from webloop.plots.ranking import MOST_COLUMNS, ranking
from webloop.plots.samples_page import write_samples
from webloop.plots.samples_section import samples_section
from webloop.plots.style import styled
from webloop.run.study import run_study
from webloop.scenario.study import load_study


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    folder = tmp_path_factory.mktemp("page")
    run_study(load_study([write_text_study(folder)]), folder / "out", jobs=1)
    return samples(Results(folder / "out"))


@pytest.fixture(scope="module")
def page(shown: Samples) -> str:
    (file, *_) = write_samples(shown)
    return file.read_text(encoding="utf-8")


class _Tags(HTMLParser):
    """Tags, addresses, text, and whether every tag is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.alts: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in {"meta", "img", "source", "br"}:
            self.open.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "srcset", "href"}]
        self.alts += [value or "" for name, value in attrs if name == "alt"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style"} & set(self.open):
            self.text += data


def tags_of(page: str) -> _Tags:
    seen = _Tags()
    seen.feed(page)
    seen.close()
    assert seen.open == []
    return seen


def test_the_page_is_whole_and_needs_nothing_else(page: str) -> None:
    seen = tags_of(page)
    assert "script" not in seen.tags
    assert len(seen.addresses) == 6
    for address in seen.addresses:
        kind, _, content = address.partition(",")
        assert kind == "data:image/svg+xml;base64"
        assert base64.b64decode(content, validate=True).startswith(b"<?xml")
    assert [alt.split(" over generations")[0] for alt in seen.alts] == ["Perplexity", "Words alive", "Distinct-2"]
    assert "url(" not in page
    assert "@import" not in page


def test_texts_are_escaped(shown: Samples, page: str) -> None:
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; cold" in page
    texts = shown.texts.copy()
    texts["model_wrote"] = "<img src=x onerror=alert(1)> & \x1b[31m\nend"
    texts["beginning"] = "<b>The"
    odd = Samples(shown.results, shown.scenarios, "lab", ["lab"], [0, 4], 0, texts, shown.runs, {})
    section = samples_section(odd, {})
    assert "img" not in tags_of(section).tags
    assert "b" in tags_of(section).tags
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; �[31m ¶ end" in section
    assert "&lt;b&gt;The" in section


def test_first_and_last_generation_stand_side_by_side_and_the_others_fold(shown: Samples, page: str) -> None:
    text = tags_of(page).text
    for prompt in shown.prompts:
        for scenario in shown.scenarios:
            written = shown.written(scenario, prompt)
            assert sorted(written) == [0, 1, 2, 3, 4]
            for passage in written.values():
                assert " ¶ ".join(passage.strip().split("\n")) in text
    pairs = re.findall(r'<div class="pair">\n<div><h5>Generation (\d)</h5>.*\n<div><h5>Generation (\d)</h5>', page)
    assert pairs.count(("0", "4")) == 6
    assert pairs.count(("1", "2")) == 6


def test_every_sample_has_its_measures(shown: Samples, page: str) -> None:
    cells = re.findall(r"<div><h5>Generation \d</h5>.*", page)
    assert len(cells) == 5 * 2 * 3
    for cell in cells:
        for label in ("perplexity", "words alive", "different words", "distinct-2", "repetition"):
            assert f"<dt>{label}</dt>" in cell
    last = shown.means("cold", 4)
    assert f"<dd>{last['perplexity']:,.0f}</dd>" in page
    assert f"<dd>{last['distinct_2']:.2f}</dd>" in page


def test_means_and_medians_are_told_apart_beside_each(shown: Samples, page: str) -> None:
    said = "Numbers in tables are means over runs; lines in pictures are medians of runs."
    table, pictures = (part.split("<h3>")[0] for part in page.split(said)[1:])
    assert page.count(said) == 2
    assert "<figure>" not in table
    assert pictures.count("<figure>") == 3
    assert said not in samples_section(replace(shown, runs=shown.runs[shown.runs["replicate"] == 0]), {})


def test_what_can_t_be_compared_is_said_under_the_numbers_and_in_pictures(shown: Samples) -> None:
    texts = shown.texts.copy()
    texts.loc[texts["scenario"] == "cold", "specimen_words"] = 500
    odd = replace(shown, texts=texts, left_out={"two": "no lab lab; its labs: a & b"})
    section = samples_section(odd, {})
    left_out, sizes = "Left out: two (no lab lab; its labs: a &amp; b).", "Specimens differ in size (text: 2,000 words"
    assert section.index("</table>") < section.index(left_out) < section.index(sizes) < section.index("<h3>The same")
    with styled():
        alts = {metric: fan_of(odd, metric).finish().alt for metric in ("perplexity", "words_alive")}
    assert all("Left out: two" in alt for alt in alts.values())
    assert [metric for metric, alt in alts.items() if sizes in alt] == ["words_alive"]
    assert "Specimens differ" not in samples_section(shown, {})


@pytest.mark.slow
def test_pictures_are_drawn_noted_and_the_same_as_plot_draws(shown: Samples, tmp_path: Path) -> None:
    results = shown.results
    files = write_samples(shown)
    names = [file.relative_to(results.folder).as_posix() for file in files]
    forms = ("png", "svg", "csv", "txt")
    each = [f"plots/generations-{m}.{f}" for m in ("perplexity", "words_alive", "distinct_2") for f in forms]
    assert names == ["samples.html", *each]
    noted = (results.folder / ".drawn").read_text(encoding="utf-8").split()
    assert set(names) <= set(noted)
    for file in draw_all(results, tmp_path, ["generations"]):
        assert file.read_bytes() == (results.folder / "plots" / file.name).read_bytes()


def test_the_fan_of_perplexity_is_logarithmic_and_counts_generations(shown: Samples) -> None:
    with styled():
        sheet = fan_of(shown, "perplexity").finish()
        other = fan_of(shown, "words_alive").finish()
    (axis,), (linear,) = sheet.axes, other.axes
    assert (axis.get_yscale(), linear.get_yscale()) == ("log", "linear")
    assert axis.get_xlim() == (0, 4)
    medians = {round(float(line.get_ydata()[-1]), 6) for line in axis.lines}  # type: ignore[index,arg-type]
    runs = shown.runs[shown.runs["generation"] == 4].groupby("scenario")["perplexity"].median()
    assert medians == {round(value, 6) for value in runs}


def test_the_ranking_begins_with_measures_of_words(shown: Samples) -> None:
    with styled():
        sheet = ranking(shown.results).finish()
    titles = [" ".join(axis.get_title("center").split()) for axis in sheet.axes]
    assert titles[:5] == ["Perplexity", "Words alive", "Distinct-2", "Repetition", "Divergence of words"]
    assert len(titles) <= MOST_COLUMNS


def test_a_line_that_ends_early_says_where(shown: Samples, monkeypatch: pytest.MonkeyPatch) -> None:
    def shorter(*asked: Any) -> pd.DataFrame:
        table = measured(*asked)
        return table[(table["scenario"] != "cold") | (table["generation"] < 3)]

    monkeypatch.setattr("webloop.plots.generations.measured", shorter)
    with styled():
        alt = fan_of(shown, "perplexity").finish().alt
    assert alt.count("(generation ") == 1
    assert "(generation 2)" in alt


def test_without_text_there_is_no_such_picture(study: Results) -> None:
    assert "generations" not in {picture.name for _, picture, _ in plan(study)}
