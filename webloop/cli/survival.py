"""`webloop survival`."""

import json

import click

from webloop.cli.options import RunOptions, run_options, run_or_open


@click.command("survival")
@click.argument("files", nargs=-1, required=True)
@run_options
def survival_command(files: tuple[str, ...], how: RunOptions) -> None:
    """When models collapse: share, median date, years without collapse, and tests against the baseline.

    FILES are scenario files (the first is the baseline), one study file, or one results folder. Scenarios are
    run first where they have not been. Runs that have not collapsed by the end count as censored there, and are
    never dropped. The table is also written to survival.csv in the results folder; `webloop plot` draws the curves.
    """
    results = run_or_open(files, how)

    from webloop.outcomes.survival import survival, write_survival
    from webloop.outcomes.survival_table import print_survival

    table = survival(results)
    write_survival(results, table)
    if how.as_json:
        rows = json.loads(table.to_json(orient="records"))
        shown = {"folder": str(results.folder), "baseline": results.baseline, "survival": rows}
        click.echo(json.dumps(shown, indent=1))
    elif not how.quiet:
        print_survival(results, table)
