"""The comment beside a value in a scenario file: where authors write where a number is from."""

from functools import cache

from webloop.errors import InputError
from webloop.files import UnreadableError, read_utf8
from webloop.scenario.naming import locate


def comment_at(origin: str) -> str:
    """The comment behind a value and the lines of comment right above it; empty where there is none.

    Args:
        origin: where the value was written, `file:line:column` as `webloop show` has it.
    """
    parts = origin.rsplit(":", 2)
    if len(parts) < 3 or not (parts[1].isdecimal() and parts[2].isdecimal()):
        return ""
    lines, at = _lines(parts[0]), int(parts[1]) - 1
    if at >= len(lines):
        return ""
    above = at
    while above > 0 and lines[above - 1].lstrip().startswith("#"):
        above -= 1
    behind = lines[at].partition(" #")[2]
    return " ".join([*(line.strip(" #") for line in lines[above:at]), behind.strip()]).strip()


@cache
def _lines(file: str) -> tuple[str, ...]:
    try:
        return tuple(read_utf8(locate(file)).splitlines())
    except (InputError, UnreadableError):
        return ()
