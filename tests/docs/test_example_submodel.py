"""The submodel that add-a-submodel.md shows does what the page says of it."""

import json
from pathlib import Path

import pytest

from tests.docs.sandbox import Sandbox
from tests.docs.written import blocks

PAGE = "docs/add-a-submodel.md"


@pytest.mark.slow
def test_a_moratorium_is_clean_and_stale(tmp_path: Path) -> None:
    """No page from after its date is in any training set after 2027: so no AI text, and no idea born since.

    Errors are those that models make anew, `hallucination` = 0.02 of their pages, and none that they have learned.
    """
    sandbox = Sandbox(tmp_path)
    for block in blocks(PAGE):
        sandbox.save(block)
    assert "moratorium" in sandbox.run("webloop list submodels")
    command = "webloop run webloop/baseline moratorium.yaml -n 1 -j 1 --set time.end=2030-12 -o out --json"
    found = json.loads(sandbox.run(command))["summary"]
    at_the_end = {(row["scenario"], row["metric"]): row["mean"] for row in found}
    assert at_the_end["baseline", "pollution_training"] > 0.1
    assert at_the_end["moratorium", "pollution_training"] == 0
    assert abs(at_the_end["moratorium", "error_mass"] - 0.02) < 1e-9 < at_the_end["baseline", "error_mass"] - 0.02
    assert at_the_end["moratorium", "new_idea_recall"] < 0.1 * at_the_end["baseline", "new_idea_recall"]
