"""Whatever stands anywhere, webloop either takes it or says where and what is wrong."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SMALL
from tests.scenario.test_broken import JARGON
from webloop.scenario.document import Document
from webloop.scenario.extends import with_value
from webloop.scenario.origins import explain_values
from webloop.scenario.problems import Origin, ScenarioError
from webloop.scenario.resolve import Resolved, load_scenario, resolve

ODD: list[Any] = [None, -1, True, "x", [], [{}], {"a": 1}, {"kind": {"a": 1}}, float("nan"), 10**30, {"a": None}]
CHANGES = """\
interventions:
  - date: 2024-01
    set: {lab.filter.detector: {kind: classifier, community_fpr: {minority: 0.1}}, lab.mix.archive.share: 0.1}
pinned_pollution: {2023-01: 0.5}
"""


def paths(value: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        yield ".".join((*path, str(key)))
        yield from paths(item, (*path, str(key)))


@pytest.fixture
def whole(scenario_file: Callable[..., Path]) -> Resolved:
    return load_scenario(scenario_file(SMALL + CHANGES))


def check_explained(document: Document) -> None:
    """Take the document, or check what is said about it."""
    try:
        explain_values(resolve(document, "odd"))
    except ScenarioError as error:
        for problem in error.problems:
            assert not JARGON.search(str(problem)), str(problem)
            assert problem.origin != Origin("scenario"), str(problem)


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_as_a_setting(whole: Resolved, odd: Any) -> None:
    for path in paths(whole.plain()):
        check_explained(with_value(whole.document, path, deepcopy(odd), Origin("--set", 1, 1)))


@pytest.mark.parametrize("odd", ODD[::2], ids=repr)
def test_as_an_intervention(whole: Resolved, odd: Any) -> None:
    document = whole.document
    for path in paths({key: value for key, value in whole.plain().items() if key != "interventions"}):
        change = [{"date": "2024-01", "set": {path: deepcopy(odd)}}]
        data = {**document.data, "interventions": change}
        check_explained(Document(data, document.keys, document.values))
