"""`webloop reproduce`."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from webloop.cli.options import output_options


@click.command("reproduce")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--runs", type=click.IntRange(1), default=5, show_default=True, help="How many runs to do again.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Processes; default: all cores.")
@output_options
def reproduce_command(folder: Path, runs: int, jobs: int | None, quiet: bool, as_json: bool) -> int:
    """Do a sample of the runs of a results FOLDER again and compare them, hash by hash.

    Exit code 0: all the same, and no file of the folder is damaged; 1: not so. Also named: what has changed since,
    such as versions, code, platform or an edited scenario. Nothing is written to the folder.
    """
    from webloop.run.reproduce import SAME, reproduce

    found = reproduce(folder, runs, jobs)
    if as_json:
        click.echo(json.dumps({"same": found.same, **asdict(found)}, indent=1))
    elif not quiet:
        for name, told in found.runs.items():
            click.echo(f"{name}: {told}")
        for name in found.damaged:
            click.echo(f"{name}: not the file that was written")
        for change in found.changed:
            click.echo(f"changed since: {change}")
        equal = sum(told == SAME for told in found.runs.values())
        click.echo(f"{equal} of {len(found.runs)} runs gave the same numbers")
    return 0 if found.same else 1
