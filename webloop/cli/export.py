"""`webloop export`."""

import json
from pathlib import Path

import click

from webloop.cli.options import output_options


@click.command("export")
@click.argument("folder")
@click.option(
    "--to",
    "to",
    type=click.Choice(["csv", "xlsx", "parquet", "iamc"]),
    required=True,
    help="csv, parquet: tidy long tables with a dictionary. xlsx: a workbook of summaries; needs webloop[excel]. "
    "iamc: yearly means and percentiles, for pyam.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="A folder (csv, parquet) or a file (xlsx, iamc); default: in FOLDER/export.",
)
@click.option("-m", "--metric", "metrics", multiple=True, help="Only this metric; may be repeated. Default: all.")
@output_options
def export_command(
    folder: str, to: str, out: Path | None, metrics: tuple[str, ...], quiet: bool, as_json: bool
) -> None:
    """Write the results in FOLDER for other programs: tidy tables, an Excel workbook, or IAMC long format."""
    from webloop.outcomes.export.formats import export
    from webloop.outcomes.results import Results

    results = Results(folder)
    files = [str(file) for file in export(results, to, out, metrics or None)]
    if as_json:
        click.echo(json.dumps({"folder": str(results.folder), "files": files}, indent=1))
    elif not quiet:
        for file in files:
            click.echo(file)
