"""Ideas: frequencies, tastes, succession and draws against closed forms."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from webloop.content.ideas.counts import draw_ideas, thin_counts
from webloop.content.ideas.frequencies import read_text, word_frequencies, zipf_mandelbrot
from webloop.content.ideas.succession import draw_succession
from webloop.content.ideas.tastes import bands, community_tastes
from webloop.errors import InputError


@given(st.integers(2, 300), st.floats(0, 3), st.floats(0, 10), st.floats(0, 1), st.floats(0.05, 0.45))
def test_tastes_add_up_to_the_human_frequencies(
    number: int, exponent: float, shift: float, focus: float, minority: float
) -> None:
    human = zipf_mandelbrot(number, exponent, shift)
    shares = {"majority": 1 - 2 * minority / 3, "a": minority / 3, "b": minority / 3}
    tastes, owner = community_tastes(human, shares, focus)
    assert set(owner.tolist()) <= {-1, 0, 1, 2}
    assert all(taste.sum() == pytest.approx(1.0) for taste in tastes.values())
    pooled = sum(share * tastes[name] for name, share in shares.items())
    # each community is scaled to 1, which moves the pool by at most the mass of one tail idea
    assert np.abs(pooled - human).sum() < 4 * focus * human.max() + 1e-9


def test_minorities_own_their_part_of_the_tail() -> None:
    human = zipf_mandelbrot(1000, 1.0, 2.7)
    tastes, owner = community_tastes(human, {"majority": 0.8, "a": 0.2}, 0.8)
    tail = bands(human)[2]
    assert (owner[~tail] == -1).all()
    assert human[owner == 1].sum() / human[tail].sum() == pytest.approx(0.2, abs=0.01)
    # a minority writes its own tail 1 + focus (1 / share - 1) times as often as people on average
    assert (tastes["a"][owner == 1] / human[owner == 1]).mean() == pytest.approx(1 + 0.8 * (1 / 0.2 - 1), rel=0.01)


def test_bands_hold_their_mass() -> None:
    human = zipf_mandelbrot(1000, 1.0, 2.7)
    head, torso, tail = bands(human)
    assert (head | torso | tail).all()
    assert not (head & torso).any()
    assert human[head].sum() == pytest.approx(0.80, abs=human[head].min())
    assert human[tail].sum() == pytest.approx(0.05, abs=human[torso].min())


def test_niches_are_always_full() -> None:
    succession = draw_succession(np.full(50, 0.3), 18, 24_000, 24_300, np.random.default_rng(1))
    for month in range(24_000, 24_301, 7):
        fill = succession.fill(month)
        assert (fill >= 0).all()
        assert np.bincount(succession.niche, weights=fill) == pytest.approx(1.0)


def test_turnover_is_the_rate_of_successions() -> None:
    """2,000 niches for 25 years at 0.05 a year: 2,500 births, sd below Poisson's 50; 5 sd: false alarms below 1e-6."""
    succession = draw_succession(np.full(2000, 0.05), 24, 24_000, 24_299, np.random.default_rng(2))
    assert abs(len(succession.niche) - 2000 - 2500) < 5 * 50


def test_no_turnover_no_births() -> None:
    assert len(draw_succession(np.zeros(10), 12, 0, 10_000, np.random.default_rng(1)).niche) == 10


@given(st.integers(0, 10**12), st.integers(0, 2**32 - 1))
def test_what_nobody_writes_is_never_drawn(pages: int, seed: int) -> None:
    p = np.array([0.3, 0.0, 0.7 - 1e-17, 1e-17, 0.0])
    counts = draw_ideas(pages, p, np.random.default_rng(seed))
    assert counts.sum() == pages
    assert counts[[1, 4]].sum() == 0


def test_draws_are_multinomial() -> None:
    """Chi-square of 10^6 pages over 200 ideas, false-alarm rate 1e-5."""
    p = zipf_mandelbrot(200, 1.0, 2.7)
    counts = draw_ideas(10**6, p, np.random.default_rng(3))
    assert stats.chisquare(counts, 10**6 * p).pvalue > 1e-5


def test_thinning_is_binomial() -> None:
    """KS-like check of 4,000 thinnings of 50 pages at 0.3 by chi-square, false-alarm rate 1e-5."""
    kept = thin_counts(np.full(4000, 50), 0.3, np.random.default_rng(4))
    bins = np.arange(8, 24)
    observed = np.array([(kept <= 7).sum(), *[(kept == b).sum() for b in bins], (kept >= 24).sum()])
    law = stats.binom(50, 0.3)
    expected = 4000 * np.array([law.cdf(7), *law.pmf(bins), law.sf(23)])
    assert stats.chisquare(observed, expected).pvalue > 1e-5
    assert thin_counts(np.array([5, 7]), 1.0, np.random.default_rng(1)).tolist() == [5, 7]
    assert thin_counts(np.array([5, 7]), 0.0, np.random.default_rng(1)).tolist() == [0, 0]


def test_words_of_a_text(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text("Ein Haus, ein Baum; Ein Garten. l'été l'été", encoding="utf-8")
    words, shares = word_frequencies(read_text(str(file)), 10)
    assert words == ("ein", "l'été", "haus", "baum", "garten")
    assert shares.sum() == pytest.approx(1.0)


def test_texts_that_can_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\xff")
    for source in (str(tmp_path / "none.txt"), str(tmp_path / "bytes"), "python:no_such_module"):
        with pytest.raises(InputError, match=r"ideas\.from_text"):
            read_text(source)
    with pytest.raises(InputError, match="no words"):
        word_frequencies("1 2 3 !", 10)


def test_python_carries_a_text() -> None:
    words, _ = word_frequencies(read_text("python:pydoc_data.topics"), 2000)
    assert len(words) == 2000
    assert words[0] == "the"
