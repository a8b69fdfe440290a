"""Drawing pictures of results and writing them as PNG and SVG: whole or not at all, the same bytes every time."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from html import escape
from io import BytesIO
from pathlib import Path

import pandas as pd

from webloop.errors import InputError
from webloop.files import write_atomically
from webloop.metrics.registry import metrics as all_metrics
from webloop.outcomes.headlines import ECOLOGY, has_ecology
from webloop.outcomes.results import Results
from webloop.plots.registry import Picture, pictures
from webloop.plots.sheet import Sheet
from webloop.plots.style import styled
from webloop.run.pictures import note_drawn
from webloop.scenario.problems import did_you_mean

FORMATS = ("png", "svg")


def draw_all(
    results: Results,
    folder: str | Path | None = None,
    names: Sequence[str] | None = None,
    metrics: Sequence[str] | None = None,
) -> list[Path]:
    """Draw pictures of results, each as a PNG and an SVG, some with more files.

    Args:
        results: what was run.
        folder: where to; `plots` in the results folder for None. It is made if it is not there.
        names: which pictures; every one that applies for None.
        metrics: which metrics pictures of metrics show; their own choice for None.

    Returns:
        The files, in the order of `pictures()`.

    Raises:
        InputError: for an unknown picture or metric, or a picture that was asked for and does not apply.
    """
    out = results.folder / "plots" if folder is None else Path(folder)
    jobs = list(plan(results, names, metrics))
    try:
        out.mkdir(parents=True, exist_ok=True)
        files = [file for name, picture, shown in jobs for file in _draw(results, out, name, picture, shown)]
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
    """Write one picture in every format into the plots of the results folder."""
    out = results.folder / "plots"
    out.mkdir(exist_ok=True)
    files = _formats(out, name, sheet)
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


def render(sheet: Sheet, form: str) -> bytes:
    """A picture as the bytes of a PNG or SVG file; they depend on nothing but the picture.

    Args:
        sheet: the picture.
        form: `png` or `svg`.
    """
    words: Mapping[str, str | None] = {"Title": sheet.title, "Description": sheet.alt}
    without = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
    buffer = BytesIO()
    with styled():
        sheet.savefig(buffer, format=form, metadata={**words, **without})
    return buffer.getvalue() if form == "png" else _accessible(buffer.getvalue().decode(), sheet.alt).encode()


def _accessible(svg: str, alt: str) -> str:
    """An SVG whose text alternative screen readers find: a role, and a description after the title."""
    svg = re.sub(r"<svg ", '<svg role="img" ', svg, count=1)
    return svg.replace("</title>", f"</title>\n <desc>{escape(alt, quote=False)}</desc>", 1)


def _draw(results: Results, folder: Path, name: str, picture: Picture, shown: tuple[str, ...]) -> list[Path]:
    """One picture in every format, and what else belongs to it."""
    if picture.takes == "nothing":
        sheet = picture.function(results)
    else:
        sheet = picture.function(results, shown[0] if picture.takes == "a metric" else shown)
    files = _formats(folder, name, sheet)
    for other, content in picture.more(results):
        files.append(folder / other)
        _write(files[-1], content)
    return files


def _formats(folder: Path, name: str, sheet: Sheet) -> list[Path]:
    files = [folder / f"{name}.{form}" for form in FORMATS]
    for file, form in zip(files, FORMATS, strict=True):
        _write(file, render(sheet, form))
    return files


def _write(file: Path, content: bytes) -> None:
    write_atomically(file, partial(Path.write_bytes, data=content))


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
