"""What crawlers fetched of the month's pages."""

from collections.abc import Iterator, Sequence

from webloop.outcomes.explain.beside import beside
from webloop.outcomes.explain.chapters.writing import WHO
from webloop.outcomes.explain.facts import PROVENANCES
from webloop.outcomes.explain.registry import Scene, chapter
from webloop.outcomes.explain.story import Amount, Cell, Part, Sentence, Table, said, share


@chapter("crawling", order=30, title="What was crawled")
def crawling(scene: Scene) -> Sequence[Part]:
    """Every crawler's pages, beside those that were there."""
    return [Part(list(_sentences(scene)), [_table(scene)])]


def _sentences(scene: Scene) -> Iterator[Sentence]:
    published = sum(scene.now.published.values())
    for name, pages in scene.now.fetched.items():
        labs = _labs_of(scene, name)
        own = {"fetched": Amount(sum(pages.values())), "stored": Amount(scene.now.stored[name], "pages", "page")}
        yield said(
            "Crawler {crawler} ({labs}) fetched {fetched} of the month's {published}, or {share}; it has {stored} now.",
            crawler=name,
            labs=f"for {', '.join(labs)}" if labs else "nobody trains from it",
            published=Amount(published, "pages", "page"),
            share=share(sum(pages.values()), published),
            **own,
        )
        if scene.baseline is not None and name in scene.baseline.fetched:
            yield beside(
                "In the baseline",
                "{fetched} fetched, {stored} in all.",
                own,
                fetched=Amount(sum(scene.baseline.fetched[name].values())),
                stored=Amount(scene.baseline.stored[name], "pages", "page"),
            )


def _labs_of(scene: Scene, crawler: str) -> list[str]:
    return [name for name, lab in scene.now.rules.labs.items() if lab.crawler == crawler]


def _table(scene: Scene) -> Table:
    published, fetched = scene.now.published, scene.now.fetched
    rows: list[list[Cell]] = []
    for name in PROVENANCES:
        there = published[name]
        row: list[Cell] = [WHO[name], Amount(there)]
        for pages in fetched.values():
            row += [Amount(pages[name]), share(pages[name], there)]
        rows.append(row)
    several = len(fetched) > 1
    heads = [head for name in fetched for head in (f"fetched by {name}" if several else "fetched", "share")]
    return Table("Pages of this month", ("by", "published", *heads), rows)
