"""The registry of papers: one file each in `webloop.replication.papers`, with a constant `PAPER`.

Packages outside webloop add theirs through the entry point group `webloop.replications`; each entry names a `Paper`.
"""

import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib import import_module
from importlib.metadata import entry_points
from re import fullmatch

from webloop.errors import InputError
from webloop.replication.chosen_text import ChosenText
from webloop.replication.paper import Claim, Paper
from webloop.scenario.problems import did_you_mean

Chosen = list[tuple[Paper, tuple[Claim, ...]]]
_ALARM = 1e-4


def papers() -> Mapping[str, Paper]:
    """All papers by key, in the order of their rows, without those that are not in order (`faults`)."""
    return _loaded()[0]


def faults() -> Sequence[str]:
    """What is wrong with papers that can't be loaded, each with the module or entry point it is in."""
    return _loaded()[1]


def choose(names: Sequence[str] = (), text: ChosenText | None = None) -> Chosen:
    """Papers with those of their claims that were asked for; all of them without names.

    Args:
        names: keys of papers or claims, rows, or beginnings that only one paper's key has.
        text: only papers about text, on this one; None for all, each on the text that it takes itself.

    Raises:
        InputError: for names that nobody has; and when all papers are asked for and some can't be loaded.
    """
    known = papers() if text is None else _on(text)
    wanted = {_whole(name.lower(), known): name for name in names}
    rows = {paper.row.lower() for paper in known.values() if paper.row}
    claims = {claim.key for paper in known.values() for claim in paper.claims}
    wrong = [name for whole, name in wanted.items() if whole not in {*known, *rows, *claims}]
    if wrong:
        near = did_you_mean(wrong[0].lower(), [*known, *rows, *claims])
        about = "" if text is None else " about text"
        what = f"there is no paper, row or claim{about} called {wrong[0]!r}"
        raise InputError(
            "; ".join((what, *filter(None, [near]), "`webloop replicate --list` shows them all", *faults()))
        )
    if not names and faults():
        raise InputError("\n".join([*faults(), "the other papers can be run by name"]))
    out: Chosen = []
    for paper in known.values():
        whole = not names or paper.key in wanted or paper.row.lower() in wanted
        chosen = tuple(claim for claim in paper.claims if whole or claim.key in wanted)
        if chosen:
            out.append((paper, chosen))
    return out


def _on(text: ChosenText) -> Mapping[str, Paper]:
    """Papers about text, on that one."""
    return {key: paper.on(text) for key, paper in papers().items() if paper.on is not None}


def _whole(name: str, known: Mapping[str, Paper]) -> str:
    """The key of the only paper that begins so; the name itself where there is none, or more than one."""
    starting = [key for key in known if key.startswith(name)]
    return starting[0] if len(starting) == 1 else name


@cache
def _loaded() -> tuple[Mapping[str, Paper], Sequence[str]]:
    """Papers that are in order, and what is wrong with the others."""
    found: list[Paper] = []
    wrong: list[str] = []
    for place, load in _places():
        try:
            paper = load()
        except Exception as error:  # noqa: BLE001 (the paper's: the others can be run all the same)
            wrong.append(f"{place} can't be loaded: {type(error).__name__}: {error}")
            continue
        problems = list(_problems(paper, found))
        wrong += [f"{place}: {problem}" for problem in problems]
        found += [] if problems else [paper]
    return {paper.key: paper for paper in sorted(found, key=_order)}, wrong


def _places() -> Iterator[tuple[str, Callable[[], Paper]]]:
    """Where papers are, and how they are loaded: webloop's own first."""
    package = import_module("webloop.replication.papers")
    for module in pkgutil.iter_modules(package.__path__, "webloop.replication.papers."):
        yield module.name, partial(_constant, module.name)
    for entry in entry_points(group="webloop.replications"):
        yield f"entry point {entry.name} ({entry.value})", entry.load


def _constant(module: str) -> Paper:
    paper: Paper = import_module(module).PAPER
    return paper


def _problems(paper: object, others: Sequence[Paper]) -> Iterator[str]:
    """What a paper may not be like."""
    if not isinstance(paper, Paper):
        yield f"there should be a Paper, not {paper!r}"
        return
    keys = [paper.key, *(claim.key for claim in paper.claims)]
    taken = {key for other in others for key in (other.key, *(claim.key for claim in other.claims))}
    for key in keys:
        if key != key.lower():
            yield f"paper {paper.key}: {key!r} should be in lower case"
        if key in taken or keys.count(key) > 1:
            yield f"paper {paper.key}: there is another {key!r}"
    if not fullmatch("(L[0-9]+)?", paper.row):
        yield f"paper {paper.key}: its row {paper.row!r} should be L and a number, or empty"
    for claim in paper.claims:
        if claim.false_alarm >= _ALARM:
            yield f"paper {paper.key}: {claim.key!r} has a false-alarm rate of {claim.false_alarm:.1g}, >= {_ALARM:g}"


def _order(paper: Paper) -> tuple[int, str]:
    """By row, those without one last."""
    return (int(paper.row[1:]) if paper.row else 10**6, paper.key)
