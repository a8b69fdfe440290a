"""A model of transformers that learns words: a tiny one with new weights, and a tokenizer trained here."""

import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from tests.content.lessons import lesson, next_word, pairs
from tests.content.tiny_gpt2 import save_tiny
from webloop.content.text.model import Decoding
from webloop.content.text.neural.causal import Causal
from webloop.content.text.vocabulary import Vocabulary
from webloop.errors import InputError
from webloop.submodels.learners.gru import Gru
from webloop.submodels.learners.hugging_face import HuggingFace

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")
tokenizers = pytest.importorskip("tokenizers")

FAR = 1e-5  # false-alarm rate of each test
WORDS = Vocabulary(("\n", "foo", "foot", "football", "ball", ",", "<unk>", "never"))
SEEN = 7
PAGES = np.random.default_rng(0).integers(0, SEEN, (20, 9), dtype=np.int32)
LOOKS_BACK = 24
SMALL: dict[str, Any] = {"steps": 5, "batch": 4, "learning_rate": 1e-3}
STILL: dict[str, Any] = {**SMALL, "steps": 1, "learning_rate": 1e-12}


def save(folder: Path, model: Any, end: str = "<|endoftext|>") -> str:
    """GPT-2, tiny, and a tokenizer."""
    return save_tiny(folder, model, WORDS.text(PAGES.ravel().tolist()), LOOKS_BACK, end)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return save(tmp_path_factory.mktemp("gpt2"), tokenizers.models.BPE())


@pytest.fixture(scope="module")
def model(folder: str) -> Causal:
    return HuggingFace(folder=folder, **SMALL).fit(lesson(PAGES, WORDS))


def test_the_same_lesson_makes_the_same_model_and_pages(folder: str, model: Causal) -> None:
    again = HuggingFace(folder=folder, **SMALL).fit(lesson(PAGES, WORDS))
    assert (again.log_probabilities(PAGES[0]) == model.log_probabilities(PAGES[0])).all()
    few, many = (one.write(n, 20, Decoding(), np.random.default_rng(3)) for one, n in ((model, 3), (again, 20)))
    assert many.shape == (20, 20)
    assert many.dtype == np.int32
    assert (many[:3] == few).all()
    assert len(np.unique(many, axis=0)) == 20


def test_probabilities_of_words_sum_to_1(model: Causal) -> None:
    """`foo`, `foot` and `football` begin with one another; the last text is longer than the model looks back."""
    foo, foot, football = (model.book.codes[word].tolist() for word in (1, 2, 3))
    assert foot[: len(foo)] == foo
    assert football[: len(foot)] == foot
    for before in ([], [1], [2, 3, 5], PAGES[:8].ravel().tolist()):
        shares = next_word(model, before, WORDS)
        assert shares.sum() == pytest.approx(1.0, abs=1e-5)
        assert (shares > 0).all()
    assert model.log_probabilities(np.empty(0, dtype=np.int32)).shape == (0,)


def test_a_text_is_one_chain_as_far_as_the_model_looks_back(model: Causal) -> None:
    text = PAGES[:4].ravel()
    whole = model.log_probabilities(text)
    assert model.log_probabilities(text[:5])[:4] == pytest.approx(whole[:4], abs=1e-5)
    assert len(model.book.encode(text.tolist())) > 2 * LOOKS_BACK


def test_windows_are_the_same_however_many_are_read_at_once(model: Causal, monkeypatch: pytest.MonkeyPatch) -> None:
    text = PAGES.ravel()
    assert len(model.book.encode(text.tolist())) > 20 * LOOKS_BACK
    found = []
    for tokens in (1, 5 * LOOKS_BACK, 10**6):
        monkeypatch.setattr("webloop.content.text.neural.causal._AT_ONCE", tokens)
        found.append(model.log_probabilities(text))
    assert found[1] == pytest.approx(found[0], abs=1e-5)
    assert found[2] == pytest.approx(found[0], abs=1e-5)


@pytest.mark.parametrize("prompt", [[], [2, 5]])
def test_words_come_as_often_as_the_model_says(model: Causal, prompt: list[int]) -> None:
    """Two words, as they are written and as texts are scored: two ways to read the same model."""
    pages, expected = 600, pairs(model, prompt, WORDS).ravel()
    written = model.write(pages, 2, Decoding(), np.random.default_rng(5), np.array(prompt, dtype=np.int32))
    counts = np.bincount(written @ [len(WORDS), 1], minlength=len(expected))
    assert stats.chisquare(counts, pages * expected / expected.sum()).pvalue > FAR


def test_pages_and_prompts_may_be_longer_than_the_model_looks_back(model: Causal) -> None:
    prompts = PAGES[:4].ravel(), PAGES[2:4].ravel()
    pages = [model.write(5, 40, Decoding(), np.random.default_rng(5), prompt) for prompt in prompts]
    assert pages[0].shape == (5, 40)
    assert (pages[0] == pages[1]).all(), "the last words are all that it sees of either"


def test_top_k_leaves_the_likeliest(model: Causal) -> None:
    pages = model.write(9, 30, Decoding(top_k=1), np.random.default_rng(1))
    assert (pages == pages[0]).all()
    first = [np.exp(model.log_probabilities(np.array([word], dtype=np.int32))).item() for word in range(len(WORDS))]
    assert first[pages[0, 0]] > 1 / len(WORDS)


def test_only_weights_from_elsewhere_may_bring_words_never_seen(folder: str, model: Causal) -> None:
    scratch = HuggingFace(folder=folder, start="scratch", **SMALL).fit(lesson(PAGES, WORDS))
    after = HuggingFace(folder=folder, start="previous", **SMALL).fit(lesson(PAGES[:1], WORDS, previous=scratch))
    for fitted, words in ((model, SEEN + 1), (scratch, SEEN), (after, SEEN)):
        written = fitted.write(40, 10, Decoding(temperature=3.0), np.random.default_rng(6))
        assert set(written.ravel().tolist()) == set(range(words))


def test_it_learns(folder: str) -> None:
    pages = np.tile([1, 3, 4, 5], (8, 4))
    fitted = HuggingFace(folder=folder, **{**SMALL, "steps": 60, "learning_rate": 1e-2}).fit(lesson(pages, WORDS))
    assert np.exp(fitted.log_probabilities(np.array([1, 3, 4, 5, 1, 3], dtype=np.int32))).min() > 0.8


def test_training_begins_where_it_should(folder: str, model: Causal) -> None:
    text = PAGES[1]
    library = transformers.AutoModelForCausalLM.from_pretrained(folder, local_files_only=True)
    folders = Causal(library, model.book, model.seen, model.window)
    expected = {
        "base": folders,
        "previous": model,
        "scratch": HuggingFace(folder=folder, **STILL, start="scratch").fit(lesson(PAGES, WORDS)),
    }
    for start in expected:
        fitted = HuggingFace(folder=folder, **STILL, start=start).fit(lesson(PAGES, WORDS, base=model, previous=model))
        for other, far in expected.items():
            apart = np.abs(fitted.log_probabilities(text) - far.log_probabilities(text)).max()
            assert (apart < 1e-5) == (other == start)
    first = HuggingFace(folder=folder, **STILL, start="previous").fit(lesson(PAGES, WORDS))
    assert first.log_probabilities(text) == pytest.approx(folders.log_probabilities(text), abs=1e-5)


def test_models_stay_as_they_are(folder: str, model: Causal) -> None:
    before, threads, state = model.log_probabilities(PAGES[0]), torch.get_num_threads(), torch.get_rng_state()
    HuggingFace(folder=folder, start="previous", **SMALL).fit(lesson(PAGES, WORDS, previous=model))
    assert (model.log_probabilities(PAGES[0]) == before).all()
    assert torch.get_num_threads() == threads
    assert (torch.get_rng_state() == state).all()
    assert deepcopy([model])[0] is model


def test_what_can_t_be_read_gets_one_message(folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(where: Path | str, **more: Any) -> str:
        with pytest.raises(InputError) as error:
            HuggingFace(folder=str(where), **SMALL, **more).fit(lesson(PAGES, WORDS))
        assert "\n" not in str(error.value)
        return str(error.value)

    assert f"there is no folder {tmp_path / 'no'}; allowed: a folder that save_pretrained" in told(tmp_path / "no")
    assert f"{tmp_path} holds no causal language model" in told(tmp_path)
    assert f"{tmp_path} holds no causal language model" in told(tmp_path, start="scratch")
    transformers.AutoModelForCausalLM.from_pretrained(folder).save_pretrained(tmp_path)
    assert f"{tmp_path} holds no tokenizer" in told(tmp_path)
    monkeypatch.setitem(sys.modules, "transformers", None)
    assert told(folder) == "the learner hugging_face needs transformers: pip install 'webloop[neural]'"


def test_a_start_from_another_learner_s_model_is_refused(folder: str) -> None:
    other = Gru(embedding=4, hidden=4, steps=1).fit(lesson(PAGES, WORDS))
    with pytest.raises(InputError, match="hugging_face can't start from the previous model"):
        HuggingFace(folder=folder, start="previous").fit(lesson(PAGES, WORDS, previous=other))
