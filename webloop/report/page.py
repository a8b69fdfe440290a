"""From sections to one HTML page, with everything in it: style, scripts, data, pictures."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

import vl_convert
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from webloop.outcomes.results import Results
from webloop.plots.grid import titles
from webloop.plots.runs import all_runs, counted
from webloop.plots.words import listed
from webloop.report.blocks import Block, Cell, Chart, Folded, Section, Table
from webloop.report.theme import keys

MOST_NAMED = 3
_GIVE = "window.vegaEmbed = vegaEmbed;"


def page(results: Results, sections: Sequence[Section]) -> str:
    """The report as HTML. All that comes from scenarios is escaped by the template, or stands in JSON."""
    charts = [block for each in sections for block in _all(each.blocks) if isinstance(block, Chart)]
    made = results.manifest
    return (
        _environment()
        .get_template("report.html")
        .render(
            title=_title(results),
            made=f"webloop {made['webloop']}, {all_runs(results)} of each scenario, seed {made['seed']}",
            finished=str(made["finished"])[:10],
            failed=_failed(results),
            sections=sections,
            charts=_json(
                {
                    chart.anchor: {
                        "spec": chart.spec,
                        "rows": _columns(chart),
                        "share": chart.share,
                        "steps": chart.steps,
                    }
                    for chart in charts
                }
            ),
            names=_json({key: name for name, key in keys(results).items()}),
            files=_json(_tables(sections)),
            bundle=Markup(bundle()),
        )
    )


def _failed(results: Results) -> str:
    """Which runs are missing, as a sentence; empty where none is."""
    made = results.manifest
    if not made["runs_failed"]:
        return ""
    gone = [results.title(name) for name in made["scenarios"] if not made["runs_finished"].get(name)]
    whole = f" Nothing is left of {listed(gone)}." if gone else ""
    missing = "is missing" if made["runs_failed"] == 1 else "are missing"
    return f"{counted(made['runs_failed'], 'run')} failed and {missing}.{whole}"


def _title(results: Results) -> str:
    """The title of the study, or what was compared."""
    called = titles(results)
    others = [called[name] for name in results.scenarios if name != results.baseline]
    if results.manifest["title"] or not others:
        return str(results.manifest["title"] or called[results.baseline])
    few = len(others) <= MOST_NAMED
    return f"{listed(others) if few else f'{len(others)} scenarios'} against {called[results.baseline]}"


def _all(blocks: Sequence[Block]) -> list[Block]:
    """Blocks with those inside of others."""
    return [
        each for block in blocks for each in ([block, *_all(block.blocks)] if isinstance(block, Folded) else [block])
    ]


def _columns(chart: Chart) -> dict[str, list[Any]]:
    """Data by columns: half as long as by rows."""
    found: dict[str, list[Any]] = json.loads(chart.data.to_json(orient="split"))
    return {name: [row[at] for row in found["data"]] for at, name in enumerate(found["columns"])}


def _tables(sections: Sequence[Section]) -> dict[str, str]:
    tables = [block for each in sections for block in _all(each.blocks) if isinstance(block, Table)]
    return {table.file: table.csv.to_csv(index=False) for table in tables if table.csv is not None}


@cache
def bundle() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script that can stand inside a page."""
    return str(vl_convert.javascript_bundle(_GIVE)).replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _json(content: Any) -> Markup:
    """JSON inside a script element: no sign of it can end the element."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("webloop.report", "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"ours": Markup, "batches": _batches, "attributes": _attributes}
    made.globals["own"] = lambda name: Markup(made.loader.get_source(made, name)[0])  # type: ignore[union-attr]
    return made


@dataclass(frozen=True)
class _Run:
    """Blocks that follow each other: charts side by side, or others below each other."""

    charts: bool
    blocks: list[Block]


def _batches(blocks: Sequence[Block]) -> list[_Run]:
    return [_Run(charts, list(run)) for charts, run in groupby(blocks, lambda block: isinstance(block, Chart))]


def _attributes(cell: Cell) -> Markup:
    """What a cell has beside its text."""
    order = None if cell.order is None or cell.order != cell.order else f"{cell.order:.6g}"
    found = {"class": cell.kind, "data-order": order, "title": cell.title}
    return Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in found.items() if value)
