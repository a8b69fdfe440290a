"""`webloop plot`."""

import json
from pathlib import Path

import click

from webloop.cli.options import run_options, run_or_open


@click.command("plot")
@click.argument("files", nargs=-1, required=True)
@run_options
@click.option(
    "-p",
    "--picture",
    "pictures",
    multiple=True,
    help="A kind of picture; may be repeated. `webloop list plots` shows them.",
)
@click.option(
    "-m",
    "--metric",
    "metrics",
    multiple=True,
    help="Draw these metrics instead of the headline ones; may be repeated.",
)
def plot_command(
    files: tuple[str, ...],
    settings: tuple[str, ...],
    replicates: int | None,
    seed: int | None,
    jobs: int | None,
    out: Path | None,
    quiet: bool,
    as_json: bool,
    pictures: tuple[str, ...],
    metrics: tuple[str, ...],
) -> None:
    """Draw pictures of a results folder, or of scenario FILES that are run first. PNG and SVG go to DIR/plots."""
    results = run_or_open(files, settings, replicates, seed, jobs, out, quiet=quiet)

    from webloop.plots.draw import draw_all

    drawn = draw_all(results, results.folder / "plots", pictures or None, metrics or None)
    if as_json:
        click.echo(json.dumps({"folder": str(results.folder), "plots": [str(path) for path in drawn]}, indent=1))
    elif not quiet:
        for path in drawn:
            click.echo(path)
