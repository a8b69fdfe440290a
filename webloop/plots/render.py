"""Sheets as files: pictures, and beside each what it draws as a table (CSV) and what it says in words (TXT)."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from webloop.errors import InputError
from webloop.files import write_atomically
from webloop.plots.sheet import Sheet
from webloop.plots.style import styled
from webloop.scenario.problems import did_you_mean


def render(sheet: Sheet, form: str) -> bytes:
    """A sheet as the bytes of a file; they depend on nothing but the sheet.

    Args:
        sheet: the picture.
        form: one of `PICTURES` or `BESIDE`.
    """
    return _FORMS[form](sheet)


def write_sheet_to(folder: Path, name: str, sheet: Sheet, forms: Sequence[str]) -> list[Path]:
    """Write a sheet as NAME.FORM into a folder, in each of some forms; every file whole or not at all."""
    files = [folder / f"{name}.{form}" for form in forms]
    for file, form in zip(files, forms, strict=True):
        write_bytes(file, render(sheet, form))
    return files


def write_bytes(file: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    write_atomically(file, partial(Path.write_bytes, data=content))


def chosen_forms(pictures: Sequence[str] | None) -> tuple[str, ...]:
    """The forms of a picture that was asked for in some of `PICTURES`: these, and what always stands beside it.

    Args:
        pictures: which; the usual ones for None.

    Raises:
        InputError: for no form, or one that there is not.

    >>> chosen_forms(["pdf", "pdf"]), chosen_forms(None)
    (('pdf', 'csv', 'txt'), ('png', 'svg', 'csv', 'txt'))
    """
    wanted = USUAL if pictures is None else tuple(dict.fromkeys(pictures))
    for form in wanted or ("",):
        if form not in PICTURES:
            near = did_you_mean(form, list(PICTURES))
            raise InputError(
                f"pictures can't be written as {form!r}; {near + ' ' if near else ''}There are: {', '.join(PICTURES)}"
            )
    return (*wanted, *BESIDE)


def _saved(sheet: Sheet, form: str, words: Mapping[str, str | None]) -> bytes:
    buffer = BytesIO()
    metadata: dict[str, Any] = {"Title": sheet.title, **words}
    with styled():
        sheet.savefig(buffer, format=form, metadata=metadata)
    return buffer.getvalue()


def _png(sheet: Sheet) -> bytes:
    return _saved(sheet, "png", {"Description": sheet.alt, "Software": None})


def _svg(sheet: Sheet) -> bytes:
    """With a text alternative that screen readers find: a role, and a description after the title."""
    svg = _saved(sheet, "svg", {"Description": sheet.alt, "Date": None, "Creator": None}).decode()
    svg = re.sub(r"<svg ", '<svg role="img" ', svg, count=1)
    return svg.replace("</title>", f"</title>\n <desc>{escape(sheet.alt, quote=False)}</desc>", 1).encode()


def _pdf(sheet: Sheet) -> bytes:
    return _saved(sheet, "pdf", {"Subject": sheet.alt, "CreationDate": None, "Creator": None, "Producer": None})


def _csv(sheet: Sheet) -> bytes:
    """Every digit, so that what is read again is what was drawn."""
    return sheet.data.to_csv(index=False, lineterminator="\n").encode()


def _txt(sheet: Sheet) -> bytes:
    return f"{sheet.alt}\n".encode()


_FORMS: Mapping[str, Callable[[Sheet], bytes]] = {"png": _png, "svg": _svg, "pdf": _pdf, "csv": _csv, "txt": _txt}
BESIDE = ("csv", "txt")
"""What stands beside every picture: its numbers, and what it says in words."""
PICTURES = tuple(form for form in _FORMS if form not in BESIDE)
USUAL = ("png", "svg")
"""Forms of pictures unless others are asked for: a PDF takes as long as the others together."""
