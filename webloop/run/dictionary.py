"""What every column of every table of a results folder means."""

from collections.abc import Iterator, Sequence

import pandas as pd

from webloop.metrics.registry import metrics
from webloop.run.columns import KEYS, TABLES
from webloop.scenario.draws import Drawn

_ALL, _WEBLOOP = "every table", "webloop"
_HOLDS = {
    "month": ("monthly.parquet",),
    "model": ("monthly.parquet", "generations.parquet"),
    "generation": ("generations.parquet",),
}
_COLUMNS = ["column", "table", "level", "label", "unit", "better", "definition", "source"]


def dictionary(chosen: Sequence[str], drawn: Drawn | None = None) -> pd.DataFrame:
    """What every column means: one row for each, by table; columns that mean the same in all tables stand once.

    Args:
        chosen: names of the metrics that were recorded.
        drawn: the draws of uncertain parameters, where there are any.
    """
    known = [metric for name, metric in metrics().items() if name in chosen]
    measured = [
        (m.name, table, m.level, m.label, m.unit, m.better, " ".join(m.definition.split()), m.source)
        for m in known
        for table in _HOLDS[m.level]
    ]
    return pd.DataFrame([*_explained(drawn), *measured], columns=_COLUMNS)


def _explained(drawn: Drawn | None) -> Iterator[tuple[str, ...]]:
    """Columns that are no metrics."""
    for name, meaning in KEYS.items():
        yield name, _ALL, "key", name, "-", "-", meaning, _WEBLOOP
    of_draws = {} if drawn is None else {"draws.csv": _parameters(drawn), "unit.csv": _coordinates(drawn)}
    for table, columns in (TABLES | of_draws).items():
        for name, meaning in columns.items():
            yield name, table, "table", name, "-", "-", meaning, _WEBLOOP


def _parameters(drawn: Drawn) -> dict[str, str]:
    return dict.fromkeys(drawn.values[0], "value of the uncertain parameter at this path in the draw")


def _coordinates(drawn: Drawn) -> dict[str, str]:
    """Coordinates, each with the uncertain parameter that it belongs to."""
    return {
        f"c{place}": f"coordinate of the draw in the unit cube, of {drawn.groups[group]}"
        for place, group in enumerate(drawn.group_of)
    }
