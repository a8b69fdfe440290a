"""The part of a scenario about sites: how many there are and how they link to each other."""

from webloop.registry import Config, param

# Chosen so that graphs of 10^4, 10^5 and 10^6 sites (mean of 20, 20 and 5 graphs) look like the graph of domains:
# - the top 10^-5 of 10^6 sites hold 17.7 % of PageRank (sd 2.5 %); of about 10^8 domains these 1,000 held 15.3 % in
#   2025 and 19.7 % in 2022 (Common Crawl web graph releases). The ten best of 10^4 and 10^5 sites hold 18.6 and 17.3 %.
# - PageRank falls with rank (10 to 500) by an exponent of 0.95, 1.03 and 1.09; between the means of those domains at
#   ranks 1-10, 11-100 and 101-1000 it is 1.0, then 1.4.
# - in-degrees of 50 and more have a tail exponent of 2.03, 2.14 and 2.20; they are heavy-tailed by domain (Funel 2018,
#   arXiv:1802.05435). The range aimed at, 2.1 to 2.5, is an assumption.
# - sizes fall with rank (10 to 500) by an exponent of 0.65, 0.68 and 0.73; pages by domain in Common Crawl by 0.68.
# Without a spread of fitness the same attractiveness leaves 5 % to the top 10^-5 of 10^6 sites, and concentration
# fades as links are renewed: by half in 20 years at 1 % a month. With it, it stays, as long as people alone set links.
LINKS_PER_SITE = 10  # 1.1e9 links between 91e6 domains in 2017, 12 each (Funel 2018)
ATTRACTIVENESS = 4.0
FITNESS_SPREAD = 0.3
SIZE_EXPONENT = 0.65
_FIT = "fit to Common Crawl's graph of domains: concentration of PageRank, pages per domain"


class SiteRules(Config):
    """Sites (web domains) and the links between them."""

    number: int = param(
        1000,
        "Sites of people when the run starts; each stands for many; not with `from_edges`",
        unit="sites",
        ge=2,
        le=10_000_000,
        source="design",
        fixed=True,
    )
    growth: float = param(
        0.04,
        "New sites; none with `from_edges`",
        unit="per year",
        ge=0,
        le=1,
        source="Common Crawl: 98 to 121 million domains in the graph, 2022 to 2026",
    )
    size_exponent: float = param(
        SIZE_EXPONENT,
        "A site publishes in proportion to how likely others link to it, to this power",
        unit="-",
        ge=0,
        le=2,
        source="fit to Common Crawl: pages per domain fall with rank to the power -0.68",
        fixed=True,
    )
    links_per_site: int = param(
        LINKS_PER_SITE,
        "Links that a site sets to others, on average",
        unit="links",
        ge=1,
        le=1000,
        source="Funel 2018: 12 in the graph of domains of 2017",
        fixed=True,
    )
    attractiveness: float = param(
        ATTRACTIVENESS,
        "Links that a site without any is worth to those who set new ones",
        unit="links",
        gt=0,
        le=1e6,
        source=_FIT,
        fixed=True,
    )
    fitness_spread: float = param(
        FITNESS_SPREAD,
        "Spread of how attractive sites are by themselves (standard deviation of its log)",
        unit="-",
        ge=0,
        le=2,
        source=_FIT,
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
