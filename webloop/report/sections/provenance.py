"""Who wrote the live web, over time."""

from collections.abc import Iterator

import pandas as pd

from webloop.outcomes.results import Results
from webloop.plots.composition import LAYERS, chosen, shares
from webloop.plots.runs import mean_of_runs, only_fair
from webloop.plots.words import number
from webloop.report.blocks import Block, Cell, Chart, Column, Table, Text
from webloop.report.chart import finished
from webloop.report.layers import HEIGHT, Layers, draw_areas, rows
from webloop.report.numbers import value
from webloop.report.registry import section
from webloop.report.shown import called
from webloop.report.theme import keys

COLOURS = ("var(--s1)", "var(--s6)", "var(--s2)")


@section("provenance", "Who wrote the live web", order=50)
def provenance(results: Results) -> Iterator[Block]:
    """Shares of live pages by people, people with a model, and models."""
    if any(name not in results.recorded for name in LAYERS):
        return
    monthly = only_fair(results, results.monthly(list(LAYERS)))
    table = monthly.groupby(["scenario", "time"])[list(LAYERS)].mean()
    pages = {str(name): part.droplevel("scenario") for name, part in table.groupby(level="scenario")}
    if not any((part.sum(axis=1) > 0).any() for part in pages.values()):
        return
    drawn, left_out = chosen(results, pages)
    pure = [group for group in drawn if (pages[group[0]]["live_human"] == pages[group[0]].sum(axis=1)).all()]
    drawn = [group for group in drawn if group not in pure]
    alone = f" People alone write all of it: {'; '.join(called(results, group)[0] for group in pure)}." if pure else ""
    more = f" Not shown: {left_out} more that end nearer to the baseline." if left_out else ""
    yield Text(
        f"Shares of live pages. {mean_of_runs(results)} Scenarios that look alike share a picture.{more}{alone}", "soft"
    )
    for group in drawn:
        yield _chart(results, group, pages[group[0]])


def _chart(results: Results, group: list[str], pages: pd.DataFrame) -> Chart:
    found = shares(pages).fillna(0)
    times = pages.index.to_numpy(dtype=float)
    layers = Layers(times, {who: found[name].to_numpy(dtype=float) for name, (who, _) in LAYERS.items()}, COLOURS)
    total = float(pages.iloc[-1].sum())
    title, others = called(results, group)
    said = "; ".join(f"{who} {value(float(found[name].iloc[-1]), 'share')}" for name, (who, _) in LAYERS.items())
    cells = [
        [
            Cell(who),
            Cell(value(float(found[name].iloc[-1]), "share"), float(found[name].iloc[-1]), "number"),
            Cell(
                number(float(pages[name].iloc[-1]), "pages", float(pages[name].iloc[-1])),
                float(pages[name].iloc[-1]),
                "number",
            ),
        ]
        for name, (who, _) in LAYERS.items()
    ]
    return finished(
        draw_areas(layers),
        anchor=f"provenance-{keys(results)[group[0]]}",
        title=title,
        note=f"In the end {number(total, 'pages', total)} live pages: {said}.{others}",
        alt_text=f"{title}: who wrote live pages over time. In the end {said}.",
        numbers=Table([Column("written by"), Column("share"), Column("pages")], cells),
        data=rows(layers),
        height=HEIGHT,
        width=460,
    )
