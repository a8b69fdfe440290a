"""Bootstrap intervals (BCa) of many mean differences of independent pairs at once; for draws see `crossed`."""

import warnings
from collections.abc import Sequence

import numpy as np
from scipy import stats

from webloop.outcomes.paired import CONFIDENCE, Floats
from webloop.streams import Streams

RESAMPLES = 1999
FEWEST = 3  # units below which a bootstrap has nothing to resample
_CELLS = 4_000_000  # numbers held at once: 32 MB


def bootstrap_intervals(samples: Sequence[Floats], confidence: float = CONFIDENCE) -> Floats:
    """Bias-corrected and accelerated intervals of means (Efron 1987, doi:10.1080/01621459.1987.10478410).

    The resamples depend on the number of units alone, so an interval does not depend on which others are asked for.

    Args:
        samples: for each interval its values, without NaN.
        confidence: how many intervals are to cover.

    Returns:
        (samples, 2): low and high; NaN below three values. Values all alike give an interval of no width.

    >>> low, high = bootstrap_intervals([np.array([1.0, 2.0, 3.0, 5.0])])[0]
    >>> bool(1 < low < 2.75 < high < 5), bootstrap_intervals([np.zeros(5), np.zeros(2)]).tolist()
    (True, [[0.0, 0.0], [nan, nan]])
    """
    out = np.full((len(samples), 2), np.nan)
    sizes = np.array([len(sample) for sample in samples], dtype=np.int64)
    for n in np.unique(sizes[sizes >= FEWEST]):
        rows = np.flatnonzero(sizes == n)
        values = np.stack([samples[row] for row in rows.tolist()])
        out[rows] = _of_equal_size(values, confidence)
    return out


def _of_equal_size(values: Floats, confidence: float) -> Floats:
    """Intervals of samples of one size, (samples, n) to (samples, 2)."""
    out = np.full((len(values), 2), np.nan)
    middle = values.mean(axis=1)
    spread = np.ptp(values, axis=1)
    # what differs by rounding alone has no distribution to resample
    alike = spread <= 1e-12 * np.abs(middle)
    out[alike] = middle[alike, None]
    rows = np.flatnonzero(~alike)
    if len(rows):
        # in units of their own spread: SciPy squares values that may be near the smallest numbers there are
        scaled = (values[rows] - middle[rows, None]) / spread[rows, None]
        out[rows] = middle[rows, None] + spread[rows, None] * _bca(scaled, confidence)
    return out


def _bca(values: Floats, confidence: float) -> Floats:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", stats.DegenerateDataWarning)
        found = stats.bootstrap(
            (values,),
            np.mean,
            n_resamples=RESAMPLES,
            batch=max(1, _CELLS // values.size),  # resamples at once: a matter of memory only
            confidence_level=confidence,
            method="BCa",
            axis=-1,
            vectorized=True,
            random_state=Streams(0, 0).get("bootstrap", str(values.shape[1])),
        ).confidence_interval
    return np.stack([found.low, found.high], axis=-1)
