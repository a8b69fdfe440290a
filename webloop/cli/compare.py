"""`webloop compare`."""

import json
from typing import TYPE_CHECKING, Any

import click

from webloop.cli.options import RunOptions, metrics_option, run_options, run_or_open

if TYPE_CHECKING:
    import pandas as pd

    from webloop.outcomes.results import Results


@click.command("compare")
@click.argument("files", nargs=-1, required=True)
@run_options
@metrics_option("A metric, with all its detail and ranking; may be repeated. `webloop list metrics` shows them.")
@click.option("--at", metavar="YYYY-MM", help="Month to compare at; default: the horizon.")
@click.option("--luck", "with_luck", is_flag=True, help="Report how much luck scenarios share; also to luck.csv.")
def compare_command(
    files: tuple[str, ...],
    how: RunOptions,
    metrics: tuple[str, ...],
    at: str | None,
    with_luck: bool,
) -> None:
    """Compare scenarios with the baseline: paired differences with 95 % intervals.

    FILES are scenario files (the first is the baseline), one study file, or one results folder. Scenarios are
    run first where they have not been. All metrics at the horizon are also written to comparison.csv in the results
    folder, and the order of scenarios by the headline metrics to ranking.csv. Verdicts and ranks allow for the
    number of scenarios: what can't be told apart is not ranked.
    """
    results = run_or_open(files, how)
    tables = _tables(results, metrics, at, with_luck)
    if how.as_json:
        rows = {name: json.loads(table.to_json(orient="records")) for name, table in tables.items()}
        click.echo(json.dumps({"folder": str(results.folder), "baseline": results.baseline, **rows}, indent=1))
    elif not how.quiet:
        _print(results, tables, detail=bool(metrics))


def _tables(results: "Results", metrics: tuple[str, ...], at: str | None, with_luck: bool) -> dict[str, Any]:
    """Compute what is asked for, and write what is always written."""
    from webloop.outcomes.compare import compare, write_comparison
    from webloop.outcomes.luck import luck
    from webloop.outcomes.ranking import ranking

    chosen = list(dict.fromkeys(metrics))
    everything = compare(results)
    write_comparison(results, everything)
    write_comparison(results, ranking(results), "ranking.csv")
    tables = {"comparison": compare(results, chosen or None, at) if chosen or at else everything}
    if chosen:
        tables["ranking"] = ranking(results, chosen, at)
    if with_luck:
        tables["luck"] = luck(results, chosen or None)
        write_comparison(results, tables["luck"] if not chosen else luck(results), "luck.csv")
    return tables


def _print(results: "Results", tables: "dict[str, pd.DataFrame]", *, detail: bool) -> None:
    from webloop.outcomes.comparison_tables import print_comparison
    from webloop.outcomes.ranking_tables import print_luck, print_ranking

    print_comparison(results, tables["comparison"], detail=detail)
    if "ranking" in tables:
        for _, rows in tables["ranking"].groupby("metric", sort=False):
            print_ranking(results, rows)
    if "luck" in tables:
        print_luck(tables["luck"])
