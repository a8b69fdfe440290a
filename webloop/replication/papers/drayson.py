"""Drayson et al. 2025: filtering detected machine text prevents collapse."""

from webloop.replication.case import Case
from webloop.replication.checks import Finding, beyond
from webloop.replication.panel import Panel, ours
from webloop.replication.paper import Claim, Found, Paper

_ARXIV = "arXiv:2502.15654"
_FILE = "drayson.yaml"
_METRICS = ("ideas_alive", "heterozygosity")

FILTERED = Case("filtered", _FILE, 10, 200, 100, _METRICS, seed=11)
OPEN = Case("unfiltered", _FILE, 10, 200, 100, _METRICS, {"lab.filter.detector": None}, seed=11)


def _prevents(found: Found) -> Finding:
    more = found["filtered"].at("ideas_alive", 10) - found["unfiltered"].at("ideas_alive", 10)
    return Finding((beyond("ideas alive, t = 10, filtered less unfiltered", more, 0.0, ">="),))


def _panels(found: Found) -> list[Panel]:
    return [
        Panel(
            "Ideas alive",
            "generation",
            "ideas",
            [ours(name, found[name]["ideas_alive"]) for name in ("filtered", "unfiltered")],
        )
    ]


PAPER = Paper(
    key="drayson-2025",
    row="L7",
    authors="Drayson, Yilmaz and Lampos",
    year=2025,
    title="Machine-generated text detection prevents language model collapse",
    ids=(_ARXIV,),
    setup=(
        "1000 ideas; nine of ten new pages are synthetic; models learn from 400 pages of the last generation, with "
        "and without a detector that catches 95 % of synthetic pages and 5 % of human ones. 10 iterations."
    ),
    conventions=(
        (
            "The paper trains GPT-2 on wikitext with weights of (1 - P(AI))^10; its numbers could not be verified, "
            "so that only the direction is checked, with a filter that drops pages."
        ),
    ),
    claims=(
        Claim(
            "drayson-prevents",
            "With a detector models keep more of the tail.",
            "direction only",
            f"{_ARXIV}, abstract",
            "more ideas alive after 10 iterations",
            (FILTERED, OPEN),
            "none; the difference is above 20 standard errors",
            1,
            _prevents,
        ),
    ),
    panels=_panels,
)
