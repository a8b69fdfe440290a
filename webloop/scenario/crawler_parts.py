"""The part of a scenario about crawlers: what they fetch, and for whom."""

from typing import Annotated

from webloop.registry import Config, OneOf, param
from webloop.submodels.roles import Selection
from webloop.submodels.selection.uniform import Uniform


class Crawler(Config):
    """A store of fetched pages that labs train from. A page is fetched at most once, when it is new."""

    coverage: float = param(
        0.25,
        "New pages that are fetched",
        unit="share",
        ge=0,
        le=1,
        source="Villalobos 2024: Common Crawl 130T of 510T indexed tokens",
    )
    historic_coverage: float = param(
        0.15,
        "Pages of the opening stock's months that were fetched",
        unit="share",
        ge=0,
        le=1,
        fixed=True,
        source="Common Crawl: 70.7e9 unique URLs to October 2022",
    )
    ai_odds: float = param(
        1.0,
        "Odds that a synthetic page is fetched and passes quality filters, against a human page",
        unit="odds ratio",
        gt=0,
        le=100,
        source="no data: 0.7 to 1.4; 1 is neutral",
    )
    selection: Annotated[Selection, OneOf("selection", "uniform")] = param(
        Uniform, "Which sites it fetches from", source="neutral: every new page alike"
    )
    budget: float | None = param(
        None,
        "Pages that it fetches at most; null: as many as its coverage gives",
        unit="pages per month",
        gt=0,
        le=1e15,
        source="lever; Common Crawl: 2.7e9 to 3.3e9 captures a crawl",
    )
    obeys_opt_out: float = param(
        1.0,
        "Sites that shut it out and get their will",
        unit="share",
        ge=0,
        le=1,
        source="neutral 1: nobody shuts it out",
    )
    keeps_dead: bool = param(
        True,
        "Whether labs may use pages that are no longer on the web",
        unit="yes or no",
        source="neutral: a store is kept",
    )
    labs: tuple[str, ...] | None = param(
        None,
        "Labs whose models' pages it fetches, of those that are mostly AI text; null: all labs",
        unit="name",
        source="neutral",
    )
