"""When a run counts as collapsed."""

from collections.abc import Mapping, Sequence

from webloop.scenario.parts import Collapse

COLLAPSE = {
    "early_collapse": "first month when the deployed models' mean tail recall is below half of its reference while "
    "head recall is at least nine tenths of its own (thresholds and reference: `collapse` in the scenario); of words "
    "the share alive in the rarest and in the commonest decile; in summary.csv the share of runs that had collapsed by "
    "the horizon",
    "late_collapse": "first month when Hill-1, of words the number of different ones, is below half of its reference; "
    "in summary.csv likewise",
}
SIGNS = (
    ("tail_recall", "head_recall", "hill_1"),
    ("words_alive_decile_10", "words_alive_decile_01", "word_types"),
)
"""What is looked at, of ideas and of words: the tail, the head and diversity."""


def collapse_months(monthly: Mapping[str, Sequence[float]], rules: Collapse) -> dict[str, int | None]:
    """First months of early and late collapse of one run; None when it has not come by the horizon.

    Early: the deployed models' mean tail recall is below `tail_below` of its reference while head recall is
    at least `head_above` of its own. Late: Hill-1 is below `hill_below` of its reference. Of words: the share alive
    in the rarest and in the commonest decile, and the number of different ones. Metrics that were not recorded, or
    have no value in the reference month, give no date.

    Args:
        monthly: columns `month` and those of `SIGNS` of one run.
        rules: thresholds and the reference month.

    >>> columns = {"month": [24275, 24276], "tail_recall": [0.8, 0.3], "head_recall": [0.9, 0.9], "hill_1": [9, 8]}
    >>> collapse_months(columns, Collapse())
    {'early_collapse': 24276, 'late_collapse': None}
    """
    months = [int(month) for month in monthly["month"]]
    if rules.reference not in months:
        return {}
    at = months.index(rules.reference)
    known = [[monthly[name] for name in signs] for signs in SIGNS if all(name in monthly for name in signs)]
    intact = [signs for signs in known if signs[0][at] == signs[0][at] and signs[2][at] == signs[2][at]]
    if not intact:
        return {}
    tail, head, hill = intact[0]  # pages hold ideas or words
    early = late = None
    for i in range(at, len(months)):
        fallen = tail[i] < rules.tail_below * tail[at] and head[i] >= rules.head_above * head[at]
        if early is None and fallen:
            early = months[i]
        if late is None and hill[i] < rules.hill_below * hill[at]:
            late = months[i]
    return {"early_collapse": early, "late_collapse": late}
