"""Which metrics come first."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pandas as pd
import pytest

from webloop.outcomes.headlines import ECOLOGY, HEADLINES, headlines
from webloop.outcomes.results import Results


def made(folder: Path, exits: list[float]) -> Results:
    """Results as far as headlines look at them: what people have given up at the end of each scenario."""
    folder.joinpath("summary.csv").touch()
    summary = pd.DataFrame({"metric": ["human_exit"] * len(exits), "mean": exits})
    return cast("Results", SimpleNamespace(folder=folder, summary=summary))


@pytest.mark.parametrize("exits", [[0.0, 0.1], [-0.2]])
def test_an_ecology_leads_with_people(tmp_path: Path, exits: list[float]) -> None:
    found = headlines(made(tmp_path, exits))
    assert found[: len(ECOLOGY)] == ECOLOGY
    assert set(found) == {*ECOLOGY, *HEADLINES}
    assert len(found) == len(set(found))


@pytest.mark.parametrize("exits", [[0.0, 0.0], []])
def test_without_one_models_come_first(tmp_path: Path, exits: list[float]) -> None:
    """Where nobody leaves, and where it was not recorded."""
    assert headlines(made(tmp_path, exits)) == HEADLINES


def test_designs_without_a_summary(tmp_path: Path) -> None:
    assert headlines(cast("Results", SimpleNamespace(folder=tmp_path))) == HEADLINES
