"""Trajectories: fans of the headline metrics, with switches for scenarios."""

from collections.abc import Iterator

from webloop.outcomes.results import Results
from webloop.plots.grid import titles
from webloop.plots.marks import marks
from webloop.plots.runs import alone, shown_runs, shows
from webloop.plots.series import Band, bands
from webloop.plots.words import capital, sentence
from webloop.report.blocks import Block, Cell, Chart, Column, Folded, Switches, Table, Text
from webloop.report.chart import finished
from webloop.report.lines import HEIGHT, Lines, draw, rows
from webloop.report.numbers import unit_of, value
from webloop.report.registry import section
from webloop.report.shown import LABEL, fan_metrics, first_metrics, first_scenarios, short_labels
from webloop.report.theme import colour, dashes, keys

_AXES = (
    "The baseline is grey. Axes begin at zero only where numbers come near it. Long lines have up to 90 points; every "
    "month is in monthly.parquet of the results."
)


@section("time", "Over time", order=30)
def over_time(results: Results) -> Iterator[Block]:
    """A fan of each leading metric."""
    key, called, first = keys(results), titles(results), first_scenarios(results)
    names = fan_metrics(results)
    if not names:
        return
    yield Text(_how_to_read(results), "soft")
    if len(results.scenarios) > 1:
        yield Switches(
            [
                (key[name], _named(name, called[name]), colour(key[name]), dashes(key[name]), name in first)
                for name in results.scenarios
            ]
        )
    for name in names:
        yield fan(results, name)
    yield Folded("What is measured, exactly", [_definitions(results)])


def _definitions(results: Results) -> Table:
    """The definitions behind the words, of the metrics that the page shows."""
    shown = [results.recorded[name] for name in first_metrics(results)]
    rows = [
        [Cell(each.label), Cell(capital(each.definition), kind="text"), Cell(each.source, kind="text")]
        for each in shown
    ]
    return Table([Column("metric"), Column("definition"), Column("by")], rows)


def _named(name: str, title: str) -> str:
    """A title, with the name that may stand at the end of a line where the title is long."""
    return title if len(title) <= LABEL or title == name else f"{title} ({name})"


def _how_to_read(results: Results) -> str:
    if alone(results):
        return f"Lines are the only run of each scenario. {_AXES}"
    band = f"Lines are medians over {shown_runs(results)}, bands hold the middle 90 % of the runs."
    return f"{band}{shows(results, 'Bands')} {_AXES}"


def fan(results: Results, name: str) -> Chart:
    """The fan of one metric."""
    metric, key, called, short = results.recorded[name], keys(results), titles(results), short_labels(results)
    found = bands(results, name)
    dates = _dates(results, found)
    lines = Lines(
        bands={key[scenario]: band for scenario, band in found.items()},
        called={key[scenario]: called[scenario] for scenario in found},
        labels={key[scenario]: short[scenario] for scenario in found},
        shown=[key[scenario] for scenario in first_scenarios(results) if scenario in found],
        unit=metric.unit,
        marks=dates,
    )
    unit = unit_of(metric.unit)
    better = {"higher": "Higher is better.", "lower": "Lower is better.", "-": ""}[metric.better]
    said = "; ".join(
        f"{called[scenario]} {value(float(band.middle[-1]), metric.unit)}" for scenario, band in found.items()
    )
    return finished(
        draw(lines),
        anchor=f"fan-{name}",
        title=metric.label + (f", {unit}" if unit and unit != "%" else ""),
        note=f"{sentence(metric.told)} {better}".strip(),
        alt_text=f"{metric.label} over time by scenario. At the end: {said}.",
        numbers=_numbers(results, name, found),
        data=rows(lines),
        height=HEIGHT,
        toggled=True,
        share=metric.unit == "share",
    )


def _dates(results: Results, found: dict[str, Band]) -> list[tuple[float, str]]:
    """The launch of AI writing tools, and the date of new rules where all scenarios with such have the same."""
    launch, _ = marks(results, results.baseline)
    changes = {mark.time for name in results.scenarios for mark in marks(results, name)[1]}
    dates = [(launch.time, launch.text)] if launch else []
    dates += [(time, "new rules") for time in changes if len(changes) == 1]
    return [each for each in dates if any(band.time[0] <= each[0] <= band.time[-1] for band in found.values())]


def _numbers(results: Results, name: str, found: dict[str, Band]) -> Table:
    """Median and middle 90 % of each scenario in the last month."""
    metric, called = results.recorded[name], titles(results)
    rows = [
        [
            Cell(called[scenario]),
            *(
                Cell(value(float(edge[-1]), metric.unit), float(edge[-1]), "number")
                for edge in (band.middle, band.low, band.high)
            ),
        ]
        for scenario, band in found.items()
    ]
    heads = [Column("scenario"), Column("median"), Column("5 %"), Column("95 %")]
    return Table(heads, rows, f"{capital(metric.label)} in the last month", sortable=True)
