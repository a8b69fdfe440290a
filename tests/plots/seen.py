"""What is seen on a picture."""

from itertools import combinations
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import BboxBase

from webloop.plots.sheet import Sheet


def texts(sheet: Sheet) -> list[Text]:
    """Every text that is seen; ticks beyond the ends of an axis are not."""
    found = [*sheet.texts]
    for axes in sheet.axes:
        found += [*axes.texts, axes.title, axes.xaxis.label, axes.yaxis.label]
        found += [each for each in axes.get_children() if isinstance(each, Text) and each not in found]
        for axis, limits in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            low, high = sorted(limits)
            found += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    return [text for text in found if text.get_visible() and text.get_text().strip()]


def words(sheet: Sheet) -> str:
    return "\n".join(text.get_text().replace("\N{NO-BREAK SPACE}", " ") for text in texts(sheet))


def clashes(sheet: Sheet) -> list[str]:
    """Texts that leave the picture, and pairs that cover each other."""
    canvas: Any = FigureCanvasAgg(sheet)
    boxes = [(text.get_text(), Text.get_window_extent(text, canvas.get_renderer())) for text in texts(sheet)]
    found = [f"{text!r} leaves the picture" for text, box in boxes if not inside(box, sheet.bbox)]
    for (one, first), (other, second) in combinations(boxes, 2):
        if overlap(first, second):
            found.append(f"{one!r} and {other!r} overlap")
    return found


def inside(box: BboxBase, room: BboxBase) -> bool:
    slack = 2
    wide = box.x0 >= room.x0 - slack and box.x1 <= room.x1 + slack
    return wide and box.y0 >= room.y0 - slack and box.y1 <= room.y1 + slack


def overlap(one: BboxBase, other: BboxBase) -> bool:
    """Whether two texts share more than a sliver; boxes of letters have room above and below."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return wide > 2 and high > 0.3 * min(one.height, other.height)
