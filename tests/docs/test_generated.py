"""Generated pages say what schema, registries, commands and loop say; the model's description leaves out nothing."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.docs.written import DOCS
from webloop.calibration.parameters import parameters
from webloop.cli import EXIT_CODES, group
from webloop.metrics.registry import metrics
from webloop.reference.pages import COMMAND, ODD, generated
from webloop.reference.submodels import shipped_kinds
from webloop.registry import roles
from webloop.scenario.fields import leaves
from webloop.scenario.resolve import load_scenario
from webloop.world.loop import PHASES

GENERATED = ("ODD.md", "commands.md", "metrics.md", "scenario-reference.md")
CONCEPTS = (
    "Basic principles",
    "Emergence",
    "Adaptation",
    "Objectives",
    "Learning",
    "Prediction",
    "Sensing",
    "Interaction",
    "Stochasticity",
    "Collectives",
    "Observation",
)
"""ODD's design concepts, as Grimm et al. 2020 number them."""
ELEMENTS = (
    "1 Purpose and patterns",
    "2 Entities, state variables, and scales",
    "3 Process overview and scheduling",
    "4 Design concepts",
    "5 Initialization",
    "6 Input data",
    "7 Submodels",
)


@pytest.fixture(scope="module")
def made() -> dict[Path, str]:
    return generated(DOCS, group, EXIT_CODES)


@pytest.fixture(scope="module")
def odd() -> str:
    return (DOCS / ODD).read_text(encoding="utf-8")


def table_after(text: str, marker: str) -> Iterator[list[str]]:
    """The rows of the first table after a marker, without its head."""
    lines = text.partition(marker)[2].splitlines()
    rows = [line for line in lines[: lines.index("<!-- end -->")] if line.startswith("| ")]
    yield from ([cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows[2:])


@pytest.mark.parametrize("name", GENERATED)
def test_generated_pages_are_up_to_date(made: dict[Path, str], name: str) -> None:
    assert sorted(file.name for file in made) == sorted(GENERATED)
    assert (DOCS / name).read_text(encoding="utf-8") == made[DOCS / name], f"run {COMMAND}"


def test_the_schedule_is_the_loop(odd: str) -> None:
    rows = list(table_after(odd, "<!-- generated: schedule -->"))
    assert [row[1] for row in rows] == [f"`{phase.__name__}`" for phase in PHASES]
    for row, phase in zip(rows, PHASES, strict=True):
        assert (phase.__doc__ or "").split(".")[0] in row[2].replace("\\", "")
        assert phase.__module__.rpartition(".")[2] in row[5]


def test_the_text_tells_of_every_phase(odd: str) -> None:
    """In prose, not in the generated table alone."""
    by_hand = re.sub(r"<!-- generated: .*?<!-- end -->", "", odd, flags=re.DOTALL)
    assert [phase.__name__ for phase in PHASES if f"`{phase.__name__}`" not in by_hand] == []
    assert [kind for kind in shipped_kinds("content") if f"`{kind}`" not in by_hand] == []


def test_the_description_has_all_elements_and_concepts(odd: str) -> None:
    assert re.findall(r"^## (\d .*)$", odd, re.MULTILINE) == list(ELEMENTS)
    concepts = re.findall(r"^### (.*)$", odd, re.MULTILINE)
    assert [each for each in concepts if each in CONCEPTS] == list(CONCEPTS)
    asked = ("II.i", "II.ii", "II.iii", "II.iv", "II.v", "II.vi", "II.vii", "II.viii", "II.ix", "II.x", "III.i", "I.i")
    assert [each for each in asked if not re.search(rf"ODD\+D {re.escape(each)}[.)*]", odd)] == []


def test_every_role_and_kind_is_described(odd: str) -> None:
    rows = list(table_after(odd, "<!-- generated: submodels -->"))
    named = [re.match(r"\[(\w+)\]", row[1]) for row in rows]
    told = [found[1] for found in named if found]
    assert told == [kind for role in roles() for kind in shipped_kinds(role)]
    assert [row[0] for row in rows if row[0]] == [f"[{role}](scenario-reference.md#{role})" for role in roles()]


def test_every_value_of_the_baseline_has_its_row_and_its_source(odd: str) -> None:
    """Recomputed from the scenario and the table of values, not from what made the page."""
    rows = {row[0].strip("`"): row for row in table_after(odd, "<!-- generated: parameters -->")}
    patterns = {each.pattern: each for each in parameters("baseline")}
    plain = load_scenario("webloop/baseline").scenario.model_dump(mode="json")
    for name in ("title", "claim", "labs", "interventions"):
        plain.pop(name)
    missing = [path for path, _ in leaves(plain) if not covered(".".join(map(str, path)), rows)]
    assert missing == []
    for path, row in rows.items():
        known = patterns.get(path)
        if known:
            assert row[5] == known.status, path
            assert (row[3] == f"{known.low} to {known.high}") == known.has_range, path
    assert sum(path in patterns for path in rows) > 100


def covered(path: str, rows: dict[str, Any]) -> bool:
    """Whether a value stands in the table: by its path or a pattern, or of a list the entries below it."""
    patterns = [row.replace("[", ".").replace("]", "").split(".") for row in rows]
    parts = path.split(".")
    return any(
        all(part in {"*", own} for part, own in zip(pattern, parts, strict=False)) and len(pattern) >= len(parts)
        for pattern in patterns
    )


@pytest.mark.slow
def test_every_key_of_a_scenario_is_in_the_reference() -> None:
    """Held against the shipped scenarios, which were not asked when the page was made."""
    page = (DOCS / "scenario-reference.md").read_text(encoding="utf-8")
    keys = set(re.findall(r"^\| `([\w.-]+)`", page, re.MULTILINE))
    last = {part for key in keys for part in key.split(".")}
    named = {"communities", "segments", "crawlers", "labs", "community_fpr", "instruments", "mix", "owners"}
    for name in ("baseline", "ecology", "combined", "article-web", "text-filter", "words"):
        plain = load_scenario(f"webloop/{name}").scenario.model_dump(mode="json")
        for path, _ in leaves(plain):
            parts = [part for before, part in zip(("", *path), path, strict=False) if str(before) not in named]
            unknown = [part for part in parts if str(part) not in last | {"kind", "archive", "licensed"}]
            assert not unknown or str(path[0]) in {"interventions", "pinned_pollution"}, (name, path, unknown)


def test_every_metric_is_in_the_reference_with_its_definition() -> None:
    page = html.unescape((DOCS / "metrics.md").read_text(encoding="utf-8").replace("\\", ""))
    for name, metric in metrics().items():
        assert f"| `{name}` |" in page
        assert " ".join(metric.definition.split())[:40] in page, name


def test_every_command_and_option_is_in_the_reference() -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## webloop (\w+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    assert list(sections) == group.list_commands(None)  # type: ignore[arg-type]
    for name, section in sections.items():
        command = group.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        for option in command.params:
            assert all(f"`{each}" in section for each in option.opts if each.startswith("-")), (name, option.opts)
    assert all(f"| {code} |" in page for code in EXIT_CODES)
