"""Which ideas or words vanished with a release, and which came back."""

from collections.abc import Iterator, Sequence

from webloop.outcomes.explain.facts import Entry, Release, Turn
from webloop.outcomes.explain.registry import Scene, chapter
from webloop.outcomes.explain.story import Amount, Cell, Part, Sentence, Table, said

_NAMED = 8


@chapter("vanished", order=70, title="What vanished, and what came back")
def vanished(scene: Scene) -> Sequence[Part]:
    """One part for each release of a lab that had a model before."""
    return [
        Part(list(_sentences(scene, each, each.turn)), list(_tables(each.turn)), each.lab)
        for each in scene.now.releases
        if each.lab in scene.labs and each.turn is not None
    ]


def _sentences(scene: Scene, release: Release, turn: Turn) -> Iterator[Sentence]:
    yield said(
        "Of {known} that people "
        + ("write" if turn.noun == "idea" else "wrote before the first model")
        + ", model {model} of {lab} publishes {after}, its predecessor {before}.",
        known=_counted(turn.known, turn),
        model=str(release.generation),
        lab=release.lab,
        after=_count(turn.alive_after, turn),
        before=_count(turn.alive_before, turn),
    )
    if turn.gone:
        yield said(
            "{gone} vanished with this release" + _lost(turn),
            gone=_counted(len(turn.gone), turn),
            lost=_count(len(turn.lost), turn),
        )
    else:
        yield said("Nothing vanished with this release.")
    if turn.back:
        yield said(
            "{back} that its predecessor lacked came back or are new" + _found(turn),
            back=_counted(len(turn.back), turn),
            found=_count(len(turn.found), turn),
        )
    if turn.noun == "word":
        yield said("Words are looked for in a specimen of the model's pages, so rare ones also come and go by chance.")
    other = scene.baseline.release(release.lab) if scene.baseline is not None else None
    if other is not None and other.turn is not None and other.turn.noun == turn.noun:
        yield said(
            "In the baseline {gone} vanished and {back} came back or are new; its model publishes {after}.",
            gone=_counted(len(other.turn.gone), turn),
            back=_count(len(other.turn.back), turn),
            after=_count(other.turn.alive_after, turn),
        )


def _lost(turn: Turn) -> str:
    """How many of those that vanished are in no model any more."""
    if not turn.lost:
        return "; other labs' models still publish all of them."
    return ", from every deployed model." if len(turn.lost) == len(turn.gone) else "; {lost} of them from every model."


def _found(turn: Turn) -> str:
    """How many of those that came were in no model the month before."""
    if not turn.found:
        return "; other labs' models had them the month before."
    if len(turn.found) == len(turn.back):
        return "; no deployed model had any of them the month before."
    return "; of them no deployed model had {found} the month before."


def _count(number: int, turn: Turn) -> Amount:
    return Amount(number, f"{turn.noun}s")


def _counted(number: int, turn: Turn) -> Amount:
    return Amount(number, f"{turn.noun}s", turn.noun)


def _tables(turn: Turn) -> Iterator[Table]:
    for title, entries, rest, remark in (
        ("Vanished", turn.gone, turn.lost, "from every model"),
        ("Came back, or new", turn.back, turn.found, "in no model before"),
    ):
        if entries:
            yield _table(title, entries, rest, turn.noun, remark)


def _table(title: str, entries: Sequence[Entry], marked: frozenset[str], noun: str, remark: str) -> Table:
    more = f": the {_NAMED} that people use most, of {len(entries)}" if len(entries) > _NAMED else ""
    unit = "pages" if noun == "idea" else "words"
    rows: list[list[Cell]] = [
        [each.name, Amount(round(1 / each.share), unit), "yes" if each.name in marked else "no"]
        for each in entries[:_NAMED]
    ]
    return Table(title + more, (noun, f"people use it once in ... {unit}", remark), rows)
