"""What several tests need: small scenarios that run in milliseconds."""

import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest

from webloop.scenario.resolve import Resolved, load_scenario

SMALL = """\
title: Small
time: {start: 2021-01, end: 2025-12, history_years: 2}
ideas: {number: 40, errors: 4}
communities: {majority: {share: 0.7}, minority: {share: 0.3}}
web: {pages_per_month: 5000}
writers:
  segments:
    press: {weight: 0.6, adoption: {saturation: 0.5}, measures: majority}
    forum: {weight: 0.4, adoption: {saturation: 0.1}, participation: {slopes: [{start: 2022-12, rate: -0.02}]}}
lab: {cadence: 6, cutoff_lag: 2, budget: unlimited, hallucination: 0.02, decoder: {temperature: 0.9}}
labs:
  alpha: {first_release: 2021-06, market_share: 2}
  beta: {first_release: 2021-09}
"""


@pytest.fixture
def scenario_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a scenario file; the small one by default."""

    def write(text: str = SMALL, name: str = "small.yaml") -> Path:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return write


@pytest.fixture
def small(scenario_file: Callable[..., Path]) -> Resolved:
    """A small scenario."""
    return load_scenario(scenario_file())


@pytest.fixture
def neural_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Torch and transformers seem to be there: a scenario is read without importing them."""
    for name in ("torch", "transformers"):
        module = ModuleType(name)
        module.__spec__ = ModuleSpec(name, None)
        monkeypatch.setitem(sys.modules, name, module)
