"""The values of the baselines as data: every one is there, says who says so, and is what the scenarios say."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from webloop.calibration.parameters import (
    BASELINES,
    FIXED,
    STATUSES,
    Parameter,
    baseline_of,
    dotted,
    known_values,
    parameters,
    uncertain,
)
from webloop.errors import InputError
from webloop.scenario.fields import reach
from webloop.scenario.groups import split, start_data
from webloop.scenario.origins import Row, explain_values
from webloop.scenario.problems import ANY
from webloop.scenario.resolve import Resolved, load_scenario
from webloop.submodels.distributions.dirichlet import Dirichlet
from webloop.submodels.distributions.loguniform import LogUniform
from webloop.submodels.distributions.triangular import Triangular
from webloop.submodels.distributions.uniform import Uniform

Write = Callable[..., Path]
RESOLVED = {name: load_scenario(f"webloop/{name}") for name in BASELINES}
KNOWN = {name: known_values(resolved) for name, resolved in RESOLVED.items()}
ROWS = tuple(dict.fromkeys(row for name in BASELINES for row in parameters(name)))


@pytest.mark.parametrize("name", BASELINES)
def test_every_value_is_known(name: str) -> None:
    unknown = [(row.path, row.value) for row, parameter in KNOWN[name] if parameter is None]
    assert not unknown, "not in parameters.csv, or with another value"


def test_every_row_is_about_something() -> None:
    used = {parameter for name in BASELINES for _, parameter in KNOWN[name]}
    assert not [row for row in ROWS if row not in used]


def test_no_row_is_there_twice() -> None:
    places = [(row.pattern, row.baseline) for row in ROWS]
    assert len(set(places)) == len(places)


def test_every_row_has_a_source_and_a_status() -> None:
    for row in ROWS:
        assert row.status in STATUSES, row
        assert row.baseline in ("", *BASELINES), row
        assert len(row.source) > 8, row
        assert row.source == row.source.strip(), row
        assert row.source.startswith("design: ") == (row.status == "D"), row


def test_an_assumption_says_so_and_nothing_else_does() -> None:
    for row in ROWS:
        tells_apart = bool(re.fullmatch("value: .+; prior: .+", row.source))
        assert tells_apart == row.source.startswith("value: "), row
        says_so = row.source.startswith("assumption: ") or "; prior: assumption" in row.source
        if row.status == "A":
            assert says_so, row
        else:
            assert tells_apart or "assum" not in row.source, row


def test_values_lie_in_their_ranges() -> None:
    for row in ROWS:
        assert bool(row.low) == bool(row.high), row
        if not row.low:
            assert row.distribution == FIXED, row
            continue
        low, high = float(row.low), float(row.high)
        assert low < high or (low == high and row.distribution == FIXED), row
        for value in covered(row):
            assert low <= float(value.value) <= high, row


def test_values_are_those_of_the_scenarios() -> None:
    for row in ROWS:
        if row.value:
            assert {value.value for value in covered(row)} == {row.value}, row
        else:  # where paths differ they say it themselves
            assert ANY in row.pattern, row
            assert row.distribution == FIXED, "one number for all paths has one value"


def test_units_are_those_of_the_schema() -> None:
    for row in ROWS:
        assert {value.unit for value in covered(row)} == {row.unit}, row


def test_distributions_are_valid() -> None:
    for row in ROWS:
        prior = row.prior
        assert (prior is None) == (row.distribution == FIXED), row
        if prior is not None and not prior.draws_parts:
            assert prior.ends() == (float(row.low), float(row.high)), row


def covered(row: Parameter) -> list[Row]:
    """The values that a row is about."""
    return [value for name in BASELINES for value, known in KNOWN[name] if known == row]


@pytest.mark.parametrize("name", ["article-web", "site-web"])
def test_what_is_uncertain(name: str) -> None:
    """As agreed before anything was fitted."""
    found = uncertain(RESOLVED[name])
    drawn = {paths[0]: (len(paths), prior) for paths, prior in found.items()}
    segment = "writers.segments."
    concentration = 50 if name == "article-web" else 20  # less is known of sites
    assert drawn[f"{segment}commercial_articles.weight"] == (8, Dirichlet(concentration=concentration))
    assert drawn[f"{segment}commercial_articles.adoption.saturation"] == (1, Uniform(low=0.1, high=0.518))
    assert drawn[f"{segment}commercial_articles.adoption.time_constant"] == (1, LogUniform(low=3, high=30))
    assert drawn[f"{segment}corporate_static.adoption.time_constant"] == (7, LogUniform(low=3, high=30))
    slope = Triangular(low=-0.02, mode=-0.005, high=0)
    assert drawn[f"{segment}commercial_articles.participation.slopes.0.rate"] == (7, slope)
    assert drawn[f"{segment}qa.participation.slopes.0.rate"] == (1, Uniform(low=-0.03, high=0.01))
    assert drawn["lab.cadence"] == (1, Triangular(low=6, mode=12, high=18))
    assert drawn["instruments.graphite.humanised"] == (12, Uniform(low=0, high=0.4))
    assert drawn["instruments.originality.fpr"] == (1, Triangular(low=0.01, mode=0.0227, high=0.04))


@pytest.mark.parametrize("name", BASELINES)
def test_uncertain_paths_are_numbers_of_the_scenario(name: str) -> None:
    data = start_data(RESOLVED[name])
    paths = [path for paths in uncertain(RESOLVED[name]) for path in paths]
    assert len(set(paths)) == len(paths)
    for path in paths:
        assert isinstance(reach(data, split(path)), int | float), path


def test_the_baseline_without_instruments_has_none_to_draw() -> None:
    paths = {path for paths in uncertain(RESOLVED["baseline"]) for path in paths}
    assert not [path for path in paths if path.startswith("instruments")]
    assert paths < {path for paths in uncertain(RESOLVED["article-web"]) for path in paths}


@pytest.fixture
def mine(scenario_file: Write) -> Resolved:
    text = "extends: webloop/site-web\nlab: {cadence: 12}\nwriters: {segments: {news: {participation: steady}}}\n"
    return load_scenario(scenario_file(text, "mine.yaml"), {"web.ai_hazard_ratio": 1, "lab.budget.tokens": 6e11})


def test_what_somebody_else_decided_is_not_the_tables(mine: Resolved) -> None:
    known = {dotted(row.path): parameter for row, parameter in known_values(mine)}
    decided = ("lab.cadence", "web.ai_hazard_ratio", "lab.budget.tokens", "writers.segments.news.participation.kind")
    for path in (*decided, "title"):
        assert known[path] is None, path
    weight = known["writers.segments.news.weight"]
    assert weight is not None
    assert (weight.value, weight.baseline) == ("0.02", "site-web")
    drawn = {path for paths in uncertain(mine) for path in paths}
    assert "writers.segments.reference.participation.slopes.0.rate" in drawn
    assert not drawn & {*decided, "writers.segments.news.participation.slopes.0.rate"}


def test_a_copy_is_known_as_far_as_it_has_not_been_changed(scenario_file: Write) -> None:
    copy = load_scenario(scenario_file("lab: {cadence: 12, cutoff_lag: 9}\n", "baseline.yaml"))
    known = {row.path: parameter for row, parameter in known_values(copy)}
    assert known["lab.cadence"]
    assert not known["lab.cutoff_lag"]


def test_nothing_is_known_of_a_scenario_that_extends_no_baseline(small: Resolved) -> None:
    assert baseline_of(small) is None
    assert [row for row, _ in known_values(small)] == explain_values(small)
    assert not any(parameter for _, parameter in known_values(small))
    with pytest.raises(InputError, match="small extends none of site-web, article-web, baseline: nothing is known"):
        uncertain(small)


def test_rows_of_a_baseline() -> None:
    rows = parameters("article-web")
    assert [row.pattern.count(ANY) for row in rows] == sorted(row.pattern.count(ANY) for row in rows)
    assert {row.baseline for row in rows} == {"", "article-web"}
    with pytest.raises(InputError, match=r"no baseline 'artcle-web'; allowed: .*did you mean 'article-web'"):
        parameters("artcle-web")
