"""Reading a file of the user's own as text, or saying what is wrong with it."""

from pathlib import Path

from webloop.scenario.problems import Origin, Problem, ScenarioError


def read_text_file(file: Path, name: str) -> str:
    """The text of a file, without a byte order mark.

    Args:
        file: the file, UTF-8.
        name: how to call it in messages.

    Raises:
        ScenarioError: when it is missing, is a folder, can't be read or is not UTF-8.
    """
    data = b""
    try:
        data = file.read_bytes()
        return data.decode("utf-8-sig")
    except FileNotFoundError:
        wrong = "there is no such file"
    except IsADirectoryError:
        wrong = "this is a folder, not a file"
    except UnicodeDecodeError as error:
        origin = Origin(name, data.count(b"\n", 0, error.start) + 1, 1)
        raise ScenarioError([Problem(origin, "", "this line is not UTF-8 text", "save the file as UTF-8")]) from None
    except OSError as error:
        wrong = f"the file can't be read ({error.strerror})"
    raise ScenarioError([Problem(Origin(name), "", wrong)])
