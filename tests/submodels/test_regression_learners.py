"""Learners of regressions: algebra, and the published laws of models that learn from their own answers."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from tests.content.regressions import accumulate, domain, replace, rounds
from webloop.content.samples import Chunk
from webloop.errors import InputError
from webloop.metrics.regression import accuracy
from webloop.submodels.decoders.sampling import Sampling
from webloop.submodels.learners.least_squares import LeastSquares
from webloop.submodels.learners.ridge import Ridge

FAR = 1e-5  # false-alarm rate of each check
GRID = [
    (int(d), int(d * ratio) + 12)
    for d, ratio in zip(
        np.random.default_rng(20).integers(1, 25, 5), np.random.default_rng(21).uniform(2, 10, 5), strict=True
    )
]


def lstsq(rows: NDArray[np.float64], weights: NDArray[np.float64], penalty: float = 0.0) -> NDArray[np.float64]:
    """Weighted least squares of one replicate by NumPy; a penalty is pages of unit vectors with the answer 0."""
    root = np.sqrt(weights)[:, None]
    d = rows.shape[1] - 1
    x = np.concatenate([rows[:, :-1] * root, np.sqrt(penalty) * np.eye(d)])
    y = np.concatenate([rows[:, -1] * root[:, 0], np.zeros(d)])
    value: NDArray[np.float64] = np.linalg.lstsq(x, y, rcond=1e-9)[0]
    return value


@given(st.integers(0, 2**32), st.integers(1, 6), st.sampled_from([0.0, 0.1, 30.0]), st.floats(0.01, 100))
def test_fits_are_those_of_least_squares(seed: int, dimensions: int, penalty: float, weight: float) -> None:
    """Also with too few pages, with weights, and when replicates hold different pages."""
    rng = np.random.default_rng(seed)
    one, other = (rng.standard_normal((3, int(rng.integers(1, 9)), dimensions + 1)) for _ in range(2))
    there = rng.random(other.shape[:2]) < 0.7
    training = (((Chunk(one),), 1.0), ((Chunk(other, there),), weight))
    fitted = Ridge(penalty=penalty).fit(training).mean
    if penalty == 0.0:
        assert (LeastSquares().fit(training).mean == fitted).all()
    for r in range(3):
        rows = np.concatenate([one[r], other[r, there[r]]])
        weights = np.concatenate([np.ones(one.shape[1]), np.full(int(there[r].sum()), weight)])
        eigenvalues = np.linalg.eigvalsh((rows[:, :-1] * weights[:, None]).T @ rows[:, :-1])
        clear = (eigenvalues < 1e-13 * eigenvalues[-1]) | (eigenvalues > 1e-7 * eigenvalues[-1])
        if clear.all():  # no direction that one of the two may take for unseen
            assert fitted[r] == pytest.approx(lstsq(rows, weights, penalty), rel=1e-5, abs=1e-5)


def test_ridge_shrinks_an_orthogonal_design_alike() -> None:
    """With X'X = k I it is k / (k + penalty) of least squares (Hoerl and Kennard 1970)."""
    rng = np.random.default_rng(22)
    x = np.tile(np.eye(4), (7, 1))
    training = (((Chunk(np.concatenate([x, rng.standard_normal((28, 1))], axis=1)[None]),), 1.0),)
    plain = LeastSquares().fit(training).mean
    for penalty in (0.5, 7.0, 1e6):
        assert Ridge(penalty=penalty).fit(training).mean == pytest.approx(7 / (7 + penalty) * plain)


def test_masks_of_a_sample_are_heeded() -> None:
    content, rng = domain(6, dimensions=3), np.random.default_rng(23)
    draws = [content.draw(pages, content.truth, rng) for pages in (20, 30)]
    parts: list[Any] = content.sample(draws, 25, rng)
    fitted = content.fit(LeastSquares(), content.weigh([(parts[0], 1.0), (parts[1], 4.0)]), rng)
    for r in range(6):
        mine = [part[0].values[r, part[0].there[r]] for part in parts]
        weights = np.repeat([1.0, 4.0], [len(rows) for rows in mine])
        assert sum(len(rows) for rows in mine) == 25
        assert fitted.mean[r] == pytest.approx(lstsq(np.concatenate(mine), weights))


def test_no_pages_teach_nothing() -> None:
    with pytest.raises(InputError, match="no pages"):
        LeastSquares().fit((((), 1.0),))


@pytest.mark.parametrize(("dimensions", "pages"), GRID)
@pytest.mark.parametrize("keep", [replace, accumulate])
def test_error_grows_with_rounds_or_as_the_sum_of_inverse_squares(dimensions: int, pages: int, keep: Any) -> None:
    """Gerstgrasser et al. 2024: E|w - w*|^2 = s2 d / (T - d - 1) times t, or times the sum of 1/i^2.

    Given X, (w - w*)'X'X(w - w*) / s2 over that factor is chi-square with d degrees of freedom: the sum over 400
    replicates at 1e-5, both tails. The mean without X: within 5 standard errors, 6e-7 if normal.
    """
    content = domain(400, dimensions=dimensions, noise=1.5)
    errors = rounds(content, pages, 8, keep)
    x = content.design.rows(pages)
    for t in (1, 3, 8):
        factor = t if keep is replace else sum(1 / i**2 for i in range(1, t + 1))
        scaled = (np.einsum("rpd,rd->rp", x, errors[t - 1]) ** 2).sum() / (1.5**2 * factor)
        assert FAR / 2 < stats.chi2.cdf(scaled, 400 * dimensions) < 1 - FAR / 2
        squares = (errors[t - 1] ** 2).sum(axis=1)
        expected = 1.5**2 * dimensions / (pages - dimensions - 1) * factor
        assert abs(squares.mean() - expected) < 5 * squares.std() / np.sqrt(400)


def test_fresh_x_make_accumulation_better_by_a_little() -> None:
    """4,000 replicates, d = 10, T = 31: below the law of the same X by more than 5 standard errors, above one round."""
    squares = (rounds(domain(4000, design="fresh"), 31, 10, accumulate) ** 2).sum(axis=2)
    unit, spread = 10 / (31 - 10 - 1), squares.std(axis=1) / np.sqrt(4000)
    assert abs(squares[0].mean() - unit) < 5 * spread[0]
    assert squares[-1].mean() + 5 * spread[-1] < unit * sum(1 / i**2 for i in range(1, 11))
    assert squares[-1].mean() > 0.9 * unit


@pytest.mark.parametrize(("right", "wrong"), [(0.9, 0.3), (0.7, 0.05), (1.0, 1.0)])
@pytest.mark.parametrize("side", [-0.05, 0.05])
def test_a_verifier_saves_what_is_below_the_breakdown_point(right: float, wrong: float, side: float) -> None:
    """Feng et al. 2024, theorem 4.2: all is right below p* = 1 / (1 + psi / phi), and all wrong above it.

    60,000 pages. Fitted to classes, w is c w* plus a normal error: c = m sqrt(2/pi) where m is the mean of y times
    the right class, so the tangent of the angle squared, times n c^2 / (1 - c^2), is chi-square, d - 1 degrees of
    freedom, both tails at 1e-5 (5 % wider, as this is the law of large n and m is that of the mean).
    """
    dimensions, pages = 20, 60_000
    p = 1 / (1 + wrong / right) + side
    content, rng = domain(dimensions=dimensions, outcome="class", design="fresh"), np.random.default_rng(24)
    drawn = content.draw(pages, content.publish(content.truth, Sampling(), p), rng)
    kept = content.thin(drawn, content.verified(drawn, right, wrong), rng)
    fitted = content.fit(LeastSquares(), content.weigh([(kept, 1.0)]), rng)
    view: Any = SimpleNamespace(models=[SimpleNamespace(fitted=fitted)], human=content.truth)
    (found,) = accuracy(view)
    assert found > 0.9 if side < 0 else found < 0.1
    n = pages * ((1 - p) * right + p * wrong)
    c = pages * ((1 - p) * right - p * wrong) / n * np.sqrt(2 / np.pi)
    scaled = np.tan(np.pi * found) ** 2 * n * c**2 / (1 - c**2)
    low, high = stats.chi2.ppf([FAR / 2, 1 - FAR / 2], dimensions - 1)
    assert low / 1.05 < scaled < high * 1.05
