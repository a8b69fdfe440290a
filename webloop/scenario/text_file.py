"""Reading a file of the user's own as text, or saying what is wrong with it."""

from pathlib import Path

from webloop.files import UnreadableError, line_and_column, read_utf8
from webloop.scenario.problems import Origin, Problem, ScenarioError


def read_text_file(file: Path, name: str) -> str:
    """The text of a file, without a byte order mark.

    Args:
        file: the file, UTF-8.
        name: how to call it in messages.

    Raises:
        ScenarioError: when it is missing, is no regular file, can't be read or is not UTF-8.
    """
    try:
        return read_utf8(file)
    except UnreadableError as error:
        origin = Origin(name) if error.before is None else after(error.before, name)
        raise ScenarioError([Problem(origin, "", error.wrong, error.cure)]) from error


def after(before: str, name: str) -> Origin:
    r"""The place that follows some text from the beginning of a file.

    >>> str(after("a: 1\nb:", "a.yaml"))
    'a.yaml:2:3'
    """
    return Origin(name, *line_and_column(before))
