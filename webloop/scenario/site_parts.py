"""The part of a scenario about sites: how many there are and how they link to each other."""

from webloop.registry import Config, param


class SiteRules(Config):
    """Sites (web domains) and the links between them."""

    number: int = param(
        1000,
        "Sites of people when the run starts; each stands for many",
        unit="sites",
        ge=2,
        le=10_000_000,
        source="design",
        fixed=True,
    )
    growth: float = param(
        0.04,
        "New sites",
        unit="per year",
        ge=0,
        le=1,
        source="Common Crawl: 98 to 121 million domains in the graph, 2022 to 2026",
    )
    size_exponent: float = param(
        0.8,
        "A site publishes in proportion to its attractiveness to this power",
        unit="-",
        ge=0,
        le=2,
        source="Common Crawl: pages per domain fall with rank to the power -0.68",
        fixed=True,
    )
    links_per_site: int = param(
        10,
        "Links that a site sets to others",
        unit="links",
        ge=1,
        le=1000,
        source="assumption",
        fixed=True,
    )
    attractiveness: float = param(
        2.0,
        "Links that a site without any is worth to those who set new ones",
        unit="links",
        gt=0,
        le=1e6,
        source="fit",
        fixed=True,
    )
    fitness_spread: float = param(
        0.25,
        "Spread of how attractive sites are by themselves (standard deviation of its log)",
        unit="-",
        ge=0,
        le=2,
        source="assumption",
        fixed=True,
    )
    link_turnover: float = param(
        0.01,
        "Links that die and are replaced by new ones",
        unit="share per month",
        ge=0,
        le=1,
        source="assumption",
    )
    from_edges: str | None = param(
        None,
        "Take sites and links from this file: a CSV with the columns source and target",
        unit="path",
        source="user",
        fixed=True,
    )
    owners: str | None = param(
        None,
        "Who owns the sites of `from_edges`: a CSV with the columns site, segment and community",
        unit="path",
        source="user",
        fixed=True,
    )
