"""Draws: sampled sets of a study's uncertain parameters, and scenarios with a draw put in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.errors import InputError
from webloop.scenario.designs import design
from webloop.scenario.document import Document
from webloop.scenario.extends import overlaid
from webloop.scenario.fields import reach
from webloop.scenario.groups import is_whole, numbers, own_values, split, start_data
from webloop.scenario.problems import Origin, Path, ScenarioError
from webloop.scenario.resolve import Resolved, resolve
from webloop.streams import Streams
from webloop.submodels.distributions import EDGE
from webloop.submodels.roles import Distribution, Floats

__all__ = ["Drawn", "columns", "draw", "own_values", "with_draw"]

_MORRIS_TAIL = 0.05


@dataclass(frozen=True)
class Drawn:
    """Sampled sets of uncertain parameters.

    Attributes:
        method: latin_hypercube, sobol, saltelli or morris.
        groups: the entries of `uncertain`, in order; a Dirichlet is one group.
        unit: coordinates in the unit cube (draws, coordinates), rows in draw order. Rows of saltelli and morris
            stand as SALib made them, see `webloop.scenario.designs`.
        group_of: the group of each coordinate, as an index into `groups`; never falls.
        values: for each draw the value of each dotted path; a Dirichlet has one path for each part.
    """

    method: str
    groups: tuple[str, ...]
    unit: NDArray[np.float64]
    group_of: tuple[int, ...]
    values: tuple[Mapping[str, Any], ...]


def draw(uncertain: Mapping[str, Distribution], baseline: Resolved, method: str, number: int, seed: int) -> Drawn:
    """Draw sets of uncertain parameters; the same arguments give the same draws.

    Coordinates are kept 1e-6 from 0 and 1 when they become values. The levels 0, 1/3, 2/3 and 1 of morris stand
    for the quantiles 5 %, 35 %, 65 % and 95 %: an effect between the ends of a tail says little.

    Args:
        uncertain: distributions by dotted path, as in `Study.uncertain`.
        baseline: gives a Dirichlet its means, and says which parameters are whole numbers.
        method: latin_hypercube, sobol, saltelli or morris.
        number: draws; base samples N of saltelli (N * (groups + 2) draws), trajectories N of morris
            (N * (groups + 1) draws). Powers of two only for sobol and saltelli.
        seed: the study's seed.

    Raises:
        InputError: when the method can't make that number, or needs SALib and there is none.
    """
    data = start_data(baseline)
    means = {entry: numbers(entry, data) for entry in uncertain}
    group_of = tuple(index for index, entry in enumerate(uncertain) for _ in means[entry])
    groups = tuple(uncertain)
    unit = design(method, number, groups, group_of, Streams(seed, 0).get("draw", method))
    inner = _MORRIS_TAIL + (1 - 2 * _MORRIS_TAIL) * unit if method == "morris" else np.clip(unit, EDGE, 1 - EDGE)
    drawn: dict[str, list[Any]] = {}
    for index, (entry, distribution) in enumerate(uncertain.items()):
        below = inner[:, [at for at, group in enumerate(group_of) if group == index]]
        drawn |= columns(distribution, below, means[entry], whole=is_whole(entry, data))
    values = tuple(dict(zip(drawn, row, strict=True)) for row in zip(*drawn.values(), strict=True))
    return Drawn(method, groups, unit, group_of, values)


def columns(distribution: Distribution, unit: Floats, means: Mapping[str, Any], *, whole: bool) -> dict[str, list[Any]]:
    """The draws of each path of an entry.

    Args:
        distribution: what is known of it.
        unit: coordinates above 0 and below 1 (draws, paths).
        means: the baseline's own numbers by path, as `webloop.scenario.groups.numbers` finds them.
        whole: whether only whole numbers can stand there.
    """
    distribution = distribution.of_whole_numbers() if whole else distribution
    drawn = distribution.quantile(unit, np.array(list(means.values()), dtype=np.float64))
    typed = np.rint(drawn).astype(np.int64) if whole else drawn
    return dict(zip(means, typed.T.tolist(), strict=True))


def with_draw(resolved: Resolved, values: Mapping[str, Any], label: str = "draw") -> Resolved:
    """A scenario with values put in at its start.

    Args:
        resolved: the scenario; its name stays.
        values: by dotted path, without those that the scenario has decided itself (`own_values`).
        label: what brings the values, for messages.

    Raises:
        InputError: when the values do not go together in this scenario, with one line for each problem.
    """
    if not values:
        return resolved
    origin = Origin(f"{label} of {resolved.name}")
    try:
        return resolve(patched(resolved.document, values, [origin] * len(values)), resolved.name)
    except ScenarioError as error:
        said = ScenarioError(replace(problem, origin=origin) for problem in error.problems)
        raise InputError(str(said)) from None  # unlike the other, it travels between processes


def patched(document: Document, values: Mapping[str, Any], origins: Sequence[Origin]) -> Document:
    """A document with single numbers put at dotted paths that exist, all in one go."""
    patch = Document({})
    for (dotted, value), origin in zip(values.items(), origins, strict=True):
        path: Path = ()
        holder, place = patch.data, document.data
        *parents, last = split(dotted)
        for part in parents:
            holder = holder.setdefault(part, {})
            path, place = _typed(path, part, place), reach(place, (part,))
            if path not in document.keys:
                patch.keys[path] = patch.values[path] = origin
        holder[last] = value
        path = _typed(path, last, place)
        patch.keys[path] = patch.values[path] = origin
    return overlaid(document, patch, items=True)


def _typed(path: Path, part: str | int, holder: Any) -> Path:
    """A path one part longer; places in lists are whole numbers."""
    return (*path, int(part) if isinstance(holder, list) else part)
