"""A GRU that learns words."""

from copy import deepcopy

import numpy as np
import pytest
from scipy import stats

from tests.content.lessons import lesson, next_word, pairs
from webloop.content.text.model import Decoding, Lesson
from webloop.content.text.neural.recurrent import Recurrent
from webloop.content.text.vocabulary import Vocabulary
from webloop.errors import InputError
from webloop.submodels.decoders.sampling import Sampling
from webloop.submodels.learners.gru import Gru

torch = pytest.importorskip("torch")

FAR = 1e-5  # false-alarm rate of each test
WORDS = Vocabulary(("\n", *"abcdefgh"))
SEEN = 7  # words that pages have: g and h never come
PAGES = np.random.default_rng(0).choice(SEEN, (30, 12), p=[0.1, 0.3, 0.2, 0.1, 0.1, 0.1, 0.1]).astype(np.int32)
SMALL = {"embedding": 6, "hidden": 8, "steps": 30, "batch": 4, "excerpt": 6}
STILL = {**SMALL, "steps": 1, "learning_rate": 1e-12}


@pytest.fixture(scope="module")
def model() -> Recurrent:
    return Gru(**SMALL).fit(lesson(PAGES, WORDS))


def test_the_same_lesson_makes_the_same_model(model: Recurrent) -> None:
    again, other = (Gru(**SMALL).fit(lesson(PAGES, WORDS, seed)) for seed in (1, 2))
    text = PAGES.ravel()
    assert (again.log_probabilities(text) == model.log_probabilities(text)).all()
    assert (other.log_probabilities(text) != model.log_probabilities(text)).all()
    written = [one.write(5, 9, Decoding(), np.random.default_rng(3)) for one in (model, again)]
    assert (written[0] == written[1]).all()
    assert written[0].dtype == np.int32


def test_the_first_pages_are_the_same_however_many_follow(model: Recurrent) -> None:
    few, many = (model.write(pages, 9, Decoding(), np.random.default_rng(3)) for pages in (3, 130))
    assert many.shape == (130, 9)
    assert (many[:3] == few).all()
    assert len(np.unique(many, axis=0)) > 120
    assert model.write(0, 9, Decoding(), np.random.default_rng(3)).shape == (0, 9)


def test_probabilities_sum_to_1_and_every_word_has_some(model: Recurrent) -> None:
    for before in ([], [1], [2, 8, 0, 3]):
        shares = next_word(model, before, WORDS)
        assert shares.sum() == pytest.approx(1.0, abs=1e-6)
        assert (shares > 0).all()
    assert model.log_probabilities(np.empty(0, dtype=np.int32)).shape == (0,)


def test_a_long_text_is_one_chain(model: Recurrent) -> None:
    """The state goes on over the stretches that are scored at once."""
    text = np.tile(PAGES.ravel(), 4)[:1300]
    whole = model.log_probabilities(text)
    for end in (400, 700, 1100):
        assert model.log_probabilities(text[:end]) == pytest.approx(whole[:end], abs=1e-5)
    assert np.abs(model.log_probabilities(text[512:]) - whole[512:])[:3].max() > 1e-3


@pytest.mark.parametrize(
    "decoding",
    [Decoding(), Decoding(0.6), Decoding(1.5, top_k=3), Decoding(top_p=0.7), Decoding(0.8, top_k=5, top_p=0.9)],
)
def test_words_come_as_often_as_the_decoder_says(model: Recurrent, decoding: Decoding) -> None:
    """Two words after a prompt, against the probabilities that the model scores texts with."""
    prompt, pages = [3, 1], 12_800
    rule = Sampling(temperature=decoding.temperature, top_k=decoding.top_k, top_p=decoding.top_p)
    seen = np.arange(len(WORDS)) < SEEN
    first = rule.decode(_only(next_word(model, prompt, WORDS), seen))
    both = first[:, None] * [rule.decode(_only(next_word(model, [*prompt, w], WORDS), seen)) for w in range(len(WORDS))]
    written = model.write(pages, 2, decoding, np.random.default_rng(5), np.array(prompt, dtype=np.int32))
    counts = np.zeros_like(both)
    np.add.at(counts, tuple(written.T), 1)
    assert (counts[both == 0] == 0).all()
    there = both > 5 / pages
    rest = pages - counts[there].sum()
    observed, expected = np.append(counts[there], rest), pages * np.append(both[there], 1 - both[there].sum())
    keep = expected > 1e-6
    assert stats.chisquare(observed[keep], expected[keep]).pvalue > FAR


def _only(shares: np.ndarray, kept: np.ndarray) -> np.ndarray:
    value: np.ndarray = shares * kept / shares[kept].sum()
    return value


def test_the_lowest_and_highest_chance_choose_a_word_that_may_come() -> None:
    from webloop.content.text.neural.drawing import draw

    logits = torch.tensor([[-torch.inf, 0.0, 0.0, -torch.inf]]).expand(2, -1)
    chance = np.array([0.0, np.nextafter(1.0, 0.0)])
    for decoding in (Decoding(), Decoding(top_k=3), Decoding(0.01, top_p=0.99)):
        assert set(draw(logits, decoding, chance).tolist()) == {1, 2}
    assert draw(logits, Decoding(top_k=1), chance).tolist() == [1, 1], "equally likely words rank by number"


def test_words_never_seen_are_never_written(model: Recurrent) -> None:
    written = model.write(300, 12, Decoding(temperature=5.0), np.random.default_rng(6))
    assert set(written.ravel().tolist()) == set(range(SEEN))
    more = Gru(**STILL, start="previous").fit(lesson([[7] * 12], WORDS, previous=model))
    written = more.write(300, 12, Decoding(temperature=5.0), np.random.default_rng(6))
    assert set(written.ravel().tolist()) == set(range(SEEN + 1)), "what the first training saw is not forgotten"


def test_it_learns_what_follows_what() -> None:
    pages = np.tile([1, 2, 3, 4], (8, 3))
    fitted = Gru(**{**SMALL, "steps": 200, "learning_rate": 0.02}).fit(lesson(pages, WORDS))
    assert np.exp(fitted.log_probabilities(np.array([1, 2, 3, 4, 1, 2], dtype=np.int32))).min() > 0.9


def test_pages_teach_by_their_weights() -> None:
    """One page of weight 6 against four of weight 0.5: three in four."""
    one, four = np.full((1, 3), 1, np.int32), np.full((4, 3), 2, np.int32)
    taught = Lesson([(one, 6.0), (four, 0.5)], WORDS, np.random.default_rng(1))
    fitted = Gru(**{**SMALL, "steps": 300, "batch": 16, "learning_rate": 0.02}).fit(taught)
    assert next_word(fitted, [], WORDS)[1] == pytest.approx(0.75, abs=0.05)


def test_training_begins_where_it_should(model: Recurrent) -> None:
    newest = Gru(**SMALL).fit(lesson(PAGES, WORDS, 9))
    text = PAGES.ravel()
    expected = {"base": model, "previous": newest, "scratch": Gru(**STILL).fit(lesson(PAGES, WORDS))}
    for start, near in expected.items():
        fitted = Gru(**STILL, start=start).fit(lesson(PAGES, WORDS, base=model, previous=newest))
        found = fitted.log_probabilities(text)
        for other, far in expected.items():
            apart = np.abs(found - far.log_probabilities(text)).max()
            assert (apart < 1e-5) == (other == start)
        assert near is not fitted
    for start in ("base", "previous"):
        first = Gru(**STILL, start=start).fit(lesson(PAGES, WORDS))
        assert (first.log_probabilities(text) == expected["scratch"].log_probabilities(text)).all()


def test_models_and_torch_stay_as_they_are(model: Recurrent) -> None:
    before, threads, state = model.log_probabilities(PAGES[0]), torch.get_num_threads(), torch.get_rng_state()
    Gru(**SMALL, start="base").fit(lesson(PAGES, WORDS, base=model)).write(2, 3, Decoding(), np.random.default_rng(1))
    assert (model.log_probabilities(PAGES[0]) == before).all()
    assert torch.get_num_threads() == threads
    assert (torch.get_rng_state() == state).all()
    assert deepcopy([model])[0] is model


def test_a_start_from_another_model_is_refused(model: Recurrent) -> None:
    with pytest.raises(InputError) as told:
        Gru(**{**SMALL, "hidden": 9}, start="base").fit(lesson(PAGES, WORDS, base=model))
    assert "embedding 6 and hidden 8" in str(told.value)
    assert "embedding 6 and hidden 9" in str(told.value)
    with pytest.raises(InputError, match="another learner made; allowed: start: scratch"):
        Gru(**SMALL, start="previous").fit(lesson(PAGES, WORDS, previous=_Other()))


class _Other:
    """A model of another kind."""


def test_pairs_of_words_have_all_of_the_probability(model: Recurrent) -> None:
    assert pairs(model, [2], WORDS).sum() == pytest.approx(1.0, abs=1e-6)
