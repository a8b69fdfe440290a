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
