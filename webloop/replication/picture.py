"""Pictures of the suite: our curves on the paper's points and formulas, one sheet a paper."""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import LogFormatter

import webloop
from webloop.plots.render import chosen_forms, write_sheet_to
from webloop.plots.sheet import Key, Sheet, heading, panels
from webloop.plots.style import COLOURS, INK, LABEL, SOFT, styled
from webloop.plots.words import printable
from webloop.replication.panel import Kind, Line, Panel
from webloop.replication.paper import Found, Paper

_WIDTH, _ROW, _COLUMNS = 9.0, 2.7, 3
_WORDS: dict[Kind, str] = {
    "ours": "webloop, mean and 95 % interval",
    "setting": "webloop, one setting each",
    "formula": "formula",
    "bound": "bound",
    "published": "published numbers",
}
_SAMPLES: dict[Kind, tuple[Any, str]] = {
    "ours": ("-", ""),
    "setting": ("", "D"),
    "formula": ((0, (4, 2)), ""),
    "bound": ((0, (1, 1.5)), ""),
    "published": ("", "o"),
}
_INK: tuple[Kind, ...] = ("formula", "bound")
_COLOURS = (*COLOURS, "#8c6d31", "#9e9e9e")


def sheet(paper: Paper, found: Found, *, quick: bool = False) -> Sheet:
    """The picture of a paper.

    Args:
        paper: the paper.
        found: curves of all its cases.
        quick: whether there were fewer replicates, which the caption says.

    Raises:
        ValueError: when there are more names than colours.
    """
    drawn = paper.panels(found)
    lines = [line for panel in drawn for line in panel.lines]
    named = list(dict.fromkeys(line.name for line in lines if line.kind not in _INK))
    if len(named) > len(_COLOURS):
        raise ValueError(f"{paper.key}: there are {len(named)} names in its picture, and {len(_COLOURS)} colours")
    colours = dict(zip(named, _COLOURS, strict=False))
    keys = [
        Key(words, SOFT, *_SAMPLES[kind]) for kind, words in _WORDS.items() if kind in {line.kind for line in lines}
    ]
    if len(named) > 1:
        first = {line.name: line.kind for line in reversed(lines) if line.kind not in _INK}
        keys += [Key(name, colours[name], *_SAMPLES[first[name]]) for name in named]
    columns = min(_COLUMNS, len(drawn))
    made = [", ".join(paper.ids), f"webloop {webloop.__version__}", *(["quick: fewer replicates"] if quick else [])]
    with styled():
        out = Sheet(
            "  |  ".join(made),
            f"{paper.authors} {paper.year}: {paper.title}",
            paper.setup,
            width=_WIDTH,
            body=_ROW * -(-len(drawn) // columns),
            keys=keys,
        )
        for axis, panel in zip(panels(out, len(drawn), columns), drawn, strict=True):
            _draw(axis, panel, colours, _WIDTH / columns - 0.6)
        out.data = pd.concat([_table(panel) for panel in drawn])
        out.alt = f"{out.title}. {' '.join(f'{panel.title}.' for panel in drawn)}"
        return out.finish()


def words_digest(paper: Paper, found: Found) -> str:
    """A hash of all that is written in the picture of a paper, whatever its curves are: it tells which are stale."""
    drawn = [
        (panel.title, panel.x, panel.y, panel.log_x, panel.log_y, *((line.kind, line.name) for line in panel.lines))
        for panel in paper.panels(found)
    ]
    said = [paper.ids, paper.authors, paper.year, paper.title, paper.setup, drawn]
    return sha256(json.dumps(said).encode()).hexdigest()[:16]


def write_picture(
    paper: Paper, found: Found, folder: Path, forms: Sequence[str] | None = None, *, quick: bool = False
) -> list[Path]:
    """Write the picture of a paper: in these forms and no other, or as PNG and SVG with its numbers beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = sheet(paper, found, quick=quick)
    return write_sheet_to(folder, f"replication-{paper.key}", drawn, chosen_forms(None) if forms is None else forms)


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
        _line(axis, line, INK if line.kind in _INK else colours[line.name])


def _table(panel: Panel) -> pd.DataFrame:
    """The numbers of a panel, one row a point."""
    parts = [
        pd.DataFrame(
            {"panel": panel.title, "what": _WORDS[line.kind], "name": line.name, "x": line.x, "y": line.y}
        ).assign(low=np.nan if line.low is None else line.low, high=np.nan if line.high is None else line.high)
        for line in panel.lines
    ]
    return pd.concat(parts) if parts else pd.DataFrame()


class _Plain(LogFormatter):
    """Numbers at a logarithmic axis: not as formulas, which our style shows as they are written."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        """The label of a tick; empty where there are too many."""
        if not super().__call__(x, pos):
            return ""
        return f"{x / 1e6:g}M" if x >= 1e5 else f"{x:g}"


def _plain(axis: Axis) -> None:
    axis.set_major_formatter(_Plain(labelOnlyBase=False))
    axis.set_minor_formatter(_Plain(labelOnlyBase=False, minor_thresholds=(1.5, 0.5)))


def _line(axis: Axes, line: Line, colour: str) -> None:
    style, marker = _SAMPLES[line.kind]
    if line.kind in _INK:
        axis.plot(line.x, line.y, color=colour, linestyle=style, linewidth=1.0, zorder=3)
    elif line.kind == "ours":
        axis.plot(line.x, line.y, color=colour, zorder=2)
        if line.low is not None and line.high is not None:
            axis.fill_between(line.x, line.low, line.high, color=colour, alpha=0.2, linewidth=0)
    else:
        error = None if line.low is None or line.high is None else np.stack([line.y - line.low, line.high - line.y])
        axis.errorbar(
            line.x, line.y, error, fmt=marker, color=colour, markersize=4, capsize=2, markeredgecolor=INK, zorder=4
        )
