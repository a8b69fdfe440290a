"""`webloop plot`."""

import json
from collections.abc import Sequence

import click

from webloop.cli.options import RunOptions, metrics_option, run_options, run_or_open


def _forms(given: Sequence[str]) -> list[str] | None:
    """Forms of pictures; one that there is not is refused before anything is run."""
    if not given:
        return None
    from webloop.plots.render import chosen_forms

    forms = [form.strip().lower() for each in given for form in each.split(",")]
    chosen_forms(forms)
    return forms


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
    "-f",
    "--format",
    "forms",
    multiple=True,
    callback=lambda _context, _option, given: _forms(given),
    metavar="png,svg,pdf",
    help="Forms of the pictures, with commas between them or repeated; default: png,svg.",
)
@metrics_option("Draw these metrics instead of the headline ones; may be repeated.", monthly=False)
def plot_command(
    files: tuple[str, ...],
    how: RunOptions,
    pictures: tuple[str, ...],
    metrics: tuple[str, ...],
    forms: list[str] | None,
) -> None:
    """Draw pictures of a results folder, or of scenario FILES that are run first, into DIR/plots.

    Beside each picture stand the numbers that it draws (NAME.csv) and what it says in words, for those who can't see
    it (NAME.txt).
    """
    results = run_or_open(files, how)

    from webloop.plots.draw import draw_all

    drawn = draw_all(results, results.folder / "plots", pictures or None, metrics or None, forms)
    if how.as_json:
        click.echo(json.dumps({"folder": str(results.folder), "plots": [str(path) for path in drawn]}, indent=1))
    elif not how.quiet:
        for path in drawn:
            click.echo(path)
