"""What is to be said of the models released in a month: how good they are, and what they publish no more."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.content.ideas.domain import IdeaDomain
from webloop.content.text.domain import TextDomain
from webloop.metrics.recall import ALIVE
from webloop.metrics.registry import metrics
from webloop.metrics.view import ModelView, Truth
from webloop.outcomes.explain.facts import Entry, Release, Turn
from webloop.outcomes.headlines import OF_NUMBERS, OF_WORDS
from webloop.world.lab import Model

if TYPE_CHECKING:
    from webloop.world.world import World

QUALITY = (
    "head_recall",
    "torso_recall",
    "tail_recall",
    "new_idea_recall",
    "hill_1",
    "error_mass",
    "js_divergence",
    *OF_WORDS,
    "word_types",
    *OF_NUMBERS,
)
"""How good a model is, from head to tail; those that can be measured on what pages hold."""
Alive = NDArray[np.bool_]


def releases(world: "World", truth: Truth, deployed: Mapping[str, Model]) -> tuple[Release, ...]:
    """The models released this month, in the scenario's order of labs.

    Args:
        world: the world at the end of the month.
        truth: what people write this month.
        deployed: each lab's model at the end of the month before.
    """
    now = {lab.name: lab.newest for lab in world.labs if lab.newest}
    return tuple(
        _release(world, truth, model, deployed, now) for model in now.values() if model.released == world.month
    )


def _release(
    world: "World", truth: Truth, model: Model, deployed: Mapping[str, Model], now: Mapping[str, Model]
) -> Release:
    old, kind = deployed.get(model.lab), world.rules.content.kind
    before = None if old is None else _quality(old, truth, kind)
    turn = None if old is None else _turn(world, truth, model.lab, deployed, now)
    return Release(model.lab, model.generation, _quality(model, truth, kind), before, turn)


def _quality(model: Model, truth: Truth, kind: str) -> dict[str, float]:
    view, known = ModelView([model], truth), metrics()
    return {name: float(known[name].function(view)[0]) for name in QUALITY if known[name].measures(kind)}


def _turn(
    world: "World", truth: Truth, lab: str, deployed: Mapping[str, Model], now: Mapping[str, Model]
) -> Turn | None:
    """What a lab's two models publish; None where pages hold neither ideas nor words."""
    domain = world.domain
    if isinstance(domain, IdeaDomain):
        noun, names, known = "idea", domain.names, truth.known
    elif isinstance(domain, TextDomain) and domain.original is not None:
        noun, names = "word", domain.corpus.vocabulary.words
        known = domain.original.counts / domain.original.counts.sum()
    else:
        return None
    written = known > 0
    then, today = ({name: _alive(model, truth) & written for name, model in some.items()} for some in (deployed, now))
    gone, back = then[lab] & ~today[lab], today[lab] & ~then[lab]
    anywhere_then, anywhere_now = (np.any(list(some.values()), axis=0) for some in (then, today))
    return Turn(
        noun=noun,
        known=int(written.sum()),
        alive_before=int(then[lab].sum()),
        alive_after=int(today[lab].sum()),
        gone=tuple(Entry(names[i], float(known[i])) for i in _most_first(gone, known)),
        lost=frozenset(names[i] for i in np.flatnonzero(gone & ~anywhere_now)),
        back=tuple(Entry(names[i], float(known[i])) for i in _most_first(back, known)),
        found=frozenset(names[i] for i in np.flatnonzero(back & ~anywhere_then)),
    )


def _alive(model: Model, truth: Truth) -> Alive:
    """What a model publishes, as `run.lost` has it: of ideas a tenth of people's share, of words any."""
    if isinstance(truth.content, TextDomain):
        written: Alive = truth.content.specimens[model.lab, model.generation].counts > 0
        return written
    alive: Alive = (model.output > 0) & (model.output >= ALIVE * truth.p)
    return alive


def _most_first(chosen: Alive, share: NDArray[np.float64]) -> list[int]:
    """Places of what is chosen, the most frequent first."""
    places = np.flatnonzero(chosen)
    ordered: list[int] = places[np.argsort(-share[places], kind="stable")].tolist()
    return ordered
