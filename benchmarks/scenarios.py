"""Scenarios of the benchmarks."""

from webloop.scenario.resolve import Resolved, resolve
from webloop.scenario.yaml import parse_yaml

MINIMAL = """\
time: {{start: 2018-01, end: 2038-12, history_years: 0}}
ideas: {{number: 1000, turnover: 0, head_turnover: 0, errors: 0, tail_focus: 0}}
web: {{pages_per_month: {pages}, lifetime: {{kind: constant, hazard: 0}}}}
archive: {{date: 2018-01}}
collapse: {{reference: 2018-01}}
crawlers: {{common: {{coverage: 0.5}}}}
writers: {{growth: 0, additive: 0}}
pinned_pollution: {{2018-02: 0.5}}
lab: {{cadence: 1, cutoff_lag: 0, budget: unlimited, accumulation: replace}}
labs: {{one: {{first_release: 2018-01}}}}
"""


def minimal(pages: float) -> Resolved:
    """One model, K = 1,000 ideas, a training every step: as in `mesa_page_objects.py`."""
    return resolve(parse_yaml(MINIMAL.format(pages=pages), "minimal"), "minimal")
