"""`--out` of commands that print a text: into a file instead, whole or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def text_out_option(command: F) -> F:
    """`--out`, a file or None."""
    return click.option(
        "-o",
        "--out",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write to this file instead of standard output.",
    )(command)


def print_or_write(text: str, out: Path | None) -> None:
    """Print a text, or write it to a file and say so on standard error.

    Raises:
        InputError: when the file can't be written.
    """
    if out is None:
        click.echo(text, nl=False)
        return
    from webloop.errors import InputError
    from webloop.files import write_text

    try:
        write_text(out, text)
    except OSError as error:
        raise InputError(f"can't write {out}: {error.strerror or error}") from error
    click.echo(f"wrote {out}", err=True)
