"""Reading a file of the user's own as text, or saying what is wrong with it."""

from pathlib import Path

from webloop.files import line_and_column, no_file
from webloop.scenario.problems import Origin, Problem, ScenarioError


def read_text_file(file: Path, name: str) -> str:
    """The text of a file, without a byte order mark.

    Args:
        file: the file, UTF-8.
        name: how to call it in messages.

    Raises:
        ScenarioError: when it is missing, is no regular file, can't be read or is not UTF-8.
    """
    origin = Origin(name)
    try:
        wrong, allowed = no_file(file), ""
        if not wrong:
            return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        origin = after(error.object[: error.start].decode(), name)  # without a byte order mark
        wrong, allowed = "this line is not UTF-8 text", "save the file as UTF-8"
    except OSError as error:
        wrong = f"the file can't be read ({error.strerror})"
    raise ScenarioError([Problem(origin, "", wrong, allowed)])


def after(before: str, name: str) -> Origin:
    r"""The place that follows some text from the beginning of a file.

    >>> str(after("a: 1\nb:", "a.yaml"))
    'a.yaml:2:3'
    """
    return Origin(name, *line_and_column(before))
