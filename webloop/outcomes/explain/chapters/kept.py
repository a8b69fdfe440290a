"""What labs that were due kept of what had been crawled, and what they threw away."""

from collections.abc import Iterator, Sequence

from webloop.content.groups import Provenance
from webloop.months import format_month
from webloop.outcomes.explain.beside import beside
from webloop.outcomes.explain.chapters.writing import WHO
from webloop.outcomes.explain.facts import PROVENANCES, Training, by_provenance
from webloop.outcomes.explain.registry import Scene, chapter
from webloop.outcomes.explain.story import Amount, Cell, Part, Sentence, Table, said, share

_EXACTLY = {
    "replace": "pages since its last cut-off only",
    "window": "pages of the last months only",
    "accumulate": "everything ever crawled, without a budget",
    "accumulate_subsample": "everything ever crawled, thinned to its budget",
}


@chapter("kept", order=40, title="What was kept and thrown away")
def kept(scene: Scene) -> Sequence[Part]:
    """One part for each lab that was due; or when the next training comes."""
    due = [each for each in scene.now.trainings if each.lab in scene.labs]
    if not due:
        return [Part(list(_next(scene)))]
    return [Part(list(_sentences(scene, each)), [_table(each), *_lost_by_community(each)], each.lab) for each in due]


def _next(scene: Scene) -> Iterator[Sentence]:
    end = scene.resolved.scenario.time.end
    yield said("No lab was due this month.")
    yield from _since(scene)
    coming = {name: month for name, month in scene.now.due.items() if name in scene.labs and month <= end}
    if not coming:
        yield said("None will be due before the run ends.")
        return
    first = min(coming.values())
    yield said(
        "The next training comes in {month}: {labs}.",
        month=format_month(first),
        labs=", ".join(name for name, month in coming.items() if month == first),
    )


def _since(scene: Scene) -> Iterator[Sentence]:
    """What was published since the last release."""
    released = {name: scene.now.since[name] for name in scene.labs if name in scene.now.since}
    if not released:
        return
    last = max(released.values(), key=lambda each: each.month)
    total = sum(last.published.values())
    yield said(
        "Since the last release ({labs}, {month}) {pages} were published, {share} of them by models.",
        labs=", ".join(name for name, each in released.items() if each.month == last.month),
        month=format_month(last.month),
        pages=Amount(total, "pages", "page"),
        share=share(last.published["synthetic"], total),
    )


def thrown_away(training: Training) -> dict[Provenance, tuple[int, int, int, int]]:
    """Eligible pages by provenance, and of them those that the filter threw away, that did not fit, and that were kept.

    Args:
        training: a training set.
    """
    eligible, filtered = by_provenance(training.eligible), by_provenance(training.filtered)
    out: dict[Provenance, tuple[int, int, int, int]] = {}
    for name in PROVENANCES:
        used = sum(pages for (provenance, _), pages in training.kept.items() if provenance == name)
        out[name] = (eligible[name], filtered[name], eligible[name] - filtered[name] - used, used)
    return out


def human_lost(training: Training) -> tuple[int, int]:
    """Eligible pages mostly written by people, and those of them that the filter took for AI."""
    eligible, filtered = (
        sum(pages for group, pages in some.items() if not group.mostly_ai)
        for some in (training.eligible, training.filtered)
    )
    return eligible, filtered


def _sentences(scene: Scene, training: Training) -> Iterator[Sentence]:
    parts = thrown_away(training)
    eligible, filtered, unused, used = (Amount(sum(column)) for column in zip(*parts.values(), strict=True))
    own = {"eligible": Amount(eligible.value, "pages", "page"), "used": used, "filtered": filtered}
    yield said(
        "{lab} was due. Its policy {policy} uses "
        + _EXACTLY.get(training.policy, "what its kind says")
        + ", here up to {cutoff}: {eligible}.",
        lab=training.lab,
        policy=training.policy,
        cutoff=format_month(training.cutoff),
        eligible=own["eligible"],
    )
    yield said(
        "Of these {used} were kept, {filtered} filtered out and {unused} did not fit.",
        used=used,
        filtered=filtered,
        unused=unused,
    )
    there, lost = human_lost(training)
    if not training.filtered:
        yield said("No filter was at work.")
    elif there:
        yield said(
            "Among what the filter ({filter}) threw away were {lost} mostly written by people, {share} of such pages.",
            filter=training.detector or "marks alone",
            lost=Amount(lost, "pages", "page"),
            share=share(lost, there),
        )
    other = scene.baseline.training(training.lab) if scene.baseline is not None else None
    if other is not None:
        yield beside(
            "In the baseline",
            "{eligible} eligible, {used} kept, {filtered} filtered out.",
            own,
            eligible=Amount(sum(other.eligible.values()), "pages", "page"),
            used=Amount(sum(other.kept.values())),
            filtered=Amount(sum(other.filtered.values())),
        )


def _table(training: Training) -> Table:
    parts = thrown_away(training)
    rows: list[list[Cell]] = [[WHO[name], *map(Amount, parts[name])] for name in PROVENANCES]
    rows.append(["all", *(Amount(sum(column)) for column in zip(*parts.values(), strict=True))])
    head = ("by", "eligible", "filtered out", "did not fit", "kept")
    return Table("Crawled pages", head, rows)


def _lost_by_community(training: Training) -> Iterator[Table]:
    """Whose pages a filter throws away though people wrote most of them."""
    rows: list[list[Cell]] = []
    names = dict.fromkeys(group.community for group in training.eligible if group.community is not None)
    for name in names if training.filtered else ():
        there, lost = (
            sum(pages for group, pages in some.items() if group.community == name)
            for some in (training.eligible, training.filtered)
        )
        if there:
            rows.append([name, Amount(there), Amount(lost), share(lost, there)])
    if rows:
        head = ("community", "eligible", "lost", "share lost")
        yield Table("Human pages lost: mostly written by people and filtered out all the same", head, rows)
