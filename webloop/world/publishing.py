"""Pages written by models: assisted and synthetic ones."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from webloop.content.groups import Group, assisted, synthetic
from webloop.scenario.parts import AssistBin
from webloop.scenario.pins import pinned_share
from webloop.world.bins import pooled
from webloop.world.isolation import labs_apart
from webloop.world.market import compete, on_offer
from webloop.world.marking import marked_pages, marks, signed_apart
from webloop.world.pages import Batch

if TYPE_CHECKING:
    from webloop.world.world import World

_SYNTHETIC_ONLY = (AssistBin(fraction=1.0, share=1.0),)


def generate(world: "World") -> None:
    """Deployed models publish what cohorts ask them for."""
    compete(world)
    farmed = float(world.flow.farmed.sum())
    if world.ai_pages.sum() + farmed <= 0:
        return
    pinned = pinned_share(world.rules, world.month) is not None
    kinds = _SYNTHETIC_ONLY if pinned else pooled(world.rules.writers.assist_bins)
    for each in kinds:
        if each.fraction <= 0.5:
            _mostly_human(world, each)
    apart = labs_apart(world.rules)
    for generation, lab in sorted({(m.newest.generation, m.name if apart else "") for m in world.labs if m.newest}):
        _mostly_ai(world, [each for each in kinds if each.fraction > 0.5], generation, lab or None)


def _mostly_human(world: "World", each: AssistBin) -> None:
    """Pages by community: an idea comes from a model with probability `fraction`, else from the writer."""
    model = on_offer(world.domain, world.labs)[1]
    for community, pages in zip(world.cohorts.communities, world.ai_pages, strict=True):
        source = world.domain.blend([model, world.tastes[community]], [each.fraction, 1 - each.fraction])
        _publish(world, assisted(each.fraction, community=community), float(pages) * each.share, (source, source))


def _mostly_ai(world: "World", kinds: Sequence[AssistBin], generation: int, lab: str | None) -> None:
    """Pages by generation of the model, and its lab if given; the writer's part is the mix of those who ask."""
    total, farmed = world.ai_pages.sum(), float(world.flow.farmed.sum())
    market, model = on_offer(world.domain, world.labs, generation, lab)
    if market <= 0:
        return  # nobody asks these models for anything
    share, *models = marks(world, model, generation, lab)
    if farmed > 0 and all(each.fraction < 1 for each in kinds):
        kinds = [*kinds, AssistBin(fraction=1.0, share=0.0)]
    for each in kinds:
        pages = float(total) * each.share * market
        if each.fraction == 1:
            _publish(world, synthetic(generation, lab), pages + farmed * market, models, share)
        elif total > 0:
            writers = world.domain.blend(
                [world.tastes[name] for name in world.cohorts.communities], list(world.ai_pages / total)
            )
            sources = [world.domain.blend([part, writers], [each.fraction, 1 - each.fraction]) for part in models]
            _publish(world, assisted(each.fraction, generation=generation, lab=lab), pages, sources, share)


def _publish(world: "World", group: Group, expected: float, sources: Sequence[Any], marked_share: float = 0.0) -> None:
    """Put pages on the web: plain ones and marked ones, each drawn from its source, signed ones apart."""
    pages = round(expected)
    marked = marked_pages(world, group, pages, marked_share)
    for count, source, is_marked in zip((pages - marked, marked), sources, (False, True), strict=True):
        if count > 0:
            world.new.update(signed_apart(world, {group._replace(labelled=is_marked): Batch(count, source)}))
