"""Best of several: people ask for some candidates and publish the one that they like best."""

from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from webloop.registry import param, register
from webloop.submodels.roles import Choice, Floats

_STEP = 0.1  # of log time; the rule's error is far below rounding
_EARLIEST, _LATEST = 1e-15, 40.0  # chance and times mean life at which candidates begin and have surely finished
_LEAST = -60.0  # log of the least odds: who has less wins only where nobody else is


@register("choice")
class BestOf(Choice):
    """Of some independent candidates one is published, each with odds exp(sharpness * reward) (Bradley-Terry-Luce).

    Without other data in training, models come to say what is liked best and nothing else; with it, they stay within
    bounds.

    >>> r, p = np.array([0, 0.25, 0.5, 0.75, 1]), np.array([0.4, 0.3, 0.15, 0.1, 0.05])
    >>> round(float(BestOf(candidates=2).chosen(p, r) @ r), 4)
    0.3167
    >>> round(float(BestOf(candidates="unlimited").chosen(p, r) @ r), 4)
    0.3729

    References:
        Ferbach et al. 2024, arXiv:2407.09499 (self-consuming models with curated data): with infinitely many
        candidates p becomes p exp(r) / Z.
    """

    kind: Literal["best_of"] = "best_of"
    candidates: Annotated[int, Field(ge=1, le=100_000)] | Literal["unlimited"] = param(
        2, "Candidates, or `unlimited`", unit="pages", source="Ferbach et al. 2024"
    )
    sharpness: float = param(
        1.0,
        "How much the reward decides; 0: not at all",
        unit="1 / reward",
        ge=0,
        le=100,
        source="Ferbach et al. 2024: 1",
    )

    def chosen(self, probabilities: Floats, rewards: Floats) -> Floats:
        """Distribution of the candidates that win."""
        values, which = np.unique(rewards, return_inverse=True)
        if len(values) == 1 or self.candidates == 1 or self.sharpness == 0:
            return probabilities
        rows = probabilities.reshape(-1, probabilities.shape[-1])
        return np.stack([self._row(p, values, which) for p in rows]).reshape(probabilities.shape)

    def _row(self, p: Floats, values: Floats, which: NDArray[np.int64]) -> Floats:
        """One distribution, (ideas,); which of the values each idea's reward is, (ideas,)."""
        mass = np.bincount(which, p, len(values)).astype(np.float64)
        there = mass > 0
        if not there.any():
            return p
        # relative to the best that there is, whatever nobody can write would bring
        power = self.sharpness * (values - values[there].max())
        odds = np.exp(np.clip(power, _LEAST, 0.0))[there]
        won = odds if self.candidates == "unlimited" else _factors(mass[there], odds, self.candidates)
        factor = np.zeros(len(values))
        factor[there] = won
        out: Floats = p * factor[which]
        out /= out.sum()
        return out


def _factors(mass: Floats, odds: Floats, candidates: int) -> Floats:
    """Chance of a candidate of each reward to win, up to a common factor, (values,).

    Candidates race: each finishes after an exponential time with its odds as rate, and the first one wins. So a
    candidate wins with chance integral of odds exp(-odds s) M(s)^(candidates - 1) ds, M(s) = sum mass exp(-odds s),
    summed by the trapezoidal rule in log s.

    Args:
        mass: mass of each reward, sum 1, (values,).
        odds: odds of each, (values,).
        candidates: how many race, >= 2.
    """
    time = np.exp(np.arange(np.log(_EARLIEST / candidates), np.log(_LATEST / odds.min()), _STEP))
    going = np.exp(-np.outer(time, odds))  # chance that one candidate is on its way, (times, values)
    others = np.maximum(going @ mass, 0.0) ** (candidates - 1)
    return np.asarray((others * time) @ going * odds)
