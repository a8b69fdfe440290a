"""Marks of provenance: labels and watermarks on AI pages, signatures on human ones, true or forged.

Marks are drawn when pages are published. Whoever reads them sees one thing, a mark: declared labels and watermarks
count alike.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from webloop.content.groups import Group
from webloop.scenario.parts import Labels
from webloop.world.pages import Batch

if TYPE_CHECKING:
    from webloop.world.world import World


class Marks(NamedTuple):
    """Marks on what the models of a generation publish, and what is on the pages with and without one."""

    share: float
    """Share of pages with a mark that can be read."""
    plain: Any
    """What pages without a mark are drawn from."""
    marked: Any
    """The same for those with one: other models' where labs' watermarks differ."""


def readable(labels: Labels, watermark: float) -> float:
    """Share of pages with a mark that can be read: a label, or a watermark that survives and is found.

    Args:
        labels: the rules of labels.
        watermark: share of pages that leave the model with a watermark.

    >>> round(readable(Labels(share=0.2, removal=0.5, detection=0.9), watermark=1.0), 3)
    0.56
    """
    found = watermark * (1 - labels.removal) * labels.detection
    return labels.share + (1 - labels.share) * found


def marks(world: "World", together: Any, generation: int, lab: str | None) -> Marks:
    """Marks on the pages of some models: labs' own, by what writers ask of them.

    Args:
        world: the world.
        together: what these models publish together.
        generation: their generation.
        lab: their lab; None for all.
    """
    chosen = [
        (each.demand, readable(world.rules.labels, each.rules.watermark), each.newest.output)
        for each in world.labs
        if each.newest and each.newest.generation == generation and lab in {None, each.name} and each.demand > 0
    ]
    shares = {share for _, share, _ in chosen}
    if len(shares) <= 1:
        return Marks(shares.pop() if shares else 0.0, together, together)
    models = [model for _, _, model in chosen]
    marked = [weight * share for weight, share, _ in chosen]
    plain = [weight * (1 - share) for weight, share, _ in chosen]
    # shares differ, so that neither sum is 0
    with_it, without = sum(marked), sum(plain)
    return Marks(
        with_it / (with_it + without),
        world.domain.blend(models, [part / without for part in plain]),
        world.domain.blend(models, [part / with_it for part in marked]),
    )


def marked_pages(world: "World", group: Group, pages: int, share: float) -> int:
    """How many of a group's new pages carry a mark: a draw, unless none can."""
    if share <= 0:
        return 0
    rng = world.streams.get("label", group.owner, str(group.ai_fraction), month=world.month)
    return int(rng.binomial(pages, share))


def signed_apart(world: "World", batches: Mapping[Group, Batch]) -> dict[Group, Batch]:
    """The same new pages, with signed ones as groups of their own: a draw, unless nobody signs.

    A signature says that a page was written without AI: on others it is forged.
    """
    out: dict[Group, Batch] = {}
    for group, batch in batches.items():
        honest = group.provenance == "human"
        share = world.rules.labels.signed if honest else world.rules.labels.forged
        signed = 0
        if share > 0:
            words = (group.owner, group.provenance, str(group.ai_fraction), str(group.labelled))
            signed = int(world.streams.get("sign", *words, month=world.month).binomial(batch.pages, share))
        if honest or signed < batch.pages:
            out[group] = Batch(batch.pages - signed, batch.source)
        if signed > 0:
            out[group._replace(signed=True)] = Batch(signed, batch.source)
    return out
