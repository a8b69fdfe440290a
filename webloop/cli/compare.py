"""`webloop compare`."""

import json

import click

from webloop.cli.options import RunOptions, run_options, run_or_open


@click.command("compare")
@click.argument("files", nargs=-1, required=True)
@run_options
@click.option(
    "-m",
    "--metric",
    "metrics",
    multiple=True,
    help="A metric, with all its detail; may be repeated. `webloop list metrics` shows them.",
)
@click.option("--at", metavar="YYYY-MM", help="Month to compare at; default: the horizon.")
def compare_command(
    files: tuple[str, ...],
    how: RunOptions,
    metrics: tuple[str, ...],
    at: str | None,
) -> None:
    """Compare scenarios with the baseline: paired differences with 95 % intervals.

    FILES are scenario files (the first is the baseline), one study file, or one results folder. Scenarios are
    run first where they have not been. All metrics
    at the horizon are also written to comparison.csv in the results folder.
    """
    results = run_or_open(files, how)

    from webloop.outcomes.compare import compare, write_comparison
    from webloop.outcomes.tables import print_comparison

    write_comparison(results, compare(results))
    table = compare(results, metrics or None, at)
    if how.as_json:
        rows = json.loads(table.to_json(orient="records"))
        click.echo(
            json.dumps({"folder": str(results.folder), "baseline": results.baseline, "comparison": rows}, indent=1)
        )
    elif not how.quiet:
        print_comparison(results, table, detail=bool(metrics))
