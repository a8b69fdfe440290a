"""What is seen on a picture."""

from matplotlib.text import Text

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
