"""Numbers of a prototype on WikiText-2, found again: perplexities of the model, and of ten generations of it.

The prototype was another program for the same model. It trained on 340,000 words as one stream; here they are pages of
200 words that begin afresh, and the words of no training page are never written. Hence the tolerances.

The text is not shipped: the environment variable WEBLOOP_TEXT_DATA names the folder that holds `wikitext-2/`.
"""

from typing import Any

import numpy as np
import pytest

from tests.content.texts import wikitext
from webloop.content.text.corpus import Corpus, read_corpus
from webloop.content.text.domain import TextDomain
from webloop.content.text.ngram.kneser_ney import kneser_ney
from webloop.content.text.specimen import Specimen
from webloop.content.text.writers import passages
from webloop.scenario.resolve import load_scenario
from webloop.streams import Streams
from webloop.world.world import World

pytestmark = pytest.mark.slow
WORDS, PAGES = 200, 1700
BUDGET = {"tokens": WORDS * PAGES, "date": "2023-01", "growth": 1.0, "web_share": 1.0}


def archived(share: float) -> dict[str, Any]:
    """Original pages in each training set after the first."""
    mixed = {"lab.mix": {"archive": {"share": share}}}
    return {"lab.budget": BUDGET, "interventions": [{"date": "2023-02", "set": mixed}]}


POLICIES: dict[str, dict[str, Any]] = {
    "replace": {},
    "10 % kept": archived(0.1),
    "accumulate-subsample": {"lab.accumulation": "accumulate_subsample", "lab.budget": BUDGET},
    "accumulate": {"lab.accumulation": "accumulate"},
    "archive": archived(0.5),
    "fresh": {"pinned_pollution": {"2023-02": 0.5}},
}


def corpus(held_out: str) -> Corpus:
    train, other = wikitext("train", held_out)
    return read_corpus(train, held_out=other)


def run(policy: str, temperature: float) -> list[Specimen]:
    train, test = wikitext("train", "test")
    settings = {
        "content.corpus": train,
        "content.held_out": test,
        "content.order": "text",
        "content.words": WORDS,
        "content.scored": 300_000,
        "web.tokens_per_page": WORDS,
        "web.pages_per_month": PAGES,
        "lab.decoder.temperature": temperature,
    }
    world = World(load_scenario("webloop/text-replace", settings | POLICIES[policy]), Streams(1, 0))
    world.run()
    assert isinstance(world.domain, TextDomain)
    return list(world.domain.specimens.values())


@pytest.mark.parametrize(("order", "perplexity"), [(2, 291.3), (3, 247.6), (4, 241.4)])
def test_perplexity_of_the_whole_text(order: int, perplexity: float) -> None:
    text = corpus("valid")
    assert len(text.vocabulary) == 33_278
    model = kneser_ney([(passages(list(text.sections.values()), 1000), 1.0)], order, len(text.vocabulary))
    assert np.exp(-model.log_probabilities(text.held_out).mean()) == pytest.approx(perplexity, rel=0.005)


@pytest.mark.parametrize(
    ("policy", "last"),
    [
        ("replace", 1379),
        ("10 % kept", 804),
        ("accumulate-subsample", 584),
        ("accumulate", 549),
        ("archive", 468),
        ("fresh", 465),
    ],
)
def test_ten_generations_at_temperature_1(policy: str, last: float) -> None:
    specimens = run(policy, 1.0)
    assert specimens[0].perplexity == pytest.approx(377, rel=0.005)
    assert specimens[9].perplexity == pytest.approx(last, rel=0.04)
    if policy == "replace":
        found = [specimens[generation].perplexity for generation in (1, 3)]
        assert found == pytest.approx([520, 747], rel=0.03)


def test_ten_generations_at_temperature_095() -> None:
    specimens = run("replace", 0.95)
    assert specimens[9].perplexity == pytest.approx(1905, rel=0.1)
    types = [np.count_nonzero(specimens[generation].counts) for generation in (0, 3, 9)]
    assert types == pytest.approx([16_941, 8015, 1418], rel=0.08)
