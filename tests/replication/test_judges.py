"""Judges accept curves of a right engine and refuse those of a wrong one.

The right engine is a simulation of the same set-up, apart from webloop's, with as many replicates as the full suite
has; seeds are fixed, and each claim fails it with a chance below 1e-4. The wrong engine is the same simulation with
one lever in the wrong place: for every claim the one that it is there to find.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from tests.replication import simulated
from webloop.replication.case import Case
from webloop.replication.curves import Curves
from webloop.replication.paper import Claim
from webloop.replication.registry import papers

Settings = Mapping[str, Any]
Lever = Callable[[Settings], Settings]


def changed(**values: Any) -> Lever:
    """A lever that stands at one place, whatever the case says; its path with _ for each dot is long enough."""
    return lambda settings: {**settings, **{_PATHS[name]: value for name, value in values.items()}}


_PATHS = {
    "ddof": "lab.learner.ddof",
    "policy": "lab.accumulation",
    "bias": "lab.decoder.temperature",
    "share": "pinned_pollution",
    "power": "writers.step_power",
    "kept": "lab.mix.archive",
    "detector": "lab.filter.detector",
    "candidates": "lab.choice.candidates",
    "weights": "lab.weights",
    "design": "content.design",
}


def pages(factor: float) -> Lever:
    """Other numbers of pages."""
    return lambda settings: {
        **settings,
        "web.pages_per_month": round(settings.get("web.pages_per_month", 100) * factor),
    }


def other_design(settings: Settings) -> Settings:
    """A fresh X where it should be the same, and the same where it should be fresh."""
    return {**settings, "content.design": "same" if settings.get("content.design") == "fresh" else "fresh"}


def other_candidates(settings: Settings) -> Settings:
    """Few candidates where there should be many, and many where there should be few."""
    return {**settings, "lab.choice.candidates": 2 if settings["lab.choice.candidates"] == "unlimited" else "unlimited"}


def other_ddof(settings: Settings) -> Settings:
    """One estimate of the variance in place of the other; cases that say nothing take ddof 1."""
    return {**settings, "lab.learner.ddof": 1 - settings.get("lab.learner.ddof", 1)}


def other_weights(settings: Settings) -> Settings:
    """Human pages have the weight of synthetic ones."""
    weights = settings["lab.weights"]
    return {**settings, "lab.weights": {"human": weights["synthetic"], "synthetic": weights["human"]}}


_CLOSED, _OPEN = {"2000-02": 1.0}, {"kind": "verifier", "keeps_right": 1.0, "keeps_wrong": 1.0}
WRONG: dict[str, Lever] = {
    "suresh-bounds": pages(0.25),
    "shumailov-log": other_ddof,
    "shumailov-walk": pages(0.5),
    "shumailov-sigma": other_ddof,
    "shumailov-mean": pages(0.5),
    "shumailov-distance": pages(0.5),
    "suresh-large": changed(policy="accumulate"),
    "shumailov-schedule": changed(power=0),
    "kazdan-variance": changed(policy="replace"),
    "kazdan-error": pages(1.5),
    "kazdan-table": changed(policy="replace"),
    "kazdan-replace": changed(policy="accumulate"),
    "kazdan-decay": changed(ddof=1),
    "kazdan-subsample": changed(policy="accumulate"),
    "gerstgrasser-growth": changed(policy="accumulate"),
    "gerstgrasser-bound": changed(policy="replace"),
    "gerstgrasser-curve": changed(design="fresh"),
    "gerstgrasser-fresh": other_design,
    "mad-collapse": changed(bias=1.0),
    "mad-drift": changed(ddof=0),
    "mad-level": changed(bias=0.9),
    "mad-start": changed(share=_CLOSED),
    "mad-helps": changed(share=_CLOSED),
    "mad-hurts": changed(bias=1.0),
    "archive-error": changed(kept=0),
    "archive-stays": changed(kept=0),
    "archive-loss": changed(kept=0),
    "archive-bound": changed(kept=0),
    "archive-filter": changed(detector=None),
    "feng-breakdown": changed(detector=_OPEN),
    "ferbach-reward": other_candidates,
    "ferbach-fifty": changed(candidates="unlimited"),
    "ferbach-bounded": changed(share=_CLOSED),
    "golden-error": changed(weights={"human": 0.5, "synthetic": 0.5}),
    "golden-best": other_weights,
}
"""By claim, what is wrong with the engine that it has to refuse."""


def claim(key: str) -> Claim:
    return next(each for paper in papers().values() for each in paper.claims if each.key == key)


def engine(key: str, lever: Lever = dict) -> dict[str, Curves]:
    """Curves of a claim's cases, with a lever of all of them moved."""
    cases: list[Case] = [replace(case, settings=lever(case.settings)) for case in claim(key).cases]
    return {case.name: simulated.curves(case, case.replicates) for case in cases}


right = cache(engine)


@pytest.mark.slow
@pytest.mark.parametrize("key", WRONG)
def test_a_right_engine_passes(key: str) -> None:
    finding = claim(key).judge(right(key))
    assert finding.holds, [point for point in finding.points if not point.holds]


@pytest.mark.slow
@pytest.mark.parametrize("key", WRONG)
def test_the_full_suite_needs_no_more_room_than_its_tolerance(key: str) -> None:
    assert not claim(key).judge(right(key)).widened


@pytest.mark.slow
@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_engine_fails(key: str) -> None:
    assert not claim(key).judge(engine(key, WRONG[key])).holds


def test_every_claim_that_is_simulated_has_a_wrong_engine() -> None:
    """All of the papers but those without a simulation of their own, and what holds in every replicate."""
    simple = {"suresh-alive", "suresh-words", "suresh-never-back", "kazdan-product", "kazdan-kept", "filter-odds"}
    keys = {"shumailov-2024", "kazdan-2024", "gerstgrasser-2024", "alemohammad-2023", "seddik-2024-archive"}
    keys |= {"ferbach-2024", "he-2025", "suresh-2024", "feng-2024"}
    assert {each.key for key in keys for each in papers()[key].claims} == {*WRONG} | simple
