"""Pages written by models: assisted and synthetic ones."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from webloop.content.domain import Probabilities
from webloop.content.groups import Group, assisted, synthetic
from webloop.scenario.parts import AssistBin
from webloop.world.bins import pooled
from webloop.world.marking import marked_pages, marks, signed_apart
from webloop.world.pages import Batch
from webloop.world.people import pinned_share

if TYPE_CHECKING:
    from webloop.world.world import World

_SYNTHETIC_ONLY = (AssistBin(fraction=1.0, share=1.0),)


def generate(world: "World") -> None:
    """Deployed models publish what cohorts ask them for."""
    if world.ai_pages.sum() <= 0:
        return
    pinned = pinned_share(world.rules, world.month) is not None
    kinds = _SYNTHETIC_ONLY if pinned else pooled(world.rules.writers.assist_bins)
    for each in kinds:
        if each.fraction <= 0.5:
            _mostly_human(world, each)
    for generation in sorted({lab.newest.generation for lab in world.labs if lab.newest}):
        _mostly_ai(world, [each for each in kinds if each.fraction > 0.5], generation)


def _mostly_human(world: "World", each: AssistBin) -> None:
    """Pages by community: an idea comes from a model with probability `fraction`, else from the writer."""
    model = _market(world, None)[1]
    for community, pages in zip(world.cohorts.communities, world.ai_pages, strict=True):
        source = world.domain.blend([model, world.tastes[community]], [each.fraction, 1 - each.fraction])
        _publish(world, assisted(each.fraction, community=community), float(pages) * each.share, (source, source))


def _mostly_ai(world: "World", kinds: Sequence[AssistBin], generation: int) -> None:
    """Pages by generation of the model; the writer's part is the mix of those who ask for them."""
    total = world.ai_pages.sum()
    market, model = _market(world, generation)
    share, *models = marks(world, generation, model)
    writers = world.domain.blend(
        [world.tastes[name] for name in world.cohorts.communities], list(world.ai_pages / total)
    )
    for each in kinds:
        if each.fraction == 1:
            group, sources = synthetic(generation), models
        else:
            group = assisted(each.fraction, generation=generation)
            sources = [world.domain.blend([part, writers], [each.fraction, 1 - each.fraction]) for part in models]
        _publish(world, group, float(total) * each.share * market, sources, share)


def market_mix(world: "World") -> Probabilities:
    """What deployed models publish together; all zero while nobody uses one, (ideas,)."""
    return _market(world, None)[1]


def _market(world: "World", generation: int | None) -> tuple[float, Probabilities]:
    """Market share of the models of a generation (None: of all), and what they publish together."""
    deployed = [(lab.rules.market_share, lab.newest) for lab in world.labs if lab.newest]
    chosen = [(weight, model) for weight, model in deployed if generation in {None, model.generation}]
    weight = sum(w for w, _ in chosen)
    everyone = sum(w for w, _ in deployed)
    if weight <= 0:
        return 0.0, world.domain.blend([], [])
    return weight / everyone, world.domain.blend([m.output for _, m in chosen], [w / weight for w, _ in chosen])


def _publish(
    world: "World", group: Group, expected: float, sources: Sequence[Probabilities], marked_share: float = 0.0
) -> None:
    """Put pages on the web: plain ones and marked ones, each drawn from its source, signed ones apart."""
    pages = round(expected)
    marked = marked_pages(world, group, pages, marked_share)
    for count, source, is_marked in zip((pages - marked, marked), sources, (False, True), strict=True):
        if count > 0:
            world.new.update(signed_apart(world, {group._replace(labelled=is_marked): Batch(count, source)}))
