"""Drawing pictures of results and writing them into a folder: whole or not at all, the same bytes every time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pandas as pd

from webloop.errors import InputError
from webloop.metrics.registry import metrics as all_metrics
from webloop.outcomes.headlines import ECOLOGY, has_ecology
from webloop.outcomes.results import Results
from webloop.plots.registry import Picture, pictures
from webloop.plots.render import chosen_forms, write_bytes, write_sheet_to
from webloop.plots.sheet import Sheet
from webloop.plots.style import styled
from webloop.run.pictures import note_drawn
from webloop.scenario.problems import did_you_mean


def draw_all(
    results: Results,
    folder: str | Path | None = None,
    names: Sequence[str] | None = None,
    metrics: Sequence[str] | None = None,
    forms: Sequence[str] | None = None,
) -> list[Path]:
    """Draw pictures of results; beside each its numbers as CSV and what it says in words as TXT, and some more files.

    Args:
        results: what was run.
        folder: where to; `plots` in the results folder for None. It is made if it is not there.
        names: which pictures; every one that applies for None.
        metrics: which metrics pictures of metrics show; their own choice for None.
        forms: of pictures: `png`, `svg` and `pdf`; PNG and SVG for None.

    Returns:
        The files, in the order of `pictures()`.

    Raises:
        InputError: for an unknown picture, metric or form, or a picture that was asked for and does not apply.
    """
    written = chosen_forms(forms)
    out = results.folder / "plots" if folder is None else Path(folder)
    jobs = list(plan(results, names, metrics))
    try:
        out.mkdir(parents=True, exist_ok=True)
        files = [file for name, picture, shown in jobs for file in _draw(results, out, name, picture, shown, written)]
        note_drawn(results.folder, files)
        return files
    except OSError as error:
        raise InputError(f"can't write pictures to {out}: {error.strerror or error}") from error


def plan(
    results: Results, names: Sequence[str] | None = None, metrics: Sequence[str] | None = None
) -> Iterator[tuple[str, Picture, tuple[str, ...]]]:
    """What there is to draw: names of files, pictures, and the metrics of each; see `draw_all`."""
    _check_metrics(results, metrics or ())
    for picture in _chosen(results, names):
        if picture.takes == "nothing":
            yield picture.name, picture, ()
            continue
        shown = _shown(results, picture, metrics)
        if not shown and names is not None:
            raise InputError(f"picture {picture.name!r} can't show these metrics: {_unfit(picture, metrics)}")
        if picture.takes == "metrics" and shown:
            yield picture.name, picture, shown
        elif picture.takes == "a metric":
            yield from ((f"{picture.name}-{metric}", picture, (metric,)) for metric in shown)


def write_sheet(results: Results, name: str, sheet: Sheet) -> list[Path]:
    """Write one picture into the plots of the results folder, in the usual forms."""
    out = results.folder / "plots"
    out.mkdir(exist_ok=True)
    files = write_sheet_to(out, name, sheet, chosen_forms(None))
    note_drawn(results.folder, files)
    return files


def write_sheets(
    results: Results, kind: str, table: pd.DataFrame, names: Iterable[str], sheet: Callable[[pd.DataFrame], Sheet]
) -> list[Path]:
    """Write a picture of each metric's rows of a table, called KIND-METRIC.

    Args:
        results: what was run.
        kind: of picture.
        table: with a column `metric`.
        names: the metrics.
        sheet: draws rows of one metric.
    """
    files: list[Path] = []
    for name in names:
        with styled():
            drawn = sheet(table[table["metric"] == name]).finish()
        files += write_sheet(results, f"{kind}-{name}", drawn)
    return files


def _draw(
    results: Results, folder: Path, name: str, picture: Picture, shown: tuple[str, ...], forms: Sequence[str]
) -> list[Path]:
    """One picture in all forms, and what else belongs to it."""
    if picture.takes == "nothing":
        sheet = picture.function(results)
    else:
        sheet = picture.function(results, shown[0] if picture.takes == "a metric" else shown)
    files = write_sheet_to(folder, name, sheet, forms)
    for other, content in picture.more(results):
        files.append(folder / other)
        write_bytes(files[-1], content)
    return files


def _chosen(results: Results, names: Sequence[str] | None) -> Iterator[Picture]:
    """The pictures that were asked for, or all that apply."""
    known = pictures()
    for name in names or ():
        if name not in known:
            raise InputError(_unknown("picture", name, list(known)))
        reason = known[name].why_not(results)
        if reason:
            raise InputError(f"picture {name!r} does not apply to {results.folder}: {reason}")
    for name, picture in known.items():
        if (name in names) if names is not None else not picture.why_not(results):
            yield picture


def _check_metrics(results: Results, metrics: Sequence[str]) -> None:
    for metric in metrics:
        if metric not in all_metrics():
            raise InputError(_unknown("metric", metric, list(results.recorded)))
        if metric not in results.recorded:
            raise InputError(
                f"these results have no {metric}: it was not recorded; they have: {', '.join(results.recorded)}"
            )


def _unknown(what: str, name: str, known: list[str]) -> str:
    near = did_you_mean(name, known)
    return f"there is no {what} {name!r}; {near + ' ' if near else ''}There are: {', '.join(known)}"


def _shown(results: Results, picture: Picture, metrics: Sequence[str] | None) -> tuple[str, ...]:
    """The metrics that a picture can show of those that were asked for, or of its own."""
    own = ECOLOGY[: len(picture.metrics)] if metrics is None and has_ecology(results) else picture.metrics
    wanted = dict.fromkeys(own if metrics is None else metrics)
    found = [results.recorded[name] for name in wanted if name in results.recorded]
    return tuple(metric.name for metric in found if picture.releases or metric.level != "generation")


def _unfit(picture: Picture, metrics: Sequence[str] | None) -> str:
    if metrics is None:
        return f"none of {', '.join(picture.metrics)} was recorded"
    return f"{', '.join(metrics)}: measured at releases only"
