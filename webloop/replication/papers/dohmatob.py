"""Dohmatob et al. 2024, a tale of tails: the scaling law of a learner that knows what it has seen."""

import numpy as np

from webloop.replication.case import Case
from webloop.replication.checks import Finding, logarithm, near, ratio, slope
from webloop.replication.forms.tails import generation_ratio, hutter_error, plateau
from webloop.replication.panel import Panel, formula, ours
from webloop.replication.paper import Claim, Found, Paper

_ARXIV = "arXiv:2402.07043"
_FILE = "dohmatob.yaml"
_BETA, _CUT = 2.0, 100
_LATER = 100_000
_SIZES = (100, 316, 1000, 3162, 10_000)

SCALING = {
    n: Case(f"pages-{n}", _FILE, 2, 200, 50, ("missing_mass",), {"web.pages_per_month": n}, seed=12) for n in _SIZES
}
CUT = {
    n: Case(
        f"cut-{n}",
        _FILE,
        2,
        50,
        50,
        ("missing_mass",),
        {"web.pages_per_month": n, "lab.decoder.top_k": _CUT},
        seed=12,
    )
    for n in (10_000, 1_000_000)
}
GENERATIONS = Case("generations", _FILE, 10, 250, 50, ("missing_mass",), {"web.pages_per_month": _LATER}, seed=12)


def _errors(found: Found) -> np.ndarray:
    """By replicate and size, (replicates, sizes)."""
    return np.stack([found[case.name].at("missing_mass", 1) for case in SCALING.values()], axis=1)


def _slope(found: Found) -> Finding:
    slopes = slope(np.log(np.array(_SIZES, dtype=np.float64)), logarithm(_errors(found)))
    errors = [(n, found[case.name].at("missing_mass", 1)) for n, case in SCALING.items() if n in {1000, 10_000}]
    exact = [near(f"error, T = {n}", values, hutter_error(_BETA, n), formula=0.01) for n, values in errors]
    return Finding((near("slope", slopes, -(1 - 1 / _BETA), within=0.02), *exact))


def _plateau(found: Found) -> Finding:
    error = found[CUT[1_000_000].name].at("missing_mass", 2)
    return Finding((near("k = 100", error, plateau(_BETA, _CUT), relative=0.05),))


def _generations(found: Found) -> Finding:
    error, theirs = found["generations"]["missing_mass"], generation_ratio(_BETA, 10)
    return Finding(
        tuple(
            near(f"t = {t}", ratio(error[:, t - 1], error[:, 0]), theirs[t - 1], relative=0.04, formula=0.015)
            for t in (5, 10)
        )
    )


def _panels(found: Found) -> list[Panel]:
    x = np.geomspace(100, 10_000, 40)
    scaling = [ours("T human pages", _errors(found), _SIZES)]
    scaling.append(formula("T human pages", [hutter_error(_BETA, each) for each in x], x))
    for n, case in CUT.items():
        scaling.append(ours("tail cut at 100", found[case.name]["missing_mass"][:, 1:], [n]))
    scaling.append(formula("tail cut at 100", np.full(2, plateau(_BETA, _CUT)), [1e4, 1e6]))
    error = found["generations"]["missing_mass"]
    first = hutter_error(_BETA, _LATER)
    later = [ours("n = 100000", error), formula("n = 100000", first * generation_ratio(_BETA, 10))]
    return [
        Panel("Error by data", "pages", "missing mass", scaling, log_x=True, log_y=True),
        Panel("Error by generation", "generation", "missing mass", later),
    ]


PAPER = Paper(
    key="dohmatob-2024",
    row="L9",
    authors="Dohmatob, Feng, Yang, Charton and Kempe",
    year=2024,
    title="A tale of tails: model collapse as a change of scaling laws",
    ids=(_ARXIV, "arXiv:2102.04074"),
    setup=(
        "A Hutter learner memorises the ranks it has seen; its error is the mass of the others. p_i ~ i^-2, 50000 "
        "ranks."
    ),
    conventions=(
        "t = 1 is the model fitted to T human pages.",
        "The paper's form for n generations could not be verified; the exact law grows like (t/2)^(1 - 1/beta).",
    ),
    claims=(
        Claim(
            "dohmatob-slope",
            "Error falls with data as T^-(1 - 1/beta).",
            "published",
            f"{_ARXIV}, after Hutter 2021; constants derived here",
            "slope -0.5; 0.02185 at T = 1000, 0.00691 at T = 10000",
            tuple(SCALING.values()),
            "0.02 of the slope over T = 100 to 10000; 5 standard errors and 1 % of the errors",
            3,
            _slope,
        ),
        Claim(
            "dohmatob-plateau",
            "Where synthetic data cut the tail at rank k the error stays at about k^-(beta - 1), whatever T.",
            "published",
            f"{_ARXIV}; the constant A/(beta - 1) is derived here",
            "0.00608 for k = 100",
            (CUT[1_000_000],),
            "5 %",
            1,
            _plateau,
        ),
        Claim(
            "dohmatob-generations",
            "Each generation shifts the law and keeps its exponent: E_t / E_1 = g_t^-(1 - 1/beta).",
            "derived by us",
            f"after {_ARXIV} and arXiv:2412.17646",
            "1.790 at t = 5, 2.409 at t = 10",
            (GENERATIONS,),
            "4 % at t = 5, 10; the formula itself is up to 1.5 % low",
            2,
            _generations,
        ),
    ),
    panels=_panels,
    also=(CUT[10_000],),
)
