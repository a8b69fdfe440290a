"""Does the model's past look like the real one? What webloop's hindcast says, of the baselines that ship with it."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from webloop.calibration.parameters import same_values
from webloop.calibration.published import published_hindcast
from webloop.errors import InputError
from webloop.outcomes.results import Results
from webloop.report import dots
from webloop.report.blocks import Block, Cell, Chart, Column, Folded, Table, Text
from webloop.report.chart import finished
from webloop.report.registry import section
from webloop.scenario.resolve import load_scenario

MOST = 30
LIKE = 0.8
"""Share of values that a baseline has in common with the shipped ones, so that their past says something of it."""
_PLAIN = (
    "Published measurements taken again on the simulated web, for the last year of every series, which no fit has "
    "seen. Bars are the model's 90 % intervals, equally long; dots are what was observed, in orange if outside."
)
_SHIPPED = (
    " These two webs are the ones of webloop that were fitted to what was observed; the baseline of this study has "
    "their values, most of them unfitted. Where dots lie outside, the model is wrong about how fast things change: "
    "read differences between scenarios rather than levels, and dates with as much room."
)


@section("past", "Does its past look like the real one?", order=80)
def past(results: Results) -> Iterator[Block]:
    """Observed readings against the model's, with the verdict of each baseline."""
    try:
        own, content = published_hindcast(results.folder)
    except InputError as error:
        yield Text(f"Not known: {error}", "soft")
        return
    if not own and not _of_this_web(results):
        return
    yield Text(_PLAIN + ("" if own else _SHIPPED))
    for baseline in dict.fromkeys(str(each["baseline"]) for each in content["targets"]):
        held = [
            each
            for each in content["targets"]
            if each["baseline"] == baseline and each["role"] == "held_out" and each["scored"]
        ]
        if held:
            yield _chart(baseline, held[:MOST])
    yield Folded("How well, in the terms of forecasters", [Text(str(each["said"])) for each in content["verdicts"]])
    if not own:
        yield Text("webloop hindcast", "command")


def _of_this_web(results: Results) -> bool:
    """Whether most values of the baseline are those of the baselines that were held against the past."""
    try:
        values = same_values(load_scenario(results.folder / "scenarios" / f"{results.baseline}.yaml"))
    except InputError:
        return False
    return sum(1 for _, parameter in values if parameter) > LIKE * len(values)


def _chart(baseline: str, held: list[Mapping[str, Any]]) -> Chart:
    data = pd.DataFrame([_row(each) for each in held])
    cells = [
        [
            Cell(str(each["observable"])),
            Cell(f"{each['last']}"),
            Cell(f"{each['observed']:g} {each['unit']}", kind="number"),
            Cell(f"{each['low_90']:.3g} to {each['high_90']:.3g}", kind="number"),
            Cell("inside" if each["inside_90"] else "outside", kind="" if each["inside_90"] else "worse"),
        ]
        for each in held
    ]
    inside = sum(bool(each["inside_90"]) for each in held)
    heads = [Column("what was observed"), Column("when"), Column("observed"), Column("90 % interval"), Column("")]
    return finished(
        dots.draw(data, "-", domain=(-4.0, 4.0)),
        anchor=f"past-{baseline}",
        title=f"{baseline}: the year that was kept back",
        note=f"{inside} of {len(held)} readings lie inside, nine in ten should. Those far outside stand at the edge.",
        alt_text=f"{baseline}: {inside} of {len(held)} held-out readings lie inside their 90 % interval.",
        numbers=Table(heads, cells, "Observed readings that no fit has seen"),
        data=data,
        height=dots.height(data),
        width=400,
    )


def _row(each: Mapping[str, Any]) -> dict[str, Any]:
    middle, half = (each["low_90"] + each["high_90"]) / 2, max((each["high_90"] - each["low_90"]) / 2, 1e-12)
    said = f"observed {each['observed']:g} {each['unit']}, model {each['low_90']:.3g} to {each['high_90']:.3g}"
    return {
        "name": f"{str(each['series'] or each['observable']).replace('_', ' ')}, {each['last']}",
        "value": (each["observed"] - middle) / half,
        "low": -1.0,
        "high": 1.0,
        "kind": "neutral" if each["inside_90"] else "worse",
        "words": f"{each['observable']}: {said}",
    }
