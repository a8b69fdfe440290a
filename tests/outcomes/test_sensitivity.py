"""Sensitivity against closed forms, through the draws and the analysis that studies use."""

import importlib
import json
import math
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from tests.command import call
from tests.outcomes.drawn_folders import folder_of
from tests.plots.seen import words
from webloop.cli.sensitivity import sensitivity_command
from webloop.errors import InputError
from webloop.outcomes.designed import designed
from webloop.outcomes.drawn import Design
from webloop.outcomes.indices import constant, morris_effects, sobol_indices
from webloop.outcomes.results import Results
from webloop.outcomes.sensitivity import chance, sensitivity, write_sensitivity
from webloop.plots.draw import plan
from webloop.plots.tornado import tornado, write_tornados
from webloop.scenario.draws import Drawn, draw
from webloop.scenario.resolve import load_scenario
from webloop.scenario.study import load_study
from webloop.submodels.distributions.dirichlet import Dirichlet
from webloop.submodels.distributions.uniform import Uniform

PATHS = ("lab.hallucination", "lab.decoder.temperature", "web.ai_hazard_ratio")
BASE = load_scenario("webloop/baseline")


def design_of(drawn: Drawn) -> Design:
    return Design(drawn.method, drawn.groups, drawn.group_of, drawn.unit)


def table_of(drawn: Drawn) -> pd.DataFrame:
    return pd.DataFrame(list(drawn.values))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ishigami(seed: int) -> None:
    """a = 7, b = 0.1, N = 2048: all six indices within 0.02 of Ishigami & Homma's (1990) closed form."""
    drawn = draw({path: Uniform(low=-math.pi, high=math.pi) for path in PATHS}, BASE, "saltelli", 2048, seed)
    x, y, z = table_of(drawn)[list(PATHS)].to_numpy().T
    found = sobol_indices(design_of(drawn), np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x))
    assert list(found["parameter"]) == list(PATHS), "sorted by total index"
    found = found.set_index("parameter").loc[list(PATHS)]
    assert np.allclose(found["first"], [0.3139, 0.4424, 0.0], rtol=0, atol=0.02)
    assert np.allclose(found["total"], [0.5576, 0.4424, 0.2437], rtol=0, atol=0.02)
    for name in ("first", "total"):
        assert (found[f"{name}_low"] < found[name]).all()
        assert (found[f"{name}_high"] > found[name]).all()


def segments() -> list[str]:
    drawn = draw(
        {"writers.segments.*.weight": Dirichlet(concentration=20), PATHS[0]: Uniform(low=0, high=1)},
        BASE,
        "saltelli",
        2,
        1,
    )
    return [name for name in table_of(drawn) if name != PATHS[0]]


@pytest.mark.parametrize("order", [1, -1])
def test_a_dirichlet_is_one_group(order: int) -> None:
    """Additive: a part of a Dirichlet with variance m (1 - m) / (c + 1), and a uniform with variance s**2 / 12."""
    entries: list[tuple[str, Any]] = [
        ("writers.segments.*.weight", Dirichlet(concentration=20)), (PATHS[0], Uniform(low=0, high=1))
    ]  # fmt: skip
    drawn = draw(dict(entries[::order]), BASE, "saltelli", 2048, 1)
    values, part = table_of(drawn), segments()[0]
    mean = values[part].mean()
    whole, single = mean * (1 - mean) / 21, 0.2**2 / 12
    found = sobol_indices(design_of(drawn), (values[part] + 0.2 * values[PATHS[0]]).to_numpy()).set_index("parameter")
    assert len(found) == 2
    for name, variance in (("writers.segments.*.weight", whole), (PATHS[0], single)):
        assert found.loc[name, ["first", "total"]].tolist() == pytest.approx(
            [variance / (whole + single)] * 2, abs=0.02
        )


def test_morris_of_a_linear_function() -> None:
    """Levels stand for 5 % to 95 %: a slope of 3 on a range of 1 is an effect of 2.7, the same everywhere."""
    drawn = draw({path: Uniform(low=0, high=1) for path in PATHS}, BASE, "morris", 10, 1)
    x, y, _ = table_of(drawn)[list(PATHS)].to_numpy().T
    found = morris_effects(design_of(drawn), 3 * x - 2 * y).set_index("parameter").loc[list(PATHS)]
    assert found["mu"].tolist() == pytest.approx([2.7, -1.8, 0.0])
    assert found["mu_star"].tolist() == pytest.approx([2.7, 1.8, 0.0])
    assert found["sigma"].tolist() == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)
    assert found["verdict"].tolist() == ["keep", "keep", "leave out"]


def test_morris_of_a_group_has_no_direction() -> None:
    uncertain = {"writers.segments.*.weight": Dirichlet(concentration=20), PATHS[0]: Uniform(low=0, high=1)}
    drawn = draw(uncertain, BASE, "morris", 10, 1)
    values = table_of(drawn)
    found = morris_effects(design_of(drawn), (values[segments()[0]] + values[PATHS[0]]).to_numpy())
    group = found.set_index("parameter").loc["writers.segments.*.weight"]
    assert group["mu_star"] > 0
    assert np.isnan([group["mu"], group["sigma"]]).all()


def test_a_sample_of_a_saltelli_design_is_its_base_draws() -> None:
    drawn = draw({path: Uniform(low=0, high=1) for path in PATHS}, BASE, "saltelli", 4, 1)
    assert design_of(drawn).sample.tolist() == [0, 4, 5, 9, 10, 14, 15, 19]
    assert len(np.unique(drawn.unit[design_of(drawn).sample])) == 24, "no coordinate twice"
    assert design_of(draw({path: Uniform(low=0, high=1) for path in PATHS}, BASE, "morris", 4, 1)).sample.size == 0


def test_constants_are_said() -> None:
    drawn = draw({path: Uniform(low=0, high=1) for path in PATHS}, BASE, "saltelli", 4, 1)
    for value in (0.0, 1 / 3):
        found = sobol_indices(design_of(drawn), np.full(20, value))
        assert set(found["verdict"]) == {"the same in all draws"}
        assert found["total"].isna().all()
    assert not constant(np.array([1.0, 1.0 + 1e-6]))


def test_chance_is_told_from_replicates() -> None:
    """4,000 draws: a quarter of 1 on top of 1. Standard error 0.004 (mean squares, 1.3 and 2.2 %): 5 of them.

    Luck that does the same in all draws adds nothing to the variance between them, however large it is.
    """
    rng = np.random.default_rng(1)
    runs = rng.normal(size=(4000, 1)) + rng.normal(size=(4000, 4))
    assert chance(runs) == pytest.approx(0.2, abs=0.02)
    assert chance(runs + 100 * rng.normal(size=4)) == pytest.approx(chance(runs), rel=1e-9)
    assert chance(rng.normal(size=(50, 1)) + rng.normal(size=4)) == pytest.approx(0, abs=1e-12)
    assert np.isnan(chance(runs[:, :1]))


Made = Callable[..., Results]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """A folder: tail recall of the policy is better by the second parameter; errors are the same everywhere."""

    def make(method: str = "saltelli", number: int = 256, noise: float = 0.0, **more: Any) -> Results:
        drawn = draw({path: Uniform(low=0, high=1) for path in PATHS}, BASE, method, number, 1)
        x, y, _ = table_of(drawn)[list(PATHS)].to_numpy().T
        rng = np.random.default_rng(1)
        luck = rng.normal(0, 0.01, (len(x), 2))  # shared, so it does not blur the difference
        base = {"tail_recall": 0.3 + 0.2 * x[:, None] + luck, "error_mass": np.full((len(x), 2), 0.1)}
        better = base["tail_recall"] + 0.1 * y[:, None] + rng.normal(0, 1, (len(x), 2)) * noise
        values = {"base": base, "policy": {**base, "tail_recall": better}}
        return folder_of(
            tmp_path / "out", values, drawn.unit, method=method, groups=drawn.groups, group_of=drawn.group_of,
            parameters=table_of(drawn), **more,
        )  # fmt: skip

    return make


def test_what_drives_a_difference_and_a_value(made: Made) -> None:
    results = made()
    table = sensitivity(results)
    assert set(table["of"]) == {"difference"}
    assert set(table["scenario"]) == {"policy"}
    assert set(table["metric"]) == {"tail_recall", "error_mass"}
    rows = table[table["metric"] == "tail_recall"]
    assert rows["parameter"].iloc[0] == PATHS[1]
    assert rows["total"].iloc[0] == pytest.approx(1, abs=0.03)
    assert set(table.loc[table["metric"] == "error_mass", "verdict"]) == {"the same in all draws"}
    value = sensitivity(results, ["tail_recall"], scenarios=["base"], of="value")
    assert value["parameter"].iloc[0] == PATHS[0]
    assert value["verdict"].iloc[0] == "matters"
    assert 0 < value["chance"].iloc[0] < 0.05
    half = sensitivity(results, ["tail_recall"], month="2030-11")
    assert np.allclose(half["total"], rows["total"])
    write_sensitivity(results, table)
    assert len(pd.read_csv(results.folder / "sensitivity.csv")) == len(table)


def test_noise_is_called_chance(made: Made) -> None:
    table = sensitivity(made(noise=1.0), ["tail_recall"])
    assert set(table["verdict"]) == {"mostly chance"}


def test_a_design_with_holes_is_refused(made: Made) -> None:
    results = made(skip=[("policy", 3), ("policy", 7)])
    with pytest.raises(InputError, match=r"runs of 2 of 1280 draws of policy are missing.*runs them again"):
        sensitivity(results)
    assert "are missing" in words(tornado(results, "tail_recall")).replace("\n", " ")
    assert sensitivity(results, ["tail_recall"], scenarios=["base"], of="value")["total"].notna().all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"names": ["tail_recal"]}, "did you mean 'tail_recall'"),
        ({"scenarios": ["polcy"]}, "did you mean 'policy'"),
        ({"scenarios": ["base"]}, "ask for --of value"),
        ({"month": "2031-01"}, "2030-11 to 2030-12"),
        ({"month": "June"}, "YYYY-MM"),
    ],
)
def test_wrong_questions(made: Made, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        sensitivity(made(number=4), **arguments)


def test_other_draws_are_no_design(made: Made) -> None:
    results = made("latin_hypercube", 64)
    with pytest.raises(InputError, match="holds latin_hypercube draws, and indices need a design of their own"):
        sensitivity(results)
    with pytest.raises(InputError, match=r"'tornado' does not apply to .* it takes the draws of `webloop sensitivity"):
        list(plan(results, ["tornado"]))
    done = called(results.folder)
    assert "lab.decoder.temperature +1.00 ▲" in " ".join(done.output.split()), (
        "the command answers from the draws that are there"
    )


def test_a_tornado_shows_totals_with_first_order_inside(made: Made) -> None:
    results = made()
    assert "tornado-tail_recall" in {name for name, _, _ in plan(results, ["tornado"])}
    sheet = tornado(results, "tail_recall")
    (axis,) = sheet.axes
    rows = sensitivity(results, ["tail_recall"])
    bars = [bar.get_width() for bar in axis.patches]
    assert bars[:2] == pytest.approx([rows["total"].iloc[0], rows["first"].iloc[0]])
    assert next(label.get_text() for label in axis.get_yticklabels()) == "decoder temperature"
    lines = [line.get_xdata() for line in axis.lines if len(line.get_xdata()) == 2 and line.get_ydata()[0] == 0]
    assert any(np.allclose(line, [rows["total_low"].iloc[0], rows["total_high"].iloc[0]]) for line in lines)
    assert "(matters)" in sheet.alt
    assert "the same in all draws" in words(tornado(results, "error_mass"))
    files = write_tornados(results, rows)
    assert [file.name for file in files] == [f"tornado-tail_recall.{form}" for form in ("png", "svg", "csv", "txt")]


def test_a_tornado_of_a_screening_shows_effects(made: Made) -> None:
    results = made("morris", 10)
    sheet = tornado(results, "tail_recall")
    assert next(bar.get_width() for bar in sheet.axes[0].patches) == pytest.approx(0.09)
    assert "percentage points" in words(sheet)


UNCERTAIN = """\
baseline: small.yaml
scenarios: [gone.yaml]
replicates: 1
uncertain:
  lab.hallucination: {kind: uniform, low: 0, high: 0.1}
  lab.decoder.temperature: {kind: uniform, low: 0.7, high: 1}
  web.ai_hazard_ratio: {kind: uniform, low: 0.5, high: 2}
"""


@pytest.fixture
def study_file(scenario_file: Callable[..., Path]) -> Path:
    scenario_file()
    scenario_file("extends: small.yaml\nlab: {accumulation: replace}\n", "gone.yaml")
    return scenario_file(UNCERTAIN, "study.yaml")


def test_a_study_gets_the_design_that_is_asked_for(study_file: Path) -> None:
    study = load_study([study_file])
    found = designed(study)
    assert found.draws is not None
    assert (found.draws.method, found.draws.number) == ("saltelli", 64)
    screened = designed(study, "morris", only=PATHS[:2], scenarios=["small"])
    assert screened.draws is not None
    assert (screened.draws.method, screened.draws.number) == ("morris", 10)
    assert list(screened.uncertain) == [path for path in study.uncertain if path in PATHS[:2]]
    assert [each.name for each in screened.scenarios] == ["small"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"most": 2}, r"3 uncertain parameters would take 320 draws.*--method morris.*--only PATH.*--most 3"),
        ({"samples": 48}, "--samples 48: must be a power of two"),
        ({"only": PATHS[:1]}, "--only lab.hallucination leaves one .*webloop threshold"),
        ({"only": ["lab.hallucinatio"]}, "did you mean 'lab.hallucination'"),
        ({"scenarios": ["gon"]}, "did you mean 'gone'"),
    ],
)
def test_what_can_not_be_designed(study_file: Path, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        designed(load_study([study_file]), **arguments)


def test_a_study_without_uncertainty_is_told_how_to_get_it(study_file: Path) -> None:
    with pytest.raises(InputError, match="nothing is uncertain in this study: add `uncertain:`"):
        designed(load_study([study_file.with_name("small.yaml")]))


def test_without_salib_the_extra_is_named(study_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str, *more: Any) -> Any:
        if name.startswith("SALib"):
            raise ImportError(name)
        return real(name, *more)

    real = importlib.import_module
    monkeypatch.setattr("webloop.extras.import_module", missing)
    with pytest.raises(InputError, match=r"pip install 'webloop\[analysis\]'"):
        designed(load_study([study_file]))


def called(*args: object) -> Result:
    return CliRunner().invoke(sensitivity_command, [str(arg) for arg in args], env={"COLUMNS": "80"})


def test_the_command_prints_writes_and_draws(made: Made) -> None:
    folder = made().folder
    done = called(folder)
    assert done.exit_code == 0, done.output
    assert "What drives the difference of policy to the baseline at 2030-12" in done.output
    assert "policy, error_mass: the same in all draws" in done.output
    assert max(len(line) for line in done.output.splitlines() if str(folder) not in line) <= 80
    assert (folder / "sensitivity.csv").exists()
    assert (folder / "plots/tornado-tail_recall.svg").exists()
    detail = called(folder, "--metric", "tail_recall", "--of", "value", "--scenario", "base")
    assert "alone (first)" in detail.output
    rows = json.loads(called(folder, "--json", "-m", "error_mass").output)["sensitivity"]
    assert {row["total"] for row in rows} == {None}


def test_the_command_prints_a_screening(made: Made) -> None:
    done = called(made("morris", 10).folder)
    assert "keep: --only lab.decoder.temperature\n" in done.output


def test_a_folder_stands_alone(made: Made) -> None:
    done = called(made(number=4).folder, "--samples", 8)
    assert isinstance(done.exception, InputError)
    assert done.exception.exit_code == 2


@pytest.mark.slow
def test_a_study_from_the_file_to_the_indices(study_file: Path) -> None:
    options = ["--samples", "2", "-j", "1", "-m", "hill_1"]

    def sensitivity(*more: str) -> CompletedProcess[str]:
        return call("sensitivity", study_file.name, *more, cwd=study_file.parent, COLUMNS="100")

    done = sensitivity(*options)
    assert done.returncode == 0, done.stderr
    assert "20 runs done" in done.stderr
    assert "difference of gone to the baseline" in done.stdout
    folder = study_file.parent / "results/study-sobol"
    assert len(pd.read_csv(folder / "sensitivity.csv")) == 3
    assert "20 reused" in sensitivity(*options).stderr
    refused = sensitivity("--most", "2")
    assert (refused.returncode, "--method morris" in refused.stderr) == (2, True)
    broken = sensitivity("--only", "lab.hallucinatio")
    assert (broken.returncode, "did you mean" in broken.stderr) == (2, True)
