"""Designs: where in the unit cube the draws of uncertain parameters lie.

Rows of `saltelli` stand as `SALib.sample.sobol` makes them: for each base point A, then A with one group after the
other taken from B, then B. Rows of `morris` stand as `SALib.sample.morris` makes them: one trajectory after the
other, each of groups + 1 rows, with 4 levels. SALib's analyzers want results in just this order, with `problem`.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from webloop.errors import InputError
from webloop.extras import extra
from webloop.submodels.roles import Floats

SALIB = ("analysis", "sensitivity")
"""Which extra of webloop brings SALib, and what needs it."""
ALONE = "draw another with it, or look at it alone with `sweep:` in the study, or `webloop threshold --vary`"
"""What to do with one uncertain parameter; SALib makes no indices of a single group of several coordinates."""
MORRIS_LEVELS = 4
MOST_DRAWS = 100_000
_MOST_POWER = 16  # 2 ** 16 = 65,536


def design(
    method: str, number: int, groups: Sequence[str], group_of: Sequence[int], generator: np.random.Generator
) -> Floats:
    """Points in the unit cube.

    Args:
        method: a key of `DESIGNS`.
        number: points, base samples or trajectories, as the method counts.
        groups: names of the groups.
        group_of: group of each coordinate.
        generator: where chance comes from.

    Raises:
        InputError: when the method does not exist, can't make that number, has nothing to tell apart, or needs SALib
            and there is none.
    """
    if method not in DESIGNS:
        raise InputError(f"there is no method {method!r} to draw by; allowed: {', '.join(DESIGNS)}")
    if not groups:
        raise InputError("there is nothing to draw: the study names nothing uncertain")
    if method in {"saltelli", "morris"} and len(groups) < 2:
        raise InputError(f"sensitivity tells uncertain parameters apart, and {groups[0]} is the only one: {ALONE}")
    wrong = bad_number(method, number)
    if wrong:
        raise InputError(f"{number} draws by {method}: {wrong}")
    return DESIGNS[method](number, groups, group_of, generator)


def bad_number(method: str, number: int) -> str:
    """What a number of draws must be, if it is not; empty when it is right.

    >>> bad_number("sobol", 48)
    'must be a power of two, such as 32 or 64'
    >>> bad_number("latin_hypercube", 48)
    ''
    """
    if not 1 <= number <= MOST_DRAWS:
        return f"must be from 1 to {MOST_DRAWS:,}"
    if method in {"sobol", "saltelli"} and number & (number - 1):
        lower = min(number.bit_length() - 1, _MOST_POWER)
        near = f"{2**lower:,} or {2 ** (lower + 1):,}" if lower < _MOST_POWER else f"{2**lower:,}, the largest"
        return f"must be a power of two, such as {near}"
    return ""


def problem(groups: Sequence[str], group_of: Sequence[int]) -> dict[str, Any]:
    """What SALib calls a problem: the coordinates with their groups.

    >>> problem(("a", "b"), (0, 1, 1))["names"]
    ['a', 'b[0]', 'b[1]']
    """
    names, seen = [], dict.fromkeys(range(len(groups)), 0)
    for group in group_of:
        alone = list(group_of).count(group) == 1
        names.append(groups[group] if alone else f"{groups[group]}[{seen[group]}]")
        seen[group] += 1
    return {
        "num_vars": len(names),
        "names": names,
        "groups": [groups[group] for group in group_of],
        "bounds": [[0.0, 1.0]] * len(names),
    }


def _latin_hypercube(
    number: int, _groups: Sequence[str], group_of: Sequence[int], generator: np.random.Generator
) -> Floats:
    """One point in each of `number` slices of every coordinate."""
    from scipy.stats import qmc

    points: Floats = qmc.LatinHypercube(len(group_of), rng=generator).random(number)
    return points


def _sobol(number: int, _groups: Sequence[str], group_of: Sequence[int], generator: np.random.Generator) -> Floats:
    """A scrambled Sobol sequence, balanced at every power of two."""
    from scipy.stats import qmc

    points: Floats = qmc.Sobol(len(group_of), scramble=True, rng=generator).random(number)
    return points


def _saltelli(number: int, groups: Sequence[str], group_of: Sequence[int], generator: np.random.Generator) -> Floats:
    """The blocks that first-order and total indices by group need."""
    sample = extra("SALib.sample.sobol", *SALIB).sample
    points = sample(problem(groups, group_of), number, calc_second_order=False, seed=generator)
    return np.asarray(points, dtype=np.float64)


def _morris(number: int, groups: Sequence[str], group_of: Sequence[int], generator: np.random.Generator) -> Floats:
    """Trajectories that move one group at a time."""
    sample = extra("SALib.sample.morris", *SALIB).sample
    points = sample(problem(groups, group_of), number, num_levels=MORRIS_LEVELS, seed=generator)
    return np.asarray(points, dtype=np.float64)


DESIGNS: dict[str, Callable[[int, Sequence[str], Sequence[int], np.random.Generator], Floats]] = {
    "latin_hypercube": _latin_hypercube,
    "sobol": _sobol,
    "saltelli": _saltelli,
    "morris": _morris,
}
"""Ways to draw; a study file may say the first two, sensitivity analysis uses the others."""
