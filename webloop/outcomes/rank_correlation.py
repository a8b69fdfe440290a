"""Spearman's rank correlation of parameters with a metric: how sure it is, and what is left with the others held still.

References:
    Bonett, D. G. & Wright, T. A. (2000), Sample size requirements for estimating Pearson, Kendall and Spearman
    correlations, Psychometrika 65, 23-28: the standard error of Fisher's z of a rank correlation.

    Marino, S., Hogue, I. B., Ray, C. J. & Kirschner, D. E. (2008), A methodology for performing global uncertainty
    and sensitivity analysis in systems biology, Journal of Theoretical Biology 254, 178-196: partial rank correlation.
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from webloop.outcomes.crossed import Bools
from webloop.outcomes.drawn import Array
from webloop.outcomes.paired import ALPHA

LEAST = 10
"""Draws that a correlation takes at least, beside one for each parameter that is held still."""
_LEFT_OF_RANKS = 0.01
"""Where others leave less than this share of the variance of a parameter's ranks, nothing is left to correlate."""
_LEFT_OF_VALUES = 1e-6
"""The same of its values: parts of a whole add up, so each is what the others leave, whatever its rank."""
_SINGULAR = 1e-9


@dataclass(frozen=True, eq=False)
class Correlations:
    """Correlations of several parameters with one metric; each array has one number a parameter.

    Attributes:
        r: the correlation, from -1 to 1; not a number where there is none to be had.
        low: lower end of its 95 % interval.
        high: upper end.
        p: two-sided p-value against no correlation.
    """

    r: Array
    low: Array
    high: Array
    p: Array


def rank_correlations(parameters: Array, values: Array) -> Correlations:
    """Spearman's rank correlations; ties share their mean rank.

    Args:
        parameters: one row a draw, one column a parameter; one that is the same in all draws has no correlation.
        values: of the metric, one a draw, not all the same.
    """
    ranks, metric = _standard(parameters), _standard(values[:, None])[:, 0]
    return _told(np.asarray(ranks.T @ metric) / len(values), np.full(ranks.shape[1], len(values)))


def partial_correlations(parameters: Array, values: Array) -> Correlations:
    """Partial rank correlations: of what all other parameters leave of a parameter's ranks and of the metric's.

    None is to be had of parameters that the others fix, such as the parts of a whole (see `fixed_by_others`), nor of
    any where draws are fewer than those held still and `LEAST`. The arguments are those of `rank_correlations`.
    """
    draws, count = parameters.shape
    out = np.full(count, np.nan)
    free = np.full(count, draws)
    moving = _moving(parameters)
    wanted = moving & ~fixed_by_others(parameters)
    if draws < count + LEAST:
        return _told(out, free)
    ranks = _standard(np.column_stack([parameters, values]))
    together = ranks.T @ ranks / draws
    for place in np.flatnonzero(wanted):
        others = np.flatnonzero(moving & (np.arange(count) != place))
        left, held = _left(together, np.array([place, count]), others)
        # where the others explain the metric to the last rank, rounding is all that is left of it
        out[place] = left[0, 1] / np.sqrt(left[0, 0] * left[1, 1]) if left[1, 1] > _SINGULAR else 0.0
        free[place] = draws - held
    return _told(out, free)


def fixed_by_others(parameters: Array) -> Bools:
    """Which parameters can't move while all others are held still: (parameters,).

    >>> share = np.array([0.1, 0.7, 0.4, 0.2])
    >>> fixed_by_others(np.column_stack([share, 1 - share, [3, 1, 2, 4]])).tolist()
    [True, True, False]
    """
    moving = _moving(parameters)
    centred = parameters - parameters.mean(axis=0)
    spread = np.where(moving, centred.std(axis=0), 1.0)
    out = np.zeros(len(moving), dtype=bool)
    for each, least in ((centred / spread, _LEFT_OF_VALUES), (_standard(parameters), _LEFT_OF_RANKS)):
        together = each.T @ each / len(each)
        for place in np.flatnonzero(moving):
            others = np.flatnonzero(moving & (np.arange(len(moving)) != place))
            out[place] |= bool(_left(together, np.array([place]), others)[0][0, 0] < least)
    return out


def direction(r: float, p: float, partial: float, partial_p: float) -> str:
    """What a correlation and its partial say, given p-values adjusted for all that are looked at.

    >>> direction(0.4, 0.001, 0.5, 0.001), direction(-0.4, 0.001, np.nan, np.nan), direction(0.1, 0.9, 0.1, 0.9)
    ('raises', 'lowers', "can't tell")
    >>> direction(0.4, 0.001, 0.1, 0.9)
    'raises, but not told with the others held still'
    >>> direction(0.1, 0.9, 0.4, 0.001)
    'raises with the others held still only'
    """
    whole, held = _word(r, p), _word(partial, partial_p)
    if not held:
        but = ", but not told with the others held still" if partial == partial else ""
        return f"{whole}{but}" if whole else "can't tell"
    if not whole:
        return f"{held} with the others held still only"
    return whole if whole == held else f"{whole}, but {held} with the others held still"


def _word(r: float, p: float) -> str:
    if not p <= ALPHA:
        return ""
    return "raises" if r > 0 else "lowers"


def _moving(parameters: Array) -> Bools:
    return np.asarray(np.ptp(parameters, axis=0) > 0)


def _standard(columns: Array) -> Array:
    """Ranks of each column with mean 0 and variance 1; not numbers where all values are the same."""
    ranks = stats.rankdata(columns, axis=0)
    centred = ranks - ranks.mean(axis=0)
    spread = centred.std(axis=0)
    out: Array = centred / np.where(spread > 0, spread, np.nan)
    return out


def _left(together: Array, kept: np.ndarray, others: np.ndarray) -> tuple[Array, int]:
    """What a linear fit on others leaves of the covariances of some, and how many directions the others have."""
    sizes, axes = np.linalg.eigh(together[np.ix_(others, others)])
    real = sizes > _SINGULAR * max(float(sizes.max(initial=0.0)), _SINGULAR)
    fit = (together[np.ix_(kept, others)] @ axes[:, real]) / np.sqrt(sizes[real])
    return together[np.ix_(kept, kept)] - fit @ fit.T, int(real.sum())


def _told(r: Array, free: np.ndarray) -> Correlations:
    """Correlations with their intervals and p-values, given the draws less those spent on parameters held still."""
    r = np.clip(r, -1.0, 1.0)
    with np.errstate(divide="ignore"):  # a perfect correlation has an infinite z, and no interval
        middle = np.arctanh(r)
        t = r * np.sqrt((free - 2) / (1 - r**2))
    half = stats.norm.ppf(1 - ALPHA / 2) * np.sqrt((1 + r**2 / 2) / (free - 3))
    return Correlations(r, np.tanh(middle - half), np.tanh(middle + half), 2 * stats.t.sf(np.abs(t), free - 2))
