"""Habits: communities take over what they read, whenever imitation begins."""

import numpy as np
import pytest
from numpy.typing import NDArray

from webloop.run.runner import run_once
from webloop.scenario.resolve import load_scenario

SMALL = {"ideas.number": 40, "time.end": "2024-12", "writers.segments.qa.participation": "steady"}
HABIT = {"kind": "habit", "rate": 0.2}


def drift(**settings: object) -> NDArray[np.float64]:
    """Drift of people's writing, month by month from January 2018."""
    scenario = load_scenario("webloop/baseline", {**SMALL, **settings})
    return run_once(scenario, 1, 0, ["human_drift"]).monthly["human_drift"]


@pytest.mark.parametrize("years", [0, 20])
def test_people_imitate_from_the_first_month_on(years: int) -> None:
    """What the opening stock says is known, also where there is none."""
    found = drift(**{"readers.imitation": HABIT, "time.history_years": years})
    assert np.isfinite(found).all()
    assert found[-1] > 0


def test_imitation_may_begin_later() -> None:
    """An intervention finds what older pages say as well; until then nobody has acquired anything."""
    change = {"date": "2024-01", "set": {"readers.imitation": HABIT}}
    found = drift(interventions=[change])
    assert (found[:72] == 0).all()
    assert found[-1] > 0
