"""When a run counts as collapsed."""

from collections.abc import Mapping, Sequence

from webloop.scenario.parts import Collapse

COLLAPSE = {
    "early_collapse": "first month when the deployed models' mean tail recall is below half of its reference while "
    "head recall is at least nine tenths of its own (thresholds and reference: `collapse` in the scenario); in "
    "summary.csv the share of runs that had collapsed by the horizon",
    "late_collapse": "first month when Hill-1 is below half of its reference; in summary.csv likewise",
}
NEEDED = ("tail_recall", "head_recall", "hill_1")


def collapse_months(monthly: Mapping[str, Sequence[float]], rules: Collapse) -> dict[str, int | None]:
    """First months of early and late collapse of one run; None when it has not come by the horizon.

    Early: the deployed models' mean tail recall is below `tail_below` of its reference while head recall is
    at least `head_above` of its own. Late: Hill-1 is below `hill_below` of its reference. A metric that was
    not recorded, or has no value in the reference month, gives no date.

    Args:
        monthly: columns `month`, `tail_recall`, `head_recall`, `hill_1` of one run.
        rules: thresholds and the reference month.

    >>> columns = {"month": [24275, 24276], "tail_recall": [0.8, 0.3], "head_recall": [0.9, 0.9], "hill_1": [9, 8]}
    >>> collapse_months(columns, Collapse())
    {'early_collapse': 24276, 'late_collapse': None}
    """
    if not all(name in monthly for name in NEEDED):
        return {}
    months = [int(month) for month in monthly["month"]]
    if rules.reference not in months:
        return {}
    at = months.index(rules.reference)
    tail, head, hill = (monthly[name] for name in NEEDED)
    if tail[at] != tail[at] or hill[at] != hill[at]:
        return {}
    early = late = None
    for i in range(at, len(months)):
        fallen = tail[i] < rules.tail_below * tail[at] and head[i] >= rules.head_above * head[at]
        if early is None and fallen:
            early = months[i]
        if late is None and hill[i] < rules.hill_below * hill[at]:
            late = months[i]
    return {"early_collapse": early, "late_collapse": late}
