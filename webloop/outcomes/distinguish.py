"""Since when a difference can be told from nothing, without paying for every month that is looked at.

Months are tested backward from the compared one, each only when all later ones were rejected, and all at the same
level: a fixed-sequence test (Maurer, Hothorn & Lehmacher 1995; Westfall & Krishen 2001,
doi:10.1016/S0378-3758(01)00077-5). Whatever the months have to do with each other, it errs at most as often as one
test: the first month that is wrongly rejected is the latest one before the compared month that has no difference,
a month that is known before any data are seen.

Over m policies each walks back at alpha / m (Bonferroni), so at most alpha of all studies date any of their policies
too early. That holds for the dates as a family. The verdicts are a family of their own (Holm, at alpha): Holm's
procedure spends all of alpha, so no date could be added to that family for nothing. Where no policy
differs at the compared month, a false date needs a false verdict, and both together err at most alpha.
"""

import numpy as np
from numpy.typing import NDArray

from webloop.outcomes.paired import ALPHA, Floats


def first_apart(p: Floats, mean: Floats, told: NDArray[np.bool_], policies: int, alpha: float = ALPHA) -> list[int]:
    """The earliest month of the unbroken run of months, ending at the last, that can be told apart.

    A month continues the run when its p-value is at most alpha / policies and its difference points the same way
    as the last month's. Months in which all differences are zero, or that have no value, end it.

    Args:
        p: p-values of paired tests, (tests, months), the compared month last.
        mean: mean differences, (tests, months).
        told: whether the difference of the compared month is told apart, by its verdict, (tests,).
        policies: tests in the family.
        alpha: error rate of the family.

    Returns:
        For each test the index of the month, or -1 when the compared month can't be told apart.

    >>> p = np.array([[0.001, 0.9, 0.001, 0.002, 0.03], [0.9, 0.9, 0.9, 0.9, 0.9]])
    >>> first_apart(p, np.ones((2, 5)), np.array([True, False]), policies=2)
    [2, -1]
    """
    last = p.shape[1] - 1
    # NaN compares false; so does the sign of nothing, zero
    goes_on = (p <= alpha / max(policies, 1)) & (np.sign(mean) == np.sign(mean[:, last:]))
    backward = np.logical_and.accumulate(goes_on[:, :last][:, ::-1], axis=1)
    first = last - backward.sum(axis=1)
    return [int(month) for month in np.where(told, first, -1)]
