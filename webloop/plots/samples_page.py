"""A page about what models write: one file that needs neither network nor scripts, and pictures beside it."""

import re
from base64 import b64encode
from html import escape
from importlib.resources import files
from pathlib import Path

from webloop.errors import InputError
from webloop.files import write_text
from webloop.outcomes.results import Results
from webloop.outcomes.samples import Samples
from webloop.plots.draw import write_sheet
from webloop.plots.generations import DRAWN, NARROW, WIDE, fan_of
from webloop.plots.render import render
from webloop.plots.runs import all_runs
from webloop.plots.samples_section import samples_section
from webloop.plots.sheet import Sheet
from webloop.plots.style import styled
from webloop.run.pictures import note_drawn

PAGE = "samples.html"


def write_samples(shown: Samples) -> list[Path]:
    """Write samples.html into the results folder, and fans over generations into its plots.

    Raises:
        InputError: when they can't be written.
    """
    folder = shown.results.folder
    wide = {metric: _sheet(shown, metric, WIDE) for metric in DRAWN}
    fans = {
        metric: (_address(sheet), _address(_sheet(shown, metric, NARROW)), sheet.alt) for metric, sheet in wide.items()
    }
    try:
        write_text(folder / PAGE, samples_page(shown, samples_section(shown, fans)))
        note_drawn(folder, [folder / PAGE])
        drawn = [file for metric, sheet in wide.items() for file in write_sheet(shown.results, _name(metric), sheet)]
    except OSError as error:
        raise InputError(f"can't write to {folder}: {error.strerror or error}") from error
    return [folder / PAGE, *drawn]


def style() -> str:
    """The style of the section."""
    return _own("samples.css")


def samples_page(shown: Samples, section: str) -> str:
    """A section as a page of its own."""
    made = shown.results.manifest
    parts = {
        "TITLE": escape(str(made["title"] or "") or "What language models write"),
        "MADE": escape(_made(shown.results)),
        "STYLE": style(),
        "SECTION": section,
    }
    return re.sub("%([A-Z]+)%", lambda found: parts[found[1]], _own(PAGE))


def _made(results: Results) -> str:
    return f"webloop {results.manifest['webloop']}, {all_runs(results)}, seed {results.manifest['seed']}"


def _own(file: str) -> str:
    return files("webloop.plots").joinpath(file).read_text(encoding="utf-8")


def _sheet(shown: Samples, metric: str, width: float) -> Sheet:
    with styled():
        return fan_of(shown, metric, width).finish()


def _name(metric: str) -> str:
    return f"generations-{metric}"


def _address(sheet: Sheet) -> str:
    """A picture as an address that holds it."""
    return f"data:image/svg+xml;base64,{b64encode(render(sheet, 'svg')).decode()}"
