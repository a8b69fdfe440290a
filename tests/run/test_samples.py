"""Samples of what models write: the same prompts for all, the same texts whatever else is recorded, and lost words."""

import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.run.test_dictionary import undescribed
from tests.run.text_scenarios import made_text, write_text_study
from webloop.content.text.corpus import Corpus, read_corpus
from webloop.content.text.domain import TextDomain
from webloop.content.text.prompts import BEGINNING, CONTINUED, PROMPTS, prompts
from webloop.errors import InputError
from webloop.outcomes.results import Results
from webloop.run.recorder import Recorder, select
from webloop.run.runner import run_once
from webloop.run.samples import TEXTS
from webloop.run.study import run_study
from webloop.scenario.resolve import Resolved, load_scenario
from webloop.scenario.study import load_study
from webloop.streams import Streams
from webloop.world.world import World


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    run_study(load_study([write_text_study(folder)]), folder / "out", jobs=1)
    return folder


@pytest.fixture(scope="module")
def text(folder: Path) -> Resolved:
    return load_scenario(folder / "text.yaml")


@pytest.fixture(scope="module")
def table(folder: Path) -> pd.DataFrame:
    return Results(folder / "out").samples


def corpus_of(folder: Path) -> Corpus:
    return read_corpus(str(folder / "made.txt"))


def test_every_model_continues_every_prompt(table: pd.DataFrame) -> None:
    runs = table.groupby(["scenario", "replicate"])
    assert len(runs) == 4
    for _, rows in runs:
        assert sorted(zip(rows["generation"], rows["prompt"], strict=True)) == [
            (generation, prompt) for generation in range(5) for prompt in range(PROMPTS)
        ]
    assert (table["model_wrote"].str.split().str.len() > CONTINUED / 2).all()


def test_sizes_are_those_of_the_specimen_and_of_what_people_had_published(
    folder: Path, text: Resolved, table: pd.DataFrame
) -> None:
    (folder / "large.yaml").write_text(
        "extends: text.yaml\ncontent: {specimen: null}\nweb: {pages_per_month: 150}\n", encoding="utf-8"
    )
    assert set(zip(table["specimen_words"], table["people_words"], strict=True)) == {(2000, 120 * 20)}
    large = pd.DataFrame(run_once(load_scenario(folder / "large.yaml"), 1, 0, ["perplexity"]).samples)
    assert set(zip(large["specimen_words"], large["people_words"], strict=True)) == {(150 * 20, 150 * 20)}


def test_prompts_are_the_same_for_all_models_and_people_went_on_as_the_held_out_text_does(
    folder: Path, table: pd.DataFrame
) -> None:
    corpus = corpus_of(folder)
    for prompt, rows in table.groupby("prompt"):
        assert len(rows[["beginning", "people_wrote"]].drop_duplicates()) == 1
        passage = prompts(corpus)[int(str(prompt))]
        whole = np.concatenate([passage.beginning, passage.rest])
        places = np.lib.stride_tricks.sliding_window_view(corpus.held_out, len(whole))
        assert (places == whole).all(axis=1).any()
        assert rows["beginning"].iloc[0] == corpus.vocabulary.text(passage.beginning)
    assert table["beginning"].nunique() == PROMPTS


def test_prompts_begin_sentences_and_are_spread_over_the_held_out_text(folder: Path) -> None:
    corpus = corpus_of(folder)
    found = prompts(corpus)
    places = []
    for each in found:
        assert (len(each.beginning), len(each.rest)) == (BEGINNING, CONTINUED)
        assert corpus.vocabulary.words[each.beginning[0]] == "The"
        windows = np.lib.stride_tricks.sliding_window_view(corpus.held_out, BEGINNING)
        places.append(int(np.flatnonzero((windows == each.beginning).all(axis=1))[0]))
    assert all(place == 0 or corpus.held_out[place - 1] == 0 for place in places)
    assert places == sorted(places)
    assert places[-1] - places[0] > len(corpus.held_out) / 3


@pytest.mark.parametrize(
    ("held_out", "said"),
    [
        ("Short one here.", ["Short one here."]),
        ("a\nb\nc\nd", ["a", "c", "d"]),
        ("= Heading =\nOne two.\nalso lower case", ["= Heading =", "One two.", "also lower case"]),
        ("1 2 3 4 5 6 7 8 9 10 11\nOne sentence that is", ["1 2 3 4 5 6 7 8 9 10", "One sentence that is"]),
    ],
)
def test_texts_that_hold_little_give_what_there_is(tmp_path: Path, held_out: str, said: list[str]) -> None:
    (tmp_path / "made.txt").write_text(made_text(20), encoding="utf-8")
    (tmp_path / "other.txt").write_text(held_out, encoding="utf-8")
    corpus = read_corpus(str(tmp_path / "made.txt"), held_out=str(tmp_path / "other.txt"))
    assert [corpus.vocabulary.text(each.beginning) for each in prompts(corpus)] == said


def test_samples_are_the_same_whatever_is_recorded_and_change_nothing(folder: Path, table: pd.DataFrame) -> None:
    text = load_scenario(folder / "text.yaml")
    all_metrics, one = run_once(text, 1, 1), run_once(text, 1, 1, ["pollution_flow"])
    kept = table[(table["scenario"] == "text") & (table["replicate"] == 1)]
    for name in ("month", "lab", "generation", "prompt", *TEXTS):
        assert all_metrics.samples[name].tolist() == one.samples[name].tolist()
    assert all_metrics.samples["model_wrote"].tolist() == kept["model_wrote"].tolist()
    other = run_once(text, 1, 0)
    assert other.samples["model_wrote"].tolist() != one.samples["model_wrote"].tolist()
    silent = Recorder(select(None, {"text"}))
    silent._samples.observe = lambda world, released: None  # type: ignore[method-assign]
    world = World(text, Streams(1, 1), silent)
    world.run()
    without = silent.trajectory(world)
    assert without.samples == {}
    for name, values in without.generations.items():
        assert np.array_equal(values, all_metrics.generations[name], equal_nan=values.dtype == float)


def test_workers_make_the_same_tables(folder: Path, tmp_path: Path, table: pd.DataFrame) -> None:
    run_study(load_study([folder / "study.yaml"]), tmp_path / "two", jobs=2)
    pd.testing.assert_frame_equal(Results(tmp_path / "two").samples, table)


def test_lost_words_are_those_that_no_specimen_has(text: Resolved) -> None:
    recorder = Recorder(select(["perplexity"], {"text"}))
    world = World(text, Streams(1, 0), recorder)
    world.run()
    lost = pd.DataFrame(recorder.trajectory(world).lost)
    domain = world.domain
    assert isinstance(domain, TextDomain)
    assert domain.original is not None
    used = np.bincount(domain.original.pages.ravel(), minlength=len(domain.corpus.vocabulary))
    written = {generation: set(domain.specimens["lab", generation].pages.ravel().tolist()) for generation in range(5)}
    wanted = {word for word in np.flatnonzero(used).tolist() if word not in written[4]}
    assert 20 < len(wanted) < np.count_nonzero(used)
    assert set(lost["idea"]) == wanted
    assert (lost["name"] == [domain.corpus.vocabulary.words[word] for word in lost["idea"]]).all()
    assert np.allclose(lost["share"], used[lost["idea"]] / used.sum())
    assert lost["share"].is_monotonic_decreasing
    deciles = domain.original.deciles
    assert all(word in deciles[decile - 1] for word, decile in zip(lost["idea"], lost["decile"], strict=True))
    assert all(used[one].min() >= used[other].max() for one, other in pairwise(deciles))
    first = 2023 * 12
    for word, month in zip(lost["idea"], lost["month"], strict=True):
        last = max((generation for generation in range(5) if word in written[generation]), default=-1)
        assert month == first + last + 1


def test_lost_words_of_all_runs_are_in_lost_ideas(folder: Path) -> None:
    lost = Results(folder / "out").lost_ideas
    assert set(lost["scenario"]) == {"text", "cold"}
    assert lost["decile"].between(1, 10).all()
    assert set(lost["lost_in"]) == {0.5, 1.0}
    assert lost["idea"].isin(corpus_of(folder).vocabulary.words).all()


def test_columns_are_described(folder: Path) -> None:
    assert {name: columns for name, columns in undescribed(folder / "out").items() if columns} == {}
    assert "samples.parquet" in Results(folder / "out").manifest["files"]
    assert "`samples.parquet`" in (folder / "out/README.md").read_text(encoding="utf-8")


def test_without_text_there_are_no_samples(small: Resolved) -> None:
    assert run_once(small, 1, 0, ["pollution_flow"]).samples == {}


def test_results_without_text_say_so(small: Resolved, tmp_path: Path) -> None:
    run_study(load_study([tmp_path / "small.yaml"], replicates=1), tmp_path / "out", jobs=1)
    with pytest.raises(InputError, match="no scenario of it has pages that hold text"):
        _ = Results(tmp_path / "out").samples


def test_words_that_look_like_missing_values_are_words(folder: Path, tmp_path: Path) -> None:
    copied = tmp_path / "copied"
    shutil.copytree(folder / "out", copied)
    lost = pd.read_csv(copied / "lost_ideas.csv", keep_default_na=False)
    lost.loc[:2, "idea"] = ["NaN", "null", "None"]
    lost.to_csv(copied / "lost_ideas.csv", index=False)
    assert Results(copied).lost_ideas["idea"].tolist()[:3] == ["NaN", "null", "None"]
