"""Which scenarios a picture of sites shows, and which it leaves out."""

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from webloop.outcomes.results import Results
from webloop.plots.grid import titles
from webloop.plots.marks import marks
from webloop.plots.site_graph import SiteGraph, site_graph
from webloop.plots.site_words import WHOLE

MOST_ROWS = 4
_NAMED = 6  # that are left out; of more, the number is said


@dataclass(frozen=True)
class Chosen:
    """What is drawn.

    Attributes:
        graph: the sites of the scenarios that are drawn.
        shown: names of these scenarios, in order.
        foot: who is left out, in words.
    """

    graph: SiteGraph
    shown: list[str]
    foot: str


def chosen(results: Results) -> Chosen:
    """The scenarios that are drawn, with places for their sites."""
    changed = (results.folder / "sites.parquet").stat().st_mtime_ns
    return _of(results, changed)


@lru_cache(maxsize=1)  # the picture and its pages share the places, which take a second or two to find
def _of(results: Results, _changed: int) -> Chosen:
    shown, alike, left_out = choose(results)
    known = titles(results)
    foot = "".join(f"{known[name]}: the same sites as {known[first]}. " for name, first in alike.items())
    if left_out:
        said = ", ".join(known[name] for name in left_out[:_NAMED])
        said += f" and {len(left_out) - _NAMED} more" if len(left_out) > _NAMED else ""
        foot += f"Not drawn, as their shares of reading differ less from those of {known[shown[0]]}: {said}. "
    return Chosen(site_graph(results, shown), shown, foot + _changes(results, shown))


def choose(results: Results) -> tuple[list[str], dict[str, str], list[str]]:
    """Scenarios to draw, those with the same sites as one of them, and those that are left out.

    The first one is drawn, and those whose numbers for the whole web differ most from its, in the mean over dates.
    """
    tables = {str(name): rows for name, rows in results.sites.groupby("scenario", sort=False)}
    order = [name for name in results.scenarios if name in tables]
    plain = {name: tables[name].drop(columns="scenario").reset_index(drop=True) for name in order}
    first = {name: next(other for other in order if plain[name].equals(plain[other])) for name in order}
    different = [name for name in order if first[name] == name]
    base = _whole(plain[order[0]])
    away = {name: float((_whole(plain[name]) - base).abs().sum(axis=1).mean()) for name in different[1:]}
    far = sorted(away, key=lambda name: -away[name])[: MOST_ROWS - 1]
    shown = [name for name in different if name == order[0] or name in far]
    alike = {name: first[name] for name in order if first[name] != name and first[name] in shown}
    return shown, alike, [name for name in order if name not in shown and name not in alike]


def _whole(sites_of: pd.DataFrame) -> pd.DataFrame:
    """The numbers of a scenario for the whole web, by month."""
    return sites_of.groupby("month")[list(WHOLE)].first()


def _changes(results: Results, shown: list[str]) -> str:
    """When the rules of the scenarios that are drawn change."""
    known = titles(results)
    dates: dict[str, list[str]] = {}
    for name in shown:
        for month in dict.fromkeys(change.month for change in marks(results, name)[1]):
            dates.setdefault(month, []).append(known[name])
    said = [f"in {month} ({', '.join(names)})" for month, names in sorted(dates.items())]
    return f"Rules change {', '.join(said)}. " if said else ""
