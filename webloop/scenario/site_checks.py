"""Checks of what a scenario says about sites, links and crawlers."""

from collections.abc import Iterator

from webloop.scenario.problems import Fault, Path, ScenarioError
from webloop.scenario.schema import Scenario
from webloop.scenario.site_files import site_list


def links_where_needed(scenario: Scenario) -> Iterator[Fault]:
    """What looks at PageRank needs sites with links."""
    if scenario.sites is not None:
        return
    cure = "give the scenario sites: `sites: {number: 1000}`"
    if scenario.readers.ranking.needs_links:
        yield Fault(("readers", "ranking"), f"{scenario.readers.ranking.kind!r} needs links between sites", cure)
    for name, crawler in scenario.crawlers.items():
        if crawler.selection.needs_links:
            path: Path = ("crawlers", name, "selection")
            yield Fault(path, f"{crawler.selection.kind!r} needs links between sites", cure)


def sites_for_all(scenario: Scenario) -> Iterator[Fault]:
    """Each segment and community that publishes has a site."""
    if scenario.sites is None or scenario.sites.from_edges is not None:
        return
    cells = sum(segment.weight > 0 for segment in scenario.writers.segments.values()) * len(scenario.communities)
    if scenario.sites.number < cells:
        wrong = f"{scenario.sites.number} sites are too few"
        cure = f"must be at least {cells}: one for each segment and community"
        yield Fault(("sites", "number"), wrong, cure, causes=(("writers", "segments"), ("communities",)))


def site_files_readable(scenario: Scenario) -> Iterator[Fault]:
    """The files of a user's own sites can be read."""
    rules = scenario.sites
    if rules is None:
        return
    if rules.owners is not None and rules.from_edges is None:
        yield Fault(("sites", "owners"), "there are no sites to own", "set sites.from_edges as well", of_key=True)
        return
    try:
        site_list(scenario)
    except ScenarioError as error:
        of_owners = error.problems[0].origin.file == rules.owners
        path = ("sites", "owners" if of_owners else "from_edges")
        yield Fault(path, str(error))
