"""What is to be fitted: a space of parameters, targets, and a model that turns the one into readings."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np

from webloop.calibration.readings import Readings, Wanted, expected_readings, without_ideas
from webloop.calibration.space import Space
from webloop.calibration.targets import Target
from webloop.errors import InputError
from webloop.months import format_month
from webloop.scenario.draws import with_draw
from webloop.scenario.resolve import Resolved
from webloop.submodels.roles import Distribution, Floats

Model = Callable[[Mapping[str, Any]], Readings]
_WORDS = {"observable", "origin", "remark", "source"}


@dataclass(frozen=True)
class Problem:
    """A problem of fitting; it travels to worker processes.

    Attributes:
        name: the baseline's, for messages and files.
        space: the uncertain parameters.
        targets: what the readings are held against.
        model: expected readings for values by dotted path.
        about: what the model hangs on, as plain data.
    """

    name: str
    space: Space
    targets: tuple[Target, ...]
    model: Model
    about: Any

    def residuals(self, z: Floats) -> Floats:
        """Signed deviance residuals of all targets (targets,) at coordinates z (size,).

        Half the sum of their squares is the negative log-likelihood, up to a constant.

        Raises:
            InputError: when an instrument finds nothing to read.
        """
        readings = self.model(self.space.values(z))
        found = np.array([target.residual(target.of(readings)) for target in self.targets])
        if np.isnan(found).any():
            raise InputError(self._unread(found))
        return found

    def _unread(self, residuals: Floats) -> str:
        target = self.targets[int(np.isnan(residuals).argmax())]
        months = " to ".join(dict.fromkeys(map(format_month, (target.first, target.last))))
        return (
            f"{target.origin}: {target.id}: with values that were thought possible, {target.instrument} finds nothing "
            f"to read in {months} on the web of {self.name}"
        )

    @cached_property
    def digest(self) -> str:
        """A hash of the question: the scenario, what is known before, and the targets, but not the code."""
        said = [self.name, self.about, self.space.plain(), [_plain(target) for target in self.targets]]
        return sha256(json.dumps(said, sort_keys=True, default=repr).encode()).hexdigest()


def _plain(target: Target) -> dict[str, Any]:
    """What a target says, without words about it."""
    return {each.name: getattr(target, each.name) for each in fields(target) if each.name not in _WORDS}


@dataclass(frozen=True)
class WebModel:
    """The simulated web of a scenario as a model: its instruments' expected readings.

    Attributes:
        resolved: the scenario.
        wanted: months in which each instrument is read.
        seed: chance of page counts, the same for all values, so that likelihoods can be compared.
    """

    resolved: Resolved
    wanted: Wanted
    seed: int = 1

    def __call__(self, values: Mapping[str, Any]) -> Readings:
        """Readings for values by dotted path."""
        return expected_readings(with_draw(self.resolved, values), self.seed, self.wanted)


def web_problem(
    resolved: Resolved, uncertain: Mapping[tuple[str, ...], Distribution], targets: Sequence[Target], name: str
) -> Problem:
    """The problem of a scenario's uncertain parameters, given targets.

    Args:
        resolved: the scenario, with `instruments`.
        uncertain: paths that share a number, or are the parts of a whole, with what is known of them.
        targets: what the readings are held against.
        name: of the problem, for messages and files.
    """
    wanted: dict[str, frozenset[int]] = {}
    for target in targets:
        wanted[target.instrument] = wanted.get(target.instrument, frozenset()) | frozenset(
            range(target.first, target.last + 1)
        )
    bare = without_ideas(resolved)
    about = [bare.plain(), {instrument: sorted(months) for instrument, months in wanted.items()}]
    return Problem(name, Space.of(resolved, uncertain), tuple(targets), WebModel(bare, wanted), about)


def log_posterior(z: Floats, residuals: Floats) -> Floats:
    """Up to a constant: minus half the squares of residuals (points, targets) and of coordinates z (points, size)."""
    out: Floats = -0.5 * ((residuals**2).sum(axis=-1) + (z**2).sum(axis=-1))
    return out
