"""Findings about collapse of text: right where they hold, silent where nothing does; deciles of vanished words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from webloop.errors import InputError
from webloop.outcomes.hidden import findings
from webloop.outcomes.results import Results
from webloop.outcomes.samples import MEASURES, samples
from webloop.outcomes.samples_table import as_json, print_samples
from webloop.outcomes.vanished import vanished
from webloop.run.manifest import FORMAT

Series = dict[str, tuple[float, ...]]
BEFORE = {
    "perplexity": (100.0, 100.0),
    "words_alive": (0.5, 0.5),
    "word_types": (900.0, 300.0),
    "distinct_2": (0.6, 0.5),
    "repetition": (0.01, 0.01),
}
SIZE = 1000
GONE = "words alive fall by 71 % (50 % to 15 %)"


def folder_of(
    folder: Path,
    scenarios: dict[str, Series],
    replicates: int = 2,
    wobble: float = 0.01,
    labs: Mapping[str, Sequence[str]] | None = None,
    sizes: Mapping[str, tuple[int, int]] | None = None,
) -> Results:
    """Results with the given measures by generation, a little different in each replicate.

    Args:
        folder: where they are written.
        scenarios: measures by generation, as far as they differ from those of BEFORE.
        replicates: runs of each.
        wobble: how much each measure grows from one replicate to the next, as a share.
        labs: of each scenario; one, `lab`, where it is not there.
        sizes: words of each scenario's specimens and of people's first text; SIZE where it is not there.
    """
    generations, texts = [], []
    for name, series in scenarios.items():
        for lab, replicate in product((labs or {}).get(name, ["lab"]), range(replicates)):
            whole = BEFORE | series
            specimen, people = (sizes or {}).get(name, (SIZE, SIZE))
            for generation in range(len(whole["perplexity"])):
                keys = {"scenario": name, "draw": 0, "replicate": replicate, "month": f"2023-{generation + 1:02d}"}
                keys |= {"lab": lab, "generation": generation}
                values = {each: whole[each][generation] * (1 + wobble * replicate) for each in MEASURES}
                deciles = {f"words_alive_decile_{n:02d}": values["words_alive"] for n in range(1, 11)}
                generations.append({**keys, **values, **deciles})
                said = {
                    "specimen_words": specimen,
                    "people_words": people,
                    "beginning": "The cat",
                    "people_wrote": "sat",
                    "model_wrote": f"{name} {replicate} {generation}",
                }
                texts.append({**keys, "prompt": 0, **said})
    pd.DataFrame(generations).to_parquet(folder / "generations.parquet")
    pd.DataFrame(texts).to_parquet(folder / "samples.parquet")
    columns = [*MEASURES, *(f"words_alive_decile_{n:02d}" for n in range(1, 11))]
    pd.DataFrame({"column": columns}).to_csv(folder / "dictionary.csv")
    lost = [
        (name, word, share, decile, lost_in, "2023-02")
        for name in scenarios
        for word, share, decile, lost_in in (
            ("rare", 0.001, 2, 1.0),
            ("was", 0.01, 1, 0.5),
            ("9", 0.03, 1, 1.0),
            ("its", 0.02, 1, 1.0),
            ("seldom", 0.02, 1, 0.4),
        )
    ]
    pd.DataFrame(lost, columns=["scenario", "idea", "human_share", "decile", "lost_in", "lost_since"]).to_csv(
        folder / "lost_ideas.csv", index=False
    )
    manifest = {
        "format": FORMAT,
        "finished": "2030-01-01T00:00:00+00:00",
        "baseline": next(iter(scenarios)),
        "replicates": replicates,
        "draws": None,
        "scenarios": {name: {"title": "", "starts": None} for name in scenarios},
        "files": {"samples.parquet": ""},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Results(folder)


@pytest.mark.parametrize(
    ("series", "said"),
    [
        (
            {"perplexity": (100, 150), "words_alive": (0.5, 0.147)},
            [f"x: perplexity rises 1.5 times only, yet {GONE}: perplexity alone hides it."],
        ),
        (
            {"perplexity": (100, 102), "words_alive": (0.5, 0.147)},
            [f"x: perplexity hardly changes, yet {GONE}: perplexity alone hides it."],
        ),
        (
            {"perplexity": (100, 500), "words_alive": (0.5, 0.05), "distinct_2": (0.6, 0.1)},
            ["x: perplexity rises 5.0 times, and words alive fall by 90 % (50 % to 5.0 %)."],
        ),
        (
            {"perplexity": (100, 110), "words_alive": (0.5, 0.45)},
            ["x: holds: perplexity rises 1.1 times, and 90 % as many words are alive."],
        ),
        (
            {"perplexity": (100, 300), "words_alive": (0.5, 0.4), "distinct_2": (0.6, 0.65)},
            ["x: distinct-2 does not fall (0.60 to 0.65), yet perplexity rises 3.0 times: diversity alone hides it."],
        ),
        (
            {"perplexity": (np.nan, np.nan), "words_alive": (0.5, 0.147)},
            [f"x: some words of held-out text can't come any more (no perplexity), and {GONE}."],
        ),
        ({"perplexity": (100, 150), "words_alive": (0.5, 0.35), "distinct_2": (0.6, 0.5)}, []),
        ({"perplexity": (100, 150), "words_alive": (0.5, 0.147), "word_types": (900, 880)}, []),
        ({"perplexity": (100, 900), "words_alive": (0.5, 0.35), "distinct_2": (0.6, 0.5)}, []),
    ],
)  # fmt: skip
def test_findings_say_what_holds_and_nothing_else(tmp_path: Path, series: Series, said: list[str]) -> None:
    results = folder_of(tmp_path, {"x": series}, wobble=0.0)
    assert findings(samples(results)) == said


def test_a_finding_must_hold_in_every_run(tmp_path: Path) -> None:
    hidden: Series = {"perplexity": (100, 198), "words_alive": (0.5, 0.1)}
    assert len(findings(samples(folder_of(tmp_path, {"x": hidden}, wobble=0.0)))) == 1
    table = pd.read_parquet(tmp_path / "generations.parquet")
    table.loc[(table["generation"] == 1) & (table["replicate"] == 1), "perplexity"] = 205.0
    table.to_parquet(tmp_path / "generations.parquet")
    assert findings(samples(Results(tmp_path))) == []


def test_scenarios_alike_by_perplexity_and_not_by_words_are_named(tmp_path: Path) -> None:
    series: dict[str, Series] = {
        "keeps": {"perplexity": (100, 150), "words_alive": (0.5, 0.4), "distinct_2": (0.6, 0.5)},
        "cold": {"perplexity": (100, 152), "words_alive": (0.3, 0.2), "distinct_2": (0.5, 0.4)},
        "far": {"perplexity": (100, 190), "words_alive": (0.3, 0.2), "distinct_2": (0.5, 0.4)},
    }
    shown = samples(folder_of(tmp_path, series, wobble=0.0))
    assert findings(shown) == [
        "keeps and cold look alike by perplexity (150 and 152), yet 40 % and 20 % of people's words are alive."
    ]
    assert findings(samples(shown.results, ["far", "cold"])) == []


def test_one_generation_tells_no_story(tmp_path: Path) -> None:
    results = folder_of(tmp_path, {"x": {"perplexity": (100, 150), "words_alive": (0.5, 0.1)}})
    assert findings(samples(results, generations=[1])) == []


def test_means_are_over_runs_that_all_scenarios_have(tmp_path: Path) -> None:
    results = folder_of(tmp_path, {"x": {}, "y": {}}, replicates=3, wobble=1.0)
    assert samples(results).means("x", 0)["perplexity"] == pytest.approx(200)
    table = pd.read_parquet(tmp_path / "generations.parquet")
    table[(table["scenario"] != "y") | (table["replicate"] != 2)].to_parquet(tmp_path / "generations.parquet")
    shown = samples(Results(tmp_path))
    assert shown.number == 2
    assert shown.means("x", 0)["perplexity"] == pytest.approx(150)


def test_no_run_says_nothing(tmp_path: Path) -> None:
    """All of no values are whatever is asked."""
    cold: Series = {"perplexity": (100, 101), "words_alive": (0.5, 0.1)}
    shown = samples(folder_of(tmp_path, {"x": {"perplexity": (100, 101)}, "y": cold}, wobble=0.0))
    assert len(findings(shown)) == 3
    assert findings(replace(shown, runs=shown.runs[:0])) == []


def test_vanished_words_are_named_by_decile(tmp_path: Path) -> None:
    results = folder_of(tmp_path, {"x": {"perplexity": (100, 150), "words_alive": (0.5, 0.1)}}, wobble=0.0)
    first, second, *rest = vanished(samples(results))["x"]
    assert list(first.words) == [("its", "2023-02"), ("was", "2023-02")]
    assert (first.gone_first, first.gone_last) == pytest.approx((0.5, 0.9))
    assert list(second.words) == [("rare", "2023-02")]
    assert [(each.number, list(each.words)) for each in rest] == [(number, []) for number in range(3, 11)]


def test_generations_that_are_shown(tmp_path: Path) -> None:
    long: Series = {name: tuple(values[0] for _ in range(6)) for name, values in BEFORE.items()}
    results = folder_of(tmp_path, {"x": long, "y": {name: values[:4] for name, values in long.items()}})
    assert samples(results).generations == [0, 2, 3]
    assert samples(results, ["x"]).generations == [0, 3, 5]
    assert samples(results, ["x"], [5, 1, 5]).generations == [1, 5]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"scenarios": ["xx"]}, "no scenario 'xx'; did you mean 'x'? there are: x"),
        ({"generations": [7]}, "no generation 7; there are: 0, 1"),
        ({"replicate": 9}, "no replicate 9; there are: 0, 1"),
        ({"lab": "lap"}, "no lab 'lap'; did you mean 'lab'? labs by scenario, one for --lab: x: lab"),
    ],
)
def test_what_is_not_there_is_said(tmp_path: Path, asked: dict[str, object], said: str) -> None:
    with pytest.raises(InputError) as caught:
        samples(folder_of(tmp_path, {"x": {}}), **asked)  # type: ignore[arg-type]
    assert said in str(caught.value)


def test_a_narrow_terminal_shows_the_first_and_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    three: Series = {name: (values[0],) * 3 for name, values in BEFORE.items()}
    results = folder_of(tmp_path, {"x": three})
    heads = {}
    for width, every in ((80, False), (80, True), (120, False)):
        monkeypatch.setenv("COLUMNS", str(width))
        print_samples(samples(results), 0, every=every)
        said = capsys.readouterr().out
        assert max(map(len, said.splitlines())) <= width
        heads[width, every] = [number for number in range(3) if f"generation {number}" in said]
    assert heads == {(80, False): [0, 2], (80, True): [0, 1, 2], (120, False): [0, 1, 2]}


def test_no_sample_can_send_signs_to_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results = folder_of(tmp_path, {"x": {}})
    table = pd.read_parquet(tmp_path / "samples.parquet")
    table["model_wrote"] = "[bold]\x1b[2J\x07 end"
    table.to_parquet(tmp_path / "samples.parquet")
    print_samples(samples(results), 0, every=False)
    said = capsys.readouterr().out
    assert "[bold]�[2J� end" in said
    assert "\x1b" not in said


def test_data_have_measures_with_every_sample(tmp_path: Path) -> None:
    results = folder_of(tmp_path, {"x": {"perplexity": (100, np.nan), "words_alive": (0.5, 0.4)}}, wobble=0.0)
    found = json.loads(json.dumps(as_json(samples(results, replicate=1), [0]), allow_nan=False))
    assert found["samples"] == [
        {"scenario": "x", "generation": 0, "prompt": 0, "model_wrote": "x 1 0", "perplexity": 100.0,
         "words_alive": 0.5, "word_types": 900.0, "distinct_2": 0.6, "repetition": 0.01},
        {"scenario": "x", "generation": 1, "prompt": 0, "model_wrote": "x 1 1", "perplexity": None,
         "words_alive": 0.4, "word_types": 300.0, "distinct_2": 0.5, "repetition": 0.01},
    ]  # fmt: skip
    assert found["prompts"] == {"0": [{"scenario": "", "beginning": "The cat", "people_wrote": "sat"}]}
