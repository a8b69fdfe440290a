"""What neural learners of text do without torch: excerpts, codes of words, and a message where torch is missing."""

import sys
from typing import Any

import numpy as np
import pytest

from tests.content.lessons import lesson
from webloop.content.text.neural.codebook import ROOT, Codebook, Tree, codebook, coded
from webloop.content.text.neural.excerpts import drawn, excerpts, weighed
from webloop.content.text.vocabulary import Vocabulary
from webloop.errors import InputError
from webloop.submodels.learners.gru import Gru
from webloop.submodels.learners.hugging_face import HuggingFace

WORDS = Vocabulary(("\n", "foot", "football", "ball"))


@pytest.mark.parametrize("learner", [Gru(), HuggingFace(folder="mine")])
def test_without_torch_one_message_says_what_to_install(learner: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(InputError) as told:
        learner.fit(lesson([[1, 2]], WORDS))
    assert str(told.value) == f"the learner {learner.kind} needs torch: pip install 'webloop[neural]'"


def test_nothing_to_learn_from() -> None:
    with pytest.raises(ValueError, match="no page"):
        weighed([(np.empty((0, 5), dtype=np.int32), 1.0)])


def test_pages_and_their_weights_stand_side_by_side() -> None:
    pages, weights = weighed([(np.zeros((2, 3), np.int32), 0.5), (np.ones((1, 3), np.int32), 2.0)])
    assert pages.tolist() == [[0, 0, 0], [0, 0, 0], [1, 1, 1]]
    assert weights.tolist() == [0.5, 0.5, 2.0]


def test_pages_come_up_in_proportion_to_their_weights() -> None:
    weights = np.random.default_rng(1).random(50) + 0.1
    found = drawn(weights, 333, np.random.default_rng(2))
    expected = 333 * weights / weights.sum()
    assert (np.abs(np.bincount(found, minlength=50) - expected) < 1).all()
    assert (np.diff(found) < 0).any(), "in random order"
    few = np.mean([np.bincount(drawn(weights, 3, np.random.default_rng(s)), minlength=50) for s in range(5000)], axis=0)
    assert np.abs(few - 3 * weights / weights.sum()).max() < 5 * 0.5 / 5000**0.5  # sd of a 0/1 is at most 0.5


@pytest.mark.parametrize(("words", "most"), [(7, 3), (6, 3), (2, 10), (5, 1)])
def test_excerpts_hold_every_word_behind_the_one_before(words: int, most: int) -> None:
    pages = np.arange(1, 2 * words + 1, dtype=np.int32).reshape(2, words)
    cut, page = excerpts(pages, most, start=0)
    assert 1 <= cut.shape[1] - 1 <= most
    assert set(cut[:, 1:].ravel().tolist()) == set(pages.ravel().tolist())
    for row, number in zip(cut.tolist(), page.tolist(), strict=True):
        whole = [0, *pages[number].tolist()]
        assert any(whole[i : i + len(row)] == row for i in range(len(whole)))


def tokenizer(codes: dict[str, list[int]]) -> Any:
    return lambda texts, add_special_tokens: {"input_ids": [codes[text] for text in texts]}


CODES = {"\n": [0], " foot": [1], " football": [1, 2, 3], " ball": [4]}


def test_a_text_in_tokens_is_one_text_in_words() -> None:
    book = codebook(WORDS, tokenizer(CODES), "model")
    assert book.encode([1, 2, 3, 0]).tolist() == [1, 1, 2, 3, 4, 0]
    text = coded(book, np.array([1, 2, 3], dtype=np.int32))
    assert text.word.tolist() == [0, 1, 1, 1, 2, 3]
    assert text.begins.tolist() == [True, True, False, False, True, True]
    place, words = ROOT, []
    for token in [*text.tokens.tolist(), 0]:
        place, word = book.tree.step(place, token)
        words += [word] if word >= 0 else []
    assert words == [1, 2, 3]


def test_only_tokens_that_lead_to_a_word_may_follow() -> None:
    book = Codebook(tuple(np.array(code) for code in CODES.values()))
    tree = Tree(book.codes, [1, 2])
    assert tree.may_follow(ROOT).tolist() == [1]
    foot, _ = tree.step(ROOT, 1)
    assert sorted(tree.may_follow(foot).tolist()) == [1, 2]
    inside, _ = tree.step(foot, 2)
    assert tree.may_follow(inside).tolist() == [3]
    assert book.tree_of(np.ones(4, dtype=bool)) is book.tree


@pytest.mark.parametrize(
    ("word", "code", "wrong"),
    [
        (" ball", [], "the tokenizer has no tokens for the word 'ball'"),
        (" ball", [1], "the tokenizer can't tell 'ball' from 'foot'"),
        (" football", [1, 4], "inside 'football' there is a token that other words begin with"),
    ],
)
def test_a_tokenizer_that_loses_words_is_refused(word: str, code: list[int], wrong: str) -> None:
    with pytest.raises(InputError) as told:
        codebook(WORDS, tokenizer({**CODES, word: code}), "the learner hugging_face: here")
    assert str(told.value).startswith("the learner hugging_face: here: ")
    assert wrong in str(told.value)
    assert "byte-level BPE" in str(told.value)
