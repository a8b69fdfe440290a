"""`webloop cite`."""

import json
from pathlib import Path

import click


@click.command("cite")
@click.argument("files", nargs=-1, required=True)
@click.option("--all", "every", is_flag=True, help="Cite the sources of all metrics, not of the headline ones only.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON, with everything that each work is used for.")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file instead.")
def cite_command(files: tuple[str, ...], every: bool, as_json: bool, out: Path | None) -> None:
    """Print BibTeX of what scenarios rest on: webloop, then the sources of mechanisms, parameters and headline metrics.

    FILES are scenario files, one study file, or one results folder, whose methods of analysis are cited as well. A line
    above each entry says what it is used for.
    """
    from webloop.bibliography.bibtex import bibtex
    from webloop.bibliography.citing import cite, of_files, of_folder
    from webloop.cli.options import is_results
    from webloop.errors import InputError
    from webloop.files import write_text

    folders = [file for file in files if is_results(file)]
    if folders and len(files) > 1:
        raise InputError(f"{folders[0]} is a results folder and stands alone: name nothing else with it")
    works = cite(of_folder(folders[0], every=every) if folders else of_files(files, every=every))
    text = json.dumps([each.as_json() for each in works], indent=1) + "\n" if as_json else bibtex(works)
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        write_text(out, text)
    except OSError as error:
        raise InputError(f"can't write {out}: {error.strerror or error}") from error
    click.echo(out)
