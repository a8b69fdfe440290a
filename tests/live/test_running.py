"""Runs that are watched: the same numbers as `webloop run` records, and an end when nobody waits."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import numpy as np
import pyarrow.parquet as pq
import pytest

from webloop.errors import InputError
from webloop.live import desk as desk_module
from webloop.live.desk import Answer, Desk, Request, shown_metrics
from webloop.live.explored import Explored, changed, load_explored
from webloop.live.running import Luck, Runs, SupersededError, lines, watched
from webloop.live.saving import saved
from webloop.metrics.registry import metrics
from webloop.months import parse_month
from webloop.run.blocks import in_blocks
from webloop.run.runner import run_once
from webloop.run.study import run_study
from webloop.scenario.study import load_study

pytestmark = pytest.mark.slow
SINCE = parse_month("2024-01")
MOVED = {"lab.decoder.temperature": 0.7, "lab.cadence": 3}


def answers(desk: Desk, request: Request) -> list[Answer]:
    return list(desk.answers(request, Event(), lambda text: None))


def desk_of(explored: Explored, replicates: int = 2) -> Desk:
    return Desk(explored, Luck(3, replicates), shown_metrics(explored, ()))


@pytest.mark.parametrize("moved", [{}, MOVED, {"web.ai_hazard_ratio": 2.0}])
def test_lines_are_those_of_runs(explored: Explored, moved: dict[str, object]) -> None:
    """To the last bit, whether the past is shared or not, in any order of requests."""
    desk = desk_of(explored)
    answers(desk, Request({"lab.hallucination": 0.1}, SINCE))
    (_, last) = answers(desk, Request(moved, SINCE))
    for replicate in range(2):
        base = run_once(explored.resolved, 3, replicate).monthly
        other = run_once(changed(explored, moved, SINCE), 3, replicate).monthly
        for panel in last.panels:
            name = panel.metric.name
            np.testing.assert_array_equal(panel.baseline[replicate], base[name])
            if moved:
                assert panel.changed is not None
                np.testing.assert_array_equal(panel.changed[replicate], other[name])
            else:
                assert panel.changed is None
    if moved == MOVED:
        tail = next(panel for panel in last.panels if panel.metric.name == "tail_recall")
        assert tail.changed is not None
        assert not np.array_equal(tail.changed[:, -1], tail.baseline[:, -1])


def test_lines_are_what_webloop_run_records_of_the_saved_file(explored: Explored, tmp_path: Path) -> None:
    file = tmp_path / "saved.yaml"
    file.write_text(saved(explored, MOVED, SINCE), encoding="utf-8")
    out = tmp_path / "out"
    run_study(load_study([explored.extends, str(file)], {}, 2, 3), out, 1)
    (_, last) = answers(desk_of(explored), Request(MOVED, SINCE))
    table = pq.read_table(out / "monthly.parquet").to_pandas()
    for panel in last.panels:
        for scenario, found in (("small", panel.baseline), ("saved", panel.changed)):
            rows = table[table["scenario"] == scenario].sort_values(["replicate", "month"])
            np.testing.assert_array_equal(rows[panel.metric.name].to_numpy().reshape(2, -1), found)


def test_blocks_are_run_as_blocks(scenario_file: Callable[..., Path]) -> None:
    explored = load_explored("webloop/replication/golden", {})
    assert in_blocks(explored.resolved)
    names = ["tail_recall", "hill_1"] if explored.resolved.scenario.content.kind == "ideas" else ["wasserstein_2"]
    names = [name for name in names if metrics()[name].measures(explored.resolved.scenario.content.kind)]
    (runs,) = Runs(explored.resolved, Luck(1, 3), names).batches(explored.resolved, explored.start, watched(Event()))
    for replicate, run in enumerate(runs):
        expected = run_once(explored.resolved, 1, replicate, names)
        for name in names:
            np.testing.assert_array_equal(run.monthly[name], expected.monthly[name])
    assert len(runs) == 3


def test_nothing_is_run_twice(explored: Explored, monkeypatch: pytest.MonkeyPatch) -> None:
    """The baseline once, and of a changed scenario only the months from which levers hold."""
    desk, months = desk_of(explored), []
    from webloop.world.world import World

    step = World.step

    def counted(world: World) -> None:
        months.append(world.month)
        step(world)

    monkeypatch.setattr(World, "step", counted)
    end = explored.resolved.scenario.time.end
    answers(desk, Request(MOVED, SINCE))
    assert len(months) == 2 * (end - explored.start + 1 + end - SINCE + 1)
    before = len(months)
    answers(desk, Request({"lab.hallucination": 0.05}, SINCE))
    assert len(months) - before == 2 * (end - SINCE + 1)
    assert set(months[before:]) == set(range(SINCE, end + 1))
    before = len(months)
    answers(desk, Request({}, SINCE))
    assert len(months) == before


def test_a_newer_move_ends_an_older_run(explored: Explored) -> None:
    stopped, seen = Event(), []

    def tell(replicate: int, month: int) -> None:
        seen.append(month)
        if month == SINCE:
            stopped.set()

    runs = Runs(explored.resolved, Luck(), ["tail_recall"])
    with pytest.raises(SupersededError):
        next(runs.batches(explored.resolved, explored.start, watched(stopped, tell)))
    assert seen == list(range(explored.start, SINCE + 1))


def test_costs_are_shown_where_somebody_has_them() -> None:
    explored = load_explored("webloop/baseline", {"time.end": "2029-12"})
    desk = Desk(explored, Luck(), shown_metrics(explored, ()))
    costs = {"policy_cost", "human_pages_lost"}

    def shown(moved: dict[str, object]) -> set[str]:
        return {panel.metric.name for panel in answers(desk, Request(moved, parse_month("2027-01")))[-1].panels}

    assert shown({}).isdisjoint(costs)
    assert "minority_share" in shown({})
    assert shown({"lab.filter.detector": True}) >= costs - {"policy_cost"}
    assert "policy_cost" in shown({"lab.mix.licensed.share": 0.3})
    asked = Desk(explored, Luck(), shown_metrics(explored, ["policy_cost"]), always=True)
    assert len(answers(asked, Request({}, explored.start))[-1].panels) == 1


def test_what_was_ended_leaves_nothing_behind(explored: Explored, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_module, "_OFTEN", 0.0)  # each month is told
    desk, stopped = desk_of(explored), Event()

    def tell(text: str) -> None:
        if "2023" in text:
            stopped.set()

    assert list(desk.answers(Request(MOVED, SINCE), stopped, tell)) == []
    (_, last) = answers(desk, Request(MOVED, SINCE))
    expected = run_once(changed(explored, MOVED, SINCE), 3, 1, ["hill_1"]).monthly["hill_1"]
    panel = next(each for each in last.panels if each.metric.name == "hill_1")
    assert panel.changed is not None
    np.testing.assert_array_equal(panel.changed[1], expected)


def test_metrics_of_another_content_are_refused(explored: Explored) -> None:
    with pytest.raises(InputError, match="metric 'perplexity' is about text"):
        shown_metrics(explored, ["perplexity"])


def test_lines_of_runs(explored: Explored) -> None:
    runs = [run_once(explored.resolved, 1, replicate, ["hill_1"]) for replicate in range(3)]
    found = lines(runs, "hill_1")
    assert found.shape == (3, len(runs[0].monthly["month"]))
    np.testing.assert_array_equal(found[2], runs[2].monthly["hill_1"])


@pytest.mark.parametrize(
    ("name", "first"),
    [("webloop/baseline", "tail_recall"), ("webloop/ecology", "human_exit"), ("webloop/text-replace", "perplexity")],
)
def test_headline_metrics_come_first(name: str, first: str) -> None:
    explored = load_explored(name, {})
    found = shown_metrics(explored, ())
    assert found[0].name == first
    content = explored.resolved.scenario.content.kind
    assert len(found) == 8 + metrics()["minority_share"].measures(content)
    assert {"policy_cost", "human_pages_lost"} < {each.name for each in found[:6]}
    assert all(each.measures(explored.resolved.scenario.content.kind) for each in found)
    explored = load_explored("webloop/baseline", {})
    assert [each.name for each in shown_metrics(explored, ["error_mass", "hill_1", "error_mass"])] == [
        "error_mass",
        "hill_1",
    ]
