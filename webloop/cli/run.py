"""`webloop run`."""

import json
from pathlib import Path

import click

from webloop.cli.options import run_files, run_options


@click.command("run")
@click.argument("files", nargs=-1, required=True)
@run_options
def run_command(
    files: tuple[str, ...],
    settings: tuple[str, ...],
    replicates: int | None,
    seed: int | None,
    jobs: int | None,
    out: Path | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Run scenario FILES (the first is the baseline) or one study file; print a summary at the horizon.

    Finished runs are kept and reused: an interrupted study goes on with the same command. The results folder
    holds monthly.parquet, generations.parquet, summary.csv, dictionary.csv, lost_ideas.csv, manifest.json.
    """
    results = run_files(files, settings, replicates, seed, jobs, out, quiet=quiet)
    if as_json:
        rows = json.loads(results.summary.to_json(orient="records"))
        click.echo(json.dumps({"folder": str(results.folder), "baseline": results.baseline, "summary": rows}, indent=1))
    elif not quiet:
        from webloop.outcomes.tables import print_summary

        print_summary(results)
