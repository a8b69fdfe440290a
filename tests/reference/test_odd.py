"""`webloop odd`: tables of any study, in which nothing that a user wrote becomes Markdown or HTML."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from webloop.cli import group
from webloop.errors import InputError
from webloop.reference.in_use import submodels_of, used_table
from webloop.reference.marked import renewed
from webloop.reference.study_tables import SECTIONS, scale_table, study_document
from webloop.reference.values import change_table, input_table, parameter_table
from webloop.scenario.origins import explain_values
from webloop.scenario.resolve import load_scenario
from webloop.scenario.study import load_study

NASTY = "<script>alert(1)</script> | *bold* `code` [link](x) #1 a_b_c"


def odd(*args: object) -> Result:
    return CliRunner().invoke(group, ["odd", *map(str, args)])


def rows(text: str) -> list[list[str]]:
    """The rows of a table, whose number of cells must be that of its head."""
    found = [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("|")]
    assert len({len(row) for row in found}) <= 1
    return [[cell.strip() for cell in row] for row in found[2:]]


def test_a_study_is_described(tmp_path: Path) -> None:
    out = tmp_path / "odd.md"
    done = odd("webloop/study", "--out", out)
    assert done.exit_code == 0, done.output
    text = out.read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings == list(SECTIONS)
    for name in ("`licensed-human`", "11 x 1 x 5, seed 1", "2018-01 to 2040-12, 276 months"):
        assert name in text


def test_changes_are_those_of_the_files() -> None:
    study = load_study(["webloop/baseline", "webloop/window-24"])
    found = [(row[1], row[2], row[3]) for row in rows(change_table(study))]
    assert found == [
        ("`2027-01 lab.accumulation.kind`", "`accumulate_subsample`", "`window`"),
        ("`2027-01 lab.accumulation.months`", "`-`", "`24`"),
    ]


def test_every_value_stands_in_the_table_once(small_study: Path) -> None:
    """A scenario that extends no baseline: nothing is known of its values, and each has a row of its own."""
    (resolved,) = load_study([small_study]).scenarios
    told = [row[0].strip("`") for row in rows(parameter_table(resolved))]
    expected = [row.path for row in explain_values(resolved) if row.path not in {"title", "claim"}]
    assert told == expected


def test_values_keep_their_numbers() -> None:
    """Where one row stands for several values, all of them have that value, but for those with a row of their own."""
    resolved = load_scenario("webloop/ecology")
    values = {dotted(row.path): row.value for row in explain_values(resolved)}
    told = [
        (dotted(row[0].strip("`")), row[1].strip("`").replace(r"\|", "|")) for row in rows(parameter_table(resolved))
    ]
    for path, value in sorted(told, key=lambda row: row[0].count("*")):
        pattern = re.compile(re.escape(path).replace(r"\*", "[^.]+"))
        found = [known for known in values if pattern.fullmatch(known)]
        assert {values.pop(known) for known in found} == {value}, path
    assert set(values) <= {"title", "claim"}


def dotted(path: str) -> str:
    return path.replace("[", ".").replace("]", "")


def test_submodels_in_use_are_those_of_the_scenario() -> None:
    """Counted by hand in scenarios/ecology.yaml and baseline.yaml."""
    used = set(submodels_of(load_scenario("webloop/ecology").scenario))
    for expected in (
        (("farm", "profit"), "farms"),
        (("ranking", "pagerank"), "readers.ranking"),
        (("participation", "elastic"), "writers.segments.*.participation"),
        (("selection", "visible"), "crawlers.*.selection"),
        (("market", "quality"), "market"),
        (("imitation", "habit"), "readers.imitation"),
    ):
        assert expected in used
    assert "detector" not in {role for (role, _), _ in used}


def test_submodels_that_interventions_bring_are_in_use_too() -> None:
    table = rows(used_table(load_study(["webloop/baseline", "webloop/archive", "webloop/filter"])))
    by_kind = {row[1]: row for row in table}
    assert by_kind["`classifier`"][2:4] == ["`lab.filter.detector`", "filter"]
    assert by_kind["`archive`"][2:4] == ["`lab.mix`", "archive"]
    assert by_kind["`maximum_likelihood`"][3] == "all"


def test_a_lab_of_its_own_is_seen(scenario_file: Callable[..., Path]) -> None:
    scenario_file()
    file = scenario_file("extends: small.yaml\nlabs: {beta: {accumulation: replace}}\n", "own.yaml")
    used = set(submodels_of(load_scenario(file).scenario))
    assert (("accumulation", "replace"), "labs.*.accumulation") in used


def test_files_are_input(scenario_file: Callable[..., Path]) -> None:
    scenario_file("a b c d a b a", "words.txt")
    file = scenario_file("ideas: {from_text: words.txt, number: 4, errors: 0}\n", "told.yaml")
    ((parameter, _, _),) = rows(input_table(load_study([file]).scenarios))
    assert parameter == "`ideas.from_text`"
    assert input_table(load_study(["webloop/baseline"]).scenarios) == ""


def test_nothing_that_a_user_wrote_is_markdown(scenario_file: Callable[..., Path]) -> None:
    quoted = NASTY.replace('"', r"\"")
    scenario_file()
    file = scenario_file(f'extends: small.yaml\ntitle: "{quoted}"\nclaim: "{quoted}"\n', "na|sty*.yaml")
    document = study_document(load_study([file.with_name("small.yaml"), file]))
    assert "<script" not in re.sub(r"`[^`]*`", "", document).replace(r"\<", "")
    (row,) = [row for row in rows(document.partition("## 2")[0]) if "alert" in row[1]]
    assert len(row) == 3
    for cell in row[1:]:
        assert not re.search(r"(?<!\\)[*`<\[]", cell)


def test_scales_count_agents(small_study: Path) -> None:
    told = {row[0]: row[2] for row in rows(scale_table(load_study([small_study])))}
    assert told["cohorts"] == "4"  # two segments, two communities
    assert told["labs"] == "2: `alpha`, `beta`"
    assert told["time"] == "2021-01 to 2025-12, 60 months"


@pytest.mark.parametrize("text", ["no parts\n", "<!-- generated: other -->\n<!-- end -->\n"])
def test_a_document_that_leaves_a_part_out_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="generated are schedule"):
        renewed(text, {"schedule": "rows\n"})


def test_renewing_twice_changes_nothing() -> None:
    once = renewed("a\n<!-- generated: t -->\n<!-- end -->\nb\n", {"t": "| x |\n"})
    assert renewed(once, {"t": "| x |\n"}) == once


def test_wrong_input_is_one_message(tmp_path: Path) -> None:
    done = odd("webloop/no-such-scenario")
    assert isinstance(done.exception, InputError)
    assert "no-such-scenario" in str(done.exception)
    done = odd("webloop/baseline", "--out", tmp_path / "no" / "folder.md")
    assert isinstance(done.exception, InputError)
    assert "can't write" in str(done.exception)


@pytest.fixture
def small_study(scenario_file: Callable[..., Path]) -> Path:
    return scenario_file()
