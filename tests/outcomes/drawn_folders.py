"""Results folders of studies with draws, made by hand: the truth behind them is known."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from webloop.metrics.registry import metrics
from webloop.outcomes.results import Results
from webloop.run.manifest import FORMAT

Values = Mapping[str, Mapping[str, Any]]
MONTHS = ("2030-11", "2030-12")


def folder_of(
    folder: Path,
    values: Values,
    unit: np.ndarray,
    *,
    method: str = "latin_hypercube",
    groups: Sequence[str] = ("lab.cadence", "web.ai_hazard_ratio"),
    group_of: Sequence[int] = (0, 1),
    parameters: pd.DataFrame | None = None,
    skip: Sequence[tuple[str, int]] = (),
    posterior: Mapping[str, Any] | None = None,
) -> Results:
    """Write a folder.

    Args:
        folder: where.
        values: by scenario (the baseline first) and metric, an array with a row per draw and a column per replicate.
        unit: coordinates of the draws.
        method: of the draws.
        groups: uncertain entries.
        group_of: entry of each coordinate.
        parameters: draws.csv; the coordinates by name of the entry for None.
        skip: runs (scenario, draw) that failed.
        posterior: what the manifest says of posteriors.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = list(next(iter(values.values())))
    frames = []
    for scenario, mine in values.items():
        arrays = {name: np.atleast_2d(np.asarray(value, dtype=float).T).T for name, value in mine.items()}
        draws, replicates = next(iter(arrays.values())).shape
        draw, replicate = (each.ravel() for each in np.indices((draws, replicates)))
        keep = np.array([(scenario, number) not in skip for number in draw])
        for month in MONTHS:  # the month before the horizon has the half of everything
            share = 1.0 if month == MONTHS[-1] else 0.5
            columns = {name: share * value.ravel() for name, value in arrays.items()}
            frame = pd.DataFrame(
                {"scenario": scenario, "draw": draw, "replicate": replicate, "month": month, **columns}
            )
            frames.append(frame[keep])
    pd.concat(frames, ignore_index=True).to_parquet(folder / "monthly.parquet")
    rows = [
        {"column": name, "level": metrics()[name].level, "label": metrics()[name].label, "unit": metrics()[name].unit}
        for name in names
    ]
    pd.DataFrame(rows).to_csv(folder / "dictionary.csv", index=False)
    coordinates = pd.DataFrame(unit, columns=[f"c{index}" for index in range(unit.shape[1])])
    coordinates.rename_axis("draw").to_csv(folder / "unit.csv", float_format="%.17g")
    drawn = coordinates.set_axis(list(groups), axis=1) if parameters is None else parameters
    drawn.rename_axis("draw").to_csv(folder / "draws.csv", float_format="%.17g")
    manifest = {
        "format": FORMAT, "finished": "2030-01-01T00:00:00+00:00",
        "webloop": "0", "title": "By hand", "baseline": next(iter(values)), "seed": 1, "replicates": replicates,
        "scenarios": {name: {"title": name.capitalize(), "starts": None} for name in values},
        "sweep": {}, "cells": {},
        "draws": {
            "method": method, "number": len(unit), "total": len(unit), "groups": list(groups),
            "group_of": list(group_of), "unit_file": "unit.csv", "posterior": posterior,
        },
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Results(folder)
