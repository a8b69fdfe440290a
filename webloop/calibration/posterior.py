"""What is known after fitting: draws that studies can use, and each parameter before and after."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from webloop.calibration.mode import Mode
from webloop.calibration.space import Group, Space
from webloop.streams import Streams
from webloop.submodels.roles import Floats

_LEVELS = np.array([0.05, 0.50, 0.95])
_SAMPLE = 4096  # draws that summaries of parts of a whole rest on

Three = tuple[float, float, float]


def significant(value: float) -> float:
    """A number with 6 significant digits.

    >>> significant(0.123456789), significant(2.7e9)
    (0.123457, 2700000000.0)
    """
    return float(f"{value:.6g}")


@dataclass(frozen=True)
class Learned:
    """A parameter before and after fitting.

    Attributes:
        name: its dotted path, with `*` for paths that share a number.
        before: quantiles 5 %, 50 % and 95 % of what was known before.
        after: the same of what is known now; None when no reading depends on it, so that nothing has been learned.
        places: where these stand in what was known before, as probabilities below them.
        narrower: 1 less the ratio of standard deviations after and before, in normal scores of what was known before;
            below 0 when it is less certain than before.
        whole: whether it is a whole number.
    """

    name: str
    before: Three
    after: Three | None
    places: Three | None
    narrower: float
    whole: bool

    def plain(self) -> dict[str, Any]:
        """As plain data."""
        before, after = ([significant(each) for each in three or ()] for three in (self.before, self.after))
        return {"parameter": self.name, "before": before, "after": after or None, "narrower": round(self.narrower, 4)}


def posterior_points(space: Space, mode: Mode, chain: Floats, number: int, seed: int) -> Floats:
    """Draws from the posterior as coordinates (number, size), in random order.

    Those that the data speak of are taken evenly from the chain (steps, walkers, informed), the others drawn from what
    was known before. Rows are exchangeable: the first of them are as good a sample as any.
    """
    walked = chain.reshape(-1, chain.shape[2])
    chosen = walked[np.arange(number) * len(walked) // number]
    streams = Streams(seed, 0)
    points = streams.get("fit", "unseen").standard_normal((number, space.size))
    points[:, mode.informed] = streams.get("fit", "order").permutation(chosen)
    return points


def learned(space: Space, mode: Mode, chain: Floats, seed: int) -> list[Learned]:
    """Every parameter before and after, those of which most has been learned first."""
    from scipy.stats import qmc

    cube = qmc.LatinHypercube(space.size, rng=Streams(seed, 0).get("fit", "before")).random(_SAMPLE)
    before = ndtri(cube)
    after = posterior_points(space, mode, chain, min(_SAMPLE, chain.shape[0] * chain.shape[1]), seed)
    found: list[Learned] = []
    start = 0
    for group in space.groups:
        own = slice(start, start + group.size)
        found += _of_group(group, before[:, own], after[:, own], seen=bool(mode.informed[own].any()))
        start += group.size
    return sorted(found, key=lambda each: (each.after is None, -each.narrower))


def _of_group(group: Group, before: Floats, after: Floats, *, seen: bool) -> Iterator[Learned]:
    """Parameters that are drawn together, from coordinates before and after (draws, size)."""
    were, are = (list(group.columns(ndtr(z)).values()) for z in (before, after))
    for index, name in enumerate(group.names):
        first = _three(were[index])
        if not seen:
            yield Learned(name, first, None, None, 0.0, group.whole)
            continue
        scores = after[:, index]
        if group.distribution.draws_parts:  # a part is no function of its own coordinate alone
            below = np.searchsorted(np.sort(were[index]), are[index])
            scores = ndtri((below + 0.5) / (len(before) + 1))
        yield Learned(
            name,
            first,
            _three(are[index]),
            _three(ndtr(scores)),
            1 - float(scores.std()),
            group.whole,
        )


def _three(values: Any) -> Three:
    low, middle, high = (float(each) for each in np.quantile(values, _LEVELS))
    return low, middle, high
