"""Does the model's past look like the real one? What webloop's hindcast says, of the baselines that ship with it."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from webloop.calibration.published import published_hindcast
from webloop.outcomes.results import Results
from webloop.outcomes.scenario_files import scenario_data
from webloop.report import dots
from webloop.report.blocks import Block, Cell, Chart, Column, Table, Text
from webloop.report.chart import finished
from webloop.report.registry import section

MOST = 30


@section("past", "Does its past look like the real one?", order=80)
def past(results: Results) -> Iterator[Block]:
    """Observed readings against the model's, with the verdict of each baseline."""
    if not scenario_data(results, results.baseline).get("writers"):
        return
    own, content = published_hindcast(results.folder)
    yield Text(
        "Published measurements taken again on the simulated web: a dot is what was observed, measured in half widths "
        "of the model's 90 % interval from its median, so that a dot between -1 and 1 lies inside."
        + (
            ""
            if own
            else " These are the baselines that ship with webloop, as fitted to what was observed; other scenarios "
            "change what comes."
        )
    )
    for verdict in content["verdicts"]:
        yield Text(str(verdict["said"]), "soft")
    for baseline in dict.fromkeys(str(each["baseline"]) for each in content["targets"]):
        held = [
            each
            for each in content["targets"]
            if each["baseline"] == baseline and each["role"] == "held_out" and each["scored"]
        ]
        if held:
            yield _chart(baseline, held[:MOST])
    if not own:
        yield Text("webloop hindcast", "command")


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
        note=f"{inside} of {len(held)} readings lie inside their 90 % interval. Those far outside stand at the edge.",
        alt_text=f"{baseline}: {inside} of {len(held)} held-out readings lie inside their 90 % interval.",
        numbers=Table(heads, cells, "Observed readings that no fit has seen"),
        data=data,
        height=dots.height(data),
        width=400,
    )


def _row(each: Mapping[str, Any]) -> dict[str, Any]:
    half = max((each["high_90"] - each["low_90"]) / 2, 1e-12)
    said = f"observed {each['observed']:g} {each['unit']}, model {each['low_90']:.3g} to {each['high_90']:.3g}"
    return {
        "name": f"{each['series'] or each['id']} {each['last']}",
        "value": (each["observed"] - each["median"]) / half,
        "low": -1.0,
        "high": 1.0,
        "kind": "neutral" if each["inside_90"] else "worse",
        "words": said,
    }
