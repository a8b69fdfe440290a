"""The sheet that every picture is drawn on: title, note, key, panels and caption."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from webloop.outcomes.results import Results
from webloop.plots.runs import all_runs
from webloop.plots.style import CAPTION, INK, LABEL, MARGIN, NOTE, PANEL, SOFT, TITLE
from webloop.plots.words import font_width, printable, shorten, wrap


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a key: what a line or a dot stands for.

    Attributes:
        text: in words.
        colour: of the sample.
        line: matplotlib's line style; empty for none.
        marker: matplotlib's marker; empty for none.
        face: fill of the marker; the colour for None.
    """

    text: str
    colour: str
    line: Any = "-"
    marker: str = ""
    face: str | None = None


class Sheet(Figure):
    """A figure with a title, a note, an optional key, and a caption; the body between them lays itself out.

    Args:
        results: what is shown, for a caption that says how it was made; or the caption itself.
        title: what is shown.
        note: how to read it.
        width: of the whole, in inches.
        body: height of the body, in inches.
        keys: what colours and markers stand for.
        foot: more to know, above the caption.
    """

    def __init__(
        self,
        results: Results | str,
        title: str,
        note: str,
        *,
        width: float,
        body: float,
        keys: Sequence[Key] = (),
        foot: str = "",
    ) -> None:
        room = width - 2 * MARGIN
        self.title = printable(title)
        self.alt = self.title if self.title.endswith(("?", "!", ".")) else f"{self.title}."
        """What the picture says, for those who can't see it."""
        self.data = pd.DataFrame()
        """The numbers that are drawn, one row for each mark or step of a line; whoever draws sets it."""
        heads = [(line, TITLE, "bold", INK) for line in wrap(self.title, room, TITLE, bold=True)]
        heads += [(line, NOTE, "normal", SOFT) for line in wrap(note, room, NOTE)]
        made = printable(results) if isinstance(results, str) else caption(results)
        feet = [*wrap(foot, room, CAPTION), made]
        rows = _key_rows(keys, room)
        above = MARGIN + sum(_line(size) for _, size, _, _ in heads) + 0.19 * len(rows) + 0.08
        below = MARGIN + _line(CAPTION) * len(feet) + 0.04
        height = above + body + below
        super().__init__(figsize=(width, height), layout="constrained")
        engine: Any = self.get_layout_engine()
        engine.set(rect=(MARGIN / width, below / height, room / width, body / height), w_pad=0.06, h_pad=0.05)
        self._later: list[Callable[[], None]] = []
        top = height - MARGIN
        for line, size, weight, colour in heads:
            self._write(line, MARGIN, top, size, colour, weight)
            top -= _line(size)
        for row in rows:
            self._write_keys(row, top - 0.1)
            top -= 0.19
        for index, line in enumerate(feet):
            self._write(line, MARGIN, below - 0.04 - index * _line(CAPTION), CAPTION, SOFT)

    def later(self, work: Callable[[], None]) -> None:
        """Do something once the places of all axes are known."""
        self._later.append(work)

    def finish(self) -> "Sheet":
        """Fix the layout, so that every format shows the same.

        Raises:
            ValueError: where the numbers that are drawn have been forgotten.
        """
        if self.data.empty:
            raise ValueError(f"{self.title!r} has no data: set `sheet.data` to the numbers that are drawn")
        engine = self.get_layout_engine()
        if engine is not None:
            if self.axes:
                engine.execute(self)
            self.set_layout_engine("none")
            for work in self._later:
                work()
        return self

    def _write(self, text: str, x: float, y: float, size: float, colour: str, weight: str = "normal") -> None:
        self.text(
            x,
            y,
            text,
            transform=self.dpi_scale_trans,
            fontsize=size,
            color=colour,
            fontweight=weight,
            va="top",
            ha="left",
        )

    def _write_keys(self, row: Sequence[tuple[float, Key]], y: float) -> None:
        """One row of the key, centred on a height in inches."""
        for x, key in row:
            ends = [x, x + 0.24] if key.line else [x + 0.07]
            sample = Line2D(
                ends,
                [y] * len(ends),
                color=key.colour,
                linestyle=key.line or "none",
                linewidth=2,
                marker=key.marker or "none",
                markersize=5,
                markerfacecolor=key.face or key.colour,
                transform=self.dpi_scale_trans,
            )
            self.add_artist(sample)
            self.text(
                ends[-1] + 0.09,
                y,
                printable(key.text),
                transform=self.dpi_scale_trans,
                fontsize=LABEL,
                va="center_baseline",
            )


def caption(results: Results) -> str:
    """How the results were made, in one line."""
    made = results.manifest
    study = f"{made['title']}  |  " if made.get("title") else ""
    return f"{printable(study)}webloop {made['webloop']}, {all_runs(results)}, seed {made['seed']}"


def empty(results: Results, title: str, why: str) -> Sheet:
    """A sheet that says why there is nothing to see."""
    sheet = Sheet(results, title, "", width=6.0, body=1.2)
    sheet.text(0.5, 0.5, printable(why), ha="center", va="center", color=SOFT)
    sheet.alt = f"{sheet.title}. {why}"
    sheet.data = pd.DataFrame({"nothing": [why]})
    return sheet.finish()


def panels(sheet: Sheet, count: int, columns: int, **shared: Any) -> list[Axes]:
    """A grid of axes, row by row, without those that would stay empty.

    Args:
        sheet: where.
        count: how many.
        columns: how many beside each other at most.
        shared: `sharex`, `sharey` and the like, for `Figure.subplots`.
    """
    columns = min(columns, count)
    rows = -(-count // columns)
    axes: list[Axes] = list(sheet.subplots(rows, columns, squeeze=False, **shared).flat)
    for axis in axes[count:]:
        axis.remove()
    for index in range(count):
        if index + columns >= count:  # nothing below it
            axes[index].tick_params(labelbottom=True)
    return axes[:count]


def heading(axis: Axes, text: str, below: str | None = None, *, room: float, lines: int = 1, colour: str = INK) -> None:
    """A panel's title, and a smaller line under it.

    Args:
        axis: the panel.
        text: the title.
        below: the line under it; an empty one keeps its place free, so that titles of neighbours align.
        room: width for both, in inches.
        lines: lines that the title may take.
        colour: of the title.
    """
    size = PANEL - 0.5
    title = wrap(text, room, size, bold=True)
    title = [*title[: lines - 1], shorten(" ".join(title[lines - 1 :]), room, size, bold=True)]
    axis.set_title(
        "\n".join(title).strip(), color=colour, fontweight="bold", fontsize=size, pad=5 if below is None else 14
    )
    if below:
        axis.annotate(
            shorten(below, room, CAPTION - 0.5),
            (0, 1),
            xycoords="axes fraction",
            xytext=(0, 4),
            textcoords="offset points",
            fontsize=CAPTION - 0.5,
            color=SOFT,
            annotation_clip=False,
        )


def _line(size: float) -> float:
    """Height of a line of type, in inches."""
    return size * 1.35 / 72


def _key_rows(keys: Sequence[Key], room: float) -> list[list[tuple[float, Key]]]:
    """Where each entry of a key starts, in rows no wider than the room."""
    rows: list[list[tuple[float, Key]]] = []
    x = room
    for key in keys:
        wide = (0.33 if key.line else 0.16) + font_width(printable(key.text), LABEL) + 0.22
        if x + wide > room or not rows:
            rows.append([])
            x = 0.0
        rows[-1].append((MARGIN + x, key))
        x += wide
    return rows
