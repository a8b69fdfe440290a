"""Small worlds with sites, readers and farms, for tests of how these pieces are wired."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.scenario.document import Document
from webloop.scenario.extends import with_value
from webloop.scenario.problems import Origin
from webloop.scenario.resolve import resolve
from webloop.scenario.yaml import parse_yaml
from webloop.streams import Streams
from webloop.world.world import World

Floats = NDArray[np.float64]
Values = Mapping[str, Any]

TEXT = """
time: {start: 2021-01, end: 2030-12, history_years: 5}
ideas: {number: 40, errors: 4, turnover: 0, head_turnover: 0}
communities: {majority: {share: 0.7}, minority: {share: 0.3}}
web: {pages_per_month: 20000, lifetime: {kind: weibull, shape: 0.5, scale_years: 3}, ai_hazard_ratio: 2}
archive: {date: 2022-12}
collapse: {reference: 2022-12}
crawlers: {common: {coverage: 0.4, historic_coverage: 0.2}}
writers:
  segments:
    press: {weight: 0.6, adoption: {saturation: 0.5}, measures: majority}
    forum: {weight: 0.4, adoption: {saturation: 0.3}, measures: any}
lab: {cadence: 6, cutoff_lag: 2, budget: unlimited, hallucination: 0.02, decoder: {temperature: 0.9}}
labs: {alpha: {first_release: 2022-06, market_share: 2}, beta: {first_release: 2022-09}}
"""
LINKED: Values = {
    "sites": {
        "number": 40,
        "links_per_site": 4,
        "link_turnover": 0.05,
        "growth": 0.2,
        "attractiveness": 2,
        "size_exponent": 0.8,
    }
}
RANKED: Values = {**LINKED, "readers.ranking": "pagerank"}
ONE_LAB: Values = {"labs.alpha.cadence": 12, "labs.beta.first_release": "2030-12"}
"""The other's first model comes when all is over."""
SHUT = {"kind": "saturating", "saturation": 1.0, "time_constant": 1e-6}
"""From the month after launch on every site shuts crawlers out."""


def document(settings: Values, text: str = TEXT) -> Document:
    """The text with other values by dotted path."""
    found = parse_yaml(text, "linked")
    for path, value in settings.items():
        found = with_value(found, path, value, Origin("linked"))
    return found


def after(months: int, settings: Values, seed: int = 1) -> World:
    """A world after some months; it stands at the end of the last, as metrics see it."""
    world = World(resolve(document(settings), "linked"), Streams(seed, 0))
    for _ in range(months):
        world.step()
    world.month -= 1
    return world
