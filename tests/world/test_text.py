"""Text in the loop: the same rules as for any content, on documents."""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.content.texts import made_corpus
from webloop.content.groups import Group
from webloop.content.text.domain import TextDomain
from webloop.errors import InputError
from webloop.run.runner import run_once
from webloop.run.store import encode
from webloop.run.tasks import Run, work
from webloop.scenario.problems import ScenarioError
from webloop.scenario.resolve import Resolved, load_scenario
from webloop.streams import Streams
from webloop.world.world import World

PAGES, WORDS = 60, 20


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_corpus(tmp_path_factory.mktemp("corpus"), 30_000)


def scenario(corpus: Path, name: str = "text-replace", **settings: Any) -> Resolved:
    few = {
        "content.corpus": str(corpus),
        "content.words": WORDS,
        "web.tokens_per_page": WORDS,
        "web.pages_per_month": PAGES,
        "time.end": "2023-05",
    }
    return load_scenario(f"webloop/{name}", {**few, **{key.replace("__", "."): v for key, v in settings.items()}})


def run(resolved: Resolved, seed: int = 1) -> World:
    world = World(resolved, Streams(seed, 0))
    world.run()
    return world


def fetched(world: World) -> Mapping[int, Mapping[Group, np.ndarray]]:
    """All pages that the crawler has fetched, by month and group."""
    months = world.crawlers["common"].months
    return {
        month: {group: np.concatenate([chunk.values[0] for chunk in c]) for group, c in corpus.items() if c}
        for month, corpus in months.items()
    }


def test_provenance_is_kept_for_every_document(corpus: Path) -> None:
    world = run(scenario(corpus, pinned_pollution={"2023-02": 0.4}))
    human: list[np.ndarray] = []
    for month, groups in fetched(world).items():
        sizes = {group.provenance: len(pages) for group, pages in groups.items()}
        first = month == world.rules.time.start
        assert sizes == ({"human": PAGES} if first else {"human": 36, "synthetic": 24})
        human += [pages for group, pages in groups.items() if group.provenance == "human"]
        assert all(group.generation == month - world.rules.time.start - 1 for group in groups if group.mostly_ai)
    every = np.concatenate(human)
    assert len(np.unique(every, axis=0)) == len(every)  # fresh human text is really fresh
    domain = world.domain
    assert isinstance(domain, TextDomain)
    assert (every == domain.writers["people"].published()).all()


def test_replace_learns_from_the_newest_pages_and_accumulate_from_all(corpus: Path) -> None:
    replace, accumulate = (run(scenario(corpus, name)) for name in ("text-replace", "text-accumulate"))
    assert replace.labs[0].newest.training.rates.fraction == 1.0  # type: ignore[union-attr]
    training = accumulate.labs[0].newest.training  # type: ignore[union-attr]
    assert training.pages == 5 * PAGES
    assert training.rates.fraction == pytest.approx(0.8)


def test_the_archive_gives_people_pages_back(corpus: Path) -> None:
    budget = {"tokens": PAGES * WORDS, "date": "2023-01", "growth": 1.0, "web_share": 1.0}
    world = run(scenario(corpus, "text-archive", lab__budget=budget))
    training = world.labs[0].newest.training  # type: ignore[union-attr]
    assert training.pages == PAGES
    assert training.rates.fraction == pytest.approx(0.5)
    human = world.domain.original.pages  # type: ignore[attr-defined]
    parts = [chunk.values[0] for content, _ in training.given for chunk in content]
    known = {tuple(row) for row in human.tolist()}
    assert sum(tuple(row) in known for part in parts for row in part.tolist()) >= PAGES // 2


def test_labels_and_several_labs_work_on_documents(corpus: Path) -> None:
    labs = {"labs.one": {"market_share": 2.0}, "labs.two": {"learner": {"kind": "kneser_ney", "order": 2}}}
    settings = {**labs, "labels.share": 0.5, "lab.filter.drop_labelled": True, "pinned_pollution": {"2023-02": 0.5}}
    world = run(scenario(corpus, **{key.replace(".", "__"): value for key, value in settings.items()}))
    assert isinstance(world.domain, TextDomain)
    assert {lab for lab, _ in world.domain.specimens} >= {"one", "two"}
    for lab in world.labs:
        assert lab.newest is not None
        assert 0.2 < lab.newest.training.rates.fraction < 0.5  # half of the synthetic pages say so and are dropped


def test_same_seed_same_text_whoever_runs_it(corpus: Path) -> None:
    """Alone, with others of the same past, with fewer metrics: the same bytes."""
    names = ("text-replace", "text-accumulate", "text-fresh", "text-temperature")
    every = [scenario(corpus, name) for name in names]
    together = work([Run(each, 3, 1) for each in every])
    for resolved, outcome in zip(every, together, strict=True):
        alone = run_once(resolved, 3, 1)
        assert encode(alone, "") == outcome.content  # type: ignore[union-attr]
        few = run_once(resolved, 3, 1, metrics=["perplexity", "distinct_2"])
        for name in ("perplexity", "distinct_2"):
            assert (few.generations[name] == alone.generations[name]).all()
    other = run_once(every[0], 4, 1)
    assert (other.generations["perplexity"] != run_once(every[0], 3, 1).generations["perplexity"]).all()


def test_scenarios_share_their_luck_until_they_part(corpus: Path) -> None:
    worlds = [run(scenario(corpus, name)) for name in ("text-replace", "text-accumulate", "text-fresh")]
    first = [fetched(world)[world.rules.time.start] for world in worlds]
    for one, other in pairwise(first):
        assert all((one[group] == other[group]).all() for group in one)
    specimens = [world.domain.specimens["lab", 0].pages for world in worlds]  # type: ignore[attr-defined]
    assert all((one == other).all() for one, other in pairwise(specimens))


def test_a_run_that_asks_for_more_text_than_people_have_says_so(corpus: Path) -> None:
    """Where nobody could know before: whether people write with AI is not pinned, and they don't."""
    adoption = {"kind": "saturating", "saturation": 0.0}
    settings = {"pinned_pollution": None, "writers.segments": {"all": {"weight": 1.0, "adoption": adoption}}}
    named = {key.replace(".", "__"): value for key, value in settings.items()}
    fits = run(scenario(corpus, **named))
    have = len(fits.domain.writers["people"].published())  # type: ignore[attr-defined]
    assert have == 5 * PAGES
    every = scenario(corpus, **named, web__pages_per_month=500)
    with pytest.raises(
        InputError, match=r"people \(people\) have 1,566 passages of text to publish, .* asks for 2,000"
    ):
        run(every)


def test_the_largest_size_that_fits_fits(corpus: Path) -> None:
    """Communities' pages are rounded one by one, and a crawler that fetches half of them does so by chance."""
    three = {"a": {"share": 0.21}, "b": {"share": 0.33}, "c": {"share": 0.46}, "people": None}
    for settings in ({"communities": three}, {"crawlers__common__coverage": 0.5}):
        common = {**settings, "pinned_pollution": {"2023-02": 0.5}, "time__end": "2023-10"}
        with pytest.raises(ScenarioError) as caught:
            scenario(corpus, web__pages_per_month=5000, **common)
        (problem,) = caught.value.problems
        most = int(str(problem).split("must be at most ")[1].split(" ")[0])
        for seed in range(1, 6):
            run(scenario(corpus, web__pages_per_month=most, **common), seed)
        with pytest.raises(ScenarioError):
            scenario(corpus, web__pages_per_month=most + 1, **common)
