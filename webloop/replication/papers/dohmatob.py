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
_CUTS, _MUCH = (50, _CUT, 200), 1_000_000
_LATER = 100_000
_SIZES = (100, 316, 1000, 3162, 10_000)

SCALING = {
    n: Case(f"pages-{n}", _FILE, 2, 200, 50, ("missing_mass", "ideas_alive"), {"web.pages_per_month": n}, seed=12)
    for n in _SIZES
}
CUT = {
    (k, n): Case(
        f"cut-{k}-{n}",
        _FILE,
        2,
        50,
        50,
        ("missing_mass",),
        {"web.pages_per_month": n, "lab.decoder.top_k": k},
        seed=12,
    )
    for k, n in (*((k, _MUCH) for k in _CUTS), (_CUT, 10_000))
}
GENERATIONS = Case("generations", _FILE, 10, 250, 50, ("missing_mass",), {"web.pages_per_month": _LATER}, seed=12)


def _sizes(found: Found, metric: str) -> np.ndarray:
    """By replicate and size, (replicates, sizes)."""
    return np.stack([found[case.name].at(metric, 1) for case in SCALING.values()], axis=1)


def _cuts(found: Found) -> np.ndarray:
    """Error behind each cut, with as good as all data, (replicates, cuts)."""
    return np.stack([found[CUT[k, _MUCH].name].at("missing_mass", 2) for k in _CUTS], axis=1)


def _slope(found: Found) -> Finding:
    slopes = slope(np.log(np.asarray(_SIZES, dtype=np.float64)), logarithm(_sizes(found, "missing_mass")))
    return Finding((near("slope on T", slopes, -(1 - 1 / _BETA), within=0.02),))


def _reach(found: Found) -> Finding:
    slopes = slope(np.log(np.asarray(_SIZES[2:], dtype=np.float64)), logarithm(_sizes(found, "ideas_alive")[:, 2:]))
    return Finding((near("slope on T", slopes, 1 / _BETA, within=0.02),))


def _plateau(found: Found) -> Finding:
    slopes = slope(np.log(np.asarray(_CUTS, dtype=np.float64)), logarithm(_cuts(found)))
    return Finding((near("slope on k", slopes, 1 - _BETA, within=0.03, formula=0.015),))


def _constants(found: Found) -> Finding:
    errors = [(n, found[case.name].at("missing_mass", 1)) for n, case in SCALING.items() if n in {1000, 10_000}]
    exact = [near(f"T = {n}", values, hutter_error(_BETA, n), formula=0.01) for n, values in errors]
    flat = [
        near(f"k = {k}", _cuts(found)[:, i], plateau(_BETA, k), relative=0.05, formula=0.015)
        for i, k in enumerate(_CUTS)
    ]
    return Finding((*exact, *flat))


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
    scaling = [ours("T human pages", _sizes(found, "missing_mass"), _SIZES)]
    scaling.append(formula("T human pages", [hutter_error(_BETA, each) for each in x], x))
    late = [(n, found[CUT[_CUT, n].name]["missing_mass"][:, 1:]) for n in (10_000, _MUCH)]
    scaling += [ours("tail cut at 100", values, [n]) for n, values in late]
    scaling.append(formula("tail cut at 100", np.full(2, plateau(_BETA, _CUT)), [1e5, 2e6]))
    cuts = [ours("tail cut at k, T = 1000000", _cuts(found), _CUTS)]
    cuts.append(formula("tail cut at k, T = 1000000", [plateau(_BETA, k) for k in _CUTS], _CUTS))
    error = found["generations"]["missing_mass"]
    first = hutter_error(_BETA, _LATER)
    later = [ours("n = 100000", error), formula("n = 100000", first * generation_ratio(_BETA, 10))]
    return [
        Panel("Error by data", "pages", "missing mass", scaling, log_x=True, log_y=True),
        Panel("Error by cut", "k", "missing mass", cuts, log_x=True, log_y=True),
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
        "A Hutter learner memorises the ranks it has seen; its error is the mass of the others. pᵢ ~ i⁻², 50000 ranks."
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
            f"{_ARXIV}, after Hutter 2021",
            "slope -0.5",
            tuple(SCALING.values()),
            "0.02 of the slope over T = 100 to 10000",
            1,
            _slope,
        ),
        Claim(
            "dohmatob-reach",
            "T samples reach as far as rank k ~ T^(1/beta): there they cut the tail.",
            "published",
            _ARXIV,
            "slope 0.5 of the number of ranks that were seen",
            tuple(SCALING.values()),
            "0.02 of the slope over T = 1000 to 10000",
            1,
            _reach,
        ),
        Claim(
            "dohmatob-plateau",
            "Where synthetic data cut the tail at rank k the error for large T stays at about k^-(beta - 1).",
            "published",
            _ARXIV,
            "slope -1",
            tuple(CUT[k, _MUCH] for k in _CUTS),
            "0.03 of the slope over k = 50, 100, 200 at T = 1000000, where it is known to be up to 1.5 % off",
            1,
            _plateau,
        ),
        Claim(
            "dohmatob-constants",
            "The constants: A^(1/beta) Gamma(1 - 1/beta)/beta for data, A/(beta - 1) for cuts, A = 1/zeta(beta).",
            "derived by us",
            f"after {_ARXIV} and Hutter 2021; derived here",
            "0.02185 at T = 1000, 0.00691 at T = 10000; 0.01216, 0.00608, 0.00304 for k = 50, 100, 200",
            (*SCALING.values(), *(CUT[k, _MUCH] for k in _CUTS)),
            "5 standard errors and 1 % of the errors; 5 % of the plateaus at T = 1000000, which are up to 1.5 % off",
            5,
            _constants,
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
    also=(CUT[_CUT, 10_000],),
)
