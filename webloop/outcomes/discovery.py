"""Scenario discovery: in which ranges of the uncertain parameters something happens, such as that a policy loses.

A rule is a box of at most two conditions, found by a shallow decision tree and described as in Bryant & Lempert
(2010): its *density* is the share of draws in the box in which it happens, its *coverage* the share of all draws
in which it happens that lie in the box. Lempert, Bryant & Bankes (2008) compare trees with PRIM for this. A rule is
kept only if rules found in the same way in four fifths of the draws also hold in the fifth that they have not seen.

References:
    Bryant, B. P. & Lempert, R. J. (2010), Thinking inside the box: a participatory, computer-assisted approach to
    scenario discovery, Technological Forecasting and Social Change 77, 34-49.

    Lempert, R. J., Bryant, B. P. & Bankes, S. C. (2008), Comparing algorithms for scenario discovery, RAND WR-557.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from webloop.extras import extra
from webloop.outcomes.drawn import Array

Bools = NDArray[np.bool_]
_NEEDED = ("analysis", "robust")
DEPTH, FOLDS, REPEATABLE = 2, 5, 0
LEAST_DRAWS, LEAST_CASES = 40, 8
"""Fewer draws, or fewer among them in which it happens (or does not), carry no rule."""
LEAF_DRAWS, LEAF_SHARE = 10, 0.04
"""A box holds at least so many draws, and this share of them."""
SECOND = 0.05
"""What a second condition must add to the score of the first."""
LEAST_SCORE, LEVEL = 0.3, 0.001
"""Unseen draws: least score (coverage less false alarms), and largest p of Fisher's exact test, of a rule.

Draws of all folds are tested together although their rules share most of what they were found in, so the test
says too much: with 8 parameters that do nothing, 2 % of studies of 64 or 128 draws and less than 1 % of those of 256
or more get a rule (250 simulated studies each).
"""


@dataclass(frozen=True, slots=True)
class Condition:
    """One side of a cut.

    Attributes:
        name: a parameter; with `=` and a value where the parameter has names for values.
        above: whether values above the cut are meant.
        cut: where.
    """

    name: str
    above: bool
    cut: float

    def holds(self, table: pd.DataFrame) -> Bools:
        """In which draws it holds."""
        values = table[self.name].to_numpy(dtype=float)
        return np.asarray(values > self.cut if self.above else values <= self.cut, dtype=bool)

    def __str__(self) -> str:
        name, equals, value = self.name.partition("=")
        if equals:
            return f"{name} {'=' if self.above else 'other than'} {value}"
        return f"{self.name} {'>' if self.above else '<='} {self.cut:g}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A box in which something happens often.

    Attributes:
        conditions: all of them hold in the box.
        inside: draws in the box.
        density: share of them in which it happens.
        coverage: share of all in which it happens that lie in the box.
        unseen_density: density in draws that rules found in the same way have not seen.
        unseen_coverage: likewise.
        p: of Fisher's exact test in those draws.
    """

    conditions: tuple[Condition, ...]
    inside: int
    density: float
    coverage: float
    unseen_density: float
    unseen_coverage: float
    p: float

    def __str__(self) -> str:
        return " and ".join(str(each) for each in self.conditions)


def find_rule(draws: pd.DataFrame, happens: Bools, what: tuple[str, str] = ("loss", "losses")) -> Rule | str:
    """The box of one or two conditions that best holds what happens, or why there is none.

    Args:
        draws: the value of every uncertain parameter, one row a draw.
        happens: in which draws it does.
        what: what it is called, one and several.
    """
    cases = int(happens.sum())
    if len(draws) < LEAST_DRAWS:
        return f"{len(draws)} draws are too few to look for ranges (at least {LEAST_DRAWS})"
    if min(cases, len(draws) - cases) < LEAST_CASES:
        which = what[1] if cases < LEAST_CASES else f"draws without a {what[0]}"
        return f"{min(cases, len(draws) - cases)} {which} are too few to look for ranges (at least {LEAST_CASES})"
    table = features(draws)
    box = _box(table, happens)
    seen = _unseen(table, happens)
    inside, outside = happens[seen], happens[~seen]
    crossed = np.array([[inside.sum(), (~inside).sum()], [outside.sum(), (~outside).sum()]])
    p = float(stats.fisher_exact(crossed, "greater")[1])
    if not box or _score(seen, happens) < LEAST_SCORE or p > LEVEL:
        return "no range of one or two parameters explains it"
    box = tuple(_rounded(each, table[each.name].to_numpy(dtype=float)) for each in box)
    held = holding(box, table)
    return Rule(
        box,
        int(held.sum()),
        float(happens[held].mean()),
        float(held[happens].mean()),
        float(inside.mean()),
        float(seen[happens].mean()),
        p,
    )


def features(draws: pd.DataFrame) -> pd.DataFrame:
    """Parameters as numbers; one column `name=value` for each value of those that have names.

    >>> list(features(pd.DataFrame({"a": [1, 2], "b": ["x", "y"], "c": [3, 3]})))
    ['a', 'b=x', 'b=y']
    """
    parts: dict[str, Any] = {}
    for name, values in draws.items():
        if values.nunique() < 2:
            continue
        if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
            parts[str(name)] = values.astype(float)
        else:
            parts |= {f"{name}={value}": (values == value).astype(float) for value in sorted(values.unique(), key=str)}
    return pd.DataFrame(parts, index=draws.index)


def holding(box: tuple[Condition, ...], table: pd.DataFrame) -> Bools:
    """In which draws all conditions hold."""
    held: Bools = np.ones(len(table), dtype=bool)
    for condition in box:
        held &= condition.holds(table)
    return held


def _unseen(table: pd.DataFrame, happens: Bools) -> Bools:
    """Whether each draw lies in the box that was found without it and its fold."""
    seen = np.zeros(len(table), dtype=bool)
    folds = extra("sklearn.model_selection", *_NEEDED).StratifiedKFold(FOLDS, shuffle=True, random_state=REPEATABLE)
    for known, rest in folds.split(table, happens):
        box = _box(table.iloc[known], happens[known])
        if box:
            seen[rest] = holding(box, table.iloc[rest])
    return seen


def _score(held: Bools, happens: Bools) -> float:
    """Coverage less the share of the other draws that the box holds too (Youden's J)."""
    return float(held[happens].mean() - held[~happens].mean())


def _box(table: pd.DataFrame, happens: Bools) -> tuple[Condition, ...]:
    """The best node of a shallow tree; one condition alone unless a second adds enough."""
    if table.empty or happens.all() or not happens.any():
        return ()
    leaf = max(LEAF_DRAWS, int(np.ceil(LEAF_SHARE * len(table))))
    # balanced, so that rare losses count as much as frequent ones
    fitted = extra("sklearn.tree", *_NEEDED).DecisionTreeClassifier(
        max_depth=DEPTH, min_samples_leaf=leaf, class_weight="balanced", random_state=REPEATABLE
    )
    fitted.fit(table.to_numpy(), happens)
    best: dict[int, tuple[float, tuple[Condition, ...]]] = {}
    for box in _nodes(fitted.tree_, list(table.columns)):
        score = _score(holding(box, table), happens)
        if score > best.get(len(box), (0.0, ()))[0]:
            best[len(box)] = (score, box)
    one, two = best.get(1, (0.0, ())), best.get(2, (0.0, ()))
    return two[1] if two[0] >= one[0] + SECOND else one[1]


def _nodes(
    tree: Any, names: list[str], node: int = 0, box: tuple[Condition, ...] = ()
) -> Iterator[tuple[Condition, ...]]:
    """The box of every node of a tree but the root."""
    if box:
        yield box
    if tree.children_left[node] == tree.children_right[node]:
        return
    name, cut = names[tree.feature[node]], float(tree.threshold[node])
    for child, above in ((tree.children_left[node], False), (tree.children_right[node], True)):
        same = [each for each in box if (each.name, each.above) != (name, above)]  # the deeper cut is the tighter
        yield from _nodes(tree, names, int(child), (*same, Condition(name, above, cut)))


def _rounded(condition: Condition, values: Array) -> Condition:
    """The cut with as few digits as keep the same draws on each side."""
    ends = np.unique(values)
    for low, high in pairwise(ends.tolist()):
        if low <= condition.cut < high:
            for digits in range(1, 17):
                cut = float(f"{(low + high) / 2:.{digits}g}")
                if low <= cut < high:
                    return Condition(condition.name, condition.above, cut)
    return condition
