"""What labs that were due trained their models on."""

from collections.abc import Iterator, Mapping, Sequence

from webloop.outcomes.explain.beside import beside
from webloop.outcomes.explain.chapters.writing import WHO
from webloop.outcomes.explain.facts import PROVENANCES, Training
from webloop.outcomes.explain.registry import Scene, chapter
from webloop.outcomes.explain.story import Amount, Cell, Part, Sentence, Table, said, share

_GENERATIONS = 6
"""Generations of writers that are told apart, the newest."""


@chapter("corpus", order=50, title="What models were trained on")
def corpus(scene: Scene) -> Sequence[Part]:
    """One part for each lab that was due."""
    return [
        Part(list(_sentences(scene, each)), [_by_source(each), *_by_generation(each)] if each.pages else (), each.lab)
        for each in scene.now.trainings
        if each.lab in scene.labs
    ]


def sources(training: Training) -> list[tuple[str, float]]:
    """Where the pages of a training set come from, repeated ones weighted; they add up to its size.

    Args:
        training: a training set.
    """
    crawled = [
        (f"crawled, by {WHO[name]}", float(sum(n for (who, _), n in training.kept.items() if who == name)))
        for name in PROVENANCES
    ]
    return [*crawled, *((name, use.epochs * use.used) for name, use in training.sources.items())]


def _sentences(scene: Scene, training: Training) -> Iterator[Sentence]:
    if not training.pages:
        yield said("{lab} found nothing to train on: it tries again next month.", lab=training.lab)
        return
    own = _size(training)
    yield said(
        "The training set of {lab} holds {pages}; {pollution} of its text was written by models.",
        lab=training.lab,
        **own,
    )
    for name, use in training.sources.items():
        yield said(
            "From {source} it took {used} of {offered}"
            + (", each repeated {epochs} times" if use.epochs > 1 else "")
            + (", for {cost} US dollars." if use.cost else "."),
            source=name,
            used=Amount(use.used),
            offered=Amount(use.offered, "pages", "page"),
            epochs=Amount(use.epochs, "times"),
            cost=Amount(use.cost, "USD"),
        )
        if use.impure:
            yield said("{pages} of those were written by models after all.", pages=Amount(use.impure, "pages", "page"))
    if training.shrunk > 0:
        yield said("Scarce sources made it {share} smaller than wanted.", share=Amount(training.shrunk, "share"))
    other = scene.baseline.training(training.lab) if scene.baseline is not None else None
    if other is not None:
        yield beside("In the baseline", "{pages}, {pollution} of the text by models.", own, **_size(other))


def _size(training: Training) -> dict[str, Cell]:
    return {"pages": Amount(training.pages, "pages", "page"), "pollution": Amount(training.pollution, "share")}


def _by_source(training: Training) -> Table:
    rows: list[list[Cell]] = [[name, Amount(pages), share(pages, training.pages)] for name, pages in sources(training)]
    return Table("The training set by source (repeated pages weighted)", ("source", "pages", "share"), rows)


def _by_generation(training: Training) -> Iterator[Table]:
    if training.generations:
        rows: list[list[Cell]] = [
            [name, Amount(pages), share(pages, training.pages)]
            for name, pages in _oldest_together(training.generations)
        ]
        head = ("generation", "pages", "share of the set")
        yield Table("Crawled pages in it that are mostly AI, by generation of their writer (expected)", head, rows)


def _oldest_together(generations: Mapping[int, float]) -> list[tuple[str, float]]:
    """Pages by generation; where there are many, the oldest are one."""
    names = sorted(generations)
    old, young = (names[:-_GENERATIONS], names[-_GENERATIONS:]) if len(names) > _GENERATIONS + 1 else ([], names)
    first = [(f"{old[0]} to {old[-1]}", sum(generations[name] for name in old))] if old else []
    return [*first, *((str(name), generations[name]) for name in young)]
