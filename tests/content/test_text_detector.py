"""A detector that reads: what it finds is real, what it promises of false alarms holds, and it forgets nothing."""

import sys
from copy import deepcopy
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from tests.content.texts import domain, made_corpus
from webloop.content.domain import Domain
from webloop.content.gaussian.domain import GaussianDomain
from webloop.content.ideas.domain import IdeaDomain
from webloop.content.samples import Chunk
from webloop.content.text.detector.features import Likelihood, Ngrams
from webloop.content.text.detector.judge import Evidence, threshold
from webloop.content.text.domain import TextDomain
from webloop.content.text.model import Decoding
from webloop.content.text.ngram.kneser_ney import kneser_ney
from webloop.content.text.ngram.model import NgramModel
from webloop.content.text.vocabulary import Tokens
from webloop.errors import InputError
from webloop.submodels.decoders.sampling import Sampling
from webloop.submodels.detectors.text_classifier import TextClassifier
from webloop.submodels.learners.kneser_ney import KneserNey

KINDS = ("ngrams", "likelihood")
WORDS = 40
P = 1.0 / np.arange(1, WORDS + 1) / (1.0 / np.arange(1, WORDS + 1)).sum()
Q = np.where(np.arange(WORDS) % 2, 1.6 * P, P) / np.where(np.arange(WORDS) % 2, 1.6 * P, P).sum()
"""How people and models choose single words, in the toy: models like every second one more."""


def drawn(p: np.ndarray, pages: int, words: int, seed: int) -> Tokens:
    return np.random.default_rng(seed).choice(WORDS, size=(pages, words), p=p).astype(np.int32)


def toy(words: int, pages: int = 2000) -> Evidence:
    return Evidence(drawn(P, pages, words, 1), [drawn(Q, pages * 3 // 4, words, 2)], WORDS)


@pytest.mark.parametrize("words", [10, 40])
def test_no_better_than_can_be_and_not_much_worse(words: int) -> None:
    """By Neyman and Pearson nothing beats the ratio of likelihoods, which is known here; AUC varies by 0.006."""
    human, machine = drawn(P, 4000, words, 3), drawn(Q, 4000, words, 4)
    best = [np.log(Q / P)[pages].sum(axis=1) for pages in (human, machine)]
    most = stats.mannwhitneyu(best[1], best[0]).statistic / (len(human) * len(machine))
    detector = TextClassifier(features="ngrams", passages=20_000)
    found = detector.train(toy(words, pages=20_000)).measure(human, machine)
    assert most - 0.03 < found.auc < most + 1e-3


@pytest.mark.parametrize("features", KINDS)
@pytest.mark.parametrize("fpr", [0.02, 0.1, 0.4])
def test_people_are_flagged_as_often_as_it_was_told(features: str, fpr: float) -> None:
    """1000 pages set the threshold, so 10,000 others that exceed it are beta-binomial: outside once in 10,000."""
    detector = TextClassifier(features=features, fpr=fpr, passages=1000 if features == "ngrams" else 200)
    known = Evidence(drawn(P, 2000 if features == "ngrams" else 2400, 40, 1), [drawn(Q, 1000, 40, 2)], WORDS)
    flagged = int(detector.train(known).flags(drawn(P, 10_000, 40, 5)).sum())
    above = int(1001 * fpr)
    low, high = stats.betabinom(10_000, above, 1001 - above).ppf([5e-5, 1 - 5e-5])
    assert low <= flagged <= high


def test_thresholds_at_the_ends() -> None:
    assert threshold(np.arange(10.0), 0.0) == np.inf
    assert threshold(np.arange(10.0), 1.0) == -np.inf
    assert threshold(np.zeros(10), 0.5) == 0.0, "ties are not flagged"


@pytest.mark.parametrize("features", KINDS)
def test_long_pages_are_told_apart_and_short_ones_hardly(features: str, tmp_path: Path) -> None:
    """At 20 and at 200 words, on what a trigram model writes at temperature 0.9."""
    stream = np.concatenate(list(domain(made_corpus(tmp_path, 90_000)).corpus.sections.values()))
    size, auc = int(stream.max()) + 1, {}
    for words in (20, 200):
        pages = stream[: len(stream) // words * words].reshape(-1, words)
        known, fresh = np.split(np.random.default_rng(1).permutation(pages), [len(pages) * 2 // 3])
        model = NgramModel(kneser_ney([(known, 1.0)], 3, size))
        told, more = (model.write(300, words, Decoding(0.9), np.random.default_rng(seed)) for seed in (1, 2))
        auc[words] = TextClassifier(features=features).train(Evidence(known, [told], size)).measure(fresh, more).auc
    assert 0.5 < auc[20] < auc[200] - 0.1


def test_the_sign_is_learned() -> None:
    """Text that is likelier than people's is flagged where models are cold, and less likely text where they are hot."""
    human, rare = drawn(P, 2000, 40, 1), np.sqrt(P) / np.sqrt(P).sum()
    common = P**2 / (P**2).sum()
    for machine, other in ((common, rare), (rare, common)):
        judge = TextClassifier().train(Evidence(human, [drawn(machine, 500, 40, 2)], WORDS))
        assert judge.flags(drawn(machine, 300, 40, 3)).mean() > 0.9
        assert judge.flags(drawn(other, 300, 40, 3)).mean() < 0.05


@pytest.mark.parametrize("features", [Ngrams(), Likelihood(drawn(P, 200, 30, 1), WORDS)], ids=KINDS)
def test_pages_are_read_one_by_one(features: Ngrams | Likelihood) -> None:
    """What stands on one page makes no difference to the next."""
    pages = drawn(Q, 10, 30, 2)
    each = [features(part) for part in (pages, *pages[:, None])]
    together, *alone = [part if isinstance(part, np.ndarray) else part.toarray() for part in each]
    assert np.abs(together - np.concatenate(alone)).max() < 1e-12


def grown(folder: Path, generations: int = 3) -> TextDomain:
    """People publish 300 pages, then each model learns from the last one's text."""
    content = domain(made_corpus(folder, 20_000), words=20, specimen=6000)
    training = content.weigh([(content.draw(300, content.truth, np.random.default_rng(1)), 1.0)])
    for generation in range(generations):
        fitted = content.fit(KneserNey(), training, np.random.default_rng(generation))
        output = content.publish(fitted, Sampling(), 0.0)
        content.release("a", generation, generation, fitted, output, training)
        training = content.weigh([(content.draw(300, output, np.random.default_rng(generation)), 1.0)])
    return content


def test_what_it_does_not_know_it_does_not_flag(tmp_path: Path) -> None:
    content = grown(tmp_path)
    for found in (content.reading(TextClassifier(), -1), domain(made_corpus(tmp_path)).reading(TextClassifier(), 3)):
        assert found.passes((Chunk(drawn(P, 5, 20, 1)[None]), Chunk(drawn(P, 5, 20, 2)[None]))) == [1.0, 1.0]
        assert found.measured is None


@pytest.mark.parametrize("features", KINDS)
def test_it_learns_every_model_that_it_knows_or_stays_as_it_was(features: str, tmp_path: Path) -> None:
    """Retrained, it tells the third model's pages better than as first trained, and as it was with no newer model."""
    content = grown(tmp_path)
    new, old = TextClassifier(features=features), TextClassifier(features=features, retrained=False)
    first, stale = (content.reading(new, 0).measured, content.reading(old, 2).measured)
    retrained = content.reading(new, 2).measured
    assert first is not None
    assert retrained is not None
    assert first == stale
    assert retrained.auc > first.auc + 0.05
    (names, _), *_ = (content.judges[detector] for detector in (new, old))
    assert names == (("a", 0), ("a", 1), ("a", 2))
    assert content.judges[old][0] == (("a", 0),)


def test_reading_draws_nothing_that_others_would_and_is_kept(tmp_path: Path) -> None:
    content = grown(tmp_path)
    twin, page = deepcopy(content), Chunk(drawn(P, 200, 20, 3)[None])
    first, again = content.reading(TextClassifier(), 1), content.reading(TextClassifier(), 1)
    assert first.judge is again.judge, "trained once"
    assert deepcopy(content).judges[TextClassifier()][1] is first.judge, "copies share what never changes"
    other = twin.reading(TextClassifier(), 1)
    assert other.judge is not first.judge
    assert other.measured == first.measured
    assert (other.passes((page,))[0] == first.passes((page,))[0]).all()
    drawn_now = [each.draw(50, each.truth, np.random.default_rng(1)) for each in (content, grown(tmp_path))]
    assert (drawn_now[0][0].values == drawn_now[1][0].values).all()


def test_what_it_is_measured_on_it_has_not_learned(tmp_path: Path) -> None:
    content = grown(tmp_path, generations=2)
    for specimen in content.specimens.values():
        assert len(specimen.shown) + len(specimen.unseen) == len(specimen.pages)
    reading = content.reading(TextClassifier(), 1)
    assert (reading.machine == content.specimens["a", 1].unseen).all(), "the newest model's"
    published = content.writers["people"].published()
    assert not {tuple(row) for row in reading.human} & {tuple(row) for row in published}


def test_where_nothing_is_held_out_it_is_not_measured(tmp_path: Path) -> None:
    content = grown(tmp_path, generations=1)
    content.scored = 19  # words: less than a page
    reading = content.reading(TextClassifier(), 0)
    assert reading.judge is not None
    assert reading.measured is None


def test_communities_that_share_a_queue_are_one_archive(tmp_path: Path) -> None:
    """Else their pages would be there twice, to be learned from and to set the threshold."""
    content = domain(made_corpus(tmp_path, 20_000), {"a": 0.6, "b": 0.4}, words=20)
    training = content.weigh([(content.draw(300, content.truth, np.random.default_rng(1)), 1.0)])
    content.fit(KneserNey(), training, np.random.default_rng(1))
    assert content.original is not None
    assert len(content.original.pages) == 300


@pytest.mark.parametrize("content", [GaussianDomain, IdeaDomain])
def test_other_contents_can_not_be_read(content: type[Domain]) -> None:
    with pytest.raises(InputError, match="text_classifier reads pages, and here they hold no text"):
        content.reading(object.__new__(content), TextClassifier(), 3)


def test_too_few_pages_are_refused() -> None:
    known = Evidence(drawn(P, 100, 20, 1), [drawn(Q, 3, 20, 2), drawn(Q, 4, 20, 3)], WORDS)
    with pytest.raises(InputError, match="at least 8 pages of people and 8 of models, and here are 100 and 7: publish"):
        TextClassifier(features="ngrams").train(known)
    few = Evidence(known.human[:15], [known.models[0][:1].repeat(8, axis=0)], known.words)
    with pytest.raises(InputError, match="at least 16 pages of people and 8 of models, and here are 15 and 8: publish"):
        TextClassifier(features="likelihood").train(few)
    TextClassifier(features="ngrams").train(few)
    TextClassifier(features="likelihood").train(Evidence(known.human[:16], few.models, known.words))


def test_without_scikit_learn_there_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "sklearn"] or ["sklearn"]:
        monkeypatch.setitem(sys.modules, name, None)
    for use in (TextClassifier().check, lambda: TextClassifier().train(toy(20))):
        with pytest.raises(
            InputError, match=r"a detector that reads pages needs sklearn: pip install 'webloop\[text\]'"
        ):
            use()
