"""The registry of papers: one file each in `webloop.replication.papers`, with a constant `PAPER`.

Packages outside webloop add theirs through the entry point group `webloop.replications`; each entry names a `Paper`.
"""

import pkgutil
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from webloop.errors import InputError
from webloop.replication.paper import Claim, Paper
from webloop.scenario.problems import did_you_mean

Chosen = list[tuple[Paper, tuple[Claim, ...]]]


@cache
def papers() -> Mapping[str, Paper]:
    """All papers by key, in the order of their rows.

    Raises:
        ValueError: when two papers or two claims have one name.
    """
    package = import_module("webloop.replication.papers")
    modules = pkgutil.iter_modules(package.__path__, "webloop.replication.papers.")
    found: list[Paper] = [import_module(module.name).PAPER for module in modules]
    found += [entry.load() for entry in entry_points(group="webloop.replications")]
    names = [name for paper in found for name in (paper.key, *(claim.key for claim in paper.claims))]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"papers or claims of one name: {', '.join(sorted(twice))}")
    return {paper.key: paper for paper in sorted(found, key=_order)}


def choose(names: Sequence[str] = ()) -> Chosen:
    """Papers with those of their claims that were asked for; all of them without names.

    Args:
        names: keys of papers or claims, or rows.

    Raises:
        InputError: for names that nobody has.
    """
    known = papers()
    rows = {paper.row.lower() for paper in known.values() if paper.row}
    claims = {claim.key for paper in known.values() for claim in paper.claims}
    wanted = {name.lower() for name in names}
    wrong = [name for name in names if name.lower() not in {*known, *rows, *claims}]
    if wrong:
        near = did_you_mean(wrong[0].lower(), [*known, *rows, *claims])
        what = f"there is no paper, row or claim called {wrong[0]!r}"
        raise InputError("; ".join(filter(None, (what, near, "`webloop replicate --list` shows them all"))))
    out: Chosen = []
    for paper in known.values():
        whole = not names or paper.key in wanted or paper.row.lower() in wanted
        chosen = tuple(claim for claim in paper.claims if whole or claim.key in wanted)
        if chosen:
            out.append((paper, chosen))
    return out


def _order(paper: Paper) -> tuple[int, str]:
    """By row, those without one last."""
    return (int(paper.row[1:]) if paper.row else 10**6, paper.key)
