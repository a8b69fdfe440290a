"""The text domain: people never repeat themselves, what is held out is never learned, specimens are kept."""

from copy import deepcopy
from pathlib import Path

import numpy as np
import pytest

from tests.content.texts import domain, made_corpus, made_text
from webloop.content.samples import Chunk, Samples
from webloop.content.setting import Setting
from webloop.content.text.source import blend
from webloop.content.text.writers import passages
from webloop.errors import InputError
from webloop.scenario.schema import Scenario
from webloop.streams import Streams
from webloop.submodels.content.text import Text
from webloop.submodels.decoders.sampling import Sampling
from webloop.submodels.learners.kneser_ney import KneserNey


def pages(content: Samples) -> np.ndarray:
    return np.concatenate([chunk.values[0] for chunk in content if isinstance(chunk, Chunk)])


def luck(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_people_publish_every_passage_once_and_then_no_more(tmp_path: Path) -> None:
    content = domain(made_corpus(tmp_path, 5000), words=10, order="text")
    every = passages(list(content.corpus.sections.values()), 10)
    source = content.tastes(0)["people"]
    first, second = (pages(content.draw(number, source, luck())) for number in (100, len(every) - 100))
    assert (np.concatenate([first, second]) == every).all()
    with pytest.raises(
        InputError, match=rf"people \(people\) have {len(every):,} passages .* asks for {len(every) + 1:,}"
    ):
        content.draw(1, source, luck())


def test_shuffled_passages_are_the_same_ones_in_an_order_of_the_seed(tmp_path: Path) -> None:
    corpus = made_corpus(tmp_path, 5000)
    drawn = {}
    for seed in (1, 2):
        content = domain(corpus, words=10, seed=seed)
        drawn[seed] = pages(content.draw(300, content.truth, luck()))
        again = domain(corpus, words=10, seed=seed)
        assert (pages(again.draw(300, again.truth, luck(9))) == drawn[seed]).all()
    assert (drawn[1] != drawn[2]).any()
    assert len(np.unique(drawn[1], axis=0)) == len(drawn[1])


def test_communities_own_sections_and_the_others_share_the_rest(tmp_path: Path) -> None:
    for name in ("law", "sea", "sky"):
        (tmp_path / f"{name}.txt").write_text(made_text(3000, types=50, name=name), encoding="utf-8")
    shares = {"a": 0.5, "b": 0.3, "c": 0.2}
    content = domain(tmp_path, shares, words=10, owners={"a": ("la*",)})
    words = content.corpus.vocabulary.words
    first = pages(content.draw(50, content.tastes(0)["a"], luck()))
    assert all(words[token].startswith("law") or words[token] in "\n." for token in first.ravel())
    b, c = (pages(content.draw(40, content.tastes(0)[name], luck())) for name in "bc")
    assert not any(words[token].startswith("law") for token in np.concatenate([b, c]).ravel())
    assert len(np.unique(np.concatenate([b, c]), axis=0)) == 80  # they take from one queue
    with pytest.raises(InputError, match=r"no section of .* is called 'lax\*'"):
        domain(tmp_path, shares, words=10, owners={"a": ("lax*",)})


def test_a_copied_world_publishes_on_by_itself(tmp_path: Path) -> None:
    content = domain(made_corpus(tmp_path, 5000), words=10)
    content.draw(50, content.truth, luck())
    copied = deepcopy(content)
    ours = pages(content.draw(60, content.tastes(0)["people"], luck()))
    theirs = pages(copied.draw(60, copied.tastes(0)["people"], luck()))
    assert (ours == theirs).all()
    assert copied.corpus is content.corpus


def test_pages_thin_split_and_are_sampled_as_rows(tmp_path: Path) -> None:
    content = domain(made_corpus(tmp_path, 5000), words=10)
    drawn = content.draw(200, content.truth, luck())
    kept, rest = content.split(drawn, 0.3, luck())
    assert content.size(kept) + content.size(rest) == 200
    assert {tuple(row) for row in pages(content.pool([kept, rest]))} == {tuple(row) for row in pages(drawn)}
    (some,) = content.sample([drawn], 50, luck())
    assert pages(some).dtype == np.int32
    assert len(np.unique(pages(some), axis=0)) == 50
    with pytest.raises(InputError, match="verifier"):
        content.verified(drawn, 1.0, 0.0)


def test_models_learn_publish_and_leave_a_specimen(tmp_path: Path) -> None:
    content = domain(made_corpus(tmp_path, 20_000), words=20, specimen=4000)
    written = content.draw(500, content.truth, luck())
    training = content.weigh([(written, 1.0)])
    fitted = content.fit(KneserNey(), training, luck())
    assert content.original is not None
    assert (content.original.pages == pages(written)).all()
    output = content.publish(fitted, Sampling(temperature=0.7, top_k=50), 0.0)
    content.release("lab", 0, 0, fitted, output, training)
    specimen = content.specimens["lab", 0]
    assert specimen.pages.shape == (200, 20)
    assert 0 < specimen.copied < 1
    scores = fitted.model.log_probabilities(content.corpus.held_out)
    assert specimen.perplexity == pytest.approx(np.exp(-scores.mean()))
    cooler = content.publish(fitted, Sampling(temperature=0.2), 0.0)
    content.release("lab", 1, 1, fitted, cooler, training)
    assert np.count_nonzero(content.specimens["lab", 1].counts) < np.count_nonzero(specimen.counts)
    assert content.specimens["lab", 1].perplexity == specimen.perplexity  # of the model, however it is sampled
    mixed = blend([output, content.tastes(0)["people"]], [0.25, 0.75])
    assert content.size(content.draw(100, mixed, luck())) == 100
    with pytest.raises(InputError, match="hallucinate"):
        content.publish(fitted, Sampling(), 0.1)


def test_no_held_out_word_is_ever_trained_on(tmp_path: Path) -> None:
    """A word that stands in the held-out part only is in no page, and no model writes it or has seen it."""
    file = tmp_path / "marked.txt"
    lines = made_text(20_000).splitlines()
    lines[-3:] = [line.replace(".", "MARKER .") for line in lines[-3:]]
    file.write_text("\n".join(lines), encoding="utf-8")
    content = domain(file, words=20)
    marker = content.corpus.vocabulary.words.index("MARKER")
    assert (content.corpus.held_out == marker).sum() == 3
    every = passages(list(content.corpus.sections.values()), 20)
    drawn = content.draw(len(every), content.truth, luck())
    assert not (pages(drawn) == marker).any()
    fitted = content.fit(KneserNey(), content.weigh([(drawn, 1.0)]), luck())
    content.release(
        "lab", 0, 0, fitted, content.publish(fitted, Sampling(temperature=3.0), 0.0), content.weigh([(drawn, 1.0)])
    )
    assert content.specimens["lab", 0].counts[marker] == 0
    assert (
        np.exp(fitted.model.log_probabilities(np.array([marker]))[0]) < 1e-3
    )  # the floor: it could have been any word


def test_held_out_text_of_its_own(tmp_path: Path) -> None:
    corpus = made_corpus(tmp_path, 5000)
    other = tmp_path / "other.txt"
    other.write_text(made_text(2000, seed=5), encoding="utf-8")
    content = domain(corpus, words=10, held_out=str(other))
    text = content.corpus.vocabulary.text(content.corpus.held_out[:8].tolist())
    assert text.split()[:3] == other.read_text().split()[:3]


def test_fewer_words_than_a_page(tmp_path: Path) -> None:
    corpus = made_corpus(tmp_path, 400)
    with pytest.raises(InputError, match=r"words that people may publish, fewer than one page holds \(content.words"):
        Text(corpus=str(corpus), words=1000).build(Setting(Scenario().ideas, {"p": 1.0}, 0, 1, Streams(1, 0)))
