"""Libraries that are only installed when asked for: an extra of webloop names each."""

from collections.abc import Iterable
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from webloop.errors import InputError


def extra(module: str, name: str, what: str) -> Any:
    """A module of an optional library, imported when it is needed.

    Args:
        module: such as `sklearn.tree`.
        name: the extra of webloop that installs it, such as `analysis`.
        what: what needs it, for the message.

    Raises:
        InputError: when it is not installed.

    >>> extra("no_such_library.part", "analysis", "robust")
    Traceback (most recent call last):
    webloop.errors.InputError: robust needs no_such_library: pip install 'webloop[analysis]'
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise _missing(module, name, what) from error


def find_extra(module: str, name: str, what: str) -> None:
    """Find out whether an optional library is installed, without the seconds that importing it may take.

    Args:
        module: such as `torch`.
        name: the extra of webloop that installs it.
        what: what needs it, for the message.

    Raises:
        InputError: when it is not installed.

    >>> find_extra("no_such_library", "neural", "the learner gru")
    Traceback (most recent call last):
    webloop.errors.InputError: the learner gru needs no_such_library: pip install 'webloop[neural]'
    """
    if find_spec(module) is None:
        raise _missing(module, name, what)


def versions(names: Iterable[str]) -> dict[str, str | None]:
    """Versions of libraries, by their names on PyPI; None where one is not installed.

    >>> versions(["no-such-library"])
    {'no-such-library': None}
    """
    found: dict[str, str | None] = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def _missing(module: str, name: str, what: str) -> InputError:
    library = module.partition(".")[0]
    return InputError(f"{what} needs {library}: pip install 'webloop[{name}]'")
