"""Markdown that reads alike on GitHub and in the documentation site; what others wrote is escaped."""

import re
from collections.abc import Iterable, Sequence

_CODE = re.compile(r"(`[^`\n]+`)")
_ACTIVE = re.compile(r"([\\*_\[\]<>#~$`])")
_ACTIVE_IN_PROSE = re.compile(r"([\\*\[\]<>])")


def escaped(text: str) -> str:
    r"""Text of a user's as it stands, on one line: nothing in it is Markdown.

    >>> escaped("*A* <b>|</b>")
    '\\*A\\* \\<b\\>&#124;\\</b\\>'
    """
    return _ACTIVE.sub(r"\\\1", " ".join(text.split())).replace("|", "&#124;")


def code(text: str) -> str:
    r"""A name or a value, on one line; empty text stays empty.

    >>> code("lab.cadence"), code("a`b"), code("a|b")
    ('`lab.cadence`', '`` a`b ``', '`a\\|b`')
    """
    said = " ".join(text.split()).replace("|", r"\|")
    if not said:
        return ""
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", said)), default=0))
    space = " " if "`" in said else ""
    return f"{fence}{space}{said}{space}{fence}"


def prose(text: str) -> str:
    r"""Text of webloop's own, on one line, in which names stand in backquotes.

    >>> prose("`a*b` is a*b; null: none")
    '`a*b` is a\\*b; null: none'
    """
    parts = _CODE.split(" ".join(text.split()))
    return "".join(
        code(part[1:-1]) if _CODE.fullmatch(part) else _ACTIVE_IN_PROSE.sub(r"\\\1", part).replace("|", "&#124;")
        for part in parts
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose cells are Markdown already, with a line break at its end; empty without rows.

    >>> print(table(("a", "b"), [("1", "")]), end="")
    | a | b |
    | --- | --- |
    | 1 |  |
    """
    body = ["| " + " | ".join(row) + " |" for row in rows]
    if not body:
        return ""
    return "\n".join(["| " + " | ".join(head) + " |", "|" + " --- |" * len(head), *body]) + "\n"


def anchor(heading: str) -> str:
    """The address of a heading within its page, as GitHub and the site make it.

    >>> anchor("adoption: bass"), anchor("What `robust` says")
    ('adoption-bass', 'what-robust-says')
    """
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
