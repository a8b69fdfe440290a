"""`webloop odd`."""

from pathlib import Path

import click

from webloop.cli.options import settings_option
from webloop.cli.text_out import print_or_write, text_out_option


@click.command("odd")
@click.argument("files", nargs=-1, required=True)
@settings_option
@text_out_option
def odd_command(files: tuple[str, ...], settings: tuple[str, ...], out: Path | None) -> None:
    """Write the tables of an ODD description of FILES, a study or scenarios, as Markdown.

    Scenarios, scales, state variables, schedule, values with sources, what scenarios change, what is drawn, and
    submodels in use: from the files, the loop and the registry. The description in words is docs/ODD.md (Grimm et
    al. 2020).
    """
    from webloop.reference.study_tables import study_document
    from webloop.scenario.resolve import parse_settings
    from webloop.scenario.study import load_study

    print_or_write(study_document(load_study(files, parse_settings(settings))), out)
