"""What early and late collapse are, in words, with the thresholds of a study."""

from collections.abc import Sequence

from webloop.metrics.collapse import SIGNS
from webloop.outcomes.findings.wording import listed, month_name
from webloop.outcomes.results import Results
from webloop.outcomes.scenario_files import scenario_data

LOST = {
    "tail_recall": ("the recall of rare ideas", "that of common ones", "the diversity (Hill-1)"),
    "words_alive_decile_10": (
        "the rarest tenth of people's words",
        "the commonest tenth",
        "the number of different words",
    ),
}
"""What is lost by the signs of collapse, named by the first: of the tail, of the head, of the whole."""


def meanings(results: Results) -> dict[str, str]:
    """A sentence for each kind of collapse, with the thresholds of the baseline; none where they are not known.

    Args:
        results: what was run.

    Returns:
        Sentences by the names of `webloop.outcomes.watched.EVENTS`.
    """
    rules = scenario_data(results, results.baseline).get("collapse", {})
    tail, head, hill, since = (rules.get(name) for name in ("tail_below", "head_above", "hill_below", "reference"))
    lost = next((LOST[signs[0]] for signs in SIGNS if signs[0] in results.recorded), None)
    if not (tail and head and hill and since and lost):
        return {}
    then = month_name(str(since))
    return {
        "early_collapse": f"Early collapse: models keep less than {_percent(tail)} of {lost[0]} they had in {then}, "
        f"and still {_percent(head)} of {lost[1]}.",
        "late_collapse": f"Late collapse: models keep less than {_percent(hill)} of {lost[2]} they had in {then}.",
    }


def unwatched(names: Sequence[str]) -> str:
    """That in some scenarios there was nothing to lose, as a sentence; empty for none.

    Args:
        names: of scenarios without a model in the month whose values count as intact, as a sentence has them.
    """
    if not names:
        return ""
    return (
        f"With {listed(names)} no model was deployed in the month whose values count as intact, so no collapse can be "
        "told."
    )


def _percent(share: float) -> str:
    return f"{100 * share:g} %"
