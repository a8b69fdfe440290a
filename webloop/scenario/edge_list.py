"""A user's own graph of sites: a CSV file of links, and one of who owns which site."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from webloop.scenario.csv_table import Table, short
from webloop.scenario.problems import ScenarioError, did_you_mean, show_number

FARM = "farm"
"""The segment of sites that only exist to carry synthetic pages; they belong to no community."""
MOST_LETTERS = 253
"""The longest domain name (RFC 1035, section 2.3.4)."""
_NEAR_AMONG = 10_000  # comparing a name with more takes longer than a message may


@dataclass(frozen=True, slots=True)
class EdgeList:
    """Sites and the links between them.

    Attributes:
        names: of the sites, in the order in which the file names them first.
        source: the site that each link stands on, an index in `names`, (links,).
        target: the site that it leads to, (links,).
        segments: publisher segment of each site, None for a site without an owner; None when no owners were given.
        communities: community of each site, None for a farm or a site without an owner; None as `segments`.
    """

    names: tuple[str, ...]
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    segments: tuple[str | None, ...] | None = None
    communities: tuple[str | None, ...] | None = None


def read_edge_list(
    links: Path,
    owners: Path | None = None,
    segments: Collection[str] = (),
    communities: Collection[str] = (),
    shown: tuple[str | None, str | None] = (None, None),
) -> EdgeList:
    """Read links, and owners where they are given.

    A link that counts twice stands there twice. Every site has a link; not every site needs an owner.

    Args:
        links: CSV with the columns `source,target`: names of sites.
        owners: CSV with the columns `site,segment,community`; a site whose segment is `farm` has no community.
        segments: the segments there are, besides `farm`.
        communities: the communities there are.
        shown: how to call the two files in messages; their paths by default.

    Raises:
        ScenarioError: one message, `file:line:column column: what is wrong; what is allowed; did you mean`, about
            the first thing that is wrong.
    """
    found = _read_links(Table(links, ("source", "target"), shown[0]))
    if owners is None:
        return found
    table = Table(owners, ("site", "segment", "community"), shown[1])
    return _with_owners(found, table, {*segments, FARM}, set(communities), shown[0] or str(links))


def _read_links(table: Table) -> EdgeList:
    index: dict[str, int] = {}
    ends: list[int] = []
    for line, pair in table:
        for column, name in enumerate(pair):
            site = index.get(name)
            if site is None:
                _check_name(table, line, table.columns[column], name)
                site = index[name] = len(index)
            ends.append(site)
        if ends[-1] == ends[-2]:
            raise table.error(line, "target", f"{short(pair[1])} links to itself", "a link joins two sites")
    if not ends:
        raise table.error(1, "", "there are no links", "each line after the first must hold one")
    source, target = np.array(ends, dtype=np.int32).reshape(-1, 2).T.copy()
    return EdgeList(tuple(index), source, target)


def _check_name(table: Table, line: int, column: str, name: str) -> None:
    """Refuse what can't be the name of a site."""
    if not name:
        raise table.error(line, column, "the name of a site is missing")
    if len(name) > MOST_LETTERS:
        wrong = f"{short(name)} has {show_number(len(name))} characters"
        raise table.error(line, column, wrong, f"at most {MOST_LETTERS}")
    if not name.isprintable():
        raise table.error(line, column, f"{short(name)} holds a sign that can't be seen", "letters, digits and signs")


def _with_owners(
    found: EdgeList, table: Table, segments: Collection[str], communities: Collection[str], links: str
) -> EdgeList:
    index = {name: site for site, name in enumerate(found.names)}
    of_segment: list[str | None] = [None] * len(index)
    of_community: list[str | None] = [None] * len(index)
    lines: dict[int, int] = {}
    for line, (name, segment, community) in table:
        site = index.get(name)
        if site is None:
            raise _unknown_site(table, line, name, found.names, links)
        if site in lines:
            there = f"it stands in line {lines[site]} already"
            raise table.error(line, "site", f"{short(name)} is listed twice", there)
        lines[site] = line
        if segment not in segments:
            raise _unknown(table, line, "segment", segment, segments)
        if segment == FARM and community:
            raise table.error(line, "community", "a farm belongs to no community", "leave this field empty")
        if segment != FARM and community not in communities:
            raise _unknown(table, line, "community", community, communities)
        of_segment[site], of_community[site] = segment, community or None
    return EdgeList(found.names, found.source, found.target, tuple(of_segment), tuple(of_community))


def _unknown(table: Table, line: int, column: str, word: str, choices: Collection[str]) -> ScenarioError:
    wrong = f"there is no {column} called {short(word)}" if word else f"the {column} is missing"
    hint = did_you_mean(word, sorted(choices)) if word else ""
    return table.error(line, column, wrong, f"allowed: {', '.join(sorted(choices))}", hint)


def _unknown_site(table: Table, line: int, name: str, names: Sequence[str], links: str) -> ScenarioError:
    """A site without a link: nobody could ever come across it, so its name is misspelt."""
    if not name:
        return table.error(line, "site", "the name of a site is missing")
    alike = [other for other in names if abs(len(other) - len(name)) <= 2][:_NEAR_AMONG]
    hint = did_you_mean(name, alike) if len(name) <= MOST_LETTERS else ""
    return table.error(line, "site", f"no link names the site {short(name)}", f"sites are those of {links}", hint)
