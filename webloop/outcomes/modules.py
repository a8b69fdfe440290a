"""Pieces that register themselves where their module is imported: findings, chapters, pictures, report sections."""

import pkgutil
from functools import cache
from importlib import import_module


@cache
def import_modules(package: str) -> None:
    """Import every module of a package, once.

    Args:
        package: its dotted name.

    >>> import_modules("webloop.outcomes.findings.kinds")
    """
    found = import_module(package)
    for module in pkgutil.iter_modules(found.__path__, f"{package}."):
        import_module(module.name)
