"""Results folders for findings: made of numbers, with everything that kinds of findings read."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from webloop.metrics.collapse import collapse_months
from webloop.months import format_month, parse_month
from webloop.outcomes.results import Results
from webloop.run.manifest import FORMAT
from webloop.scenario.world_parts import Collapse

FIRST, REFERENCE = parse_month("2022-06"), parse_month("2022-12")
MONTHS = 30
METRICS = (
    "tail_recall", "head_recall", "hill_1", "error_mass", "new_idea_recall", "pollution_training", "pollution_stock",
)  # fmt: skip
LEVELS = dict(zip(METRICS, (0.5, 0.5, 200.0, 0.02, 0.3, 0.2, 0.15), strict=True))
Values = Mapping[str, Mapping[str, np.ndarray]]
"""By scenario and metric, (draws, replicates, months)."""


def folder_of(
    folder: Path,
    values: Values,
    *,
    parameters: pd.DataFrame | None = None,
    sweep: Mapping[str, Sequence[Any]] | None = None,
    cells: Mapping[str, Any] | None = None,
    titles: Mapping[str, str] | None = None,
) -> Results:
    """Write a folder; the first scenario is the baseline.

    Args:
        folder: where.
        values: of the metrics.
        parameters: value of each uncertain parameter in each draw.
        sweep: axes of a sweep.
        cells: of the sweep, by scenario.
        titles: of scenarios; their names in capitals where there is none.
    """
    (folder / "scenarios").mkdir(parents=True)
    frames, dates = [], []
    months = [FIRST + each for each in range(next(iter(next(iter(values.values())).values())).shape[-1])]
    for name, metrics in values.items():
        (folder / "scenarios" / f"{name}.yaml").write_text("collapse: {reference: 2022-12}\n", encoding="utf-8")
        draws, replicates, _ = next(iter(metrics.values())).shape
        draw, replicate, month = (each.ravel() for each in np.indices((draws, replicates, len(months))))
        keys = {"scenario": name, "draw": draw, "replicate": replicate}
        columns = {metric: each.ravel() for metric, each in metrics.items()}
        frames.append(pd.DataFrame({**keys, "month": [format_month(months[each]) for each in month], **columns}))
        for place in np.ndindex(draws, replicates):
            run = {metric: each[place] for metric, each in metrics.items()}
            came = collapse_months({"month": months, **run}, Collapse(reference=REFERENCE))
            said = {event: None if date is None else format_month(date) for event, date in came.items()}
            keys_of = dict(zip(("scenario", "draw", "replicate"), (name, *place), strict=True))
            dates.append({**keys_of, **said, "observed_until": format_month(months[-1])})
    pd.concat(frames, ignore_index=True).to_parquet(folder / "monthly.parquet")
    pd.DataFrame(dates).to_csv(folder / "collapse.csv", index=False)
    pd.DataFrame({"column": list(next(iter(values.values())))}).to_csv(folder / "dictionary.csv", index=False)
    manifest = {
        "format": FORMAT, "finished": "2030-01-01T00:00:00+00:00", "webloop": "0", "title": "Made",
        "baseline": next(iter(values)), "seed": 1, "replicates": replicates,
        "scenarios": {
            name: {"title": (titles or {}).get(name, name.upper()), "starts": None, "file": f"scenarios/{name}.yaml"}
            for name in values
        },
        "sweep": dict(sweep or {}), "cells": dict(cells or {}), "draws": _draws(folder, parameters),
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Results(folder)


def _draws(folder: Path, parameters: pd.DataFrame | None) -> dict[str, Any] | None:
    if parameters is None:
        return None
    names = list(parameters)
    parameters.rename_axis("draw").to_csv(folder / "draws.csv", float_format="%.17g")
    unit = pd.DataFrame(parameters.rank().to_numpy() / (len(parameters) + 1), columns=names)
    unit.rename_axis("draw").to_csv(folder / "unit.csv", float_format="%.17g")
    return {
        "method": "latin_hypercube", "number": len(parameters), "total": len(parameters), "groups": names,
        "group_of": list(range(len(names))), "unit_file": "unit.csv", "posterior": None,
    }  # fmt: skip


def luck(
    rng: np.random.Generator, names: Sequence[str], draws: int = 1, replicates: int = 5, spread: float = 0.3
) -> dict[str, dict[str, np.ndarray]]:
    """Scenarios that are truly equal, each with luck of its own, and without any change over time.

    Values wander around the same level in every scenario, by factors exp(x) with x of standard deviation `spread` and
    correlated from month to month. Head and tail are exchangeable. Over draws half of the variance of a scenario's
    luck is the same in all draws, and what the draw itself does is the same in all scenarios.
    """
    of_draw = {metric: rng.normal(0, spread, (draws, 1, 1)) * (draws > 1) for metric in METRICS}
    return {
        name: {metric: level * np.exp(of_draw[metric] + spread * _wander(rng, draws, replicates)) for metric, level in
               LEVELS.items()}
        for name in names
    }  # fmt: skip


def _wander(rng: np.random.Generator, draws: int, replicates: int) -> np.ndarray:
    """A stationary first-order process of variance 1 by run; over draws half of it is the replicate's."""
    one = _process(rng, (draws, replicates, MONTHS))
    return one if draws == 1 else (one + _process(rng, (1, replicates, MONTHS))) / np.sqrt(2)


def _process(rng: np.random.Generator, size: tuple[int, int, int]) -> np.ndarray:
    out, keep = rng.normal(0, 1, size), 0.8
    for month in range(1, size[-1]):
        out[..., month] = keep * out[..., month - 1] + np.sqrt(1 - keep**2) * out[..., month]
    return out
