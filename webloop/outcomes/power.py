"""How many more replicates it would take to tell a difference of the size seen from nothing."""

import numpy as np
from scipy import stats

from webloop.outcomes.paired import Floats

POWER = 0.8
MOST = 10_000


def more_needed(mean: Floats, sd: Floats, pairs: Floats, level: Floats | float, power: float = POWER) -> Floats:
    """Pairs to add until a paired t test finds a difference of this size with this power.

    The normal formula with Guenther's correction for the t distribution (Guenther 1981,
    doi:10.1080/00031305.1981.10479363), which is within two or three pairs of the exact answer. The difference seen is
    itself uncertain, so this is an order of magnitude.

    Where all differences seen are the same and not zero, it is the number of pairs from which on a sign test tells
    that many of one sign apart.

    Args:
        mean: mean differences seen.
        sd: their standard deviations.
        pairs: numbers of pairs that they were seen in.
        level: two-sided level of the test, which is below 5 % where several differences are tested.
        power: how often it is to be found.

    Returns:
        At least 1 each; infinite where the mean is zero, NaN where there is no standard deviation.

    >>> more_needed(np.array([0.5, 0.0]), np.array([1.0, 1.0]), np.array([10, 10]), 0.05).tolist()
    [24.0, inf]
    """
    half = stats.norm.isf(np.asarray(level) / 2)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        effect = np.abs(mean) / sd
        needed = ((half + stats.norm.ppf(power)) / effect) ** 2 + half**2 / 2
    needed = np.where((sd == 0) & (mean != 0), 1 - np.log2(level), needed)
    return np.maximum(np.ceil(needed) - pairs, 1.0)


def rounded(more: float) -> int:
    """A number of replicates, rounded up to what it is worth: one digit and a half.

    >>> [rounded(x) for x in (1, 7, 12, 38, 101, 138, 4321)]
    [1, 7, 15, 40, 150, 150, 4500]
    """
    if more < 10:
        return int(np.ceil(more))
    step = 5 * 10 ** (int(np.floor(np.log10(more))) - 1)
    return int(np.ceil(more / step) * step)


def in_words(more: float) -> str:
    """What it would take, as a clause; nothing where that is not known.

    >>> in_words(38), in_words(1)
    ('about 40 more replicates would do', 'about 1 more replicate would do')
    >>> in_words(1e6)
    'more than 10,000 more replicates would be needed'
    """
    if more != more:
        return ""
    if more > MOST:
        return f"more than {MOST:,} more replicates would be needed"
    count = rounded(more)
    return f"about {count:,} more replicate{'s' * (count > 1)} would do"


def in_short(more: float) -> str:
    """The same for a cell of a table.

    >>> in_short(38), in_short(3200), in_short(1e6), in_short(float("nan"))
    ('+40', '+3.5k', '>10k', '')
    """
    if more != more:
        return ""
    if more > MOST:
        return f">{MOST // 1000}k"
    count = rounded(more)
    return f"+{count / 1000:g}k" if count >= 1000 else f"+{count}"
