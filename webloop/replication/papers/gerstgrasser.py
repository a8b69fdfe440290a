"""Gerstgrasser et al. 2024: accumulating data bounds the error of regression by pi^2/6 of the first."""

import numpy as np

from webloop.replication.case import Case
from webloop.replication.checks import Finding, beyond, bounded, near, ratio, slope
from webloop.replication.forms.accumulate import regression_error, regression_unit
from webloop.replication.panel import Panel, bound, formula, ours
from webloop.replication.paper import Claim, Found, Paper

_ARXIV = "arXiv:2404.01413"
_UNIT = regression_unit(10, 111)
_SPREAD = 0.5  # of one replicate, at the least: a sum of ten squares, of which one has 1.41
REPLACE, ACCUMULATE = (
    Case(policy, "gerstgrasser.yaml", 30, 3000, 500, ("coefficient_error",), {"lab.accumulation": policy}, seed=7)
    for policy in ("replace", "accumulate")
)
_FEW = 30
SAME, FRESH = (
    Case(
        f"few-{design}",
        "gerstgrasser.yaml",
        10,
        6000,
        1500,
        ("coefficient_error",),
        {"lab.accumulation": "accumulate", "web.pages_per_month": _FEW, "content.design": design},
        seed=7,
    )
    for design in ("same", "fresh")
)


def _growth(found: Found) -> Finding:
    steps = slope(np.arange(1.0, 31), found["replace"]["coefficient_error"])
    return Finding((near("slope over t = 1 to 30", steps, _UNIT, relative=0.06),))


def _bound(found: Found) -> Finding:
    error = found["accumulate"]["coefficient_error"]
    highest = error[:, error.mean(axis=0).argmax()]
    growth = ratio(error[:, 29], error[:, 0])
    return Finding(
        (
            beyond("t = 30 to 1, least", growth, 1.45, ">="),
            bounded("t = 30 to 1, most", growth, np.pi**2 / 6, "<="),
            beyond("highest of all t", highest, 1.8 * _UNIT, "<="),
        )
    )


def _curve(found: Found) -> Finding:
    theirs, error = regression_error(10, 111, 30)[1], found["accumulate"]["coefficient_error"]
    points = [near(f"T = 111, t = {t}", error[:, t - 1], theirs[t - 1], spread=_SPREAD) for t in (1, 2, 10, 30)]
    late, few = found["few-same"].at("coefficient_error", 10), regression_error(10, _FEW, 10)[1][9]
    return Finding((*points, near("T = 30, t = 10", late, few, spread=_SPREAD)))


def _fresh(found: Found) -> Finding:
    less = found["few-same"].at("coefficient_error", 10) - found["few-fresh"].at("coefficient_error", 10)
    return Finding((beyond("T = 30, t = 10, same X less fresh X", less, 0.0, ">="),))


def _panels(found: Found) -> list[Panel]:
    replace, accumulate = regression_error(10, 111, 30)
    lines = [ours("replace", found["replace"]["coefficient_error"]), formula("replace", replace)]
    slow = [ours("accumulate", found["accumulate"]["coefficient_error"]), formula("accumulate", accumulate)]
    limit = bound("accumulate", np.full(30, np.pi**2 / 6 * _UNIT))
    return [
        Panel("Both policies", "generation", "squared error", [*lines, *slow]),
        Panel("Accumulate, at most π²/6 of the first error", "generation", "squared error", [*slow, limit]),
    ]


PAPER = Paper(
    key="gerstgrasser-2024",
    row="L4",
    authors="Gerstgrasser, Schaeffer, Dey, Rafailov and others",
    year=2024,
    title="Is model collapse inevitable? Breaking the curse of recursion by accumulating real and synthetic data",
    ids=(_ARXIV, "arXiv:2402.07712"),
    setup=(
        "Least squares in d = 10 dimensions on T = 111 pages a generation, relabelled by the previous model with "
        "fresh noise of variance 1."
    ),
    conventions=(
        "t = 1 is the model fitted to T human pages.",
        "The same X is used in every generation; with fresh X the sum under accumulate is lower by O(d/T).",
        "The error is the squared distance of the coefficients, which is the excess test error for x ~ N(0, I).",
    ),
    claims=(
        Claim(
            "gerstgrasser-growth",
            "Under replace the error grows by s^2 d/(T - d - 1) with every generation.",
            "published",
            f"{_ARXIV}, theorem 1; arXiv:2402.07712",
            "0.1 a generation",
            (REPLACE,),
            "6 % of the slope",
            1,
            _growth,
        ),
        Claim(
            "gerstgrasser-bound",
            "Under accumulate it stays below pi^2/6 of the first error.",
            "published",
            f"{_ARXIV}, theorem 2",
            "1.61-fold from t = 1 to 30, at most 1.645",
            (ACCUMULATE,),
            "above 1.45; 5 standard errors above pi^2/6; at no t above 1.8 times the first expected error",
            3,
            _bound,
        ),
        Claim(
            "gerstgrasser-curve",
            "On the way it is s^2 d/(T - d - 1) sum_{i <= t} 1/i^2.",
            "published",
            f"{_ARXIV}, theorem 2",
            "0.155 at t = 10, 0.1612 at t = 30; with T = 30, 0.816 at t = 10",
            (ACCUMULATE, SAME),
            "5 standard errors at t = 1, 2, 10, 30, and with T = 30 at t = 10; a replicate's relative spread is 0.5",
            5,
            _curve,
        ),
        Claim(
            "gerstgrasser-fresh",
            "With a fresh X in every generation the error under accumulate is lower.",
            "direction only",
            f"after {_ARXIV}: lower by O(d/T)",
            "less than with the same X",
            (SAME, FRESH),
            "none; with T = 30 the difference lies more than 5 standard errors clear",
            1,
            _fresh,
        ),
    ),
    panels=_panels,
)
