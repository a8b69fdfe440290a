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
IMPOSSIBLE = 1e3
"""Residual where nothing can be read: finite, so that searches can leave such places."""
_WORDS = {"miss", "observable", "origin", "remark", "source"}


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

        Half the sum of their squares is the negative log-likelihood, up to a constant. Where the scenario refuses the
        values, or an instrument finds nothing to read, they are as good as impossible.
        """
        try:
            found = self._residuals(z)
        except InputError:
            return np.full(len(self.targets), IMPOSSIBLE)
        return np.where(np.isnan(found), IMPOSSIBLE, found)

    def check(self) -> None:
        """See to it that all can be read in the middle of what was thought possible.

        Raises:
            InputError: when the scenario refuses its values, or an instrument finds nothing to read.
        """
        unread = np.isnan(self._residuals(np.zeros(self.space.size)))
        if unread.any():
            target = self.targets[int(unread.argmax())]
            months = " to ".join(dict.fromkeys(map(format_month, (target.first, target.last))))
            raise InputError(
                f"{target.origin}: {target.id}: {target.instrument} finds nothing to read in {months} on the web of "
                f"{self.name}"
            )

    def _residuals(self, z: Floats) -> Floats:
        """The same, not a number where nothing is read."""
        readings = self.model(self.space.values(z))
        return np.array([target.residual(target.of(readings)) for target in self.targets])

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
