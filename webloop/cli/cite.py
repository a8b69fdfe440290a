"""`webloop cite`."""

import json
from pathlib import Path

import click

from webloop.cli.options import is_results
from webloop.cli.text_out import print_or_write, text_out_option


@click.command("cite")
@click.argument("files", nargs=-1, required=True)
@click.option("--all", "every", is_flag=True, help="Cite the sources of all metrics, not of the headline ones only.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON, with everything that each work is used for.")
@text_out_option
def cite_command(files: tuple[str, ...], every: bool, as_json: bool, out: Path | None) -> None:
    """Print BibTeX of what scenarios rest on: webloop, then the sources of mechanisms, parameters and headline metrics.

    FILES are scenario files, one study file, or one results folder, whose methods of analysis are cited as well. A line
    above each entry says what it is used for.
    """
    from webloop.bibliography.bibtex import bibtex
    from webloop.bibliography.citing import cite, of_files, of_folder
    from webloop.errors import InputError

    folders = [file for file in files if is_results(file)]
    if folders and len(files) > 1:
        raise InputError(f"{folders[0]} is a results folder and stands alone: name nothing else with it")
    works = cite(of_folder(folders[0], every=every) if folders else of_files(files, every=every))
    text = json.dumps([each.as_json() for each in works], indent=1) + "\n" if as_json else bibtex(works)
    print_or_write(text, out)
