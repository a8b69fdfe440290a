"""Pages that hold numbers: sampled uniformly, told apart, and summed up without loss."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from webloop.content.samples import (
    Chunk,
    Moments,
    Samples,
    Summary,
    combined,
    pool,
    sample,
    select,
    size,
    sizes,
)
from webloop.errors import InputError


def numbered(start: int, rows: int, replicates: int = 1) -> Chunk:
    """Pages that hold their own number, the same in all replicates."""
    return Chunk(np.tile(np.arange(start, start + rows, dtype=float)[None, :, None], (replicates, 1, 1)))


def rows_of(content: Samples, replicate: int) -> list[float]:
    """First numbers of the pages of a replicate."""
    out: list[float] = []
    for chunk in content:
        assert isinstance(chunk, Chunk)
        there = slice(None) if chunk.there is None else chunk.there[replicate]
        out += chunk.values[replicate, there, 0].tolist()
    return out


def direct(values: np.ndarray, weights: np.ndarray) -> Moments:
    """Moments the long way, of one replicate (pages, width)."""
    mean = (weights[:, None] * values).sum(axis=0) / weights.sum()
    off = values - mean
    return Moments(np.array([weights.sum()]), mean[None], ((weights[:, None] * off).T @ off)[None])


@given(
    st.lists(st.tuples(st.integers(1, 6), st.floats(0.1, 10)), min_size=1, max_size=6),
    st.integers(1, 3),
    st.floats(-1e3, 1e3),
    st.integers(0, 2**32 - 1),
)
def test_combined_moments_are_those_of_all_pages(
    parts: list[tuple[int, float]], width: int, centre: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    values = [centre + rng.standard_normal((2, rows, width)) for rows, _ in parts]
    weights = [weight for _, weight in parts]
    found = combined([Chunk(value).moments for value in values], weights)
    for replicate in range(2):
        whole = np.concatenate([value[replicate] for value in values])
        right = direct(whole, np.repeat(weights, [rows for rows, _ in parts]))
        np.testing.assert_allclose(found.number[replicate], right.number[0])
        np.testing.assert_allclose(found.mean[replicate], right.mean[0], rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(found.scatter[replicate], right.scatter[0], rtol=1e-9, atol=1e-9)


@given(st.integers(1, 20), st.integers(1, 3), st.integers(0, 2**32 - 1))
def test_rows_that_are_not_there_do_not_count(rows: int, width: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    values, there = rng.standard_normal((3, rows, width)), rng.random((3, rows)) < 0.5
    there[0] = False  # a replicate without a page
    chunk = Chunk(values, there)
    assert chunk.number.tolist() == there.sum(axis=1).tolist()
    assert (chunk.moments.mean[0] == 0).all()
    assert (chunk.moments.scatter[0] == 0).all()
    for replicate in (1, 2):
        if there[replicate].any():
            right = direct(values[replicate, there[replicate]], np.ones(there[replicate].sum()))
            np.testing.assert_allclose(chunk.moments.mean[replicate], right.mean[0], atol=1e-12)
            np.testing.assert_allclose(chunk.moments.scatter[replicate], right.scatter[0], atol=1e-12)


def test_no_rows_have_moments() -> None:
    moments = Chunk(np.zeros((2, 0, 3))).moments
    assert moments.number.tolist() == [0, 0]
    assert moments.scatter.tolist() == np.zeros((2, 3, 3)).tolist()


def test_a_sample_is_uniform() -> None:
    """8,000 samples of 6 out of 20 rows in three chunks: each row 2,400 times; chi2 of 19, false alarms 1e-5.

    Drawn without replacement, counts vary by 14 / 19 of the multinomial, so that the statistic is scaled.
    """
    content: Samples = (numbered(0, 3, 8000), numbered(3, 10, 8000), numbered(13, 7, 8000))
    (found,) = sample([content], 6, 8000, np.random.default_rng(1))
    (chunk,) = found
    assert isinstance(chunk, Chunk)
    assert chunk.values.shape == (8000, 6, 1)
    assert all(len(set(row)) == 6 for row in chunk.values[..., 0].tolist())
    counts = np.bincount(chunk.values.astype(int).ravel(), minlength=20)
    assert ((counts - 2400) ** 2 / 2400).sum() / (14 / 19) < stats.chi2.isf(1e-5, 19)
    # pairs too: both of the first two rows with 6 * 5 / (20 * 19)
    both = ((chunk.values == 0).any(axis=1) & (chunk.values == 1).any(axis=1)).mean()
    p = 30 / 380
    assert abs(both - p) < 4.5 * np.sqrt(p * (1 - p) / 8000)


@pytest.mark.parametrize("replicates", [1, 7])
def test_contents_are_told_apart(replicates: int) -> None:
    contents: list[Samples] = [
        (numbered(0, 5, replicates), numbered(5, 5, replicates)),
        (),
        (numbered(100, 30, replicates),),
    ]
    rng = np.random.default_rng(2)
    found = sample(contents, 20, replicates, rng)
    assert (sum(sizes(content, replicates) for content in found) == 20).all()
    assert found[1] == ()
    for replicate in range(replicates):
        first, third = rows_of(found[0], replicate), rows_of(found[2], replicate)
        assert len({*first, *third}) == 20
        assert max(first) < 10
        assert min(third) >= 100
    # and again, from pages that share their rows
    again = sample(found, 9, replicates, rng)
    assert (sum(sizes(content, replicates) for content in again) == 9).all()
    for replicate in range(replicates):
        assert set(rows_of(again[0], replicate)) <= set(rows_of(found[0], replicate))
        assert set(rows_of(again[2], replicate)) <= set(rows_of(found[2], replicate))
    if replicates == 1:
        assert all(chunk.there is None for content in found for chunk in content if isinstance(chunk, Chunk))


def test_each_content_gives_its_share_of_a_sample() -> None:
    """5,000 replicates, 10 of 10 + 30 pages: hypergeometric, mean 2.5, sd 1.2; 4.5 standard errors: 1e-5."""
    contents: list[Samples] = [(numbered(0, 10, 5000),), (numbered(10, 30, 5000),)]
    first, _ = sample(contents, 10, 5000, np.random.default_rng(3))
    law = stats.hypergeom(40, 10, 10)
    taken = sizes(first, 5000)
    assert abs(taken.mean() - law.mean()) < 4.5 * law.std() / np.sqrt(5000)
    expected = 5000 * law.pmf(np.arange(6))
    counts = np.bincount(taken.astype(int), minlength=11)[:6]
    assert ((counts - expected) ** 2 / expected).sum() < stats.chi2.isf(1e-5, 6)


def test_samples_of_everything_and_nothing() -> None:
    contents: list[Samples] = [(numbered(0, 5, 2),), (numbered(5, 5, 2),)]
    rng = np.random.default_rng(4)
    assert sample(contents, 10, 2, rng) == contents
    assert sample(contents, 0, 2, rng) == [(), ()]
    uneven = Chunk(np.zeros((2, 3, 1)), np.array([[True, True, True], [True, False, False]]))
    assert sizes(sample([(uneven,)], 1, 2, rng)[0], 2).tolist() == [1, 1]
    with pytest.raises(RuntimeError, match="fewer pages"):
        sample([(uneven,)], 2, 2, rng)
    with pytest.raises(RuntimeError, match="different numbers"):
        size((uneven,), 2)


def test_a_chance_for_each_page() -> None:
    content: Samples = (numbered(0, 4), numbered(4, 2), numbered(6, 3))
    chance = np.array([0.0, 1.0, 1.0, 0.0])
    kept, rest = select(content, [chance, 1.0, 0.0], np.random.default_rng(5))
    assert rows_of(kept, 0) == [1, 2, 4, 5]
    assert rows_of(rest, 0) == [0, 3, 6, 7, 8]


def test_thinning_is_binomial() -> None:
    """100,000 pages kept with 0.3: within 4.5 standard deviations, false alarms below 1e-5."""
    kept, rest = select((numbered(0, 100_000),), [0.3], np.random.default_rng(6))
    assert abs(size(kept, 1) - 30_000) < 4.5 * np.sqrt(100_000 * 0.21)
    assert size(kept, 1) + size(rest, 1) == 100_000
    assert not set(rows_of(kept, 0)) & set(rows_of(rest, 0))


def test_blocks_leave_no_number_to_chance() -> None:
    with pytest.raises(RuntimeError, match="chance would decide"):
        select((numbered(0, 3, 2),), [0.5], np.random.default_rng(7))


def test_sums_cannot_be_taken_apart() -> None:
    moments = numbered(0, 5).moments
    content = pool([(Summary(moments),), (Summary(moments),), (numbered(0, 2),)])
    assert len(content) == 2
    assert size(content, 1) == 12
    rng = np.random.default_rng(8)
    with pytest.raises(InputError, match="moments"):
        sample([content], 3, 1, rng)
    with pytest.raises(InputError, match="moments"):
        select(content, [0.5, 0.5], rng)
    assert sample([content], 12, 1, rng) == [content]
    assert select(content, [1.0, 1.0], rng) == (content, ())
