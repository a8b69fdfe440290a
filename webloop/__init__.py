"""webloop: what becomes of the web, and of the models trained on it, under different rules.

The names below are imported when they are first used, so that `import webloop` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from webloop.outcomes.compare import compare
    from webloop.outcomes.results import Results
    from webloop.run.recorder import Trajectory
    from webloop.run.runner import run_once
    from webloop.run.study import run_study
    from webloop.scenario.resolve import load_scenario
    from webloop.scenario.study import load_study

__version__ = "0.1.0"

_HOMES = {
    "Results": "webloop.outcomes.results",
    "Trajectory": "webloop.run.recorder",
    "compare": "webloop.outcomes.compare",
    "load_scenario": "webloop.scenario.resolve",
    "load_study": "webloop.scenario.study",
    "run_once": "webloop.run.runner",
    "run_study": "webloop.run.study",
}
__all__ = [
    "Results",
    "Trajectory",
    "__version__",
    "compare",
    "load_scenario",
    "load_study",
    "run_once",
    "run_study",
]


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'webloop' has no attribute {name!r}")
