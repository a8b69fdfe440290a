"""Numbers of the report: shares in percent, their differences in points, large numbers short, as fine as told."""

from webloop.plots.words import HARD, number

_LARGE = (1e12, 1e9, 1e6)
"""Scales of large numbers: half an interval has that of its difference."""


def value(amount: float, unit: str) -> str:
    r"""A number that stands alone.

    >>> value(0.1234, "share"), value(2.71e9, "pages"), value(float("nan"), "share")
    ('12.3\xa0%', '2.71\xa0bn', 'no value')
    """
    return number(amount, unit, max(abs(amount), 1e-9) * 0.5)


def difference(amount: float, half: float, unit: str, scale: float = 0.0) -> str:
    """A difference with a sign; shares in points.

    Args:
        amount: the difference.
        half: half of its interval, which says how fine it is known.
        unit: of the metric.
        scale: the largest number that it stands beside: what is little to that needs no more decimals.

    >>> difference(0.0321, 0.004, "share"), difference(-0.21266, 1e-6, "share"), difference(1e-6, 1e-6, "share", 0.3)
    ('+3.2', '−21.27', '0.00')
    """
    kind, span = _fine(amount, half, unit, scale)
    text = number(amount, kind, span)
    return f"+{text}" if amount > 0 and text.strip("0.,") else text


def around(amount: float, half: float, unit: str, scale: float = 0.0) -> str:
    """Half an interval, as fine as the difference that it belongs to.

    >>> around(0.0321, 0.004, "share"), around(-0.212664, 0.000004, "share")
    ('±0.4', '±<0.01')
    >>> around(1.1e11, 4.8e5, "pages"), around(1.1e11, 4.8e9, "pages")
    ('±<0.1', '±5')
    """
    if half != half:
        return ""
    kind, span = _fine(amount, half, unit, scale)
    size = next((size for size in _LARGE if abs(amount) >= size and kind != "points"), 1.0)
    text = number(half / size, kind if size == 1 else "-", span / size)
    if half > 0 and not text.strip("0.,"):
        text = f"<{text[:-1]}1" if "." in text else "<1"
    return f"±{text}"


def _fine(amount: float, half: float, unit: str, scale: float) -> tuple[str, float]:
    """The unit of a difference, and the span that says how many decimals it has."""
    least = max(abs(amount), scale) / 20
    return "points" if unit == "share" else unit, max(20 * half if half == half else abs(amount), least, 1e-12)


def unit_of(unit: str, *, differences: bool = False) -> str:
    """A unit as it stands under a label.

    >>> unit_of("share"), unit_of("share", differences=True), unit_of("-")
    ('%', 'points', '')
    """
    if unit == "share":
        return "points" if differences else "%"
    return "" if unit == "-" else unit.replace(" ", HARD) if len(unit) < 12 else unit


def said(value: str, unit: str, *, signed: bool = False) -> str:
    """An expression of Vega that writes a number.

    Args:
        value: an expression that gives the number.
        unit: of the number; `points` are shares without a percent sign.
        signed: whether positive numbers carry a plus sign.

    >>> said("datum.value", "share")
    "format(100 * datum.value, '.3~g') + ' %'"
    """
    plus = f"({value} > 0 ? '+' : '') + " if signed else ""
    if unit in {"share", "points"}:
        percent = " + ' %'" if unit == "share" else ""
        return f"{plus}format(100 * {value}, '.3~g'){percent}"
    large = f"replace(format({value}, '.3~s'), 'G', ' bn')"
    return f"{plus}(abs({value}) < 1000 ? format({value}, '.3~g') : {large})"
