"""The fits that ship: they answer the question that is asked now, and are good enough to draw from."""

import json
from pathlib import Path

import pytest

from webloop.calibration.diagnostics import ENOUGH
from webloop.calibration.document import page
from webloop.calibration.problems import Asked, asked
from webloop.scenario.posterior import Posterior, read_posterior
from webloop.scenario.shipped import shipped_folder

FOLDER = shipped_folder() / "posteriors"
DOCS = Path(__file__).resolve().parents[2] / "docs"
BASELINES = ("article-web", "site-web")


def question(name: str, *, held_out: bool = False) -> Asked:
    (found,) = asked([f"webloop/{name}"], None, held_out=held_out)
    return found


def said(name: str) -> dict[str, object]:
    content: dict[str, object] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return content


def posterior(name: str) -> Posterior:
    return read_posterior(FOLDER / f"{name}.csv", name)


@pytest.mark.parametrize("name", BASELINES)
def test_it_answers_the_question_that_is_asked_now(name: str) -> None:
    """Scenario, priors and targets are those that it was fitted to; else docs/calibration.md says how to fit anew."""
    assert said(name)["problem"] == question(name).problem.digest


@pytest.mark.parametrize("name", BASELINES)
def test_the_chain_is_worth_the_draws_that_studies_take(name: str) -> None:
    """At least 250 independent draws in the slowest of forty coordinates; where that is short of 400 it says so."""
    chain = said(name)["chain"]
    assert isinstance(chain, dict)
    assert chain["effective"] >= 250
    assert bool(chain["warning"]) == (chain["effective"] < ENOUGH)


@pytest.mark.parametrize("name", BASELINES)
def test_draws_are_whole_and_all_there(name: str) -> None:
    found = posterior(name)
    assert len(found.rows) == said(name)["draws"] == 256
    assert set(found.paths) == set(question(name).problem.space.paths)
    assert all(isinstance(row["lab.cadence"], int) for row in found.rows)


@pytest.mark.parametrize("name", BASELINES)
def test_no_fit_for_the_hindcast_saw_what_it_is_judged_by(name: str) -> None:
    targets = said(name)["targets"]
    assert isinstance(targets, dict)
    assert set(targets) == {"fit"}
    assert targets["fit"] == [target.id for target in question(name).problem.targets]


def test_the_page_on_the_hindcast_says_what_was_found() -> None:
    """Else: python analysis/calibration.py."""
    kept = json.loads((DOCS / "hindcast.json").read_text(encoding="utf-8"))
    assert (DOCS / "hindcast.md").read_text(encoding="utf-8") == page(kept)


def test_the_hindcast_in_the_documentation_is_of_todays_targets() -> None:
    """Each with its role, and what was observed."""
    kept = json.loads((DOCS / "hindcast.json").read_text(encoding="utf-8"))
    told = {
        each["id"]: (each["role"], each["observed"]) for each in kept["targets"] if each["role"] in {"fit", "held_out"}
    }
    for name in BASELINES:
        for target in question(name, held_out=True).problem.targets:
            assert told[target.id] == (target.role, pytest.approx(target.observed, rel=1e-5))
