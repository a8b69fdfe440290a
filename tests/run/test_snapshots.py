"""Snapshots of the graph of sites: what is in them, and that they stay the same wherever and whenever they are made."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.run.site_scenarios import CLOSED, LINKED, REPLACE
from tests.run.test_branching import same
from tests.run.test_dictionary import undescribed
from tests.run.test_extend import contents
from webloop.errors import InputError
from webloop.outcomes.results import Results
from webloop.run.branching import run_together
from webloop.run.plan import plan
from webloop.run.recorder import Recorder, Trajectory, select
from webloop.run.reproduce import reproduce
from webloop.run.runner import run_once
from webloop.run.snapshots import FARMS, PEOPLE, most_visible
from webloop.run.study import run_study
from webloop.scenario.resolve import Resolved, load_scenario
from webloop.scenario.study import load_study
from webloop.streams import Streams
from webloop.world.reach import shut_out
from webloop.world.world import World

ScenarioFile = Callable[..., Path]
ONE = ["pollution_flow"]


@pytest.fixture
def linked(scenario_file: ScenarioFile) -> Resolved:
    return load_scenario(scenario_file(LINKED, "linked.yaml"))


@pytest.fixture
def study_file(scenario_file: ScenarioFile) -> Path:
    """A scenario without links, one with, and a policy that shares its past until 2024."""
    scenario_file()
    scenario_file(LINKED, "linked.yaml")
    scenario_file(REPLACE, "replace.yaml")
    text = "baseline: small.yaml\nscenarios: [linked.yaml, replace.yaml]\nreplicates: 2\n"
    return scenario_file(text, "study.yaml")


def test_a_snapshot_is_the_world_as_it_is(linked: Resolved, scenario_file: ScenarioFile) -> None:
    closed = load_scenario(scenario_file(CLOSED, "closed.yaml"))
    recorder = Recorder(select(["pollution_exposure", "farm_exposure"]), snapshots=True)
    world = World(closed, Streams(1, 0), recorder)
    world.run()
    tables = recorder.trajectory(world)
    world.month -= 1  # back in the month that was looked at last: who shuts crawlers out is a matter of the date
    sites, links = pd.DataFrame(tables.sites), pd.DataFrame(tables.links)
    assert sorted(set(sites["month"])) == [*range(2021 * 12, 2026 * 12, 12), 2026 * 12 - 1]
    assert sites["month"].nunique() == links["month"].nunique()
    assert np.allclose(sites[["human", "assisted", "synthetic"]].sum(axis=1), 1)
    assert sites.groupby("month")["visibility"].sum().between(0, 1).all()

    last = sites[sites["month"] == world.month]
    farm = last["segment"] == "farm"
    assert (farm.sum(), (~farm).sum()) == (FARMS, PEOPLE)
    assert (last.loc[farm, "synthetic"] == 1).all()
    seen = np.pad(world.attention.sites, (0, len(world.sites) - len(world.attention.sites)))
    assert np.allclose(last["visibility"], seen[last["site"]] / world.attention.total)
    whole = {name: last[name].unique().tolist() for name in ("all_models", "all_farms", "all_answers")}
    assert whole == {
        "all_models": [tables.monthly["pollution_exposure"][-1]],
        "all_farms": [tables.monthly["farm_exposure"][-1]],
        "all_answers": [0.0],
    }
    for rows, which in ((last[farm], True), (last[~farm], False)):
        others = np.flatnonzero((world.sites.cell == world.cells.farm) == which)
        assert len(others) == rows["among"].iloc[0]
        assert seen[np.setdiff1d(others, rows["site"])].max() <= seen[rows["site"]].min()
    pages = np.sum([world.sites.expected(world.web, row) for row in world.web.live], axis=0)
    assert np.allclose(last["pages"], pages[last["site"]])
    shut = shut_out(world)
    assert shut is not None
    assert last["shut_out"].tolist() == shut[last["site"]].tolist()
    assert 0 < last["shut_out"].sum() < len(last)

    graph = world.sites.links
    assert graph is not None
    mine = links[links["month"] == world.month]
    inside = np.isin(graph.source, last["site"]) & np.isin(graph.target, last["site"])
    assert mine["number"].sum() == inside.sum()
    row = mine.iloc[len(mine) // 2]
    assert ((graph.source == row["source"]) & (graph.target == row["target"])).sum() == row["number"]


def test_where_nobody_reads_a_site_there_are_sites_still(scenario_file: ScenarioFile) -> None:
    """Answers replace all reading: the numbers of the whole web are noted in all Januaries and the last month."""
    settings = {"readers.overview": {"share": 1, "click_ratio": 0}}
    found = run_once(load_scenario(scenario_file(LINKED, "linked.yaml"), settings), 1, 0, ONE)
    sites = pd.DataFrame(found.sites)
    assert sorted(set(sites["month"])) == [*range(2021 * 12, 2026 * 12, 12), 2026 * 12 - 1]
    last = sites[sites["month"] == 2026 * 12 - 1]
    assert (last["visibility"] == 0).all()
    assert set(last["all_answers"]) == {1.0}
    assert set(last["all_models"]) == {1.0}


def test_the_sample_is_the_most_visible() -> None:
    seen = np.array([0.0, 0.3, 0.1, 0.3, 0.2])
    assert most_visible(seen, np.ones(5, bool), 3).tolist() == [1, 3, 4]
    assert most_visible(seen, np.ones(5, bool), 9).tolist() == [1, 2, 3, 4]
    assert most_visible(seen, np.array([1, 0, 1, 0, 0], bool), 9).tolist() == [2]


def test_looking_changes_nothing_and_metrics_change_no_snapshot(linked: Resolved) -> None:
    first, other = run_once(linked, 1, 0, ONE), run_once(linked, 1, 0, ["hill_1"])
    assert first.sites["month"].size
    same(replace(first, monthly={}, generations={}), replace(other, monthly={}, generations={}))
    blind = Recorder(select(ONE))
    world = World(linked, Streams(1, 0), blind)
    world.run()
    same(blind.trajectory(world), replace(first, sites={}, links={}))


def test_only_the_first_run_of_a_scenario_with_links_has_them(linked: Resolved, small: Resolved) -> None:
    def tables(trajectory: Trajectory) -> int:
        return len(trajectory.sites) + len(trajectory.links)

    assert tables(run_once(linked, 1, 0, ONE))
    assert not tables(run_once(linked, 1, 1, ONE))
    assert not tables(run_once(linked, 1, 0, ONE, draw=1))
    assert not tables(run_once(small, 1, 0, ONE))


def test_a_branch_has_the_snapshots_of_a_run_alone(linked: Resolved, scenario_file: ScenarioFile) -> None:
    scenarios = [linked, load_scenario(scenario_file(REPLACE, "replace.yaml"))]
    found = dict(run_together(scenarios, 3, 0, ONE))
    for index, scenario in enumerate(scenarios):
        same(found[index], run_once(scenario, 3, 0, ONE))
    assert not np.array_equal(found[0].sites["visibility"], found[1].sites["visibility"])


def test_they_stand_in_the_results_folder(study_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_study(load_study([study_file]), out, jobs=1, metrics=ONE)
    results = Results(out)
    assert results.has_sites
    assert set(results.sites["scenario"]) == set(results.links["scenario"]) == {"linked", "replace"}
    assert set(results.sites["replicate"]) == {0}
    assert results.sites["month"].min() == "2021-01"
    assert results.sites["time"].max() == 2025 + 11 / 12
    trajectory = run_once(load_scenario(study_file.parent / "replace.yaml"), 1, 0, ONE)
    for table, columns in ((results.sites, trajectory.sites), (results.links, trajectory.links)):
        mine = table[table["scenario"] == "replace"]
        for name, values in columns.items():
            if name != "month":
                assert mine[name].tolist() == values.tolist(), name
    found = undescribed(out)
    assert found["sites.parquet"] == found["links.parquet"] == set()
    assert "`sites.parquet`" in (out / "README.md").read_text(encoding="utf-8")
    assert reproduce(out, number=6, jobs=1).same
    (out / "links.parquet").unlink()
    with pytest.raises(InputError, match=r"has lost its links.parquet"):
        _ = Results(out).links


def test_the_folder_is_the_same_whoever_worked_and_however_often(study_file: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    run_study(load_study([study_file], replicates=1), one, jobs=1, metrics=ONE)
    run_study(load_study([study_file]), one, jobs=1, metrics=ONE)  # extends it: the first replicate is not done again
    run_study(load_study([study_file]), two, jobs=2, metrics=ONE)
    assert contents(one) == contents(two)


def test_a_folder_whose_study_lost_its_links_loses_the_tables(study_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_study(load_study([study_file], replicates=1), out, jobs=1, metrics=ONE)
    assert (out / "sites.parquet").exists()
    run_study(load_study([study_file.parent / "small.yaml"], replicates=1), out, jobs=1, metrics=ONE)
    assert not list(out.glob("sites.parquet")) + list(out.glob("links.parquet"))
    results = Results(out)
    assert not results.has_sites
    with pytest.raises(InputError, match=r"has no sites.parquet: no scenario of it has sites with links"):
        _ = results.sites


def test_only_the_first_draw_has_them(study_file: Path, tmp_path: Path) -> None:
    uncertain = "{lab.hallucination: {kind: uniform, low: 0, high: 0.1}}"
    text = f"baseline: linked.yaml\nreplicates: 1\ndraws: 2\nuncertain: {uncertain}\n"
    (study_file.parent / "drawn.yaml").write_text(text, encoding="utf-8")
    study = load_study([study_file.parent / "drawn.yaml"])
    run_study(study, tmp_path / "out", jobs=1, metrics=ONE)
    assert set(Results(tmp_path / "out").sites["draw"]) == {0}
    assert len({run.key for run in plan(study, ONE).runs}) == 2
