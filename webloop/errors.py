"""The errors that users meet, each with the exit code that the command line gives for it."""

from collections.abc import Iterator
from contextlib import contextmanager


class WebloopError(Exception):
    """Anything webloop can explain: shown as one message, without a traceback."""

    exit_code = 1


class InputError(WebloopError):
    """What was asked for can't be run as it stands: a scenario file, an option, a folder.

    Args:
        told: what is wrong.

    Attributes:
        key: the parameter that is at fault, where what is wrong is one of several; empty where it is not.
    """

    exit_code = 2

    def __init__(self, told: str, *, key: str = "") -> None:
        super().__init__(told)
        self.key = key


@contextmanager
def blaming(key: str) -> Iterator[None]:
    """What is wrong in there is wrong with this parameter, unless it says that another one is at fault."""
    try:
        yield
    except InputError as error:
        error.key = error.key or key
        raise


class RunsFailedError(WebloopError):
    """Runs raised an error, and without them there is nothing to show."""

    exit_code = 3
