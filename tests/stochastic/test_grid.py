"""Away from the papers' values the engine follows closed forms as well: any n, K, d, human share and number of labs.

What a model has learned has the mean p_0 of people and a squared error M_t; what it keeps of their diversity is then
1 - M_t, in units of theirs (see test_martingale.py; `H` for ideas, the variance for Gaussians with ddof 0). In month t
people publish N_t pages and models s_t, all of the model of the month before, n_t together; q_t is their mean. With
a = s_t / n_t, independent draws give

    Q_t = E|q_t - p_0|^2 = a^2 M_{t-1} + (N_t + s_t (1 - M_{t-1})) / n_t^2.

* replace: M_t = Q_t. Without people (1 - 1/n)^t stays (Wright 1931), with them it converges (Alemohammad et al. 2023).
* accumulate: the pool of T_t pages is P_t = (T_{t-1} P_{t-1} + n_t q_t) / T_t, so
  M_t = (T_{t-1}^2 M_{t-1} + 2 T_{t-1} n_t a M_{t-1} + n_t^2 Q_t) / T_t^2; without people the product of Kazdan et al.
  2024, prod_j (1 - 1 / (n j^2)).
* accumulate-subsample: n of the pool's T_t pages without replacement (derived here). The sample's mean given the pool
  is the pool's, so the pool's squared error is A_t = (T_{t-1}^2 A_{t-1} + 2 T_{t-1} n_t a A_{t-1} + n_t^2 Q_t) / T_t^2,
  and M_t = A_t + (1 - A_t) / n * (T_t - n) / (T_t - 1).

Labs that share a pool are one population; labs that live apart each learn from people's pages and their own.

The grid is drawn once (fixed seed): 60 cells, R = 200 replicates, three generations each: 180 comparisons within 6
standard errors, and 120 more of regression within 6. Two-sided normal 2e-9 each; with the tails of skewed statistics
the false alarm rate of the file is below 1e-5.
"""

from dataclasses import dataclass

import numpy as np
import pytest

from tests.stochastic.papers import Array, curves, score, setup

R, Z = 200, 6.0
POLICIES = ("replace", "accumulate", "accumulate_subsample")


@dataclass(frozen=True)
class Cell:
    """One point of the grid."""

    policy: str
    pages: int
    generations: int
    human: float
    labs: int
    apart: bool
    size: int

    def new(self, t: int) -> tuple[float, float]:
        """People's and models' pages that a lab meets in month t."""
        if t == 1:
            return self.pages, 0
        human = round(self.human * self.pages)
        return human, (self.pages - human) / (self.labs if self.apart else 1)

    def kept(self) -> Array:
        """1 - M_t of each generation, (generations,)."""
        out, pool = [], 0.0
        model = shared = 0.0
        for t in range(1, self.generations + 1):
            people, models = self.new(t)
            pages = people + models
            a = models / pages
            fresh = a**2 * model + (people + models * (1 - model)) / pages**2
            total = pool + pages
            shared = (pool**2 * shared + 2 * pool * pages * a * shared + pages**2 * fresh) / total**2
            if self.policy == "replace":
                model = fresh
            elif self.policy == "accumulate":
                model = shared
            else:
                taken = min(self.pages, total)
                model = shared + (1 - shared) / taken * (total - taken) / (total - 1)
            pool = total
            out.append(1 - model)
        return np.array(out)


def cells(seed: int, largest: int) -> list[Cell]:
    """Points of the grid; `size` is the number of ideas, or of dimensions."""
    rng = np.random.default_rng(seed)
    out = []
    for index in range(30):
        policy = POLICIES[index % 3]
        labs = int(rng.integers(1, 4)) if policy != "accumulate_subsample" else 1
        share = float(rng.choice([0.0, 0.0, 0.1, 0.25, 0.5]))
        unit = 20 * labs  # so that shares of people and labs are whole pages
        pages = unit * int(rng.integers(1, 6))
        size = int(rng.integers(1, largest + 1))
        apart = bool(labs > 1 and rng.random() < 0.5)
        out.append(Cell(policy, pages, int(rng.integers(5, 15)), share, labs, apart, size))
    return out


def assert_kept(kept: Array, cell: Cell) -> None:
    """At the first, a middle and the last generation."""
    at = np.unique([0, cell.generations // 2, cell.generations - 1])
    found = score(kept, cell.kept())[at]
    assert np.all(np.abs(found) < Z), (cell, found)


def scenario_of(cell: Cell) -> dict[str, object]:
    """What `setup` is told."""
    return {
        "generations": cell.generations,
        "pages": cell.pages,
        "policy": cell.policy,
        "human": cell.human,
        "labs": cell.labs,
        "apart": cell.apart,
    }


@pytest.mark.slow
@pytest.mark.parametrize("cell", cells(31, 300), ids=str)
def test_ideas(cell: Cell) -> None:
    """Any number of ideas."""
    number = cell.size + 2
    ideas = f"{{number: {number}, exponent: 1, shift: 0, turnover: 0, head_turnover: 0, tail_focus: 0, errors: 0}}"
    found = curves(setup(ideas=ideas, **scenario_of(cell)), ("heterozygosity",), R, 7)  # type: ignore[arg-type]
    p = 1.0 / np.arange(1, number + 1)
    assert_kept(found["heterozygosity"] / (1 - ((p / p.sum()) ** 2).sum()), cell)


@pytest.mark.slow
@pytest.mark.parametrize("cell", cells(37, 6), ids=str)
def test_gaussian(cell: Cell) -> None:
    """Any number of dimensions; half of the cells keep moments instead of pages where that is allowed."""
    alone = cell.labs == 1 or cell.apart  # moments can't be drawn from a mixture of several labs' models
    moments = cell.policy != "accumulate_subsample" and cell.size % 2 == 0 and alone
    content = f"{{kind: gaussian, dimensions: {cell.size}, keep: {'moments' if moments else 'pages'}}}"
    resolved = setup(content=content, learner="{kind: gaussian_mle, ddof: 0}", **scenario_of(cell))  # type: ignore[arg-type]
    assert_kept(curves(resolved, ("variance_ratio",), R, 7)["variance_ratio"], cell)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("dimensions", "pages"), [(int(d), int(d + 1 + m)) for d, m in np.random.default_rng(41).integers(4, 40, (20, 2))]
)
@pytest.mark.parametrize("policy", ["replace", "accumulate"])
def test_regression(policy: str, dimensions: int, pages: int) -> None:
    """E error_t = s^2 d / (T - d - 1) times t, or times sum 1 / i^2 (Gerstgrasser et al. 2024), with the same X.

    T - d - 1 >= 4, so that the error has a variance; three generations up to 12.
    """
    content = f"{{kind: regression, dimensions: {dimensions}, noise: 0.5}}"
    resolved = setup(12, pages, policy=policy, content=content, learner="least_squares")
    found = curves(resolved, ("coefficient_error",), R, 11)["coefficient_error"]
    t = np.arange(1.0, 13.0)
    grows = t if policy == "replace" else np.cumsum(1 / t**2)
    expected = 0.25 * dimensions / (pages - dimensions - 1) * grows
    assert np.all(np.abs(score(found, expected)[[0, 5, 11]]) < Z)
