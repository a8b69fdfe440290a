"""`webloop validate`, `show` and `schema` answer at once: they import no heavy library."""

import subprocess
import sys

import pytest

HEAVY = {"mesa", "pandas", "matplotlib", "scipy", "networkx", "pyarrow", "rich", "SALib"}


SHOW = """\
from webloop.scenario.origins import explain_values
from webloop.scenario.resolve import load_scenario
explain_values(load_scenario("webloop/combined"))
"""


@pytest.mark.parametrize(
    "work",
    [
        "import webloop.scenario.study",
        "from webloop.scenario.study import load_study; load_study(['webloop/combined'])",
        "from webloop.scenario.study import load_study; load_study(['webloop/study-uncertain'])",
        "from webloop.scenario.json_schema import scenario_json_schema; scenario_json_schema()",
        SHOW,
    ],
    ids=["import", "validate", "validate-uncertain", "schema", "show"],
)
def test_no_heavy_library_is_imported(work: str) -> None:
    program = f"{work}\nimport sys\nprint(*sorted(set(sys.modules) & {HEAVY!r}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_importtime_names_none_either() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import webloop.scenario.study"],
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert "pydantic" in imported
    assert not imported & HEAVY
