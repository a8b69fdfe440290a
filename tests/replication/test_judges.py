"""Judges accept curves of a right engine and refuse those of a wrong one.

The right engine is a simulation of the same set-up, apart from webloop's, with as many replicates as the full suite
has; seeds are fixed, and each claim fails it with a chance below 1e-4.
"""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.replication import simulated
from webloop.replication.curves import Curves
from webloop.replication.paper import Claim
from webloop.replication.registry import papers

_SIMULATED = (
    "suresh-bounds",
    *(claim.key for claim in papers()["shumailov-2024"].claims),
    *(claim.key for claim in papers()["kazdan-2024"].claims[2:]),
    *(claim.key for claim in papers()["gerstgrasser-2024"].claims),
    *(claim.key for claim in papers()["alemohammad-2023"].claims),
    *(claim.key for claim in papers()["seddik-2024-archive"].claims),
    "feng-breakdown",
    *(claim.key for claim in papers()["ferbach-2024"].claims),
    *(claim.key for claim in papers()["he-2025"].claims),
)
_ORDERS = {"golden-best"}  # which of two is larger: not told by how large both are


def claim(key: str) -> Claim:
    return next(each for paper in papers().values() for each in paper.claims if each.key == key)


@cache
def right(key: str) -> dict[str, Curves]:
    return {case.name: simulated.curves(case, case.replicates) for case in claim(key).cases}


def drifting(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Off by a part that grows with the generations."""
    return values * np.linspace(1, 0.5, values.shape[1])


def doubled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return values * 2


def stuck(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Nothing ever changes."""
    return np.repeat(values[:, :1], values.shape[1], axis=1)


@pytest.mark.slow
@pytest.mark.parametrize("key", _SIMULATED)
def test_a_right_engine_passes(key: str) -> None:
    finding = claim(key).judge(right(key))
    assert finding.holds, [point for point in finding.points if not point.holds]


@pytest.mark.slow
@pytest.mark.parametrize("key", _SIMULATED)
def test_the_full_suite_needs_no_more_room_than_its_tolerance(key: str) -> None:
    assert not claim(key).judge(right(key)).widened


@pytest.mark.slow
@pytest.mark.parametrize("key", [key for key in _SIMULATED if key not in _ORDERS])
def test_a_wrong_engine_fails(key: str) -> None:
    """Curves that drift away, are twice as large, or never move."""
    verdicts = []
    for wrong in (drifting, doubled, stuck):
        found = {
            case: Curves({name: wrong(values) for name, values in curves.values.items()})
            for case, curves in right(key).items()
        }
        verdicts.append(claim(key).judge(found).holds)
    assert not all(verdicts)


@pytest.mark.slow
def test_a_best_weight_that_is_not_best_fails() -> None:
    found = dict(right("golden-best"))
    found["weight-0.618"], found["weight-0.95"] = found["weight-0.95"], found["weight-0.618"]
    assert not claim("golden-best").judge(found).holds
