"""The shipped engine gives the literature's numbers: every claim of every paper, with the replicates of `--quick`.

Each claim's false-alarm rate is below 1e-4 and stands with it (`Claim.false_alarm`); seeds are fixed.
"""

from pathlib import Path

import pytest

from webloop.replication.paper import Paper
from webloop.replication.registry import papers
from webloop.replication.verdict import replicate


@pytest.mark.slow
@pytest.mark.parametrize("paper", papers().values(), ids=list(papers()))
def test_every_claim_is_reproduced(paper: Paper, tmp_path: Path) -> None:
    """None fails, and none can't be run."""
    found = replicate([(paper, paper.claims)], tmp_path, 1, quick=True)
    assert {each.claim.key: each.verdict for each in found.failed} == {}
    assert len(found.judged) == len(paper.claims)
