"""Posterior files: draws as CSV, and what they hang on as JSON beside it."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from webloop.calibration.fit import Fit
from webloop.calibration.posterior import significant
from webloop.calibration.space import Group, Space
from webloop.files import write_text
from webloop.submodels.roles import Floats

_FINE = 12  # decimals of the part that takes up what rounding leaves over


def rows(space: Space, points: Floats) -> list[list[Any]]:
    """The values of each draw, in the order of `space.paths`, for coordinates z (draws, size).

    Numbers have 6 significant digits; of the parts of a whole the largest has more, so that they still add up.
    """
    columns = space.columns(points)
    for group in space.groups:
        for path in group.means:
            columns[path] = [each if group.whole else significant(each) for each in columns[path]]
        if group.distribution.draws_parts:
            _add_up(group, columns)
    return [list(row) for row in zip(*(columns[path] for path in space.paths), strict=True)]


def _add_up(group: Group, columns: dict[str, list[float]]) -> None:
    """Let the largest part of each draw be 1 less all others."""
    for draw in range(len(columns[next(iter(group.means))])):
        largest = max(group.means, key=lambda path: columns[path][draw])
        others = sum(columns[path][draw] for path in group.means if path != largest)
        columns[largest][draw] = round(1 - others, _FINE)


def csv_text(paths: Sequence[str], values: Sequence[Sequence[Any]]) -> str:
    """The file: dotted paths in the first line, then one row a draw."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(paths)
    writer.writerows([f"{value:.12g}" if isinstance(value, float) else value for value in row] for row in values)
    return table.getvalue()


def write_posterior(found: Fit, folder: Path) -> list[Path]:
    """Write NAME.csv, the draws, and NAME.json, what there is to say of them."""
    space = found.problem.space
    files = [folder / f"{found.problem.name}.{kind}" for kind in ("csv", "json")]
    folder.mkdir(parents=True, exist_ok=True)
    write_text(files[0], csv_text(space.paths, rows(space, found.points)))
    write_text(files[1], json.dumps(found.plain(), indent=1) + "\n")
    return files
