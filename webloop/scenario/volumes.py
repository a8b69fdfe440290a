"""How much people publish before anybody responds to AI: what a scenario alone says of it."""

from collections.abc import Iterable

from webloop.scenario.schema import Scenario
from webloop.submodels.roles import Participation


def total_volume(rules: Scenario, month: int) -> float:
    """Pages that all people would publish in a month, before anyone changes how much they take part."""
    writers = rules.writers
    pages: float = rules.web.pages_per_month * (1 + writers.growth) ** ((month - writers.launch) / 12)
    if writers.step_power:
        pages *= max(1, month - rules.time.start + 1) ** writers.step_power
    return pages


def planned_volumes(rules: Scenario, months: Iterable[int]) -> list[float]:
    """Pages that people would publish in each month without AI, given how they come and go by themselves."""
    weights: dict[Participation, float] = {}  # most segments share one course; each is followed once
    for segment in rules.writers.segments.values():
        weights[segment.participation] = weights.get(segment.participation, 0.0) + segment.weight
    launch = rules.writers.launch
    return [
        total_volume(rules, month) * sum(weight * course.level(month, launch) for course, weight in weights.items())
        for month in months
    ]
