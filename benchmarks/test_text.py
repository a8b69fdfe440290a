"""Speed of text: words trained on and written a CPU-second, and ten generations of it.

Beside each stands the loop of dictionaries that scripts of the field have, which has no smoothing, no perplexity and no
exact back-off. `words_per_cpu_second` and `ratio` stand in the extra info. The text is WikiText-2 where the environment
variable WEBLOOP_TEXT_DATA names the folder that holds it, else the Python manual. Where numba is installed it writes.
"""

import os
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
import pytest

from benchmarks import plain_trigram
from webloop.content.text.corpus import Corpus, read_corpus
from webloop.content.text.model import Decoding
from webloop.content.text.ngram import compiled
from webloop.content.text.ngram.automaton import Automaton
from webloop.content.text.ngram.kneser_ney import kneser_ney
from webloop.content.text.ngram.luck import states
from webloop.content.text.ngram.sampler import sampler
from webloop.content.text.vocabulary import Tokens
from webloop.content.text.writers import passages
from webloop.scenario.resolve import load_scenario
from webloop.streams import Streams
from webloop.world.world import World

WORDS = 200
_speed: dict[str, float] = {}


def source() -> dict[str, str]:
    place = Path(os.environ.get("WEBLOOP_TEXT_DATA", "")) / "wikitext-2"
    if not (place / "train.txt").is_file():
        return {"source": "python"}
    return {"source": str(place / "train.txt"), "held_out": str(place / "test.txt")}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(**source())  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def pages(corpus: Corpus) -> Tokens:
    return passages(list(corpus.sections.values()), WORDS)


@pytest.fixture(scope="module")
def model(corpus: Corpus, pages: Tokens) -> Automaton:
    return kneser_ney([(pages, 1.0)], 3, len(corpus.vocabulary))


def noted(benchmark: Any, what: str, words: int, seconds: float, *, plain: bool = False) -> None:
    """Speed, and how many times the plain loop's it is."""
    speed = benchmark.extra_info["words_per_cpu_second"] = words / seconds
    if plain:
        _speed[what] = speed
    else:
        benchmark.extra_info["ratio"] = speed / _speed[what] if what in _speed else None


@pytest.mark.benchmark(group="text: training")
def test_plain_training(benchmark: Any, pages: Tokens) -> None:
    some = pages[:1700].tolist()
    start = process_time()
    benchmark.pedantic(lambda: plain_trigram.train(some), rounds=1, iterations=1)
    noted(benchmark, "train", WORDS * len(some), process_time() - start, plain=True)


@pytest.mark.benchmark(group="text: training")
def test_kneser_ney_training(benchmark: Any, corpus: Corpus, pages: Tokens) -> None:
    start = process_time()
    benchmark.pedantic(lambda: kneser_ney([(pages, 1.0)], 3, len(corpus.vocabulary)), rounds=3, iterations=1)
    noted(benchmark, "train", 3 * pages.size, process_time() - start)


@pytest.mark.benchmark(group="text: writing")
@pytest.mark.parametrize("temperature", [1.0, 0.95])
def test_plain_writing(benchmark: Any, pages: Tokens, temperature: float) -> None:
    model = plain_trigram.train(pages[:1700].tolist())
    start = process_time()
    benchmark.pedantic(lambda: plain_trigram.write(model, 200, WORDS, temperature, 1), rounds=1, iterations=1)
    noted(benchmark, f"write {temperature}", 200 * WORDS, process_time() - start, plain=True)


@pytest.mark.benchmark(group="text: writing")
@pytest.mark.parametrize("how", ["numpy", "numba"])
@pytest.mark.parametrize("temperature", [1.0, 0.95])
def test_writing(benchmark: Any, model: Automaton, temperature: float, how: str, monkeypatch: Any) -> None:
    if how == "numba":
        pytest.importorskip("numba")
    monkeypatch.setattr(compiled, "available", lambda: how == "numba")
    ready = sampler(model, Decoding(temperature))
    ready.pages(states(10, np.random.default_rng(1)), WORDS, model.beginning)  # numba compiles
    number = 5000
    start = process_time()
    drawn = benchmark.pedantic(
        lambda: ready.pages(states(number, np.random.default_rng(1)), WORDS, model.beginning), rounds=3, iterations=1
    )
    noted(benchmark, f"write {temperature}", 3 * drawn.size, process_time() - start)


@pytest.mark.benchmark(group="text: ten generations of 340,000 words")
@pytest.mark.parametrize("policy", ["text-replace", "text-accumulate", "text-fresh"])
def test_ten_generations(benchmark: Any, policy: str, corpus: Corpus) -> None:
    given = source()
    number = min(1700, corpus.words // WORDS // (6 if policy == "text-fresh" else 1))
    settings = {
        "content.corpus": given["source"],
        "content.held_out": given.get("held_out", 0.1),
        "content.words": WORDS,
        "web.tokens_per_page": WORDS,
        "web.pages_per_month": number,
    }
    resolved = load_scenario(f"webloop/{policy}", settings)
    start = process_time()
    benchmark.pedantic(lambda: World(resolved, Streams(1, 0)).run(), rounds=1, iterations=1)
    benchmark.extra_info["cpu_seconds"] = process_time() - start
    benchmark.extra_info["words_a_generation"] = number * WORDS
