"""Scenarios that can't be shown together: other labs, other runs, other sizes; what is left out is said."""

from pathlib import Path

import pandas as pd
import pytest

from tests.outcomes.test_samples import BEFORE, Series, folder_of
from webloop.errors import InputError
from webloop.outcomes.hidden import findings
from webloop.outcomes.samples import samples
from webloop.outcomes.samples_table import as_json, print_samples, print_vanished
from webloop.outcomes.unlike import caveats, unlike_by

OTHER_LABS = {"x": ["lab"], "two": ["b", "a"], "both": ["a", "lab"]}


def test_scenarios_without_the_lab_are_left_out_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden: Series = {"perplexity": (100, 150), "words_alive": (0.5, 0.147)}
    results = folder_of(tmp_path, {"x": hidden, "two": {}, "both": {}}, labs=OTHER_LABS, wobble=0.0)
    shown = samples(results)
    assert (shown.lab, shown.scenarios, shown.labs) == ("lab", ["x", "both"], ["lab", "b", "a"])
    assert shown.number == 2
    assert [line.split(":")[0] for line in findings(shown)] == ["x", "both"]
    assert caveats(shown) == ["Left out: two (no lab 'lab'; its labs: b, a)."]
    monkeypatch.setenv("COLUMNS", "120")
    print_samples(shown, 0, every=False)
    print_vanished(shown)
    assert caveats(shown)[0] in capsys.readouterr().out
    assert as_json(shown, [0])["left_out"] == {"two": "no lab 'lab'; its labs: b, a"}
    other = samples(results, lab="a")
    assert other.scenarios == ["two", "both"]
    assert caveats(other) == ["Left out: x (no lab 'a'; its labs: lab)."]
    assert samples(results, ["two"]).lab == "b"
    assert caveats(samples(results, ["two"])) == []


def test_where_no_scenario_has_the_lab_all_labs_are_named(tmp_path: Path) -> None:
    results = folder_of(tmp_path, {"x": {}, "two": {}, "both": {}}, labs=OTHER_LABS)
    with pytest.raises(InputError) as caught:
        samples(results, lab="z")
    assert str(caught.value).endswith("no lab 'z'; labs by scenario, one for --lab: x: lab; two: b, a; both: a, lab")
    with pytest.raises(InputError, match=r"no lab 'b'; .*: x: lab$"):
        samples(results, ["x"], lab="b")


def test_scenarios_without_text_or_without_the_run_are_left_out_and_named(tmp_path: Path) -> None:
    results = folder_of(tmp_path, {"x": {}, "y": {}, "z": {}}, replicates=3)
    for table in ("samples", "generations"):
        rows = pd.read_parquet(tmp_path / f"{table}.parquet")
        there = (rows["scenario"] != "z") & ((rows["scenario"] != "y") | (rows["replicate"] > 0))
        rows[there].to_parquet(tmp_path / f"{table}.parquet")
    shown = samples(results)
    assert shown.scenarios == ["x"]
    assert caveats(shown) == ["Left out: y (no replicate 0); z (its pages hold no text)."]
    assert shown.number == 3
    other = samples(results, replicate=1)
    assert (other.scenarios, other.number) == (["x", "y"], 2)


def test_generations_are_those_that_all_runs_have(tmp_path: Path) -> None:
    long: Series = {name: (values[0],) * 4 for name, values in BEFORE.items()}
    results = folder_of(tmp_path, {"x": long})
    rows = pd.read_parquet(tmp_path / "generations.parquet")
    rows[(rows["replicate"] == 0) | (rows["generation"] < 3)].to_parquet(tmp_path / "generations.parquet")
    assert samples(results).generations == [0, 1, 2]


def test_specimens_of_other_sizes_are_not_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    series: dict[str, Series] = {
        "keeps": {"perplexity": (100, 150), "words_alive": (0.5, 0.4)},
        "cold": {"perplexity": (100, 152), "words_alive": (0.3, 0.2)},
    }
    for place, (specimen, people, notes) in enumerate(
        ((1000, 1000, 0), (500, 1000, 1), (1000, 500, 1), (500, 600, 2), (500, 500, 1))
    ):
        (tmp_path / str(place)).mkdir()
        sizes = {"cold": (specimen, people)}
        shown = samples(folder_of(tmp_path / str(place), series, wobble=0.0, sizes=sizes))
        said = caveats(shown)
        assert len(said) == notes
        assert any("look alike" in line for line in findings(shown)) == (notes == 0)
        assert any("differ in size (keeps: 1,000 words; cold: 500 words)" in line for line in said) == (specimen == 500)
        assert any(line.startswith("What people had published") for line in said) == (specimen != people < 1000)
        assert as_json(shown, [0])["caveats"] == said
        print_samples(shown, 0, every=False)
        assert " ".join(said) in " ".join(capsys.readouterr().out.split())


def test_a_comparison_says_so_where_a_metric_depends_on_the_size(tmp_path: Path) -> None:
    series: dict[str, Series] = {"keeps": {}, "cold": {}}
    results = folder_of(tmp_path, series, sizes={"cold": (500, 1000)})
    (said,) = unlike_by(results, ["perplexity", "distinct_2"])
    assert said in caveats(samples(results))
    assert unlike_by(results, ["perplexity", "repetition"]) == []
