"""What labs do when they are due: curate a training set, train a model, release it."""

from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING, Any

from webloop.submodels.roles import Eligible, ReadingDetector
from webloop.world.curation import curate_set
from webloop.world.filtering import chances
from webloop.world.lab import LabAgent, Model
from webloop.world.licensing import agree_licences, pay_writers
from webloop.world.linking import learn_links
from webloop.world.market import on_offer
from webloop.world.rot import still_live
from webloop.world.training_set import Offer, TrainingSet

if TYPE_CHECKING:
    from webloop.world.world import World


def curate(world: "World") -> None:
    """Labs that are due build their training sets."""
    for lab in world.labs:
        lab.training = None
        if world.month >= lab.next_release:
            _curate(world, lab)


def train(world: "World") -> None:
    """They fit a model to it."""
    for lab in world.labs:
        lab.trained = None
        # A lab that finds no page to learn from releases nothing and tries again next month.
        if lab.training is not None and lab.training.weight > 0:
            luck = world.streams.get("train", lab.name, month=world.month)
            fitted = world.domain.fit(lab.rules.learner, lab.training.given, luck, lab.earlier)
            published = world.domain.publish(fitted, lab.rules.decoder, lab.rules.hallucination)
            output = world.domain.choose(published, lab.rules.choice)
            generation = lab.newest.generation + 1 if lab.newest else 0
            cutoff = world.month - lab.rules.cutoff_lag
            lab.trained = Model(lab.name, generation, world.month, cutoff, lab.training, fitted, output)


def release(world: "World") -> None:
    """And deploy it: from next month on it publishes and is paid for, and detectors can begin to learn it."""
    for lab in world.labs:
        if lab.trained is not None:
            lab.newest = new = lab.trained
            lab.base = new.fitted if lab.base is None else lab.base
            world.domain.release(lab.name, new.generation, new.released, new.fitted, new.output, new.training.given)
            lab.previous_cutoff = lab.trained.cutoff
            lab.detected = max(lab.detected, lab.trained.training.known_generation)
            lab.next_release = world.month + lab.rules.cadence
            _account(world, lab.trained.training)
            world.releases.append((world.month, lab.trained.generation))
            lab.links = learn_links(world, lab)
            agree_licences(world, lab)
    pay_writers(world)


def _account(world: "World", training: TrainingSet) -> None:
    """Add what a training cost and threw away to the run's totals."""
    world.spent += sum(use.cost for use in training.sources.values()) + training.detecting
    for group, pages in training.filtered.items():
        if group.mostly_ai:
            world.filtered_ai += pages
        else:
            world.filtered_human += pages


def _curate(world: "World", lab: LabAgent) -> None:
    rules, month = lab.rules, world.month
    cutoff = month - rules.cutoff_lag
    store, span = world.crawlers[rules.crawler], rules.accumulation.eligible(cutoff, lab.previous_cutoff)
    if world.rules.crawlers[rules.crawler].keeps_dead:
        corpus = store.eligible(span)
    else:
        corpus = still_live(world, store, span, lab.name)
    detector = rules.filter.detector
    known = _known_generation(world, detector.update_lag) if detector else -1
    reading = None
    if isinstance(detector, ReadingDetector):
        reading = world.domain.reading(detector, month - detector.update_lag)
    budget = inf
    if rules.accumulation.has_budget and rules.budget != "unlimited":
        budget = rules.budget.pages(month, world.rules.web.tokens_per_page)
    shelves = WorldShelves(world, lab.name)
    fresh = Eligible(lab.previous_cutoff, cutoff)
    offers = {
        name: Offer(pages, source.impure(shelves))
        for name, source in rules.mix.items()
        if source.share > 0 and (pages := source.pages(shelves, fresh)) is not None
    }
    training = curate_set(
        corpus,
        chances(corpus, rules.filter, known, on_offer(world.domain, world.labs)[1], world.domain, reading),
        budget,
        offers,
        rules,
        world.rules.web.tokens_per_page,
        world.domain,
        world.streams.get("curate", lab.name, month=month),
    )
    cost = detector.learning_cost(max(0, known - lab.detected)) if detector else 0.0
    measured = None if reading is None else reading.measured
    lab.training = replace(training, detecting=cost, known_generation=known, detection=measured)


def _known_generation(world: "World", lag: int) -> int:
    """The newest generation that detectors have been trained on by now; -1 for none."""
    return max((generation for month, generation in world.releases if month <= world.month - lag), default=-1)


class WorldShelves:
    """Human pages of known provenance, as a lab's sources of human data may see them."""

    def __init__(self, world: "World", lab: str) -> None:
        self._world = world
        self._lab = lab

    def archived(self) -> Any | None:
        """People's pages of the archive; None before it is taken, and for labs without access."""
        access = self._world.rules.archive.access
        return self._world.archive.content if access is None or self._lab in access else None

    def impure(self) -> Any | None:
        """Its other pages, which models wrote; None while there are none."""
        return self._world.archive.impure

    def published(self, after: int, upto: int) -> Any:
        """Human pages of a span of months."""
        published = self._world.published
        return self._world.domain.pool([published[month] for month in published if after < month <= upto])
