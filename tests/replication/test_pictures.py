"""Every paper's picture can be drawn, whatever its curves are, and is the same every time."""

from dataclasses import replace

import numpy as np
import pytest

from tests.replication.made import curves, small_paper
from webloop.plots.render import render
from webloop.plots.sheet import Sheet
from webloop.plots.style import INK
from webloop.replication.panel import Line, Panel, bound, formula, ours, published
from webloop.replication.paper import Paper
from webloop.replication.picture import sheet
from webloop.replication.registry import papers


@pytest.mark.slow
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


def written(drawn: Sheet) -> list[str]:
    return [text.get_text() for text in drawn.texts]


@pytest.mark.parametrize("paper", papers().values(), ids=list(papers()))
def test_names_can_be_told_apart(paper: Paper) -> None:
    """Every name of a picture has its own colour, and its sample in the key has it, too."""
    found = curves(paper)
    names = {
        line.name for panel in paper.panels(found) for line in panel.lines if line.kind not in {"formula", "bound"}
    }
    drawn = sheet(paper, found)
    seen = {line.get_color() for axis in drawn.axes for line in axis.lines} - {INK, "none"}
    assert len(seen) == len(names)
    assert len(names) == 1 or names <= set(written(drawn))


def lines(paper: Paper, *drawn: Line) -> Paper:
    return replace(paper, panels=lambda _: [Panel("One", "x", "y", drawn)])


def test_every_kind_of_line_has_a_key() -> None:
    values = np.random.default_rng(0).uniform(0.2, 0.8, (5, 4))
    paper = lines(
        small_paper(),
        ours("course", values),
        ours("settings", values, [1, 5, 6, 9]),
        formula("course", [0.5] * 4),
        bound("course", [0.9] * 4),
        published("settings", [5], [0.5], [0.1]),
    )
    said = written(sheet(paper, {}))
    for words in (
        "webloop, mean and 95 % interval",
        "webloop, one setting each",
        "formula",
        "bound",
        "published numbers",
    ):
        assert words in said
    assert "bound" not in written(sheet(lines(small_paper(), ours("course", values)), {}))


def test_too_many_names_are_refused() -> None:
    values = np.full((3, 4), 0.5)
    with pytest.raises(ValueError, match="10 names"):
        sheet(lines(small_paper(), *(ours(f"{i}", values) for i in range(10))), {})


def test_quick_pictures_say_so() -> None:
    paper = papers()["drayson-2025"]
    quick, full = (written(sheet(paper, curves(paper), quick=each)) for each in (True, False))
    assert any("quick: fewer replicates" in text for text in quick)
    assert not any("quick" in text for text in full)
