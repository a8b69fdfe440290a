"""From when on two scenarios differ: until then they are one."""

from webloop.scenario.resolve import Resolved
from webloop.scenario.schema import Scenario


def parting(one: Resolved, other: Resolved) -> int | None:
    """The first month in which other rules hold in two scenarios; None when that never happens.

    Titles, claims and the way in which rules are written down make no difference.

    >>> from webloop.months import format_month
    >>> from webloop.scenario.resolve import load_scenario
    >>> format_month(parting(load_scenario("webloop/baseline"), load_scenario("webloop/archive")))
    '2027-01'
    """
    if _rules(one.scenario) != _rules(other.scenario):
        return min(one.scenario.time.start, other.scenario.time.start)
    months = sorted({month for month, _ in (*one.changes, *other.changes)})
    return next((month for month in months if _rules(one.at(month)) != _rules(other.at(month))), None)


def _rules(scenario: Scenario) -> Scenario:
    """What a scenario says about the world."""
    return scenario.model_copy(update={"title": "", "claim": "", "interventions": ()})
