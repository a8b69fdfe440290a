"""The files that a scenario's sites come from: read once, and known by what they hold."""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from webloop.scenario.edge_list import EdgeList, read_edge_list
from webloop.scenario.schema import Scenario


def site_list(scenario: Scenario) -> EdgeList | None:
    """A user's own sites and links; None if the scenario has none.

    Raises:
        ScenarioError: when a file can't be read or says what can't be.
    """
    rules = scenario.sites
    if rules is None or rules.from_edges is None:
        return None
    names = (tuple(scenario.writers.segments), tuple(scenario.communities))
    return _read(rules.from_edges, rules.owners, _state(rules.from_edges), _state(rules.owners), *names)


def own_sites(scenarios: Iterable[Scenario]) -> list[str]:
    """How many sites are the user's own, in words, and that there are more; nothing where scenarios have none."""
    notes = {}
    for scenario in scenarios:
        known = site_list(scenario)
        if known is not None and scenario.sites is not None:
            links = len(known.source)
            notes[scenario.sites.from_edges] = (
                f"{len(known.names):,} sites and {links:,} link{'s' * (links != 1)} are from "
                f"{scenario.sites.from_edges}; segments of communities that own none of them get a site more each"
            )
    return list(notes.values())


@lru_cache(maxsize=2)  # checks and replicates share it
def _read(
    links: str,
    owners: str | None,
    links_state: tuple[int, int] | None,  # noqa: ARG001 (a changed file is read again)
    owners_state: tuple[int, int] | None,  # noqa: ARG001
    segments: tuple[str, ...],
    communities: tuple[str, ...],
) -> EdgeList:
    files = (Path(links), None if owners is None else Path(owners))
    return read_edge_list(*files, segments, communities, shown=(links, owners))


def _state(file: str | None) -> tuple[int, int] | None:
    """When a file was written and how long it is; None if it is not there."""
    if file is None or not Path(file).is_file():
        return None
    found = Path(file).stat()
    return found.st_mtime_ns, found.st_size


def site_digest(scenario: Scenario) -> str | None:
    """SHA-256 of the files that a scenario takes its sites from; None if it takes none."""
    rules = scenario.sites
    if rules is None or rules.from_edges is None:
        return None
    digest = sha256()
    for file in (rules.from_edges, rules.owners):
        digest.update(sha256(Path(file).read_bytes()).digest() if file else b"none")
    return digest.hexdigest()
