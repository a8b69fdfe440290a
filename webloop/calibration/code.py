"""Which code makes a posterior."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from webloop.run.code import code_digest

_FITTING = (
    "chain",
    "evaluating",
    "fit",
    "mode",
    "moves",
    "posterior",
    "problem",
    "readings",
    "space",
    "surrogate",
    "spread",
    "target",
)


@cache
def fitting_digest() -> str:
    """A hash of the code that makes a posterior: all that makes runs, what fits them, and emcee."""
    digest = sha256(f"{code_digest()} {version('emcee')}".encode())
    for name in _FITTING:
        digest.update((Path(__file__).parent / f"{name}.py").read_bytes())
    return digest.hexdigest()
