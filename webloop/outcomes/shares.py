"""Intervals of shares.

References:
    Clopper, C. J. & Pearson, E. S. (1934), The use of confidence or fiducial limits illustrated in the case of the
    binomial, Biometrika 26, 404-413.

    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, Journal of the
    American Statistical Association 22, 209-212.
"""

from scipy import stats

from webloop.outcomes.paired import CONFIDENCE


def wilson(hits: int, total: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's interval of a share.

    >>> tuple(round(end, 4) for end in wilson(87, 100))
    (0.7902, 0.9224)
    """
    ends = stats.binomtest(hits, total).proportion_ci(confidence, method="wilson")
    return float(ends.low), float(ends.high)


def exact(hits: int, total: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The exact interval of a share (Clopper and Pearson 1934): it covers at least as often as it says.

    >>> tuple(round(end, 4) for end in exact(0, 10))
    (0.0, 0.3085)
    """
    ends = stats.binomtest(hits, total).proportion_ci(confidence, method="exact")
    return float(ends.low), float(ends.high)


def percent(share: float, little: int = 0, large: int = 0) -> str:
    """A share in percent, neither none nor all unless it is.

    Args:
        share: 0 to 1; not a number is a dash.
        little: decimals below 10 %.
        large: decimals from there on.

    >>> percent(0.126), percent(0.001), percent(0.999), percent(1.0)
    ('13 %', '<1 %', '>99 %', '100 %')
    >>> [percent(share, 1) for share in (0.71, 0.057, 0.0001, 0.0, float("nan"))]
    ['71 %', '5.7 %', '<0.1 %', '0 %', '-']
    >>> percent(0.712, 1, 1), percent(0.9999, 1, 1), percent(1.0, 1, 1)
    ('71.2 %', '>99.9 %', '100 %')
    """
    if share != share:
        return "-"
    if share in {0.0, 1.0}:
        return f"{100 * share:.0f} %"
    least, last = 10.0**-little, 10.0**-large
    if 0 < 100 * share < least / 2:
        return f"<{least:g} %"
    if 100 - last / 2 <= 100 * share < 100:
        return f">{100 - last:g} %"
    return f"{100 * share:.{little if 0 < share < 0.0995 else large}f} %"
