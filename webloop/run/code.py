"""Which code makes the numbers."""

import sys
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import numpy as np

import webloop
from webloop.metrics.registry import metrics as registered
from webloop.registry import kinds, roles

_LOOKING_ON = {
    *("bibliography", "calibration", "cli", "live", "outcomes", "plots", "reference", "replication", "report"),
}
_RUNNING = {
    *("blocks.py", "branching.py", "recorder.py", "runner.py", "store.py", "tasks.py"),
    *("lost.py", "readings.py", "samples.py"),
}


@cache
def code_digest() -> str:
    """A hash of the code that makes numbers: webloop, submodels and metrics of other packages, NumPy and SciPy."""
    package = Path(webloop.__file__).parent
    modules = {cls.__module__ for role in roles() for cls in kinds(role).values()}
    modules |= {
        metric.function.__module__ for metric in registered().values() if hasattr(metric.function, "__module__")
    }
    others = {sys.modules[name].__file__ for name in modules if not name.startswith("webloop.") and name in sys.modules}
    digest = sha256(f"{np.__version__} {version('scipy')}".encode())
    for file in [*_makers(package), *sorted(Path(other) for other in others if other)]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _makers(package: Path) -> list[Path]:
    """The package's own files that make numbers: not those that keep, list or look at finished runs."""
    found = []
    for file in sorted(package.rglob("*.py")):
        first, *rest = file.relative_to(package).parts
        if first not in _LOOKING_ON and (first != "run" or rest[-1] in _RUNNING):
            found.append(file)
    return found
