"""Findings are right: every sentence's numbers, worked out again from the tables of runs and read from the text."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.outcomes.finding_folders import FIRST, LEVELS, MONTHS, REFERENCE, folder_of, luck
from tests.outcomes.finding_oracle import Oracle, Three, mean_and_interval
from tests.plots.conftest import REPLACE, results_of
from tests.run.text_scenarios import write_text_study
from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.finding import Estimate, Finding
from webloop.outcomes.findings.kinds.drivers import _correlated
from webloop.outcomes.findings.registry import finding, kinds, levels
from webloop.outcomes.findings.table import as_json, print_findings
from webloop.outcomes.findings.told import findings
from webloop.outcomes.findings.undecided import undecided
from webloop.outcomes.findings.wording import Scale, noun
from webloop.outcomes.results import Results
from webloop.run.study import run_study
from webloop.scenario.study import load_study

MORE = ("one", "two", "three", "four")
"""Policies that do nothing: with so many only the most striking differences are told."""
SIGNS = ("tail_recall", "head_recall", "hill_1")
WORDS = ("words_alive_decile_10", "words_alive_decile_01", "word_types")


def effects(folder: Path) -> Results:
    """Policies that help by one metric, harm by another, collapse, and do nothing; one costs a tail."""
    values = luck(np.random.default_rng(1), ["base", "mixed", "bad", "none", "tie", "other"], replicates=8, spread=0.02)
    fall = np.linspace(1, 0.2, values["bad"]["hill_1"].shape[-1])
    values["mixed"]["tail_recall"] *= 1.4
    values["mixed"]["error_mass"] *= 2
    values["bad"]["hill_1"] *= fall
    values["bad"]["tail_recall"] *= fall
    values["tie"]["tail_recall"] *= 1.4
    values["base"]["pollution_training"] *= np.linspace(0.2, 1, len(fall))
    return folder_of(folder, values)


def uncertain(folder: Path) -> Results:
    """Over draws one policy helps as much as x says, one harms."""
    rng = np.random.default_rng(2)
    values = luck(rng, ["base", "good", "bad"], draws=24, replicates=6, spread=0.03)
    parameters = pd.DataFrame(rng.uniform(size=(24, 3)), columns=["x", "y", "z"])
    values["good"]["hill_1"] *= (1.2 + parameters["x"].to_numpy())[:, None, None]
    values["bad"]["error_mass"] *= 1.5
    return folder_of(folder, values, parameters=parameters)


def swept(folder: Path) -> Results:
    """The more of a, the fewer ideas, in both settings of b."""
    cells = {f"a={a:g}, b={b}": {"scenario": "base", "values": [a, b]} for a in (1, 2, 3) for b in ("u", "v")}
    values = luck(np.random.default_rng(3), ["base", *cells], spread=0.02)
    for name, cell in cells.items():
        values[name]["hill_1"] *= 1.5 - 0.2 * cell["values"][0]
    return folder_of(folder, values, sweep={"a": [1, 2, 3], "b": ["u", "v"]}, cells=cells)


def real(folder: Path) -> Results:
    return results_of(folder, {"replace.yaml": REPLACE, "twin.yaml": "extends: tiny.yaml\n"}, replicates=8)


def texts(folder: Path) -> Results:
    study = write_text_study(folder)
    study.write_text(study.read_text(encoding="utf-8").replace("replicates: 2", "replicates: 5"), encoding="utf-8")
    run_study(load_study([study]), folder / "out", jobs=1)
    return Results(folder / "out")


STUDIES = {"effects": effects, "uncertain": uncertain, "swept": swept, "real": real, "texts": texts}
EXPECTED = {
    "effects": {"collapse", "collapse_dates", "gains", "losses", "trade_offs", "best", "tails", "change", "pollution"},
    "uncertain": {"policies", "best", "robust", "drivers", "pollution", "no_collapse"},
    "swept": {"sweep", "gains", "best"},
    "real": {"policies", "no_collapse"},
    "texts": {"pollution", "tails", "change", "words"},
}


@pytest.fixture(scope="module", params=list(STUDIES))
def study(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Results]:
    folder = tmp_path_factory.mktemp(request.param)
    make = STUDIES[request.param]
    return request.param, make(folder if make in {real, texts} else folder / "made")


def named(results: Results, text: str) -> list[str]:
    """Scenarios in a sentence, in the order in which they come."""
    evidence = Evidence(results)
    places = {text.find(evidence.said(name)): name for name in results.scenarios}
    return [places[at] for at in sorted(places) if at >= 0]


def again(results: Results, found: Finding) -> Iterator[tuple[Estimate, Three]]:
    """Every number of a finding beside the same worked out again."""
    oracle = Oracle(results.folder, results.baseline)
    since, signs = ("2023-01", WORDS) if results.has_samples else ("2022-12", SIGNS)
    text = found.text
    if found.kind in {"gains", "losses", "trade_offs", "policies"}:
        yield from ((each, oracle.difference(each, results.baseline)) for each in (found, *found.also))
    elif found.kind in {"collapse", "no_collapse"}:
        shares = [each for each in (found, *found.also) if each.scenario]
        yield from ((each, oracle.collapsed(each, since, signs)) for each in shares)
        assert shares or _none_collapses(results, oracle, since, signs)
    else:
        one = {
            "best": lambda: oracle.difference(found, named(results, re.split("next comes|told from is", text)[1])[0]),
            "sweep": lambda: oracle.difference(found, named(results, text.split("against")[1])[0]),
            "collapse_dates": lambda: oracle.later(found, since, signs),
            "tails": lambda: oracle.tail_loss(found, *signs[:2], since),
            "change": lambda: oracle.change(found, since),
            "pollution": lambda: oracle.level(found),
            "robust": lambda: oracle.wins(found, 1.0 if " better than " in text else -1.0),
            "drivers": lambda: oracle.correlation(found, re.search(r"goes (?:closely )?with (\S+)", text)[1]),
            "words": lambda: _words(results, found),
        }
        yield found, one[found.kind]()


def _none_collapses(results: Results, oracle: Oracle, since: str, signs: tuple[str, str, str]) -> bool:
    events = ("early_collapse", "late_collapse")
    return not any(
        np.isfinite(oracle.dates(name, event, since, signs)).any() for name in results.scenarios for event in events
    )


def _words(results: Results, found: Finding) -> Three:
    """Change of a measure from the first to the last generation, or against the other scenario."""
    table = pd.read_parquet(results.folder / "generations.parquet")
    last = table.groupby(["scenario", "draw", "replicate"])["generation"].max().min()

    def of(scenario: str, generation: int) -> pd.DataFrame:
        rows = table[(table["scenario"] == scenario) & (table["generation"] == generation)]
        return rows.pivot(index="draw", columns="replicate", values=found.metric)

    names = named(results, found.text)
    before = of(names[1], last) if len(names) > 1 else of(names[0], 0)
    return mean_and_interval(of(names[0], last) - before)


def test_every_number_is_what_the_tables_say(study: tuple[str, Results]) -> None:
    name, results = study
    found = findings(results, limit=None)
    assert EXPECTED[name] <= {each.kind for each in found}
    for each in found:
        for estimate, expected in again(results, each):
            said = (estimate.value, estimate.low, estimate.high)
            np.testing.assert_allclose(said, expected, rtol=1e-6, atol=1e-12, err_msg=each.text)
            assert estimate.month == Oracle(results.folder, results.baseline).last


def test_every_number_in_the_text_is_one_of_the_finding(study: tuple[str, Results]) -> None:
    """Numbers are read from the sentence, names and dates left out, and each is held against those of the finding."""
    _, results = study
    oracle = Oracle(results.folder, results.baseline)
    for each in findings(results, limit=None):
        known = list(_known(results, oracle, each))
        text = each.text.split(". Words alive:")[-1].split(". Perplexity:")[-1] if each.kind == "words" else each.text
        for token in _tokens(results, text):
            assert any(_says(token, value) for value in known), f"{token} in {each.text}"
        within = re.search(r"95 % interval within ±(\S+) ", each.text)
        if within and each.kind != "trade_offs":
            assert (_in_unit(each, each.high) - _in_unit(each, each.low)) / 2 <= float(within[1])
        if "95 % interval" in each.text and not within and each.kind != "collapse":
            low, high = re.search(r"95 % interval (?:of the share )?(\S+?) (?:% )?to (\S+?)[;) ]", each.text).groups()
            sizes = [_in_unit(each, end) for end in (each.low, each.high)]
            ends = sorted(map(abs, sizes)) if sizes[1] < 0 and each.kind != "drivers" else sizes
            if each.kind != "trade_offs" or each.value:
                assert _says(low, ends[0]), each.text
                assert _says(high, ends[1]), each.text


def _in_unit(each: Estimate, value: float) -> float:
    return 100 * value if each.unit == "share" else value


def _known(results: Results, oracle: Oracle, each: Finding) -> Iterator[float]:
    """Numbers that a sentence may say: its estimates, levels, counts, and 95 %."""
    yield from (95, len(results.scenarios), len(results.scenarios) - 1, 0, 1)
    for part in (each, *each.also):
        yield from (part.n, part.value * part.n)
        for value in (part.value, part.low, part.high, part.baseline, (part.baseline or 0) + part.value):
            if value is not None and value == value:
                yield from (abs(_in_unit(part, value)), _in_unit(part, value))
        if part.baseline and part.unit != "share":
            yield 100 * abs(part.value) / part.baseline
    if each.kind == "pollution" and results.draws > 1:
        values = oracle.at(str(each.scenario), each.metric).to_numpy()
        yield from 100 * np.quantile(values, [0.05, 0.95])
    if each.kind == "sweep":
        yield from (1, 2, 3)
    if each.kind == "words":
        table = pd.read_parquet(results.folder / "generations.parquet")
        yield table.groupby("scenario")["generation"].max().min()
    if each.kind == "tails":
        yield from range(len(results.scenarios))


def _tokens(results: Results, text: str) -> list[str]:
    """Numbers of a sentence without names, dates and p-values."""
    for name in results.scenarios:
        text = text.replace(Evidence(results).said(name), "")
    text = re.sub(
        r"[A-Z][a-z]+ 20\d\d|end of 20\d\d|log-rank p [=<] ?[\d.]+|goes (?:closely )?with \S+|within ±\S+", "", text
    )
    return re.findall(r"(?<![\w.])[-+]?\d[\d,]*(?:\.\d+)?", text)


def _says(token: str, value: float) -> bool:
    """Whether a number as printed is the value, rounded."""
    plain = token.replace(",", "").rstrip("%")
    whole, _, fraction = plain.partition(".")
    digits = len(fraction) if fraction else -(len(whole) - len(whole.rstrip("0"))) if len(whole) > 2 else 0
    return abs(float(plain) - value) <= 0.5000001 * 10.0**-digits


def test_sentences_name_titles_and_words_say_what_signs_say(study: tuple[str, Results]) -> None:
    _, results = study
    for each in findings(results, limit=None):
        if each.kind in {"gains", "losses"}:
            metric = results.recorded[each.metric]
            assert (each.value > 0) == (" higher (" in each.text) != (" lower (" in each.text)
            good = (each.value > 0) == (metric.better == "higher")
            assert good == (each.kind == "gains") == ("(better)" in each.text)
        if each.scenario:
            assert Evidence(results).said(each.scenario) in each.text or each.kind == "sweep"
        assert not re.search(r"nan|inf\b|None|_mass|  ", each.text), each.text
        assert each.text.endswith(".")


def plain(found: Finding) -> Finding:
    """A finding without its text, in which labels depend on what was said before."""
    return replace(found, text="")


def test_few_are_said_each_kind_first(study: tuple[str, Results]) -> None:
    _, results = study
    every, said = findings(results, limit=None), findings(results)
    assert len(said) <= 10
    assert all(plain(each) in map(plain, every) for each in said)
    of_kind = [each.kind for each in said]
    assert of_kind == sorted(of_kind, key=list(kinds()).index)
    assert max(map(of_kind.count, of_kind)) <= 2
    assert findings(results, limit=1) == every[:1]
    for metric in {each.metric for each in said} & set(results.recorded):  # labels stand once, at the first mention
        label = results.recorded[metric].label.replace(" (", ", ").rstrip(")")
        texts = [each.text for each in said if re.search(rf"\({re.escape(label)}[;)]", each.text, re.IGNORECASE)]
        about = [each.text for each in said if metric in {each.metric, *(part.metric for part in each.also)}]
        named_so = noun(results.recorded[metric])
        about = [text for text in about if named_so in text.lower()]
        assert texts == ([] if label.lower() in named_so.lower() else about[:1])
    for kind in set(of_kind):
        mine = [each.weight for each in every if each.kind == kind]
        assert mine == sorted(mine, reverse=True)


def test_the_families_share_five_percent(study: tuple[str, Results]) -> None:
    _, results = study
    parts = levels(Evidence(results))
    assert sum(parts.values()) == pytest.approx(0.05 if results.draws == 1 else 0.025)
    assert all(part > 0 for part in parts.values())


def test_data_and_table_say_the_same(study: tuple[str, Results], capsys: pytest.CaptureFixture[str]) -> None:
    _, results = study
    found, still = findings(results), undecided(results)
    data = json.loads(json.dumps(as_json(found, still), allow_nan=False))
    assert [each["text"] for each in data["findings"]] == [each.text for each in found]
    assert [each["value"] for each in data["findings"]] == [each.value for each in found]
    print_findings(results, found, still)
    printed = "".join(capsys.readouterr().out.split())
    assert all("".join(text.split()) in printed for text in [each.text for each in found][:1])
    assert len(printed) > sum(len("".join(each.text.split())) for each in found)


def test_what_is_undecided_names_what_more_would_do(tmp_path: Path) -> None:
    values = luck(np.random.default_rng(8), ["base", "near"], replicates=4, spread=0.05)
    values["near"]["hill_1"] *= 1.04
    (still,) = undecided(folder_of(tmp_path / "made", values))
    assert "“NEAR” by the diversity of what models publish (about" in still.text
    assert "more replicate" in still.text
    assert {metric for _, metric, _ in still.comparisons} >= {"hill_1"}


def test_one_replicate_says_what_is_missing(tmp_path: Path) -> None:
    results = folder_of(tmp_path / "made", luck(np.random.default_rng(9), ["base", "one"], replicates=1))
    assert {each.kind for each in findings(results, limit=None)} <= {"collapse"}
    (still,) = undecided(results)
    assert "one replicate" in still.text
    assert "5 or more" in still.text


def test_one_scenario_is_compared_with_nothing(tmp_path: Path) -> None:
    results = folder_of(tmp_path / "made", luck(np.random.default_rng(10), ["base"]))
    assert {each.kind for each in findings(results, limit=None)} <= {"collapse", "pollution", "tails", "change"}
    assert undecided(results) == []


def test_runs_that_failed_and_metrics_that_are_missing(tmp_path: Path) -> None:
    values = luck(np.random.default_rng(11), ["base", "good"], replicates=6, spread=0.02)
    values["good"]["hill_1"] *= 1.5
    results = folder_of(tmp_path / "made", values)
    table = pd.read_parquet(results.folder / "monthly.parquet")
    table = table[~((table["scenario"] == "good") & (table["replicate"] == 2))].drop(columns=["tail_recall"])
    table.to_parquet(results.folder / "monthly.parquet")
    (results.folder / "dictionary.csv").write_text("column\nhill_1\npollution_stock\n", encoding="utf-8")
    results = Results(results.folder)
    (gain,) = [each for each in findings(results, limit=None) if each.kind == "policies"]
    assert gain.n == 5
    assert "left out, because a run failed, has no value or lacks its draw: 1." in gain.caveat
    oracle = Oracle(results.folder, "base")
    gap = (oracle.at("good", "hill_1") - oracle.at("base", "hill_1")).dropna(axis=1)
    np.testing.assert_allclose((gain.value, gain.low, gain.high), mean_and_interval(gap))


def test_names_are_as_their_files_have_them(tmp_path: Path) -> None:
    values = luck(np.random.default_rng(12), ["base", "odd"], spread=0.02)
    values["odd"]["hill_1"] *= 1.5
    titles = {"base": "Base", "odd": "<script>alert(1)</script>\n[bold]& “co”"}
    results = folder_of(tmp_path / "made", values, titles=titles)
    (gain,) = [each for each in findings(results, limit=None) if each.kind == "policies"]
    assert gain.text.startswith(
        "“<script>alert(1)</script> [bold]& “co””, against “Base” in November 2024, is better by the diversity of what "
        "models publish ("
    )


def test_a_world_without_ai_is_no_policy(tmp_path: Path) -> None:
    values = luck(np.random.default_rng(13), ["base", "no-ai", "policy"], spread=0.02)
    for name, metrics in values.items():
        metrics["pollution_flow"] = np.full_like(metrics["hill_1"], 0.0 if name == "no-ai" else 0.3)
    values["no-ai"]["hill_1"] *= 2
    values["policy"]["hill_1"] *= 1.2
    values["other"] = luck(np.random.default_rng(16), ["other"], spread=0.02)["other"]
    values["other"]["pollution_flow"] = values["policy"]["pollution_flow"]
    found = findings(folder_of(tmp_path / "made", values), limit=None)
    assert {each.scenario for each in found if each.kind == "policies"} == {"policy"}
    (best,) = [each for each in found if each.kind == "best" and each.metric == "hill_1"]
    assert "of 3 scenarios" in best.text
    assert best.caveat == "Left out, because a world without AI is no policy: “NO-AI”."


def test_since_when_is_said_only_where_the_effect_is_soon(tmp_path: Path) -> None:
    """A gain from the first month on, of rules that begin then, 24 or 25 months earlier, or never differ."""
    for starts, soon in (("2022-06", True), ("2020-06", True), ("2020-05", False), (None, False)):
        values = luck(np.random.default_rng(17), ["base", "good", *MORE], spread=0.02)
        values["good"]["hill_1"] *= 1.5
        results = folder_of(tmp_path / str(starts), values)
        results.manifest["scenarios"]["good"]["starts"] = starts
        (gain,) = [each for each in findings(results, limit=None) if each.kind == "gains"]
        assert ("in every month from June 2022 on" in gain.text) is soon


def test_a_label_is_not_put_into_a_title(tmp_path: Path) -> None:
    values = luck(np.random.default_rng(12), ["base", "odd", *MORE], spread=0.02)
    values["odd"]["hill_1"] *= 1.5
    titles = {"base": "Base", "odd": "More of the diversity of what models publish"}
    (gain,) = [
        each for each in findings(folder_of(tmp_path / "made", values, titles=titles), limit=None)
        if each.kind == "gains"
    ]  # fmt: skip
    assert gain.text.startswith(
        "With “More of the diversity of what models publish”, the diversity of what models publish (effective ideas, "
        "Hill-1) is "
    )


def test_the_thresholds_of_collapse_are_those_of_the_file(tmp_path: Path) -> None:
    results = folder_of(tmp_path / "made", luck(np.random.default_rng(18), ["base"], spread=0.02))
    file = results.folder / "scenarios" / "base.yaml"
    rules = "reference: 2022-12, tail_below: 0.45, head_above: 0.85, hill_below: 0.4"
    assert "45 %" not in findings(results)[0].caveat
    file.write_text(f"collapse: {{{rules}}}\n", encoding="utf-8")
    (none,) = [each for each in findings(results) if each.kind == "no_collapse"]
    assert "less than 45 % of the recall of rare ideas they had in December 2022, and still 85 %" in none.caveat
    assert "less than 40 % of the diversity (Hill-1)" in none.caveat
    assert none.text.startswith("No run collapses up to November 2024, neither early nor late (5 runs).")
    risk = f"{100 * (1 - 0.025 ** (1 / 5)):.0f} %"
    assert f"With so few runs a risk of up to {risk} a run can't be ruled out (exact 95 % interval)." in none.caveat


def test_how_sure_is_said_once(study: tuple[str, Results], capsys: pytest.CaptureFixture[str]) -> None:
    _, results = study
    print_findings(results, findings(results))
    printed = " ".join(capsys.readouterr().out.split())
    about = "chance alone" if results.draws == 1 else "chance and the assumptions drawn"
    assert printed.count(about) == printed.count("1 study in 20") == 1
    assert "interval is about" not in printed.replace("Of draws the interval is about", "")


def index_of(folder: Path, rows: Sequence[tuple[str, str, float, float, float, str]]) -> Finding:
    """The one finding of a design for sensitivity whose indices are these."""
    rng = np.random.default_rng(14)
    parameters = pd.DataFrame(rng.uniform(size=(10, 3)), columns=["x", "y", "z"])
    results = folder_of(folder, luck(rng, ["base"], draws=10), parameters=parameters)
    file = results.folder / "manifest.json"
    file.write_text(file.read_text(encoding="utf-8").replace("latin_hypercube", "saltelli"), encoding="utf-8")
    table = pd.DataFrame(rows, columns=["metric", "parameter", "total", "total_low", "total_high", "verdict"])
    table = table.assign(scenario="base", of="value", month="2024-11", draws=10)
    table.to_csv(results.folder / "sensitivity.csv", index=False)
    (index,) = [each for each in findings(Results(results.folder), limit=None) if each.kind == "indices"]
    return index


def test_indices_are_those_of_the_file_and_only_where_they_matter(tmp_path: Path) -> None:
    rows = [
        ("hill_1", "x", 0.62, 0.5, 0.74, "matters"),
        ("hill_1", "y", 0.3, 0.2, 0.4, "matters"),
        ("error_mass", "z", 0.02, 0.0, 0.04, "matters little"),
        ("tail_recall", "z", 0.9, -0.1, 1.4, "too few samples to tell"),
    ]
    index = index_of(tmp_path / "made", rows)
    assert (index.metric, index.value, index.low, index.high) == ("hill_1", 0.62, 0.5, 0.74)
    assert "x has a part in 62 % of the variance of the diversity of what models publish" in index.text
    assert "95 % interval 50 % to 74 %; 10 draws" in index.text


def test_the_largest_index_is_that_of_all_unknowns_and_no_more_than_all(tmp_path: Path) -> None:
    """Of one metric the largest estimate is too unsure to be told, of the other it is beyond the whole variance."""
    rows = [
        ("hill_1", "x", 1.14, 0.94, 1.34, "matters"),
        ("error_mass", "x", 0.5, 0.4, 0.6, "matters"),
        ("error_mass", "y", 0.9, -0.1, 1.9, "too few samples to tell"),
    ]
    index = index_of(tmp_path / "made", rows)
    assert "x has a part in 100 % of the variance" in index.text
    assert "95 % interval 94 % to 100 %" in index.text


@pytest.mark.parametrize(
    ("rho", "said"), [(0.2, "goes with x"), (0.7, "goes closely with x"), (-0.8, "closely with x")]
)
def test_only_strong_correlations_are_close(tmp_path: Path, rho: float, said: str) -> None:
    evidence = Evidence(folder_of(tmp_path / "made", luck(np.random.default_rng(15), ["base"])))
    row = {
        "metric": "hill_1", "scenario": "base", "month": "2024-11", "rho": rho, "rho_low": rho - 0.1,
        "rho_high": rho + 0.1, "draws": 40, "parameter": "x", "of": "value", "verdict": "raises",
    }  # fmt: skip
    assert said in _correlated(evidence, row).text


def flat(rng: np.random.Generator, *size: int) -> dict[str, np.ndarray]:
    """Values that stay where they are but for a little luck, (draws, replicates, months)."""
    return {metric: level * np.exp(0.01 * rng.normal(size=size)) for metric, level in LEVELS.items()}


def collapsed_late(folder: Path, dates: Sequence[str]) -> Results:
    """A policy that is watched for ten years more than the baseline, in which its runs collapse at these dates."""
    rng = np.random.default_rng(16)
    results = folder_of(folder, {name: flat(rng, 1, len(dates), MONTHS) for name in ("base", "policy")})
    table = pd.read_csv(folder / "collapse.csv", dtype=object)
    policy = table["scenario"] == "policy"
    table.loc[policy, "observed_until"] = "2034-11"
    table.loc[policy, "late_collapse"] = dates
    table.to_csv(folder / "collapse.csv", index=False)
    return results


def test_collapses_beyond_what_both_were_watched_for_are_not_compared(tmp_path: Path) -> None:
    early, late = ["2023-05", "2023-06", "2023-07", "2023-04", "2023-06", "2023-08", "2023-05"], "2030-06"
    (said,) = [
        each
        for each in findings(collapsed_late(tmp_path / "told", [*early, late]), limit=None)
        if each.kind == "collapse_dates"
    ]
    assert "in 7 of 8 runs instead of 0 of 8 up to November 2024" in said.text
    few = collapsed_late(tmp_path / "few", [*early[:1], "2024-09", "2024-10", *[late] * 5])
    assert "collapse_dates" not in {each.kind for each in findings(few, limit=None)}


def none_collapses(results: Results) -> list[Finding]:
    return [each for each in findings(results, limit=None) if each.kind == "no_collapse"]


def test_where_nobody_watched_no_run_is_said_not_to_collapse(tmp_path: Path) -> None:
    rng = np.random.default_rng(17)
    values = {name: flat(rng, 1, 5, MONTHS) for name in ("base", "policy", "none")}
    for metric in SIGNS:
        values["none"][metric][..., : REFERENCE - FIRST + 2] = np.nan
    (three,) = none_collapses(folder_of(tmp_path / "three", values))
    missing = "With “NONE” no model was deployed in the month whose values count as intact, so no collapse can be told."
    assert three.text.startswith(f"{missing} In no other scenario does a run collapse up to November 2024")
    del values["policy"]
    (two,) = none_collapses(folder_of(tmp_path / "two", values))
    assert two.text.startswith(f"{missing} With “BASE” no run collapses up to November 2024")


def test_a_run_that_ends_in_the_month_of_anothers_collapse_did_not_collapse(tmp_path: Path) -> None:
    values = {"base": flat(np.random.default_rng(18), 1, 2, MONTHS)}
    values["base"]["hill_1"][0, 0, -1] = 50
    (said,) = [each for each in findings(folder_of(tmp_path / "made", values), limit=None) if each.kind == "collapse"]
    assert "in 1 of 2 runs" in said.text
    assert "half of the runs by November 2024" in said.text
    assert "all in" not in said.text


def test_estimates_are_of_the_runs_of_their_intervals(tmp_path: Path) -> None:
    """Over draws some runs have no value; what is left out of the interval is left out of every number beside it."""
    rng = np.random.default_rng(19)
    cells = {f"a={a}": {"scenario": "base", "values": [a]} for a in (1, 2, 3)}
    values = {name: flat(rng, 6, 5, MONTHS) for name in ("base", *cells)}
    fall = np.where(np.arange(MONTHS) > REFERENCE - FIRST, np.linspace(1, 0.5, MONTHS), 1)
    values["base"]["tail_recall"] *= fall
    values["base"]["tail_recall"][3, :, -1] *= 0.3
    values["base"]["tail_recall"][3, [2, 4], -1] = np.nan
    for place, name in enumerate(cells):
        values[name]["hill_1"] *= 1 + place
    values["a=1"]["hill_1"][3, :, -1] *= 0.3
    values["a=1"]["hill_1"][3, [2, 4], -1] = np.nan
    parameters = pd.DataFrame({"x": rng.random(6)})
    results = folder_of(tmp_path / "made", values, parameters=parameters, sweep={"a": [1, 2, 3]}, cells=cells)
    oracle = Oracle(results.folder, "base")
    kept = [0, 1, 2, 4, 5]
    found = {each.kind: each for each in findings(results, limit=None)}
    left = [
        (oracle.at("base", each) / oracle.at("base", each, "2022-12")).loc[kept]
        for each in ("head_recall", "tail_recall")
    ]
    tails, sweep = found["tails"], found["sweep"]
    assert (tails.scenario, tails.n, sweep.n) == ("base", 25, 25)
    np.testing.assert_allclose((tails.value, tails.low, tails.high), mean_and_interval(left[0] - left[1]))
    assert tails.baseline == pytest.approx(1 - left[0].to_numpy().mean())
    assert sweep.baseline == pytest.approx(oracle.at("a=1", "hill_1").loc[kept].to_numpy().mean())


def test_what_no_number_of_replicates_would_do_is_json_without_infinity(tmp_path: Path) -> None:
    rng = np.random.default_rng(20)
    values = {"base": flat(rng, 1, 2, MONTHS)}
    values["policy"] = {metric: each.copy() for metric, each in values["base"].items()}
    for name in values:
        values[name]["hill_1"] = values[name]["hill_1"].round()
    values["policy"]["hill_1"] += np.array([8.0, -8.0])[None, :, None]  # the mean difference is zero
    still = undecided(folder_of(tmp_path / "made", values))
    assert [more for _, _, more in still[0].comparisons] == [np.inf]
    found = Finding(
        metric="hill_1", scenario=None, month="2024-11", value=1.0, low=-np.inf, high=np.nan, unit="ideas", n=2,
        kind="x", text="", figure="", caveat="", weight=0.0,
    )  # fmt: skip
    data = json.loads(json.dumps(as_json([found], still), allow_nan=False))
    assert data["undecided"][0]["comparisons"][0]["more"] is None
    assert (data["findings"][0]["low"], data["findings"][0]["high"]) == (None, None)


def test_without_a_baseline_nothing_is_said_but_why(tmp_path: Path) -> None:
    results = folder_of(tmp_path / "made", luck(np.random.default_rng(15), ["base", "one"]))
    table = pd.read_parquet(results.folder / "monthly.parquet")
    table[table["scenario"] != "base"].to_parquet(results.folder / "monthly.parquet")
    assert findings(results) == []
    (still,) = undecided(results)
    assert "no finished run of the baseline" in still.text


def test_a_kind_is_registered_once() -> None:
    with pytest.raises(ValueError, match="registered twice"):
        finding("gains", order=1, applies=lambda evidence: True)(lambda evidence, level: iter(()))


@pytest.mark.parametrize(
    ("unit", "value", "low", "high", "said"),
    [
        ("share", 0.032, 0.029, 0.035, ("3.2 points", "2.9 to 3.5")),
        ("share", -0.5, -0.6, -0.4, ("50 points", "40 to 60")),
        ("ideas", 16.96, 16.37, 17.56, ("17.0 ideas", "16.4 to 17.6")),
        ("USD", 5.28e10, 5.2e10, 5.36e10, ("52.8 billion USD", "52.0 to 53.6")),
        ("share", 0.00003, 0.00001, 0.00005, ("0.0030 points", "0.0010 to 0.0050")),
        ("pages", 12345.0, 12000.0, 12690.0, ("12,300 pages", "12,000 to 12,700")),
    ],
)
def test_the_interval_decides_the_digits(
    unit: str, value: float, low: float, high: float, said: tuple[str, str]
) -> None:
    scale = Scale(unit, value, low, high)
    assert (scale.gap(value), scale.interval(low, high)) == said


def test_each_of_a_few_policies_has_a_sentence(tmp_path: Path) -> None:
    """By what it is better and by what it is worse; a policy that does nothing has none."""
    values = luck(np.random.default_rng(21), ["base", "both", "worse", "none"], replicates=8, spread=0.01)
    for name, factor in (("tail_recall", 1.2), ("hill_1", 1.4), ("new_idea_recall", 1.1), ("error_mass", 1.8)):
        values["both"][name] *= factor
    values["worse"]["hill_1"] *= 0.5
    found = [each for each in findings(folder_of(tmp_path / "made", values)) if each.kind == "policies"]
    assert [each.scenario for each in found] == ["worse", "both"], "the largest difference first"
    assert found[0].text.endswith("; better by none of the leading metrics, as far as can be told.")
    better, worse = found[1].text.split("; worse by ")
    assert better.startswith(
        "“BOTH”, against “BASE” in November 2024, is better by the diversity of what models publish ("
    )
    assert better.endswith(", also by recall of new ideas")
    assert worse.startswith("the share of errors in what models publish (")
    assert [each.metric for each in found[1].also] == ["tail_recall", "error_mass"]
