"""Suresh et al. 2024: how fast categories die out when models learn from n pages of the last model."""

import numpy as np
from numpy.typing import NDArray

from webloop.content.ideas.frequencies import zipf_mandelbrot
from webloop.replication.case import Case
from webloop.replication.checks import Finding, always, bounded, near
from webloop.replication.forms.drift import alive, alive_at_most, survival_rates
from webloop.replication.panel import Panel, bound, formula, ours
from webloop.replication.paper import Claim, Found, Paper

_ARXIV = "arXiv:2412.17646"
_FILE = "suresh.yaml"
_RARE = ((0.01, 100), (0.001, 10_000))
_MANDELBROT = ((1.0, 2.7), (2.0, 5.0))
_POWERS = {1.0: "", 2.0: "²"}

ZIPF = Case("zipf", _FILE, 100, 400, 200, ("ideas_alive",))
WORDS = tuple(
    Case(f"words-{a:g}", _FILE, 10, 600, 200, ("ideas_alive",), {"ideas.exponent": a, "ideas.shift": b})
    for a, b in _MANDELBROT
)
RARE = tuple(
    Case(
        f"rare-{p:g}",
        _FILE,
        50,
        5000,
        1000,
        ("missing_mass",),
        {"ideas.number": 2, "ideas.frequencies": [1 - p, p], "web.pages_per_month": n},
    )
    for p, n in _RARE
)


def _rare_alive(found: Found, case: Case, p: float) -> NDArray[np.float64]:
    """Whether the rare one of two ideas is alive, (replicates, generations): its mass is not what is missing."""
    alive_now: NDArray[np.float64] = (np.abs(found[case.name]["missing_mass"] - p) > 1e-9).astype(np.float64)
    return alive_now


def _counts(found: Found) -> Finding:
    theirs = alive(zipf_mandelbrot(1000, 1.0, 0.0), 1000, 100)
    early = [
        near(f"t = {t}", found["zipf"].at("ideas_alive", t), theirs[t - 1], relative=0.03, formula=0.003)
        for t in (1, 2, 5, 10, 20)
    ]
    late = near("t = 100", found["zipf"].at("ideas_alive", 100), theirs[99], relative=0.08, formula=0.02)
    return Finding((*early, late))


def _words(found: Found) -> Finding:
    points = []
    for case, (a, b) in zip(WORDS, _MANDELBROT, strict=True):
        theirs, curves = alive(zipf_mandelbrot(1000, a, b), 1000, 10), found[case.name]
        for t in (1, 5, 10):
            counts = curves.at("ideas_alive", t)
            points.append(near(f"a = {a:g}, t = {t}", counts, theirs[t - 1], relative=0.03, formula=0.01))
    return Finding(tuple(points))


def _bounds(found: Found) -> Finding:
    points = []
    for case, (p, n) in zip(RARE, _RARE, strict=True):
        ours_alive, low = _rare_alive(found, case, p), -np.expm1(-n * p * survival_rates(50))
        high = alive_at_most(p, n, 50)
        for t in (1, 10, 50):
            points.append(bounded(f"p = {p:g}, t = {t}", ours_alive[:, t - 1], low[t - 1], ">="))
            if high[t - 1] < 1:
                points.append(bounded(f"p = {p:g}, t = {t}", ours_alive[:, t - 1], high[t - 1], "<="))
    return Finding(tuple(points))


def _never_back(found: Found) -> Finding:
    falls = np.all(np.diff(found["zipf"]["ideas_alive"], axis=1) <= 0, axis=1)
    return Finding((always("", falls),))


def _panels(found: Found) -> list[Panel]:
    words = []
    for case, (a, b) in zip(WORDS, _MANDELBROT, strict=True):
        words.append(ours(f"1/(rank + {b:g}){_POWERS[a]}", found[case.name]["ideas_alive"]))
        words.append(formula(f"1/(rank + {b:g}){_POWERS[a]}", alive(zipf_mandelbrot(1000, a, b), 1000, 10)))
    rare = [ours(f"p = {p:g}, n = {n}", _rare_alive(found, c, p)) for c, (p, n) in zip(RARE, _RARE, strict=True)]
    rare += [bound(f"p = {p:g}, n = {n}", -np.expm1(-n * p * survival_rates(50))) for p, n in _RARE]
    zipf = [ours("Zipf(1)", found["zipf"]["ideas_alive"])]
    zipf += [formula("Zipf(1)", alive(zipf_mandelbrot(1000, 1.0, 0.0), 1000, 100))]
    return [
        Panel("Ideas alive, K = n = 1000", "generation", "ideas", zipf, log_y=True),
        Panel("Other frequencies", "generation", "ideas", words),
        Panel("Chance that a rare idea is alive", "generation", "share", rare, log_y=True),
    ]


PAPER = Paper(
    key="suresh-2024",
    row="L1",
    authors="Suresh, Thangaraj and Khandavally",
    year=2024,
    title="Rate of model collapse in recursive training",
    ids=(_ARXIV,),
    setup="K = 1000 ideas, n = 1000 pages a generation, every model learns from the pages of the last one (replace).",
    conventions=(
        "t = 1 is the model fitted to n human pages, so it already carries one sampling step.",
        "n pages are a haploid Wright-Fisher population.",
    ),
    claims=(
        Claim(
            "suresh-alive",
            "About sum_i 1 - exp(-n p_i g_t) ideas are alive, with g_1 = 1 and g_{t+1} = 1 - exp(-g_t).",
            "published",
            f"{_ARXIV}, theorem 1",
            "sum_i 1 - exp(-n p_i g_t)",
            (ZIPF,),
            "3 % at t = 1, 2, 5, 10, 20; 8 % at t = 100, where the formula itself is 1.9 % low",
            6,
            _counts,
        ),
        Claim(
            "suresh-words",
            "The same holds for p ~ 1/(rank + b)^a, with (a, b) = (1, 2.7) and (2, 5).",
            "published",
            f"{_ARXIV}, theorem 1 and its simulations",
            "sum_i 1 - exp(-n p_i g_t)",
            WORDS,
            "3 % at t = 1, 5, 10; the formula itself is up to 1 % off",
            6,
            _words,
        ),
        Claim(
            "suresh-bounds",
            "An idea with frequency p is alive with a chance between two bounds.",
            "published",
            f"{_ARXIV}, theorem 1; Bernoulli (0.01, n = 100) and (0.001, n = 10000)",
            "1 - exp(-n p g_t) to 1 - (1 - 3 n p^2 - 3 t p) exp(-n p g_t)",
            RARE,
            "5 standard errors beyond the bounds",
            12,
            _bounds,
        ),
        Claim(
            "suresh-never-back",
            "No idea comes back: the number alive never rises, in any replicate.",
            "derived by us",
            f"after {_ARXIV}: what no page holds no later model learns",
            "1",
            (ZIPF,),
            "none",
            0,
            _never_back,
        ),
    ),
    panels=_panels,
)
