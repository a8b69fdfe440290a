"""`webloop report`."""

import json
from pathlib import Path

import click

from webloop.cli.options import RunOptions, run_options, run_or_open


@click.command("report")
@click.argument("files", nargs=-1, required=True)
@run_options
@click.option(
    "--to",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where the page goes; default: report.html in the results folder.",
)
def report_command(files: tuple[str, ...], how: RunOptions, file: Path | None) -> None:
    """One file to send: findings, comparison, pictures, assumptions and how to run it again, as one HTML page.

    FILES are scenario files (the first is the baseline), one study file, or one results folder. Scenarios are
    run first where they have not been. The page needs no network, and is readable without scripts and on paper.
    """
    results = run_or_open(files, how)

    from webloop.outcomes.findings.table import as_json, print_findings
    from webloop.outcomes.findings.undecided import undecided
    from webloop.report.report import write_report
    from webloop.report.shown import first_findings

    written = write_report(results, file)
    found, still = first_findings(results), undecided(results)
    if how.as_json:
        places = {"folder": str(results.folder), "report": str(written)}
        click.echo(json.dumps({**places, **as_json(found, still)}, indent=1))
    elif not how.quiet:
        print_findings(results, found, still)
        click.echo(written)
