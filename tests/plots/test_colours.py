"""A scenario has one colour in all pictures of the same results."""

import pytest

from webloop.outcomes.results import Results
from webloop.plots.colours import line_colours
from webloop.plots.fan import fan
from webloop.plots.style import BASELINE, COLOURS


def test_a_colour_does_not_depend_on_the_other_lines(many: Results) -> None:
    base, *others = many.scenarios
    assert len(others) == len(COLOURS)
    assert line_colours(many, [[name] for name in (base, *others)]) == [BASELINE, *COLOURS]
    assert line_colours(many, [[others[3]], [others[1], base], [others[2]]]) == [COLOURS[3], BASELINE, COLOURS[2]]


def test_no_two_lines_have_one_colour(swept: Results) -> None:
    _, *others = swept.scenarios
    first, same, next_one = others[0], others[len(COLOURS)], others[1]
    assert line_colours(swept, [[first], [same], [next_one]]) == [COLOURS[0], COLOURS[2], COLOURS[1]]


def test_a_scenario_without_a_value_is_named(study: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Without a value" not in fan(study, "hill_1").alt
    whole = study.monthly(["hill_1"])
    monkeypatch.setattr(
        Results, "monthly", lambda *_: whole.assign(hill_1=whole["hill_1"].where(whole["scenario"] != "replace"))
    )
    assert "Without a value, so not shown: Replace." in fan(study, "hill_1").alt
