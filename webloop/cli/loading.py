"""Loading what a command is to run."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from webloop.cli.options import RunOptions
    from webloop.scenario.study import Study


def loaded(files: Sequence[str], how: "RunOptions") -> "Study":
    """The study that is to be run; what is probably not meant is told on standard error."""
    from webloop.scenario.resolve import parse_settings
    from webloop.scenario.study import load_study

    study = load_study(files, parse_settings(how.settings), how.replicates, how.seed)
    for warning in study.warnings:
        click.echo(warning, err=True)
    return study
