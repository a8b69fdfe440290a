"""`webloop extend`."""

import json
from dataclasses import replace
from pathlib import Path

import click

from webloop.cli.options import RunOptions, output_options, run_loaded, told_failures, worker_options


@click.command("extend")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("-n", "--replicates", "more", type=click.IntRange(1), help="How many replicates to add.")
@click.option("--to", "total", type=click.IntRange(1), help="How many replicates there shall be in all, instead.")
@worker_options
@output_options
def extend_command(
    folder: Path, more: int | None, total: int | None, jobs: int | None, cluster: str | None, quiet: bool, as_json: bool
) -> int:
    """Add replicates to a results FOLDER. Those that are there are reused.

    The result is what a fresh run with that many replicates gives, to the last bit.
    """
    if (more is None) == (total is None):
        raise click.UsageError("say how many replicates to add (--replicates), or how many there shall be (--to)")

    from webloop.errors import InputError
    from webloop.run.manifest import runs_of
    from webloop.run.reopen import commands_of, read_manifest, reopened

    known, planned = read_manifest(folder), reopened(folder)
    if any(runs != planned.keys(name) for name, runs in runs_of(known).items()):
        raise InputError(
            f"the runs of {folder} were made by other code or from other scenarios than are here now, so new "
            f"ones would not go with them; `webloop reproduce {folder}` says what changed, and this makes all "
            f"anew: {commands_of(known)}"
        )
    there = known["replicates"]
    wanted = there + more if more is not None else total
    if wanted is None or wanted <= there:
        raise InputError(f"--to {total}: there are {there} replicates already")
    study = replace(planned.study, replicates=wanted)
    commands = tuple(tuple(command) for command in known["commands"])
    how = RunOptions((), None, None, jobs, cluster, folder, quiet, as_json, recorded=planned.metrics, history=commands)
    results = run_loaded(study, folder, how)
    if as_json:
        rows = json.loads(results.summary.to_json(orient="records"))
        click.echo(json.dumps({"folder": str(folder), "replicates": wanted, "summary": rows}, indent=1))
    elif not quiet:
        from webloop.outcomes.tables import print_summary

        print_summary(results)
    return told_failures()
