"""All pictures of a hindcast, written into its results folder."""

from pathlib import Path

from webloop.calibration.hindcast import Hindcast
from webloop.calibration.hindcast_overview import overview_sheet
from webloop.calibration.hindcast_picture import file_name, series_sheet
from webloop.outcomes.results import Results
from webloop.plots.draw import write_sheet

_OVERVIEW = "hindcast"


def write_pictures(found: Hindcast, results: Results) -> list[Path]:
    """Draw all targets in one picture, and each series in one; those of other targets before are removed."""
    for old in (results.folder / "plots").glob(f"{_OVERVIEW}*.*"):
        old.unlink()
    files = write_sheet(results, _OVERVIEW, overview_sheet(found))
    names: list[str] = []
    for series in found.series:
        names.append(file_name(series, names))
        files += write_sheet(results, names[-1], series_sheet(found, series))
    return files
