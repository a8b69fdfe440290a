"""Target files and readings that are made up."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from webloop.calibration.ensemble import Ensemble
from webloop.calibration.spread import Normal, Spread
from webloop.calibration.target import BASELINES, Role, Target
from webloop.months import parse_month
from webloop.scenario.problems import Origin

INSTRUMENTS = {"detector": "share", "questions": "ratio", "corpus": "tokens", "fetched": "pages per month"}
HORIZON = (parse_month("2018-01"), parse_month("2026-12"))
HEAD = "id,observable,date,observed,tolerance,unit,instrument_to_simulate,source_key"
START = HORIZON[0]


def line(**cells: object) -> str:
    """A row of a target file that is right but for some cells."""
    right = {
        "id": "T1",
        "observable": "AI share",
        "date": "2024-03",
        "observed": "10",
        "tolerance": "2",
        "unit": "%",
        "instrument_to_simulate": "detector",
        "source_key": "own",
    }
    return ",".join(str(text) for text in {**right, **cells}.values())


def target(
    name: str,
    month: int,
    observed: float,
    *,
    series: str = "",
    role: Role = "held_out",
    spread: Spread | None = None,
    unit: str = "share",
    baselines: Sequence[str] = BASELINES,
    remark: str = "",
) -> Target:
    """A target of the detector, `month` months after the start."""
    return Target(
        id=name,
        observable="AI share",
        series=series,
        role=role,
        instrument="" if role == "out" else "detector",
        baselines=tuple(baselines),
        first=START + month,
        last=START + month,
        observed=observed,
        unit=unit,
        spread=spread or Normal(0.02),
        source="own",
        remark=remark,
        origin=Origin("made.csv", 2, 1),
    )


def ensemble(values: NDArray[np.float64], baseline: str = "article-web", **more: NDArray[np.float64]) -> Ensemble:
    """Readings of the detector, (draws, months)."""
    found: Mapping[str, NDArray[np.float64]] = {"detector": values, **more}
    return Ensemble(baseline, START, found)


Written = Callable[..., Path]
