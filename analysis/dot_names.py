"""Names beside the dots of a chart, where there is room for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from webloop.plots.sheet import Sheet
from webloop.plots.words import font_width, printable

DOT, DOT_NAME = 3.5, 6.5
"""Half the width of a dot, and the size of its name, in points."""


@dataclass(frozen=True)
class Box:
    """A rectangle of the sheet, in points."""

    left: float
    low: float
    right: float
    top: float

    def meets(self, other: "Box") -> bool:
        """Whether two have a place in common."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.top <= other.low or other.top <= self.low)


def name_dots(
    sheet: Sheet,
    axis: Axes,
    dots: np.ndarray,
    names: Sequence[str],
    rows: Sequence[Sequence[int]],
    line: float,
) -> None:
    """Name the dots of rows that are not all in one place; a name that finds no room is left out.

    Args:
        sheet: whose layout is known (`Sheet.later`).
        axis: where the dots are.
        dots: (dots, 3, 2), low end, middle and high end of each in the units of the axis; ends may be no numbers.
        names: of the dots.
        rows: dots that stand at one height.
        line: a height at which nothing is to be written.
    """
    point = 72 / sheet.dpi
    (left, bottom), (right, _) = axis.bbox.get_points() * point
    low, middle, high = (point * axis.transData.transform(dots[:, at]) for at in range(3))
    taken = [
        Box(*np.fmin(dot - DOT, first - 2), *np.fmax(dot + DOT, last + 2))
        for first, dot, last in zip(low, middle, high, strict=True)
    ]
    across = float(axis.transData.transform((0.0, line))[1]) * point
    taken.append(Box(left, across - 1, right, across + 1))
    for row in rows:
        places = apart([(float(middle[at, 0]), at, printable(names[at])) for at in row])
        for _, at, text in places if len(places) > 1 else []:
            for box in _beside(taken[at], 72 * font_width(text, DOT_NAME)):
                inside = left < box.left and box.right < right and bottom < box.low
                if inside and not any(box.meets(other) for other in taken):
                    taken.append(box)
                    place = box.left / 72, (box.low + box.top) / 144
                    sheet.text(*place, text, transform=sheet.dpi_scale_trans, fontsize=DOT_NAME, va="center")
                    break


def apart(dots: Sequence[tuple[float, int, str]]) -> list[tuple[float, int, str]]:
    """Dots of one row from left to right: place in points, which, name; those in one place share their name.

    >>> apart([(50.0, 0, "b"), (3.2, 1, "c"), (3.0, 2, "a")])
    [(3.0, 2, 'a / c'), (50.0, 0, 'b')]
    """
    groups: list[tuple[float, int, str]] = []
    for x, at, text in sorted(dots):
        if groups and x - groups[-1][0] < 1:
            groups[-1] = (*groups[-1][:2], f"{groups[-1][2]} / {text}")
        else:
            groups.append((x, at, text))
    return groups


def _beside(dot: Box, wide: float) -> Iterator[Box]:
    """Where the name of a dot may stand, the best first: right, left, above, below of it and of its bars."""
    middle, above, below = (dot.low + dot.top - DOT_NAME) / 2, dot.top + 1, dot.low - 1 - DOT_NAME
    corners = [(dot.right + 2, middle), (dot.left - 2 - wide, middle)]
    lefts = (dot.left, (dot.left + dot.right - wide) / 2, dot.right - wide)
    for left, low in [*corners, *((left, low) for low in (above, below) for left in lefts)]:
        yield Box(left, low, left + wide, low + DOT_NAME)
