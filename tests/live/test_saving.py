"""The saved file is the scenario that was shown."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from webloop.cli import group
from webloop.live.explored import Explored, changed, load_explored
from webloop.live.saving import saved
from webloop.months import parse_month
from webloop.scenario.resolve import Resolved, load_scenario

EVERYTHING = {
    "pinned_pollution": 0.5,
    "writers.segments.*.participation": -0.02,
    "web.ai_hazard_ratio": 2.0,
    "lab.accumulation": "window",
    "lab.mix.archive.share": 0.1,
    "lab.mix.licensed.share": 0.15,
    "lab.filter.detector": True,
    "lab.filter.detector.tpr": 0.5,
    "labels.share": 0.55,
    "lab.filter.drop_labelled": True,
    "lab.decoder.temperature": 0.7,
    "lab.cadence": 6,
}
CASES = [
    ("webloop/baseline", {}, {}),
    ("webloop/baseline", {}, EVERYTHING),
    ("webloop/archive", {}, EVERYTHING),
    ("webloop/filter", {}, {"lab.filter.detector": False}),
    ("webloop/ecology", {}, {"farms.most": 1.0, "writers.segments.*.opt_out.saturation": 2.0}),
    ("webloop/pollution-25", {}, {"pinned_pollution": None}),
    ("webloop/baseline", {"lab.cadence": 6, "lab.accumulation": "replace"}, {"lab.cadence": 9}),
    ("webloop/archive", {"interventions.0.set": {"lab.mix.archive.share": 0.5}}, {"lab.hallucination": 0.05}),
    ("webloop/archive", {"interventions.0.date": "2029-01", "writers.assist_bins.0.fraction": 0.05}, {}),
    ("webloop/text-replace", {}, {"lab.decoder.temperature": 0.5, "lab.accumulation": "accumulate"}),
]


def rules(resolved: Resolved) -> list[Mapping[str, Any]]:
    """What holds over time, without titles."""
    untitled = {"title": "", "claim": "", "interventions": ()}
    held = [resolved.scenario, *(each for _, each in resolved.changes)]
    months = [resolved.scenario.time.start, *(month for month, _ in resolved.changes)]
    return [{"month": m, **each.model_copy(update=untitled).model_dump()} for m, each in zip(months, held, strict=True)]


@pytest.mark.parametrize(("name", "settings", "moved"), CASES)
@pytest.mark.parametrize("since", [None, "2025-01", "start"])
def test_the_file_is_what_was_shown(
    name: str, settings: dict[str, Any], moved: dict[str, Any], since: str | None, tmp_path: Path
) -> None:
    explored = load_explored(name, settings)
    time = explored.resolved.scenario.time
    month = time.start if since == "start" else parse_month(since) if since else explored.first_free
    month = min(max(month, time.start), time.end)
    file = tmp_path / "saved.yaml"
    file.write_text(saved(explored, moved, month), encoding="utf-8")
    again, shown = load_scenario(file), changed(explored, moved, month)
    assert rules(again) == rules(shown)


def test_validate_accepts_it(explored: Explored, tmp_path: Path) -> None:
    """A file of the user's own is named by its full path, so that the saved one may lie anywhere."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    file = folder / "saved.yaml"
    file.write_text(saved(explored, EVERYTHING, parse_month("2024-01")), encoding="utf-8")
    done = CliRunner().invoke(group, ["validate", str(file)])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("setting", [{"sites.from_edges": "edges.csv"}, {"sites": {"from_edges": "edges.csv"}}])
def test_files_of_settings_are_named_by_their_full_path(
    setting: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are meant relative to where the command was given; the saved file may lie anywhere."""
    (tmp_path / "edges.csv").write_text("source,target\na.com,b.com\nb.com,c.com\nc.com,a.com\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    explored = load_explored("webloop/ecology", setting)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    file = folder / "saved.yaml"
    file.write_text(saved(explored, {"lab.cadence": 6}, explored.first_free), encoding="utf-8")
    sites = load_scenario(file).scenario.sites
    assert sites is not None
    assert sites == explored.resolved.scenario.sites


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "a: b # c", "'\"{[&*!|>%@`", "two\nlines: - x"])
def test_any_title_is_a_title(title: str, scenario_file: Callable[..., Path], tmp_path: Path) -> None:
    scenario_file()
    explored = load_explored(str(scenario_file("extends: small.yaml\n", "a: b #.yaml")), {"title": title})
    file = tmp_path / "saved.yaml"
    file.write_text(saved(explored, {"lab.cadence": 9}, explored.first_free), encoding="utf-8")
    again = load_scenario(file)
    assert again.scenario.title == f"{title}, explored"
    assert again.scenario.lab.cadence == 9
