"""What was released, and how good it is."""

import math
from collections.abc import Iterator, Mapping, Sequence

from webloop.metrics.registry import metrics
from webloop.months import format_month
from webloop.outcomes.explain.facts import Release
from webloop.outcomes.explain.registry import Scene, chapter
from webloop.outcomes.explain.story import Amount, Cell, Part, Sentence, Table, said


@chapter("released", order=60, title="What was released, and how good it is")
def released(scene: Scene) -> Sequence[Part]:
    """One part for each model."""
    return [
        Part(list(_sentences(scene, each)), [_table(scene, each)], each.lab)
        for each in scene.now.releases
        if each.lab in scene.labs
    ]


def _sentences(scene: Scene, release: Release) -> Iterator[Sentence]:
    who = {"lab": release.lab, "model": str(release.generation)}
    if release.before is None:
        yield said("{lab} released its first model.", **who)
    else:
        yield said(
            "{lab} released its model {model}, which replaces model {old}.", **who, old=str(release.generation - 1)
        )
        yield from _changes(release, release.before)
    if scene.baseline is not None and _in_baseline(scene, release) is None:
        yield said("In the baseline {lab} released nothing this month.", lab=release.lab)
    due = scene.now.due[release.lab]
    if due <= scene.resolved.scenario.time.end:
        yield said("Its next training comes in {month}.", month=format_month(due))


def _changes(release: Release, before: Mapping[str, float]) -> Iterator[Sentence]:
    """The metrics that got better and those that got worse, by name, and those that are shown with the same number."""
    known = metrics()
    better: list[str] = []
    worse: list[str] = []
    same: list[str] = []
    for name, after in release.after.items():
        change = _gain(known[name].better, before[name], after)
        if not change:
            continue
        shown_alike = str(_amount(name, after)) == str(_amount(name, before[name]))
        (same if shown_alike else better if change > 0 else worse).append(known[name].label)
    for labels, word in ((better, "Better"), (worse, "Worse")):
        if labels:
            yield said(word + " than its predecessor: {metrics}.", metrics=", ".join(labels))
    if not better and not worse:
        yield said("It is as good as its predecessor.")
    elif same:
        yield said("The same, to the digits shown: {metrics}.", metrics=", ".join(same))


def _gain(better: str, before: float, after: float) -> float:
    """By how much a number is better, below zero if it is worse; no number at all is worse than any.

    >>> _gain("lower", 30.0, 20.0), _gain("lower", 30.0, float("nan")), _gain("higher", float("nan"), float("nan"))
    (10.0, -inf, 0.0)
    """
    if better == "-":
        return 0.0
    sign = 1.0 if better == "higher" else -1.0
    one, other = (-math.inf if value != value else sign * value for value in (before, after))
    return 0.0 if one == other else other - one


def _in_baseline(scene: Scene, release: Release) -> Release | None:
    return scene.baseline.release(release.lab) if scene.baseline is not None else None


def _amount(name: str, value: float) -> Amount:
    return Amount(value, metrics()[name].unit, digits=2)


def _table(scene: Scene, release: Release) -> Table:
    known, other = metrics(), _in_baseline(scene, release)
    columns = [("before", release.before), ("after", release.after), ("baseline", other.after if other else None)]
    there = [(head, values) for head, values in columns if values is not None]
    rows: list[list[Cell]] = []
    for name in release.after:
        metric = known[name]
        arrow = {"higher": " ↑", "lower": " ↓"}.get(metric.better, "")
        unit = "" if metric.unit in {"share", "-"} else f" [{metric.unit}]"
        cells = [_amount(name, values.get(name, float("nan"))) for _, values in there]
        rows.append([metric.label + unit + arrow, *cells])
    title = "Held against what people write this month (↑ higher is better, ↓ lower is better)"
    return Table(title, ("metric", *(head for head, _ in there)), rows)
