"""Sheets of a workbook: headers, widths, frozen panes, number formats, and Excel's limits."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from webloop.errors import InputError
from webloop.extras import extra

MOST_ROWS = 1_048_576
"""Rows of a sheet, the header among them (Microsoft, Excel specifications and limits)."""
_MOST_SIGNS = 32_767
_NARROW, _WIDE = 8, 64
_LINE = 15.5
"""Height of a line, in points."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def openpyxl(part: str = "") -> Any:
    """The library, or a part of it; imported when it is needed."""
    return extra(f"openpyxl{part}", "excel", "xlsx")


def check_size(title: str, rows: int) -> None:
    """Refuse what a sheet can't hold, before anything is written.

    Raises:
        InputError: when there are more rows than that.
    """
    if rows + 1 > MOST_ROWS:
        raise InputError(
            f"sheet {title} would have {rows:,} rows, and Excel holds {MOST_ROWS - 1:,}: "
            "choose metrics with --metric, or export --to csv"
        )


def add_sheet(
    book: Any,
    title: str,
    head: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    formats: Mapping[str, str] | None = None,
    frozen: int = 1,
) -> None:
    """A sheet with a header that stays in sight, filters, and columns as wide as what they hold.

    Args:
        book: a write-only workbook.
        title: of the sheet.
        head: names of the columns.
        rows: values; None stays empty, and so does what is not a number.
        formats: number format by column; others take that of their row, in a column `format` that is not written.
        frozen: columns that stay in sight.
    """
    styles, letters = openpyxl(".styles"), openpyxl(".utils").get_column_letter
    shown = [name for name in head if name != "format"]
    sheet = book.create_sheet(title)
    sheet.freeze_panes = f"{letters(frozen + 1)}2"
    sheet.auto_filter.ref = f"A1:{letters(len(shown))}{len(rows) + 1}"
    sample = [*rows[:400], *rows[-400:]]
    for index, name in enumerate(shown):
        at = list(head).index(name)
        wide = max([len(name) + 3, *(_width(row[at]) for row in sample)])
        sheet.column_dimensions[letters(index + 1)].width = min(max(wide + 1, _NARROW), _WIDE)
    header = {
        "font": styles.Font(name="Calibri", size=11, bold=True, color="FFFFFF"),
        "fill": styles.PatternFill("solid", fgColor="0072B2"),
        "alignment": styles.Alignment(vertical="center"),
    }
    sheet.append([_cell(sheet, name.replace("_", " "), **header) for name in shown])
    wrapped = styles.Alignment(vertical="top", wrap_text=True)
    for number, row in enumerate(rows, start=2):
        given = dict(zip(head, row, strict=True))
        own = given.pop("format", None)
        lines = max(-(-_width(value) // _WIDE) if isinstance(value, str) else 1 for value in given.values())
        if lines > 1:  # no program finds the height of wrapped text by itself in all cases
            sheet.row_dimensions[number].height = _LINE * lines
        form = {name: (formats or {}).get(name, own) for name in given}
        align = wrapped if lines > 1 else None
        sheet.append([_value(sheet, value, form[name], align) for name, value in given.items()])


def _value(sheet: Any, value: Any, form: str | None, align: Any) -> Any:
    """A cell, plain where nothing needs saying about it."""
    if value is None or value != value:
        return None
    style = {"alignment": align} if align else {}
    if form and isinstance(value, float):
        style["number_format"] = form
    if style or (isinstance(value, str) and value[:1] == "="):
        return _cell(sheet, value, **style)
    return clean(value) if isinstance(value, str) else value


def _cell(sheet: Any, value: Any, **style: Any) -> Any:
    cell = openpyxl(".cell").WriteOnlyCell(sheet, clean(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # a title that starts with = is no formula
    for name, each in style.items():
        setattr(cell, name, each)
    return cell


def clean(text: str) -> str:
    """Text without signs that Excel refuses, and no longer than it takes."""
    return _CONTROL.sub("", text)[:_MOST_SIGNS]


def _width(value: Any) -> int:
    """About how many letters a value takes."""
    if value is None or value != value:
        return 0
    if isinstance(value, float):
        return len(f"{value:,.0f}") + (5 if abs(value) < 1e3 else 0)
    return max(map(len, str(value).split("\n")))


def number_format(unit: str, size: float) -> str:
    """How to show numbers of a unit and about this size.

    >>> number_format("share", 0.3), number_format("pages", 2e11), number_format("ideas", 212.5)
    ('0.0000', '#,##0', '0.00')
    """
    if unit in {"share", "bits", "points"} or size < 1:
        return "0.0000"
    return "#,##0" if size >= 1000 else "0.00"
