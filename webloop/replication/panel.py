"""What a panel of a picture shows: our curves on a paper's points or formula."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from webloop.replication.checks import interval

Floats = NDArray[np.float64]
Kind = Literal["ours", "setting", "formula", "bound", "published"]


@dataclass(frozen=True, eq=False)
class Line:
    """One curve or set of points.

    Attributes:
        kind: ours (a line with its 95 % interval), settings of ours (points with theirs), a formula (a dashed line), a
            bound (a dotted one) or published points.
        name: what it is about; lines of one name have one colour.
        x: where, (points,).
        y: values, (points,).
        low: lower ends of intervals, (points,); None without.
        high: upper ends.
    """

    kind: Kind
    name: str
    x: Floats
    y: Floats
    low: Floats | None = None
    high: Floats | None = None


@dataclass(frozen=True, eq=False)
class Panel:
    """One pair of axes.

    Attributes:
        title: what is shown.
        x: label of the x axis.
        y: label of the y axis.
        lines: what is drawn.
        log_x: logarithmic x axis.
        log_y: logarithmic y axis.
    """

    title: str
    x: str
    y: str
    lines: Sequence[Line]
    log_x: bool = False
    log_y: bool = False


def ours(name: str, values: Floats, x: ArrayLike | None = None) -> Line:
    """The mean of a metric with its 95 % interval.

    Args:
        name: what it is about.
        values: (replicates, points).
        x: where, (points,); generations from 1 by default. Those that don't follow on each other are settings, which
            have no line between them that anybody ran.
    """
    ends = np.array([interval(column) for column in values.T])
    where = _x(x, len(ends))
    kind: Kind = "ours" if len(where) > 1 and np.all(np.diff(where) == 1) else "setting"
    return Line(kind, name, where, values.mean(axis=0), ends[:, 0], ends[:, 1])


def formula(name: str, y: ArrayLike, x: ArrayLike | None = None) -> Line:
    """A closed form, (points,)."""
    values = np.asarray(y, dtype=np.float64)
    return Line("formula", name, _x(x, len(values)), values)


def bound(name: str, y: ArrayLike, x: ArrayLike | None = None) -> Line:
    """What theory says ours should stay above or below, (points,)."""
    return replace(formula(name, y, x), kind="bound")


def published(name: str, x: ArrayLike, y: ArrayLike, error: ArrayLike | None = None) -> Line:
    """A paper's own numbers, with their standard errors where it gives some, (points,)."""
    values = np.asarray(y, dtype=np.float64)
    if error is None:
        return Line("published", name, _x(x, len(values)), values)
    half = 1.96 * np.asarray(error, dtype=np.float64)
    return Line("published", name, _x(x, len(values)), values, values - half, values + half)


def _x(x: ArrayLike | None, number: int) -> Floats:
    return np.arange(1.0, number + 1) if x is None else np.asarray(x, dtype=np.float64)
