"""`webloop plot`."""

import json

import click

from webloop.cli.options import RunOptions, metrics_option, run_options, run_or_open


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
@metrics_option("Draw these metrics instead of the headline ones; may be repeated.", monthly=False)
def plot_command(
    files: tuple[str, ...],
    how: RunOptions,
    pictures: tuple[str, ...],
    metrics: tuple[str, ...],
) -> None:
    """Draw pictures of a results folder, or of scenario FILES that are run first. PNG and SVG go to DIR/plots."""
    results = run_or_open(files, how)

    from webloop.plots.draw import draw_all

    drawn = draw_all(results, results.folder / "plots", pictures or None, metrics or None)
    if how.as_json:
        click.echo(json.dumps({"folder": str(results.folder), "plots": [str(path) for path in drawn]}, indent=1))
    elif not how.quiet:
        for path in drawn:
            click.echo(path)
