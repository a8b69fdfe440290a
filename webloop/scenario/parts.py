"""The parts of a scenario file: what the world is made of. `schema.py` puts them together."""

from webloop.scenario.crawler_parts import Crawler
from webloop.scenario.lab_parts import Budget, Filter, Lab, Weights
from webloop.scenario.provenance_parts import Labels
from webloop.scenario.site_parts import SiteRules
from webloop.scenario.world_parts import (
    Archive,
    Collapse,
    Community,
    Ideas,
    Time,
    WebRules,
)
from webloop.scenario.writer_parts import AssistBin, Measure, Readers, Segment, Writers, page_measure

__all__ = [
    "Archive",
    "AssistBin",
    "Budget",
    "Collapse",
    "Community",
    "Crawler",
    "Filter",
    "Ideas",
    "Lab",
    "Labels",
    "Measure",
    "Readers",
    "Segment",
    "SiteRules",
    "Time",
    "WebRules",
    "Weights",
    "Writers",
    "page_measure",
]
