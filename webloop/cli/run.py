"""`webloop run`."""

import json

import click

from webloop.cli.options import RunOptions, run_files, run_options


@click.command("run")
@click.argument("files", nargs=-1, required=True)
@run_options
def run_command(
    files: tuple[str, ...],
    how: RunOptions,
) -> None:
    """Run scenario FILES (the first is the baseline) or one study file; print a summary at the horizon.

    Finished runs are kept and reused: an interrupted study goes on with the same command. The results folder
    holds monthly.parquet, generations.parquet, summary.csv, dictionary.csv, lost_ideas.csv, manifest.json.
    """
    results = run_files(files, how)
    if how.as_json:
        rows = json.loads(results.summary.to_json(orient="records"))
        click.echo(json.dumps({"folder": str(results.folder), "baseline": results.baseline, "summary": rows}, indent=1))
    elif not how.quiet:
        from webloop.outcomes.tables import print_summary

        print_summary(results)
