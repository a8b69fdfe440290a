"""Every paper's picture can be drawn, whatever its curves are, and is the same every time."""

import numpy as np
import pytest

from webloop.plots.draw import render
from webloop.replication.curves import Curves
from webloop.replication.paper import Paper
from webloop.replication.picture import sheet
from webloop.replication.registry import papers


def curves(paper: Paper) -> dict[str, Curves]:
    """Numbers between 0.1 and 0.9, three replicates."""
    rng = np.random.default_rng(1)
    return {
        case.name: Curves({name: rng.uniform(0.1, 0.9, (3, case.generations)) for name in case.metrics})
        for case in paper.cases()
    }


@pytest.mark.parametrize("paper", papers().values(), ids=list(papers()))
def test_every_paper_has_a_picture(paper: Paper) -> None:
    found = curves(paper)
    drawn = sheet(paper, found)
    assert len(drawn.axes) == len(paper.panels(found))
    assert render(drawn, "png")[:4] == b"\x89PNG"
    assert all(panel.title in drawn.alt for panel in paper.panels(found))


def test_a_picture_is_the_same_every_time() -> None:
    paper = papers()["marchi-2024"]
    assert render(sheet(paper, curves(paper)), "svg") == render(sheet(paper, curves(paper)), "svg")
