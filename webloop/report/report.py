"""Writing the report of a results folder."""

from pathlib import Path

from webloop.errors import InputError
from webloop.files import write_text
from webloop.outcomes.panel import check_baseline
from webloop.outcomes.results import Results
from webloop.report.page import page
from webloop.report.registry import sections
from webloop.run.pictures import note_drawn

PAGE = "report.html"


def write_report(results: Results, file: Path | None = None) -> Path:
    """Write the report as one HTML file.

    Args:
        results: what was run.
        file: where to; `report.html` in the results folder for None.

    Raises:
        InputError: when no run of the baseline finished, or the page can't be written.
    """
    check_baseline(results, results.scenarios)
    out = results.folder / PAGE if file is None else file
    text = page(results, sections(results))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_text(out, text)
        note_drawn(results.folder, [out])
    except OSError as error:
        raise InputError(f"can't write {out}: {error.strerror or error}") from error
    return out
