"""What happens to published pages: they die, and crawlers fetch them."""

from typing import TYPE_CHECKING

from webloop.content.groups import Group
from webloop.errors import InputError
from webloop.world.habits import remember
from webloop.world.isolation import may_fetch
from webloop.world.ledger import HUMAN, Row
from webloop.world.market import on_offer
from webloop.world.pages import Batch, Corpus
from webloop.world.placing import place
from webloop.world.reach import reach

if TYPE_CHECKING:
    from webloop.world.world import World


def decay(world: "World") -> None:
    """Old pages die, new ones join the live web, and on its date the archive is taken."""
    web, streams, month = world.web, world.streams, world.month
    people = streams.get("decay", "human", month=month)
    web.age(people, web.rows(human=True))
    written = {group: batch for group, batch in world.new.items() if group.provenance == "human"}
    if world.archive.content is None:
        # the archive will hold pages, so live human ones must be known until it is taken
        contents = [
            batch.read(world.domain, streams.get("write", *group.words, month=month))
            for group, batch in written.items()
        ]
        web.add_human(world.domain.pool(contents), people)
    else:
        web.add(HUMAN, sum(batch.pages for batch in written.values()), people)
    _decay_ai(world)
    place(world)
    remember(world)
    if month == world.rules.archive.date:
        _take_archive(world)


def _take_archive(world: "World") -> None:
    """Freeze live human pages; what is not clean among them comes from the models of the day."""
    rules, live = world.rules.archive, world.web.human
    assert live is not None
    world.archive.take(live, rules.coverage, world.domain, world.streams.get("archive"))
    world.web.forget_contents()
    if rules.impurity > 0:
        demand, models = on_offer(world.domain, world.labs)
        if demand <= 0:
            raise InputError("archive.impurity: at archive.date no model is in use that could have written these pages")
        world.archive.spoil(rules.impurity, models, world.domain, world.streams.get("archive impurity"))


def _decay_ai(world: "World") -> None:
    """The same for pages with AI text; their luck is their own, so that human pages keep theirs."""
    generated: dict[Row, int] = {}
    for group, batch in world.new.items():
        if group.provenance != "human":
            row: Row = (group.provenance, group.ai_fraction)
            generated[row] = generated.get(row, 0) + batch.pages
    rows = world.web.rows(human=False)
    if rows or generated:
        rng = world.streams.get("decay", "ai", month=world.month)
        world.web.age(rng, rows)
        for row, pages in generated.items():
            world.web.add(row, pages, rng)


def crawl(world: "World") -> None:
    """Every crawler fetches a share of the month's new pages."""
    if len(world.crawlers) > 1:
        _draw_all(world)  # several crawlers may fetch the same page, so it must be known before
    for name, store in world.crawlers.items():
        chances = reach(world, world.rules.crawlers[name])
        corpus: Corpus = {}
        for owner, batches in _by_owner(world).items():
            rng = world.streams.get("crawl", name, owner, month=world.month)
            for group, batch in batches:
                if may_fetch(world.rules.crawlers[name], group):
                    corpus[group] = batch.fetch(chances.of(world, group), world.domain, rng)
        store.add(world.month, corpus)


def _draw_all(world: "World") -> None:
    """Draw all new pages."""
    for owner, batches in _by_owner(world).items():
        rng = world.streams.get("generate", owner, month=world.month)
        for _, batch in batches:
            batch.read(world.domain, rng)


def _by_owner(world: "World") -> dict[str, list[tuple[Group, Batch]]]:
    """New pages by the owner of their content: one random stream each."""
    owners: dict[str, list[tuple[Group, Batch]]] = {}
    for group, batch in world.new.items():
        owners.setdefault(group.owner, []).append((group, batch))
    return owners
