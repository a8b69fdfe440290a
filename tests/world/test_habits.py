"""How taste drifts: closed forms of what communities take over from their reading.

False alarms: the comparison by chance fails below P = 1e-6. Seeds are fixed.
"""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from tests.world.linked import ONE_LAB, RANKED, Floats, after
from webloop.metrics.ecology import human_drift
from webloop.metrics.view import WorldView
from webloop.run.runner import run_once
from webloop.scenario.resolve import load_scenario
from webloop.world.ledger import HUMAN
from webloop.world.market import on_offer
from webloop.world.world import World

P = 1e-6
RATE = 0.2
HABIT = {"readers.imitation": {"kind": "habit", "rate": RATE}}
NO_AI = {"writers.segments.press.adoption": "never", "writers.segments.forum.adoption": "never"}
COMING = {"ideas.turnover": 0.5, "ideas.fade_months": 6}
"""Ideas come and go, on average every other year in each niche."""
ASKED = {"readers.overview": {"share": 1, "click_ratio": 0}}


def drift(world: World) -> float:
    return human_drift(WorldView(world))


def own(world: World) -> dict[str, Floats]:
    """How communities would write without imitation."""
    return world.domain.tastes(world.month)


def distance(tastes: dict[str, Floats]) -> float:
    """Total variation between the two communities."""
    return float(np.abs(tastes["majority"] - tastes["minority"]).sum() / 2)


def test_without_imitation_tastes_are_their_own() -> None:
    """Bit by bit."""
    world = after(48, RANKED)
    assert all(np.array_equal(world.tastes[name], taste) for name, taste in own(world).items())
    assert world.habits.acquired == {}
    assert drift(world) == 0


@pytest.mark.parametrize("settings", [NO_AI, {}, RANKED])
def test_what_is_acquired_grows_with_time(settings: dict[str, object]) -> None:
    """1 - (1 - rate) ** years of writing follows what was read, whatever that was; the rest is the community's own."""
    world = after(48, {**settings, **HABIT})
    for name, taste in own(world).items():
        acquired = world.habits.acquired[name]
        assert acquired.sum() == pytest.approx(1 - (1 - RATE) ** 4, abs=1e-9)
        assert (acquired >= 0).all()
        assert world.tastes[name].sum() == pytest.approx(1)
        month_before = 1 - (1 - RATE) ** (47 / 12)  # this month's pages were written before it was over
        assert (world.tastes[name] >= (1 - month_before) * taste - 1e-12).all()


def test_forgetting_brings_people_back() -> None:
    """It tends to r / (1 - (1 - r) (1 - f)) of writing."""
    world = after(119, {**NO_AI, "readers.imitation": {"kind": "habit", "rate": 0.9, "forgetting": 0.99}})
    r, f = 1 - 0.1 ** (1 / 12), 1 - 0.01 ** (1 / 12)
    assert world.habits.acquired["majority"].sum() == pytest.approx(r / (1 - (1 - r) * (1 - f)), rel=1e-6)


@pytest.mark.parametrize(
    "settings",
    [{"communities": {"majority": {"share": 1}, "minority": None}}, {"readers.imitation.homophily": 1}],
)
def test_people_who_read_their_own_kind_alone_stay_as_they_are(settings: dict[str, object]) -> None:
    """No AI text; one community, or homophily 1; ideas neither come nor go."""
    world = after(48, {**NO_AI, **HABIT, **settings})
    for name, taste in own(world).items():
        assert world.tastes[name] == pytest.approx(taste, abs=1e-12)
        assert world.habits.acquired[name].sum() > 0.5
    assert drift(world) < 1e-12


@pytest.mark.parametrize("settings", [NO_AI, {}, RANKED])
def test_who_is_alone_reads_own_people_whatever_the_homophily(settings: dict[str, object]) -> None:
    """One community: to rounding, also while ideas come and go."""
    one = {"communities": {"majority": {"share": 1}, "minority": None}, **COMING}
    worlds = [after(48, {**settings, **HABIT, **one, "readers.imitation.homophily": own}) for own in (0, 1)]
    first, second = (world.habits.acquired["majority"] for world in worlds)
    assert first == pytest.approx(second, abs=1e-12)
    assert drift(worlds[0]) > 0.01


def test_own_people_are_read_on_pages_of_all_ages() -> None:
    """Homophily 1, no AI: the minority reads what its own live pages say, faded ideas on old ones included."""
    world = after(48, {**NO_AI, **HABIT, "readers.imitation.homophily": 1, **COMING})
    gone = world.domain.succession.fill(world.month) == 0
    assert world.habits.acquired["minority"][: world.domain.human_ideas][gone].sum() > 0.001
    assert world.domain.tastes(world.month)["minority"][: len(gone)][gone].sum() == 0


def test_communities_that_read_each_other_grow_alike() -> None:
    """No AI text, no homophily: all read the same, so their distance shrinks by what is acquired, exactly."""
    world = after(48, {**NO_AI, **HABIT})
    left = (1 - RATE) ** (47 / 12)
    assert distance(world.tastes) == pytest.approx(left * distance(own(world)), abs=1e-12)
    assert distance(own(world)) > 0.04


def test_readers_of_answers_alone_come_to_write_as_models_do() -> None:
    """Up to launch, 23 months, they read their own kind; then for 25 months one model's answers and nothing else.

    acquired = (1 - a ** 23) a ** 25 own + (1 - a ** 25) model, a = (1 - rate) ** (1 / 12).
    """
    alone = {**ONE_LAB, "labs.alpha.cadence": 600, "readers.imitation.homophily": 1}
    world = after(48, {**NO_AI, **HABIT, **ASKED, **alone})
    a, output = (1 - RATE) ** (1 / 12), on_offer(world.domain, world.labs)[1]
    for name, taste in own(world).items():
        expected = (1 - a**23) * a**25 * taste + (1 - a**25) * output
        assert world.habits.acquired[name] == pytest.approx(expected, abs=1e-12)
    assert drift(world) > 0.01


def test_what_pages_say_is_what_the_ledger_holds() -> None:
    """Until the archive is taken the ledger knows the ideas of live human pages: chi-square against expected shares.

    2e6 pages a month; of each durability class, ideas with fewer than 40 expected pages left out (about 39 df each).
    """
    world = after(20, {**HABIT, "web.pages_per_month": 2e6})
    live = np.stack(world.web.human or [])
    of_communities = world.habits.said.shares[HUMAN].reshape(len(live), 2, -1)
    assert np.allclose(of_communities.sum(axis=2).sum(axis=1), 1)
    for pages, said in zip(live, of_communities.sum(axis=1), strict=True):
        expected = said * pages.sum()
        enough = expected >= 40
        assert enough.sum() > 20
        found = np.append(pages[enough], pages[~enough].sum())
        wanted = np.append(expected[enough], expected[~enough].sum())
        keep = wanted > 0
        assert found[~keep].sum() == 0
        assert stats.chisquare(found[keep], wanted[keep] * found.sum() / wanted.sum()).pvalue > P


def test_people_who_read_polluted_pages_drift_toward_models() -> None:
    """What is read of models' pages shows: the error ideas that no human would write."""
    clean, polluted = after(60, {**NO_AI, **HABIT}), after(60, {**HABIT, "lab.hallucination": 0.2})
    errors = slice(polluted.domain.human_ideas, None)
    assert clean.truth[errors].sum() == 0
    assert polluted.truth[errors].sum() > 0.001
    assert drift(polluted) > drift(clean)


SMALL = {"ideas.number": 40, "time.end": "2024-12", "writers.segments.qa.participation": "steady"}
FAST_HABIT = {"kind": "habit", "rate": 0.2}


def drift_of(**settings: object) -> NDArray[np.float64]:
    """Drift of people's writing, month by month from January 2018."""
    scenario = load_scenario("webloop/baseline", {**SMALL, **settings})
    return run_once(scenario, 1, 0, ["human_drift"]).monthly["human_drift"]


@pytest.mark.parametrize("years", [0, 20])
def test_people_imitate_from_the_first_month_on(years: int) -> None:
    """What the opening stock says is known, also where there is none."""
    found = drift_of(**{"readers.imitation": FAST_HABIT, "time.history_years": years})
    assert np.isfinite(found).all()
    assert found[-1] > 0


def test_imitation_may_begin_later() -> None:
    """An intervention finds what older pages say as well; until then nobody has acquired anything."""
    change = {"date": "2024-01", "set": {"readers.imitation": FAST_HABIT}}
    found = drift_of(interventions=[change])
    assert (found[:72] == 0).all()
    assert found[-1] > 0
