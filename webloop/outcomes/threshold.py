"""Goal-seek: at which value of a parameter does a metric cross a level?

The values that are tried are scenarios of one study, run in pairs (the same replicate, the same luck) and kept, so
that a search goes on where it was interrupted and the next one starts with what it knows.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from webloop.errors import InputError
from webloop.files import write_atomically
from webloop.outcomes.bisection import Answer, decimals, search
from webloop.outcomes.crossing import Point
from webloop.outcomes.paired import Floats
from webloop.outcomes.threshold_question import Question
from webloop.run.seek import Growing
from webloop.scenario.vary import at_value

FILE = "threshold.csv"
Told = Callable[[float, float], object]
"""Told each value that was tried, with the mean of the metric there."""


@dataclass(frozen=True)
class Threshold:
    """What came of a search.

    Attributes:
        question: what was sought.
        answer: what was found.
        replicates: runs of each value.
        runs: runs that the answer takes, the baseline's among them.
        done: how many of them were done now.
        failed: what went wrong with some.
    """

    question: Question
    answer: Answer
    replicates: int
    runs: int
    done: int
    failed: tuple[str, ...]


def find_threshold(asked: Question, growing: Growing, replicates: int, told: Told | None = None) -> Threshold:
    """Search, running what has not been run.

    Args:
        asked: what is sought.
        growing: the study's results folder.
        replicates: runs of each value.
        told: hears of every value that is tried.

    Raises:
        InputError: when the metric has no value at some point of the search.
    """
    cells: dict[str, tuple[str, tuple[float, ...]]] = {}

    def evaluate(values: Sequence[float]) -> list[Floats]:
        points = [at_value(asked.resolved, asked.parameter, value) for value in values]
        cells.update({each.name: (asked.resolved.name, (value,)) for each, value in zip(points, values, strict=True)})
        base, *found = growing.values(points, asked.metric.name, asked.month)
        found = [each - base for each in found] if asked.of == "difference" else found
        for value, each in zip(values, found, strict=True):
            if np.isnan(each).all():
                raise InputError(
                    f"{asked.metric.name} has no value in {asked.month} with {asked.parameter.path} {value:g}"
                )
            if told:
                told(value, float(np.nanmean(each)))
        return found

    answer = search(evaluate, asked.goal, asked.low, asked.high, asked.tolerance, whole=asked.parameter.whole)
    growing.finish(asked.parameter.path, cells)
    return Threshold(asked, answer, replicates, growing.runs, growing.done, tuple(growing.failed))


def table(found: Threshold) -> pd.DataFrame:
    """One row per value that was tried, each with what was asked and found, so that the table can stand alone."""
    asked, answer = found.question, found.answer
    about = {
        "scenario": asked.resolved.name,
        "path": asked.parameter.path,
        "metric": asked.metric.name,
        "label": asked.metric.label,
        "unit": asked.metric.unit,
        "month": asked.month,
        "of": asked.of,
    }
    goal = {"side": "below" if asked.goal.below else "above", "level": asked.goal.level}
    outcome = {
        "status": answer.status,
        "threshold": answer.value,
        "threshold_low": answer.low,
        "threshold_high": answer.high,
        "at_least": answer.at_least,
        "digits": 0 if asked.parameter.whole else max(decimals(asked.tolerance), 0),
    }
    return pd.DataFrame([{**about, **goal, **_row(point), **outcome} for point in answer.points])


def write_threshold(folder: Path, found: Threshold) -> None:
    """Write threshold.csv into the results folder."""
    rows = table(found)
    write_atomically(folder / FILE, lambda part: rows.to_csv(part, index=False, float_format="%.10g"))


def met(point: Point) -> str:
    """Whether a value meets the goal: `yes`, `no`, or `can't tell` where the interval holds the level.

    One replicate has no interval; its own side is all there is to tell.
    """
    if math.isnan(point.low):
        return "yes" if point.meets else "no"
    return {1: "yes", -1: "no", 0: "can't tell"}[point.sure]


def _row(point: Point) -> dict[str, Any]:
    return {
        "value": point.value,
        "mean": point.mean,
        "low": point.low,
        "high": point.high,
        "met": met(point),
        "replicates": int(np.isfinite(point.replicates).sum()),
    }
