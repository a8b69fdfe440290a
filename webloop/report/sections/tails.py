"""The tails vanish first: recall of new models by how frequent ideas are."""

from collections.abc import Iterator

import pandas as pd

from webloop.outcomes.results import Results
from webloop.plots.deciles import COLUMNS, chosen, hues
from webloop.plots.grid import titles
from webloop.plots.runs import alone, shown_runs
from webloop.plots.series import Array, yearly
from webloop.report.blocks import Block, Cell, Chart, Column, Table, Text
from webloop.report.chart import finished
from webloop.report.layers import HEIGHT, Layers, draw_lines, rows
from webloop.report.numbers import value
from webloop.report.registry import section
from webloop.report.shown import called
from webloop.report.theme import keys

NAMES = ["1: most frequent tenth", *(f"{number}" for number in range(2, len(COLUMNS))), f"{len(COLUMNS)}: rarest tenth"]


@section("tails", "The tails vanish first", order=40)
def tails(results: Results) -> Iterator[Block]:
    """Ten lines for the baseline, and for those that lose most of the rarest ideas."""
    if any(name not in results.recorded for name in COLUMNS):
        return
    table = yearly(results, COLUMNS).groupby(["scenario", "time"])[COLUMNS].mean().dropna(how="all")
    if table.empty:
        return
    found = {str(name): part.droplevel("scenario") for name, part in table.groupby(level="scenario")}
    drawn, left_out = chosen(results, found)
    runs = "" if alone(results) else f", of {shown_runs(results)}"
    yield Text(
        "Share of what people write that new models still publish, by tenth of ideas: dark is the most frequent "
        "tenth, light the rarest. Averages look fine while the rarest are lost. Mean of the models released in a "
        f"year{runs}.",
        "soft",
    )
    for group in drawn:
        yield _chart(results, group, found[group[0]])
    if left_out:
        known = titles(results)
        yield Text(
            f"Not shown, because they lose less of the rarest: {'; '.join(known[name] for name in left_out)}.", "soft"
        )


def _chart(results: Results, group: list[str], found: pd.DataFrame) -> Chart:
    times: Array = found.index.to_numpy(dtype=float)
    # with fewer ideas than tenths some tenths are empty
    lines = [
        (name, found[column], hue)
        for name, column, hue in zip(NAMES, COLUMNS, hues(), strict=True)
        if found[column].notna().any()
    ]
    layers = Layers(times, {name: it.to_numpy(dtype=float) for name, it, _ in lines}, [hue for *_, hue in lines])
    title, others = called(results, group)
    spans = [
        f"{name} {value(float(it.iloc[0]), 'share')} to {value(float(it.iloc[-1]), 'share')}"
        for name, it, _ in (lines[0], lines[-1])
    ]
    cells = [
        [Cell(name), *(Cell(value(float(it.iloc[at]), "share"), float(it.iloc[at]), "number") for at in (0, -1))]
        for name, it, _ in lines
    ]
    return finished(
        draw_lines(layers),
        anchor=f"tails-{keys(results)[group[0]]}",
        title=title,
        note=others.strip(),
        alt_text=f"{title}, recall of new models, {times[0]:.0f} to {times[-1]:.0f}: {'; '.join(spans)}.",
        numbers=Table([Column("tenth of ideas"), Column(f"{times[0]:.0f}"), Column(f"{times[-1]:.0f}")], cells),
        data=rows(layers),
        height=HEIGHT,
        width=460,
    )
