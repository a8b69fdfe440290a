"""Pictures of the suite: our curves on the paper's points and formulas, one sheet a paper."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import LogFormatter

import webloop
from webloop.files import write_atomically
from webloop.plots.draw import FORMATS, render
from webloop.plots.sheet import Key, Sheet, heading, panels
from webloop.plots.style import COLOURS, INK, LABEL, SOFT, styled
from webloop.plots.words import printable
from webloop.replication.panel import Line, Panel
from webloop.replication.paper import Found, Paper

_WIDTH, _ROW, _COLUMNS = 9.0, 2.7, 3
_SAMPLES = {"ours": ("-", ""), "formula": ((0, (4, 2)), ""), "published": ("", "o")}
_WORDS = {"ours": "webloop, mean and 95 % interval", "formula": "formula", "published": "published numbers"}


def sheet(paper: Paper, found: Found) -> Sheet:
    """The picture of a paper."""
    drawn = paper.panels(found)
    names = list(dict.fromkeys(line.name for panel in drawn for line in panel.lines))
    colours = {name: COLOURS[index % len(COLOURS)] for index, name in enumerate(names)}
    kinds = [kind for kind in _WORDS if any(line.kind == kind for panel in drawn for line in panel.lines)]
    keys = [Key(_WORDS[kind], SOFT, *_SAMPLES[kind]) for kind in kinds]
    if len(names) > 1:
        lines = {line.name for panel in drawn for line in panel.lines if line.kind == "ours"}
        named = [name for name in names if name in lines or name not in _bare(drawn)]
        keys += [Key(name, colours[name], *(("-", "") if name in lines else ("", "o"))) for name in named]
    columns = min(_COLUMNS, len(drawn))
    with styled():
        out = Sheet(
            f"{', '.join(paper.ids)}  |  webloop {webloop.__version__}",
            f"{paper.authors} {paper.year}: {paper.title}",
            paper.setup,
            width=_WIDTH,
            body=_ROW * -(-len(drawn) // columns),
            keys=keys,
        )
        for axis, panel in zip(panels(out, len(drawn), columns), drawn, strict=True):
            _draw(axis, panel, colours, _WIDTH / columns - 0.6)
        out.alt = f"{out.title}. {' '.join(f'{panel.title}.' for panel in drawn)}"
        return out.finish()


def _bare(drawn: Sequence[Panel]) -> set[str]:
    """Names that only formulas have: they are all dashed in ink."""
    kinds: dict[str, set[str]] = {}
    for line in (line for panel in drawn for line in panel.lines):
        kinds.setdefault(line.name, set()).add(line.kind)
    return {name for name, found in kinds.items() if found == {"formula"}}


def write_picture(paper: Paper, found: Found, folder: Path, formats: Sequence[str] = FORMATS) -> list[Path]:
    """Write the picture of a paper, as PNG and SVG unless told otherwise."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = sheet(paper, found)
    files = [folder / f"replication-{paper.key}.{form}" for form in formats]
    for file, form in zip(files, formats, strict=True):
        write_atomically(file, partial(Path.write_bytes, data=render(drawn, form)))
    return files


def _draw(axis: Axes, panel: Panel, colours: dict[str, str], room: float) -> None:
    heading(axis, panel.title, room=room, lines=2)
    axis.set_xlabel(printable(panel.x), fontsize=LABEL)
    axis.set_ylabel(printable(panel.y), fontsize=LABEL)
    if panel.log_x:
        axis.set_xscale("log")
        _plain(axis.xaxis)
    if panel.log_y:
        axis.set_yscale("log")
        _plain(axis.yaxis)
    for line in panel.lines:
        _line(axis, line, colours[line.name])


class _Plain(LogFormatter):
    """Numbers at a logarithmic axis: not as formulas, which our style shows as they are written."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        """The label of a tick; empty where there are too many."""
        return f"{x:g}" if super().__call__(x, pos) else ""


def _plain(axis: Axis) -> None:
    axis.set_major_formatter(_Plain(labelOnlyBase=False))
    axis.set_minor_formatter(_Plain(labelOnlyBase=False, minor_thresholds=(1.5, 0.5)))


def _line(axis: Axes, line: Line, colour: str) -> None:
    error = None if line.low is None or line.high is None else np.stack([line.y - line.low, line.high - line.y])
    if line.kind == "published":
        axis.errorbar(line.x, line.y, error, fmt="o", color=colour, markersize=4, markeredgecolor=INK, zorder=4)
    elif line.kind == "ours" and not line.is_course:
        axis.errorbar(line.x, line.y, error, fmt="D", color=colour, markersize=4, capsize=2, zorder=4)
    elif line.kind == "formula":
        axis.plot(line.x, line.y, color=INK, linestyle=_SAMPLES["formula"][0], linewidth=1.0, zorder=3)
    else:
        axis.plot(line.x, line.y, color=colour, marker="." if len(line.x) < 12 else "", zorder=2)
        if line.low is not None and line.high is not None:
            axis.fill_between(line.x, line.low, line.high, color=colour, alpha=0.2, linewidth=0)
