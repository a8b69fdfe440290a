"""Who wrote what."""

from collections.abc import Iterator, Sequence

from webloop.outcomes.explain.beside import beside
from webloop.outcomes.explain.facts import PROVENANCES, Seen
from webloop.outcomes.explain.registry import Scene, chapter
from webloop.outcomes.explain.story import Amount, Cell, Part, Sentence, Table, said, share

WHO = {"human": "people alone", "assisted": "people with a model", "synthetic": "models"}


@chapter("writing", order=20, title="Who wrote what")
def writing(scene: Scene) -> Sequence[Part]:
    """Pages by provenance, by who publishes, and by the models that wrote them."""
    tables = [_by_provenance(scene), _by_publisher(scene.now), *_by_community(scene.now), *_by_model(scene.now)]
    return [Part([*_published(scene), *_text(scene.now), *_marked(scene.now), *_live(scene)], tables)]


def _published(scene: Scene) -> Iterator[Sentence]:
    now = scene.now.published
    total = sum(now.values())
    if not total:
        yield said("Nobody published anything.")
        return
    own: dict[str, Cell] = {name: share(now[name], total) for name in PROVENANCES}
    own["total"] = Amount(total, "pages", "page")
    yield said(
        "{total} were published: {human} by people alone, {assisted} by people with a model, {synthetic} by models.",
        **own,
    )
    for other, words in ((scene.before, "The month before"), (scene.baseline, "In the baseline")):
        if other is not None and (whole := sum(other.published.values())):
            yield beside(
                words,
                "{total}, of them {human} by people alone and {synthetic} by models.",
                own,
                total=Amount(whole, "pages", "page"),
                human=share(other.published["human"], whole),
                synthetic=share(other.published["synthetic"], whole),
            )
    farmed = sum(each.farmed for each in scene.now.publishers)
    if farmed:
        yield said(
            "Content farms published {farmed}, or {share} of all.",
            farmed=Amount(round(farmed), "pages", "page"),
            share=share(farmed, total),
        )


def _text(now: Seen) -> Iterator[Sentence]:
    """The pollution of new pages: that of the text, which assisted pages are part of."""
    total = sum(now.pages.values())
    if total:
        by_models = sum(pages * group.ai_fraction for group, pages in now.pages.items())
        yield said(
            "Of the text of all new pages {text} is by models: pages by people with a model count by their share "
            "of such text.",
            text=share(by_models, total),
        )


def _marked(now: Seen) -> Iterator[Sentence]:
    """How many of the pages that could carry a mark do, where the rules ask for marks."""
    asked = now.rules.labels.share > 0 or any(lab.watermark > 0 for lab in now.rules.labs.values())
    mostly_ai = {group: pages for group, pages in now.pages.items() if group.mostly_ai}
    total = sum(mostly_ai.values())
    if asked and total:
        marked = sum(pages for group, pages in mostly_ai.items() if group.labelled)
        yield said(
            "Of {pages} that are mostly by models {marked}, or {share}, carry a label or a watermark that can be read; "
            "{plain} carry none.",
            pages=Amount(total, "pages", "page"),
            marked=Amount(marked),
            share=share(marked, total),
            plain=Amount(total - marked),
        )


def _live(scene: Scene) -> Iterator[Sentence]:
    live = scene.now.live
    total = sum(live.values())
    if total:
        yield said(
            "At the end of the month {live} stood on the web, {human} of them by people alone.",
            live=Amount(total, "pages", "page"),
            human=share(live["human"], total),
        )
    if scene.before is not None:
        died = sum(scene.before.live.values()) + sum(scene.now.published.values()) - total
        yield said("{died} went offline.", died=Amount(died, "pages", "page"))


def _by_provenance(scene: Scene) -> Table:
    others = [("month before", scene.before), ("baseline", scene.baseline)]
    there = [(head, seen.published) for head, seen in others if seen is not None]
    now = scene.now.published
    total = sum(now.values())
    rows: list[list[Cell]] = [
        [WHO[name], Amount(now[name]), share(now[name], total), *(Amount(pages[name]) for _, pages in there)]
        for name in PROVENANCES
    ]
    rows.append(["all", Amount(total), share(total, total), *(Amount(sum(pages.values())) for _, pages in there)])
    return Table("Pages published, by who wrote them", ("by", "pages", "share", *(head for head, _ in there)), rows)


def _by_publisher(now: Seen) -> Table:
    """One row for each segment; farms stand last, if there are any."""
    rows: list[list[Cell]] = []
    for name in dict.fromkeys(each.segment for each in now.publishers):
        mine = [each for each in now.publishers if each.segment == name]
        own, with_ai = sum(each.own for each in mine), sum(each.with_ai + each.farmed for each in mine)
        if name is not None or with_ai:
            rows.append([name or "content farms", *_with_and_without(own, with_ai)])
    return Table("Who published (expected pages)", ("segment", "without AI", "with AI", "share with AI"), rows)


def _by_community(now: Seen) -> Iterator[Table]:
    names = [each for each in dict.fromkeys(each.community for each in now.publishers) if each is not None]
    if len(names) > 1:
        rows: list[list[Cell]] = []
        for name in names:
            mine = [each for each in now.publishers if each.community == name]
            rows.append([name, *_with_and_without(sum(p.own for p in mine), sum(p.with_ai for p in mine))])
        yield Table("The same by community", ("community", "without AI", "with AI", "share with AI"), rows)


def _with_and_without(own: float, with_ai: float) -> list[Cell]:
    return [Amount(own), Amount(with_ai), share(with_ai, own + with_ai)]


def _by_model(now: Seen) -> Iterator[Table]:
    """Pages that are mostly AI are told apart by the generation of the model that wrote them."""
    pages: dict[int, int] = {}
    for group, number in now.pages.items():
        if group.generation is not None:
            pages[group.generation] = pages.get(group.generation, 0) + number
    if pages:
        rows: list[list[Cell]] = []
        for generation, number in sorted(pages.items()):
            labs = [each for each in now.writers if each.generation == generation]
            asked = Amount(sum(each.share for each in labs), "share")
            rows.append([str(generation), ", ".join(each.lab for each in labs), asked, Amount(number)])
        head = ("generation", "labs whose model it is", "market share", "pages mostly AI")
        yield Table("The models that wrote", head, rows)
