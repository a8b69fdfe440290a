"""Intervals of shares.

References:
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


def percent(share: float) -> str:
    """A share in percent, with a decimal where it is little; 0 and 100 only where it is just that.

    >>> [percent(share) for share in (0.71, 0.057, 0.0001, 0.0, 0.998, 1.0, float("nan"))]
    ['71 %', '5.7 %', '<0.1 %', '0 %', '>99 %', '100 %', '-']
    """
    if share != share:
        return "-"
    if 0 < share < 0.0005:
        return "<0.1 %"
    if 0.995 <= share < 1:
        return ">99 %"
    return f"{100 * share:.1f} %" if 0 < share < 0.0995 else f"{100 * share:.0f} %"
