"""What is to be said of the training sets of a month."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from webloop.outcomes.explain.facts import Training
from webloop.scenario.parts import Filter
from webloop.submodels.roles import RatedDetector
from webloop.world.filtering import keep_probability
from webloop.world.ledger import HUMAN, SYNTHETIC, Row
from webloop.world.training_set import TrainingSet

if TYPE_CHECKING:
    from webloop.world.lab import LabAgent
    from webloop.world.world import World


def trainings(world: "World", replicate: int) -> tuple[Training, ...]:
    """The training sets of labs that were due, in the scenario's order.

    Args:
        world: the world at the end of the month.
        replicate: place of the run in its block; 0 outside of blocks.
    """
    return tuple(
        _training(lab, lab.training.of_replicate(replicate), world.month) for lab in world.labs if lab.training
    )


def _training(lab: "LabAgent", made: TrainingSet, month: int) -> Training:
    kept = _kept(made)
    detector = lab.rules.filter.detector
    return Training(
        lab=lab.name,
        policy=lab.rules.accumulation.kind,
        cutoff=month - lab.rules.cutoff_lag,
        detector=detector.kind if detector else None,
        eligible=dict(made.eligible),
        filtered=dict(made.filtered),
        kept=kept,
        unused=made.unused,
        generations=_generations(made, kept, lab.rules.filter),
        sources=dict(made.sources),
        pages=made.pages,
        pollution=made.rates.fraction,
        shrunk=1 - made.size / made.wanted if made.wanted else 0.0,
    )


def _kept(made: TrainingSet) -> dict[Row, int]:
    """Crawled pages in the set by who wrote them: all its pages less those of other sources."""
    pages = {row: float(number) for row, number in made.rows.items()}
    for use in made.sources.values():
        for row, taken in ((HUMAN, use.used - use.impure), (SYNTHETIC, use.impure)):
            if taken:
                pages[row] -= use.epochs * taken
    return {row: number for row, left in pages.items() if (number := round(left)) > 0}


def _generations(made: TrainingSet, kept: Mapping[Row, int], rules: Filter) -> dict[int, float] | None:
    """Pages of the set that are mostly AI by generation of their writer; None where nobody knows.

    Of pages that are alike to data policy and filter chance decides which are kept, so a row's pages spread over
    generations as those do that pass the filter, in the mean.
    """
    detector = rules.detector
    if detector is not None and (not isinstance(detector, RatedDetector) or detector.by_truth() is not None):
        return None
    passing: dict[Row, dict[int, float]] = {}
    for group, pages in made.eligible.items():
        if group.generation is not None:
            row = passing.setdefault((group.provenance, group.ai_fraction), {})
            chance = keep_probability(group, rules, made.known_generation)
            row[group.generation] = row.get(group.generation, 0.0) + pages * chance
    found: dict[int, float] = {}
    for of_row, by_generation in passing.items():
        total = sum(by_generation.values())
        for generation, pages_ in by_generation.items() if total > 0 else ():
            found[generation] = found.get(generation, 0.0) + kept.get(of_row, 0) * pages_ / total
    return dict(sorted(found.items()))
