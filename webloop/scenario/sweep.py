"""Sweeps: every combination of some values, for every scenario of a study."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path as FilePath
from typing import Any

from webloop.months import format_month
from webloop.scenario.document import Document
from webloop.scenario.extends import with_value
from webloop.scenario.problems import Problem, ScenarioError, show_value
from webloop.scenario.resolve import Resolved, resolve

Axes = Mapping[str, tuple[Any, ...]]
Cell = tuple[Resolved, str, tuple[Any, ...]]
"""A scenario of the grid, the name of the one it varies, and its values in the order of the axes."""


def sweep(bases: Sequence[Resolved], axes: Axes, study: Document, folder: FilePath) -> list[Cell]:
    """The grid: the first axis changes slowest.

    Args:
        bases: scenarios to vary.
        axes: values by dotted path; no axes give no cells.
        study: the study file, for the places of problems.
        folder: what paths in values are relative to.

    Raises:
        ScenarioError: with all problems at once; single values are checked before combinations.
    """
    if not axes:
        return []
    problems = _twice(axes, study)
    for base in bases:
        for path, values in axes.items():
            for index in range(len(values)):
                problems += _tried(base, {path: index}, axes, study, folder, "")[1]
    if problems:
        raise ScenarioError(problems)
    cells: list[Cell] = []
    for base in bases:
        for choice in product(*(range(len(values)) for values in axes.values())):
            picked = dict(zip(axes, choice, strict=True))
            label = _label(axes, picked)
            name = (f"{base.name} {label}" if len(bases) > 1 else label).replace("/", "_")  # it names files
            resolved, wrong = _tried(base, picked, axes, study, folder, name)
            problems += [replace(each, wrong=f"with {label} {each.wrong}") for each in wrong]
            cells += [(resolved, base.name, tuple(axes[path][i] for path, i in picked.items()))] if resolved else []
    if problems:
        raise ScenarioError(problems)
    return cells


def _tried(
    base: Resolved, picked: Mapping[str, int], axes: Axes, study: Document, folder: FilePath, name: str
) -> tuple[Resolved | None, list[Problem]]:
    """A scenario with one value on each axis, or what is wrong with it."""
    document = base.document
    for path, index in picked.items():
        key = study.origin(("sweep", path), of_key=True)
        at = study.origin(("sweep", path, index))
        document = with_value(document, path, axes[path][index], key, at, folder)
    try:
        return resolve(document, name), []
    except ScenarioError as error:
        return None, [*error.problems]


def overruled(bases: Sequence[Resolved], axes: Axes, study: Document) -> list[str]:
    """A warning for each axis that an intervention of a varied scenario sets anew, whatever the sweep says."""
    warnings = []
    for path in axes:
        at = study.origin(("sweep", path), of_key=True)
        for base in bases:
            for (month, _), change in zip(base.changes, base.scenario.interventions, strict=True):
                set_too = next((each for each in _set_paths(change.set) if _meet(each, path)), None)
                if set_too:
                    lost = f"of these values {set_too} holds" if set_too.startswith(f"{path}.") else "these values hold"
                    warnings.append(
                        f"{at} sweep.{path}: warning: an intervention of {base.name} sets {set_too} in "
                        f"{format_month(month)}, so {lost} only until then"
                    )
                    break
    return warnings


def _set_paths(values: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """Dotted paths of the single values that an intervention sets."""
    for key, value in values.items():
        path = f"{above}{key}"
        if isinstance(value, Mapping) and value:
            yield from _set_paths(value, f"{path}.")
        else:
            yield path


def _meet(one: str, other: str) -> bool:
    """Whether one of two dotted paths is the other, or lies below it."""
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def _twice(axes: Axes, study: Document) -> list[Problem]:
    """Values that stand twice on an axis: their scenarios would have the same name."""
    problems = []
    for path, values in axes.items():
        shown = [show_value(value, quote="") for value in values]
        for index, value in enumerate(shown):
            if value in shown[:index]:
                origin = study.origin(("sweep", path, index))
                problems.append(
                    Problem(origin, f"sweep.{path}[{index}]", f"{value} is given twice", "name each value once")
                )
    return problems


def _label(axes: Axes, picked: Mapping[str, int]) -> str:
    """A name for people: the ends of the paths, as far as they differ, with their values."""
    return ", ".join(f"{short_path(path)}={show_value(axes[path][i], quote='')}" for path, i in picked.items())


def short_path(path: str) -> str:
    """The telling end of a path.

    >>> short_path("lab.cadence"), short_path("lab.mix.archive.share"), short_path("pinned_pollution.2023-01")
    ('cadence', 'archive.share', 'pinned_pollution.2023-01')
    """
    parts = path.removeprefix("lab.").split(".")
    return ".".join(parts if parts[0] == "labs" else parts[-2:])
