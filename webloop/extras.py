"""Libraries that are only installed when asked for: an extra of webloop names each."""

from importlib import import_module
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
        library = module.partition(".")[0]
        raise InputError(f"{what} needs {library}: pip install 'webloop[{name}]'") from error
