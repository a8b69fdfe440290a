"""Which scenarios and metrics the report shows first: as many as can be told apart."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from webloop.outcomes.findings.finding import Finding
from webloop.outcomes.findings.told import findings
from webloop.outcomes.headlines import headlines
from webloop.outcomes.results import Results
from webloop.plots.grid import grid, group_title, titles
from webloop.plots.runs import no_sample
from webloop.plots.series import bands

MOST_LINES = 5
MOST_METRICS = 8
LABEL = 27
"""Signs of a name at the end of a line."""


@lru_cache(maxsize=8)
def first_metrics(results: Results) -> tuple[str, ...]:
    """The headline metrics that have values in these results, in their order."""
    names = [name for name in headlines(results) if name in results.monthly_metrics]
    there = results.monthly(names)[names].notna().any()
    return tuple(name for name in names if there[name])


@lru_cache(maxsize=8)
def first_findings(results: Results) -> tuple[Finding, ...]:
    """The findings that the report begins with."""
    return tuple(findings(results))


def fan_metrics(results: Results) -> list[str]:
    """The metrics that are drawn over time: the leading ones, and those that findings point to."""
    told = [each.figure.removeprefix("fan-") for each in first_findings(results) if each.figure.startswith("fan-")]
    return list(dict.fromkeys([*first_metrics(results)[:MOST_METRICS], *told]))


@lru_cache(maxsize=8)
def first_scenarios(results: Results) -> tuple[str, ...]:
    """The baseline, and those that end furthest from it by the leading metrics, in the order of the study.

    Of scenarios that end alike only the first is taken: lines that lie on each other tell nothing more. All of them
    where draws are no sample, which have no lines.
    """
    if no_sample(results):
        return tuple(results.scenarios)
    ends = [
        {name: float(band.middle[-1]) for name, band in bands(results, metric).items()}
        for metric in first_metrics(results)[:MOST_METRICS]
    ]
    spans = [max(each.values()) - min(each.values()) for each in ends]
    used = [(each, span) for each, span in zip(ends, spans, strict=True) if span > 0 and results.baseline in each]
    place = {
        name: np.array([each.get(name, each[results.baseline]) / span for each, span in used])
        for name in results.scenarios
    }
    chosen = [results.baseline]
    while len(chosen) < min(MOST_LINES + 1, len(results.scenarios)):
        far = {
            name: min(float(np.abs(place[name] - place[other]).sum()) for other in chosen)
            for name in results.scenarios
            if name not in chosen
        }
        furthest = max(far, key=lambda name: far[name])
        if not far[furthest] > 0:
            break
        chosen.append(furthest)
    return tuple(name for name in results.scenarios if name in chosen)


def short_labels(results: Results) -> dict[str, str]:
    """What to call each scenario at the end of its line: its title, its values in a sweep, or its name, if short."""
    known, swept = titles(results), grid(results)
    cells = {} if swept is None else {name: cell for cell, name in swept.cells.items()}
    out = {}
    for name, title in known.items():
        choice = [title, name]
        if swept is not None and name in cells:
            choice.insert(1, ", ".join(way.texts[at] for way, at in zip(swept.ways, cells[name], strict=True)))
        out[name] = next((each for each in choice if len(each) <= LABEL), title)
    return out


def called(results: Results, group: Sequence[str]) -> tuple[str, str]:
    """What to call scenarios that share a picture, and a sentence on those that the title does not name."""
    known = titles(results)
    first = results.baseline if results.baseline in group else group[0]
    others = [known[name] for name in group if name != first]
    if len(others) < 2:
        return group_title(results, [first, *(name for name in group if name != first)]), ""
    return f"{known[first]} and {len(others)} more", f" The same, to the eye: {'; '.join(others)}."
