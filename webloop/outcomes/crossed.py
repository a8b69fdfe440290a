"""Tests of differences over draws of parameters and replicates of luck at once.

All draws of a study have the same replicates: replicate 3 has the same luck in every draw. So draws and replicates are
crossed, and the mean of a draw is no independent witness: what luck did to it, it did to all others. A difference is

    x_dr = mean + draw_d + replicate_r + interaction_dr,

all but the mean random. With the mean squares of the two-way table, whose expectations are s + R s_D, s + D s_R and s,

    Var(mean) = (MS_D + MS_R - MS_DR) / (D R)

without bias. It is taken to be no less than MS_D / (D R) and MS_R / (D R), which it is not in expectation either. Its
degrees of freedom are Satterthwaite's, V^2 / sum(MS_i^2 / df_i), from five draws and five replicates on: then 5 % are
at most 5.7 % for one policy, and 7.6 % for any of ten. With fewer they would be far too bold (19 % for any of ten with
three replicates, 38 % with two), so below five they are the smaller of D - 1 and R - 1, which is right where luck is
all there is, and cautious elsewhere; but D - 1 where replicates never differ. One replicate says nothing about luck,
however many draws there are: then there is no test and no interval. `analysis/coverage.py` measures all this.

There is no bootstrap interval over draws: no resampling of a crossed table is right for its mean (McCullagh 2000), and
that of both ways is too wide (Owen 2007).

References:
    McCullagh, P. (2000), Resampling and exchangeable arrays, Bernoulli 6, 285-301.

    Owen, A. B. (2007), The pigeonhole bootstrap, Annals of Applied Statistics 1, 386-411.

    Satterthwaite, F. E. (1946), An approximate distribution of estimates of variance components, Biometrics
    Bulletin 2, 110-114.

    Searle, S. R., Casella, G. & McCulloch, C. E. (1992), Variance Components, Wiley.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from webloop.outcomes.paired import Floats, Paired, paired_tests, sign_test

Bools = NDArray[np.bool_]
ENOUGH = 5
"""Draws and replicates from which on degrees of freedom are estimated."""
_ROUNDING = 1e-24  # of squares


def crossed_tests(differences: Floats, fixed: Bools | None = None) -> Paired:
    """Test mean differences against zero: a paired t test over replicates, or over draws and replicates at once.

    Args:
        differences: (..., draws, replicates); NaN where a pair is not complete.
        fixed: (...), as `paired_tests` has it.

    >>> luck_only = np.array([[1.0, 2.0, 3.0]] * 4)  # what luck does, it does in all draws: no better than one draw
    >>> over_draws, one_draw = crossed_tests(luck_only), crossed_tests(luck_only[:1])
    >>> float(over_draws.p.round(4)), float(one_draw.p.round(4)), float(over_draws.df), int(over_draws.pairs)
    (0.0742, 0.0742, 2.0, 12)
    """
    if differences.shape[-2] == 1:
        return paired_tests(differences[..., 0, :], fixed)
    kept = whole_block(~np.isnan(differences))
    # counts of an empty block are zero, and its mean is not a number
    draws, replicates = kept.any(axis=-1).sum(axis=-1), kept.any(axis=-2).sum(axis=-1)
    mean = mean_of(differences, kept)
    enough = (draws >= 2) & (replicates >= 2)
    low = np.where(kept, differences, np.inf).min(axis=(-2, -1), initial=np.inf)
    high = np.where(kept, differences, -np.inf).max(axis=(-2, -1), initial=-np.inf)
    constant = low == high
    mean = np.where(constant, low, mean)
    variance, df = _of_mean(differences, kept, mean, draws, replicates)
    se = np.where(enough, np.where(constant, 0.0, np.sqrt(variance)), np.nan)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        t = np.abs(mean) / se
    p = 2 * stats.t.sf(np.where(constant, 0.0, t), df)
    p = np.where(constant, sign_test(mean, np.minimum(draws, replicates), fixed), p)
    pairs = kept.sum(axis=(-2, -1))
    return Paired(pairs, mean, se, df, np.where(enough, p, np.nan), constant & (mean == 0) & (pairs >= 2))


def _of_mean(
    values: Floats, kept: Bools, mean: Floats, draws: NDArray[np.int64], replicates: NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Variance of the mean and its degrees of freedom, from the mean squares of the two-way table."""
    away = np.where(kept, values - mean[..., None, None], 0.0)
    by_draw = away.sum(axis=-1) / np.maximum(replicates, 1)[..., None]
    by_replicate = away.sum(axis=-2) / np.maximum(draws, 1)[..., None]
    left = np.where(kept, away - by_draw[..., :, None] - by_replicate[..., None, :], 0.0)
    d, r = np.maximum(draws - 1, 1), np.maximum(replicates - 1, 1)
    of_draws = replicates * (by_draw**2).sum(axis=-1) / d
    of_luck = draws * (by_replicate**2).sum(axis=-1) / r
    of_both = (left**2).sum(axis=(-2, -1)) / (d * r)
    total = np.maximum(of_draws + of_luck - of_both, np.maximum(of_draws, of_luck))
    # as shares of the total, so that the smallest numbers there are can be squared
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = [np.where(total > 0, part / total, 1.0) for part in (of_draws, of_luck, of_both)]
    satterthwaite = 1 / (shares[0] ** 2 / d + shares[1] ** 2 / r + shares[2] ** 2 / (d * r))
    fewest = np.minimum(d, r)
    df = np.where(fewest + 1 >= ENOUGH, np.maximum(satterthwaite, fewest), fewest)
    no_luck = np.maximum(shares[1], shares[2]) < _ROUNDING
    return total / np.maximum(draws * replicates, 1), np.where(no_luck, d, df).astype(float)


def whole_block(there: Bools) -> Bools:
    """The runs to go by where some are missing: draws and replicates of which every combination is there.

    With one draw these are its replicates that are there. With several, replicates are taken from the most complete
    one on, with the draws that are complete in them: as many as keep the most runs, but at least two of each where
    that can be, for fewer say nothing.

    Args:
        there: whether a run has a value, (..., draws, replicates).

    >>> whole_block(np.array([[True, True], [True, False], [True, True]])).tolist()
    [[True, True], [False, False], [True, True]]
    """
    if there.shape[-2] == 1 or there.all():
        return there
    order = np.argsort(-there.sum(axis=-2), axis=-1, kind="stable")
    so_far = np.logical_and.accumulate(np.take_along_axis(there, order[..., None, :], axis=-1), axis=-1)
    draws = so_far.sum(axis=-2)
    replicates = np.arange(1, there.shape[-1] + 1)
    enough = (draws >= 2) & (replicates >= 2)
    size = draws * replicates * (enough | ~enough.any(axis=-1, keepdims=True))
    best = np.argmax(size * (len(replicates) + 1) + replicates, axis=-1)  # of as many runs the most replicates
    chosen = np.take_along_axis(so_far, best[..., None, None], axis=-1)
    place = np.argsort(order, axis=-1)
    return np.asarray(chosen & (place <= best[..., None])[..., None, :])


def mean_of(values: Floats, kept: Bools) -> Floats:
    """Mean of the runs that are kept, (..., draws, replicates) to (...); NaN where none is."""
    count = kept.sum(axis=(-2, -1))
    return np.asarray(np.where(kept, values, 0.0).sum(axis=(-2, -1)) / np.where(count > 0, count, np.nan))


def without_chance(values: Floats) -> Bools:
    """Whether runs of a scenario never differ in a metric, as the cost of a policy need not.

    All months are looked at: by chance a metric that comes in steps may well be the same in a few runs of one month.

    Args:
        values: (scenarios, months, draws, replicates); NaN where a run has no value.

    >>> without_chance(np.array([[[[5.0, 5.0]], [[6.0, 6.0]]], [[[5.0, 5.0]], [[6.0, 7.0]]]])).tolist()
    [True, False]
    """
    low = np.where(np.isnan(values), np.inf, values).min(axis=(-2, -1), initial=np.inf)
    high = np.where(np.isnan(values), -np.inf, values).max(axis=(-2, -1), initial=-np.inf)
    return np.asarray((low >= high).all(axis=-1))
