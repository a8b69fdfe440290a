"""Which rules changed this month, and which had changed before."""

from collections.abc import Iterator, Sequence
from typing import Any

from webloop.months import format_month
from webloop.outcomes.explain.registry import Scene, chapter
from webloop.outcomes.explain.story import Part, Sentence, Table, said
from webloop.scenario.fields import reach
from webloop.scenario.groups import split
from webloop.scenario.merge import put
from webloop.scenario.problems import show_value
from webloop.scenario.resolve import Resolved


@chapter("rules", order=10, title="Rules")
def rules(scene: Scene) -> Sequence[Part]:
    """Interventions of the month and earlier ones, and what a scenario dates otherwise."""
    month, all_of_them = scene.now.month, scene.resolved.scenario.interventions
    today = [each for each in all_of_them if each.date == month]
    sentences = [
        said("New from this month on: {title}.", title=each.title or "a change without a title") for each in today
    ]
    sentences += list(_events(scene))
    if not sentences:
        sentences = [said("No rule changed this month.")]
    for each in all_of_them:
        if each.date < month:
            title = each.title or ", ".join(each.set)
            sentences.append(said("In force since {since}: {title}.", since=format_month(each.date), title=title))
    later = next((each.date for each in all_of_them if each.date > month), None)
    if later is not None:
        sentences.append(said("The next change comes in {month}.", month=format_month(later)))
    rows = [(path, _shown(old), _shown(new)) for path, old, new in changed(scene.resolved, month)]
    table = Table("Values that changed", ("parameter", "before", "from now on"), rows)
    return [Part(sentences, [table] if rows else ())]


def changed(resolved: Resolved, month: int) -> Iterator[tuple[str, Any, Any]]:
    """Paths that the interventions of a month set, with the values before and after; None where there is none.

    Args:
        resolved: the scenario.
        month: the month, as a whole number.
    """
    data = resolved.plain()
    for each in resolved.scenario.interventions:
        for dotted, value in each.set.items():
            if each.date == month:
                yield dotted, reach(data, split(dotted)), value
        for dotted, value in each.set.items():
            data = put(data, split(dotted), value)


def _events(scene: Scene) -> Iterator[Sentence]:
    held = scene.now.rules
    if scene.now.month == held.writers.launch:
        yield said("From this month on people may take up writing with AI.")
    if scene.now.month == held.archive.date:
        yield said("The archive was taken: a snapshot of live human pages at the end of this month.")


def _shown(value: Any) -> str:
    return "nothing" if value is None else show_value(value, quote="")
