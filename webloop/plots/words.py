"""Text and numbers on pictures: what fits a line, what a font can show, percent for shares, short scale."""

import math
from collections.abc import Sequence
from functools import cache

import numpy as np
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font
from matplotlib.ticker import Formatter

FAMILY = "DejaVu Sans"
HARD = "\N{NO-BREAK SPACE}"
_SCALES = ((1e12, f"{HARD}trn"), (1e9, f"{HARD}bn"), (1e6, f"{HARD}M"))
_SHARES = {"share", "points"}
_MOST_DECIMALS = 4
_LARGE = 100  # signs are measured at this size, where rounding to pixels does not matter


@cache
def _font(weight: str) -> FT2Font:
    """A font of our own: matplotlib's are shared, and change their size under our feet."""
    font = FT2Font(findfont(FontProperties(family=[FAMILY], weight=weight)))
    font.set_size(_LARGE, 72)
    return font


@cache
def _advance(sign: str, weight: str) -> float:
    """Width of one sign, in units of the size of type."""
    return float(_font(weight).load_char(ord(sign)).linearHoriAdvance) / 65536 / _LARGE


def font_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text in inches, without kerning.

    >>> font_width("", 8.0)
    0.0
    """
    weight = "bold" if bold else "normal"
    return sum(_advance(sign, weight) for sign in text) * size / 72


def printable(text: str) -> str:
    """The text without signs that the font lacks, so that no empty boxes are drawn.

    >>> printable("Filter → 25 %")
    'Filter → 25 %'
    >>> printable("漢字 A")
    '?? A'
    """
    font = _font("normal")
    return "".join(sign if sign.isspace() or font.get_char_index(ord(sign)) else "?" for sign in text)


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Lines no wider than the room, in inches; a word that is wider stands alone."""
    lines: list[str] = []
    for word in filter(None, printable(text).split(" ")):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font_width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shorten(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The text, cut after a word where it is wider than the room in inches."""
    lines = wrap(text, room, size, bold=bold)
    if len(lines) <= 1:
        return lines[0] if lines else ""
    words = lines[0].split(" ")
    while len(words) > 1 and font_width(f"{' '.join(words)} …", size, bold=bold) > room:
        words.pop()
    return f"{' '.join(words).rstrip(',;:')} …"


def number(value: float, unit: str, span: float) -> str:
    r"""A number as a label: percent for shares, short scale for large numbers, as fine as the axis shows it.

    Args:
        value: the number.
        unit: of the metric; `share` is shown in percent, `points` is a difference of shares.
        span: of the axis it is read from, in the same unit.

    >>> number(0.20701, "share", 0.5), number(3.77e11, "pages", 8e11), number(247.76, "ideas", 60)
    ('21\xa0%', '377\xa0bn', '248')
    >>> number(0.00001, "share", 1), number(1599393735, "pages per month", 3e9), number(0, "USD", 1)
    ('<1\xa0%', '1.6\xa0bn', '0')
    """
    if value != value:
        return "no value"
    scale, sign = _scale(abs(value), unit)
    value, span = value / scale, span / scale
    places = 0 if value == 0 or span <= 0 else math.floor(-math.log10(span / 200))
    places = min(max(places, 0), _MOST_DECIMALS)
    if unit == "share" and value > 0 and round(value, places) == 0:
        return f"<{10**-places:.{places}f}{sign}"
    return _written(value, places) + sign


def _scale(size: float, unit: str) -> tuple[float, str]:
    """What to divide by, and what to write behind."""
    if unit in _SHARES:
        return 0.01, f"{HARD}%" if unit == "share" else ""
    return next(((scale, sign) for scale, sign in _SCALES if size >= scale), (1.0, ""))


def _written(value: float, places: int) -> str:
    text = f"{value:,.{places}f}"
    zero = not text.strip("-0.,")
    return (text.lstrip("-") if zero else text).replace("-", "\N{MINUS SIGN}")


class UnitFormatter(Formatter):
    """Tick labels in the unit of a metric, all with the same number of decimals and the same scale.

    Args:
        unit: of the metric.
        signed: whether positive numbers carry a plus sign, for differences.
    """

    def __init__(self, unit: str, *, signed: bool = False) -> None:
        self.unit = unit
        self.signed = signed

    def __call__(self, x: float, pos: int | None = None) -> str:  # noqa: ARG002
        """The label of a tick that stands alone."""
        return self.format_ticks([x])[0]

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """The labels of all ticks."""
        if len(values) == 0:
            return []
        scale, sign = _scale(max(abs(value) for value in values), self.unit)
        places = _places([value / scale for value in values])
        return [self._label(value, value / scale, places, sign) for value in values]

    def _label(self, value: float, scaled: float, places: int, sign: str) -> str:
        if value == 0 and sign and self.unit not in _SHARES:
            return "0"
        text = _written(scaled, places)
        plus = "+" if self.signed and value > 0 and text.strip("0.") else ""
        return plus + text + sign


def _places(values: Sequence[float]) -> int:
    """Fewest decimals that tell all ticks apart exactly."""
    steps = np.diff(sorted(values))
    fine = 0.01 * float(steps[steps > 0].min()) if (steps > 0).any() else 1e-9
    for places in range(_MOST_DECIMALS):
        if all(abs(value - round(value, places)) < fine for value in values):
            return places
    return _MOST_DECIMALS


def capital(text: str) -> str:
    """The text with a capital first letter.

    >>> capital("archive share")
    'Archive share'
    """
    return text[:1].upper() + text[1:]


def sentence(definition: str) -> str:
    """A definition as a sentence of its own.

    >>> sentence("share of live pages"), sentence("sum(min(p, q)) / sum(p)")
    ('Share of live pages.', 'Definition: sum(min(p, q)) / sum(p).')
    """
    first = definition.split(" ")[0]
    said = capital(definition) if first.isalpha() else f"Definition: {definition}"
    return f"{said}."


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def unit_label(unit: str) -> str:
    """A unit as an axis label; percent stands at the ticks of shares."""
    return {"share": "share", "points": "percentage points", "-": ""}.get(unit, unit)
