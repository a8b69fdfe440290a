"""The uncertain parameters that a scenario's draws differ in, by the names that its reader knows them by."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from webloop.outcomes.drawn import Of
from webloop.outcomes.results import Results
from webloop.scenario.drawing import column
from webloop.scenario.groups import split
from webloop.scenario.posterior import INSTRUMENTS
from webloop.scenario.problems import ANY


def own_posteriors(results: Results) -> bool:
    """Whether scenarios were drawn from posteriors of their own: they are other baselines rather than policies."""
    return bool(_posterior(results).get("own"))


def unknowns(results: Results, draws: pd.DataFrame, scenario: str, of: Of) -> pd.DataFrame:
    """The uncertain parameters of a scenario, one row a draw.

    A scenario with a posterior has the columns of its own, by their plain names; to a difference the baseline's belong
    too, which are called `PATH (BASELINE)` where they are others. What is known of instruments is left out: they only
    look at the web. Paths that have the same number in every draw are one parameter, with `*` where they differ.

    Args:
        results: what was run.
        draws: the value of every column in every draw.
        scenario: whose.
        of: its value, or its difference to the baseline.
    """
    fitted: Mapping[str, Any] = _posterior(results).get("scenarios", {})
    every = {name for each in fitted.values() for name in each["columns"].values()}
    mine: dict[str, str] = fitted.get(scenario, {}).get("columns", {})
    found = _named(draws, {name: name for name in map(str, draws) if name not in every} | mine)
    if of == "difference":
        theirs = fitted.get(results.baseline, {}).get("columns", {})
        others = {path: name for path, name in theirs.items() if name not in mine.values()}
        found |= {column(name, results.baseline): at for name, at in _named(draws, others).items()}
    return pd.DataFrame({name: draws[at] for name, at in found.items()}, index=draws.index)


def instruments(results: Results, draws: pd.DataFrame) -> bool:
    """Whether what is known of instruments was drawn."""
    columns = [path for each in _posterior(results).get("scenarios", {}).values() for path in each["columns"]]
    return any(_of_instrument(path) for path in [*columns, *map(str, draws)])


def _posterior(results: Results) -> Mapping[str, Any]:
    return (results.manifest["draws"] or {}).get("posterior") or {}


def _of_instrument(path: str) -> bool:
    return split(path)[0] == INSTRUMENTS


def _named(draws: pd.DataFrame, columns: Mapping[str, str]) -> dict[str, str]:
    """Columns of draws by the name of their parameter; of those that move as one the first stands for all."""
    same: dict[bytes | str, list[str]] = {}
    for path, name in columns.items():
        if not _of_instrument(path):
            values = draws[name].to_numpy(dtype=float)
            same.setdefault(values.tobytes() if np.ptp(values) > 0 else path, []).append(path)
    found: dict[str, str] = {}
    for paths in same.values():
        name = common(paths)
        found[name if name not in found else f"{paths[0]} and {len(paths) - 1} more"] = columns[paths[0]]
    return found


def common(paths: Sequence[str]) -> str:
    """A name for paths that share one number.

    >>> common(["a.b"]), common(["a.x.b", "a.y.b"]), common(["a.x.b", "a.y"])
    ('a.b', 'a.*.b', 'a.x.b and 1 more')
    """
    parts = [split(path) for path in paths]
    if len({len(each) for each in parts}) > 1:
        return f"{paths[0]} and {len(paths) - 1} more"
    return ".".join(each[0] if len(set(each)) == 1 else ANY for each in zip(*parts, strict=True))
