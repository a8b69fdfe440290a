"""Results folders made of numbers instead of runs, so that the truth is known."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from webloop.months import format_month, parse_month
from webloop.outcomes.results import Results
from webloop.run.manifest import FORMAT

BETTER = {"hill_1": "higher", "error_mass": "lower"}
FIRST = parse_month("2030-01")


def made(
    folder: Path,
    *,
    policies: int,
    replicates: int,
    months: int,
    seed: int,
    draws: int = 1,
    effects: tuple[float, ...] = (),
    starts: int = 0,
) -> Results:
    """A baseline and policies with normal values of variance 2, of which they share half with the baseline.

    Over draws both halves are sums in equal parts of what the draw does, what the luck of the replicate does, which
    is the same in all draws, and what both do together.

    Args:
        folder: where to.
        policies: how many; each but the baseline differs by its entry of `effects` (0 beyond them).
        replicates: of each draw.
        months: from 2030-01.
        seed: of the numbers.
        draws: of the parameters.
        effects: differences of the policies' means, from the month `starts` on.
        starts: before this month policies are exactly the baseline.
    """
    rng = np.random.default_rng(seed)
    names = ["base", *(f"policy_{i}" for i in range(policies))]
    size = (draws, replicates, months)
    shared = {metric: _values(rng, size) for metric in BETTER}
    tables = []
    for place, name in enumerate(names):
        effect = effects[place - 1] if 0 < place <= len(effects) else 0.0
        columns = {metric: shared[metric] + _values(rng, size) for metric in BETTER}
        for metric, values in columns.items():
            values[..., starts:] += effect
            values[..., :starts] = shared[metric][..., :starts]
        draw, replicate, month = (index.ravel() for index in np.indices(size))
        keys = {"scenario": name, "draw": draw, "replicate": replicate}
        dates = [format_month(FIRST + int(each)) for each in month]
        tables.append(pd.DataFrame({**keys, "month": dates, **{name: each.ravel() for name, each in columns.items()}}))
    pd.concat(tables).to_parquet(folder / "monthly.parquet")
    pd.DataFrame({"column": list(BETTER)}).to_csv(folder / "dictionary.csv")
    begins = format_month(FIRST + starts)
    scenarios = {name: {"title": name, "starts": None if name == "base" else begins} for name in names}
    manifest = {
        "format": FORMAT,
        "finished": "2030-01-01T00:00:00+00:00",
        "baseline": "base",
        "replicates": replicates,
        "scenarios": scenarios,
        "draws": {"total": draws} if draws > 1 else None,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Results(folder)


def _values(rng: np.random.Generator, size: tuple[int, int, int]) -> np.ndarray:
    """Values of variance 1, (draws, replicates, months); luck is the same in all draws."""
    draws, replicates, months = size
    if draws == 1:
        return rng.normal(0, 1, size)
    shapes = ((draws, 1, months), (1, replicates, months), size)
    return np.asarray(sum(rng.normal(0, 1, shape) for shape in shapes) / np.sqrt(3))
