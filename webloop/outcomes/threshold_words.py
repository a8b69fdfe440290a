"""A threshold in words: one sentence, what else there is to know, and a small table."""

import math
from typing import Any

import numpy as np

from webloop.outcomes.bisection import decimals, on_the_safe_side
from webloop.outcomes.crossing import Point
from webloop.outcomes.tables import number, print_rows
from webloop.outcomes.threshold import Threshold, met

_NO_UNIT = {"-", "share", "factor", "weight"}
_LARGE = 1e6


def sentence(found: Threshold) -> str:
    """The answer."""
    asked, answer = found.question, found.answer
    start = f"{asked.resolved.name}: {quantity(found)} is"
    if answer.status == "found":
        way = "at least" if answer.at_least else "at most"
        unit = "" if asked.parameter.unit in _NO_UNIT else f" {asked.parameter.unit}"
        value = f"{_threshold(found)}{unit}"
        return (
            f"{start} {goal(found)} in {asked.month} with {asked.parameter.path} of {way} {value} ({_interval(found)})"
        )
    return f"{start} {_without(found)}"


def quantity(found: Threshold) -> str:
    """What is to cross the level."""
    asked = found.question
    less = f" less that of {asked.baseline}" if asked.of == "difference" else ""
    return f"{asked.metric.name}{less}"


def goal(found: Threshold) -> str:
    """On which side of which level to be."""
    asked = found.question.goal
    return f"{'below' if asked.below else 'above'} {asked.level:g}"


def shown(found: Threshold, value: float) -> str:
    """A value of the parameter, as fine as the search is."""
    digits = 0 if found.question.parameter.whole else decimals(found.question.tolerance)
    return f"{round(value, digits):.10g}"


def _threshold(found: Threshold) -> str:
    """The threshold, rounded to the side that meets the goal."""
    digits = 0 if found.question.parameter.whole else decimals(found.question.tolerance)
    return f"{on_the_safe_side(found.answer.value, digits, at_least=found.answer.at_least):.10g}"


def notes(found: Threshold) -> list[str]:
    """What else there is to know."""
    asked, answer = found.question, found.answer
    said = [asked.parameter.where]
    if answer.contradiction:
        one, other = (shown(found, value) for value in answer.contradiction)
        said.append(
            f"between {one} and {other} the metric goes the wrong way by more than chance: it is not monotone, so "
            "there may be other crossings"
        )
    if all(np.array_equal(point.replicates, answer.points[0].replicates) for point in answer.points):
        said.append(f"{asked.parameter.path} makes no difference to the metric by then")
    if answer.status == "found" and found.replicates > 1:
        said.append(_each(found))
    least = min(int(np.isfinite(point.replicates).sum()) for point in answer.points)
    if least < found.replicates:
        said.append(f"some values have {least} of {found.replicates} replicates only: others failed or have no value")
    reused = found.runs - found.done - len(found.failed)
    said.append(f"{len(answer.points)} values tried, {found.runs} runs with the baseline's ({reused} reused)")
    return [each for each in said if each]


def print_threshold(found: Threshold) -> None:
    """Print the answer and the values that were tried."""
    from rich.text import Text

    from webloop.outcomes.tables import console

    asked, out = found.question, console()
    out.print(Text(sentence(found), style="bold"))
    for note in notes(found):
        out.print(Text(f"- {note}"))
    rows = [
        (
            f"{point.value:.10g}",
            _fine(point.mean, asked.metric.unit),
            _band(point, asked.metric.unit),
            met(point),
        )
        for point in found.answer.points
    ]
    print_rows((asked.parameter.path, f"{quantity(found)}, mean", "95 % interval", goal(found)), rows)


def as_json(found: Threshold) -> dict[str, Any]:
    """The answer as plain data; null where there is no number."""
    asked, answer = found.question, found.answer
    return {
        "sentence": sentence(found),
        "notes": notes(found),
        "status": answer.status,
        "path": asked.parameter.path,
        "threshold": _number(answer.value),
        "low": _number(answer.low),
        "high": _number(answer.high),
        "low_open": answer.low_open,
        "high_open": answer.high_open,
        "at_least": answer.at_least if answer.status == "found" else None,
        "tolerance": asked.tolerance,
        "crossings": [_number(each) for each in answer.crossings],
        "contradiction": answer.contradiction,
        "replicates": found.replicates,
        "runs": found.runs,
        "done": found.done,
        "points": [
            {
                "value": each.value,
                "mean": _number(each.mean),
                "low": _number(each.low),
                "high": _number(each.high),
                "met": met(each),
                "replicates": [_number(value) for value in each.replicates.tolist()],
            }
            for each in answer.points
        ],
    }


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _interval(found: Threshold) -> str:
    """The interval of the answer."""
    answer = found.answer
    runs = f"{found.replicates} replicate{'s' if found.replicates > 1 else ''}"
    if math.isnan(answer.low):
        return f"{runs}, so no interval"
    low, high = shown(found, answer.low), shown(found, answer.high)
    if answer.low_open and answer.high_open:
        return f"95 % interval wider than the range from {low} to {high}, {runs}"
    low = f"less than {low}, the end of the range," if answer.low_open else low
    high = f"more than {high}, the end of the range" if answer.high_open else high
    return f"95 % interval {low} to {high}, {runs}"


def _without(found: Threshold) -> str:
    """Why there is no threshold."""
    asked, answer = found.question, found.answer
    low, high = shown(found, asked.low), shown(found, asked.high)
    over = f"{len(answer.points)} values of {asked.parameter.path} tried from {low} to {high}"
    if answer.status == "several":
        ends = answer.points[0].meets
        others = [point for point in answer.points if point.meets != ends]
        other = max(others, key=lambda point: abs(point.sure))
        more = "there is more than one crossing; search a part of the range with --from and --to"
        chance = "that is no more than chance, so try more replicates"
        return (
            f"{goal(found)} in {asked.month} at {'both ends' if ends else 'neither end'} of the range from {low} to "
            f"{high} of {asked.parameter.path}, but it is{' not' if ends else ''} with {shown(found, other.value)}: "
            f"{more if other.sure else chance}"
        )
    always = answer.status == "always"
    gaps = [float(asked.goal.gap(np.array(point.mean))) for point in answer.points]
    nearest = answer.points[int(np.argmin(gaps) if always else np.argmax(gaps))]
    unit = asked.metric.unit
    said = (
        f"{goal(found)} in {asked.month} with {'all' if always else 'none'} of the {over}; nearest to the level is "
        f"{_fine(nearest.mean, unit)} with {shown(found, nearest.value)} (95 % interval {_band(nearest, unit)})"
    )
    unclear = any(point.sure == 0 and not math.isnan(point.low) for point in answer.points)
    return said + ("; that can't be told from chance, so try more replicates" if unclear else "")


def _band(point: Point, unit: str) -> str:
    return "-" if math.isnan(point.low) else f"{_fine(point.low, unit)} to {_fine(point.high, unit)}"


def _fine(value: float, unit: str) -> str:
    """A mean: near the level the digits of other tables do not tell the two sides apart."""
    return (
        f"{value:.6f}" if unit in {"share", "bits"} else f"{value:.7g}" if abs(value) < _LARGE else number(value, unit)
    )


def _each(found: Threshold) -> str:
    """Where single replicates cross."""
    crossed = np.array([each for each in found.answer.crossings if math.isfinite(each)])
    if not len(crossed):
        return "no replicate alone crosses the level within the range"
    low, middle, high = (shown(found, float(value)) for value in np.quantile(crossed, [0, 0.5, 1]))
    whole = len(found.answer.crossings)
    return f"each replicate by itself: {len(crossed)} of {whole} cross, from {low} to {high} (median {middle})"
