"""Alemohammad et al. 2023: loops with fresh data, with and without sampling bias (MAD)."""

from typing import Any

import numpy as np

from webloop.replication.case import Case
from webloop.replication.checks import Finding, beyond, near, ratio
from webloop.replication.forms.gaussian import log_drift, variance_spread
from webloop.replication.forms.mixing import effective_samples, fresh_loop
from webloop.replication.panel import Panel, formula, ours
from webloop.replication.paper import Claim, Found, Paper

_ARXIV = "arXiv:2307.01850"
_REAL, _LAST = 100, 80


def _case(name: str, synthetic: int, factor: float, replicates: int = 1000, seed: int = 8, **settings: Any) -> Case:
    chosen = {
        "web.pages_per_month": _REAL + synthetic,
        "pinned_pollution": {"2000-02": synthetic / (_REAL + synthetic)},
        "lab.decoder.temperature": factor,
        **settings,
    }
    return Case(name, "alemohammad.yaml", _LAST, replicates, 200, ("variance_ratio", "mean_error"), chosen, seed=seed)


def _from(spread: float) -> Case:
    """A first model whose pages spread that much, in standard deviations; from then on the bias is 0.8."""
    later = [{"date": "2000-02", "title": "Sampling bias of 0.8", "set": {"lab.decoder.temperature": 0.8}}]
    return _case(f"from-{spread:g}", 100, round(spread**2, 4), 1500, round(10 * spread), interventions=later)


LITTLE, MUCH, FAIR = _case("little", 100, 0.8), _case("much", 900, 0.8), _case("fair", 900, 1.0)
LOW, HIGH = _from(0.3), _from(3.0)
CLOSED = {
    factor: Case(
        f"closed-{factor:g}",
        "alemohammad.yaml",
        200,
        1000,
        200,
        ("variance_ratio", "log_sd"),
        {
            "web.pages_per_month": 100,
            "pinned_pollution": {"2000-02": 1.0},
            "lab.decoder.temperature": factor,
            "lab.learner.ddof": 1,
        },
        seed=8,
    )
    for factor in (0.8, 1.0)
}


def _limit(synthetic: int, factor: float) -> float:
    return float(fresh_loop(_REAL, synthetic, factor, generations=1000)[-1, 0])


def _collapse(found: Found) -> Finding:
    points = []
    for factor, case in CLOSED.items():
        left = found[case.name].at("variance_ratio", 5)
        points.append(near(f"lambda = {factor:g}, t = 5", left, factor**4, spread=variance_spread(100, 5)))
    late = found[CLOSED[1.0].name].at("log_sd", 200)
    return Finding((*points, beyond("log sigma, lambda = 1, t = 200", late, -0.5, "<=")))


def _drift(found: Found) -> Finding:
    return Finding(
        tuple(
            near(
                f"lambda = {factor:g}, t = 200",
                found[case.name].at("log_sd", 200),
                200 * log_drift(100, 1) + 199 * np.log(factor) / 2,
            )
            for factor, case in CLOSED.items()
        )
    )


def _levels(found: Found) -> Finding:
    table = ((LITTLE, 100, 0.8), (MUCH, 900, 0.8))
    points = [(m, _limit(m, factor), found[c.name].at("variance_ratio", _LAST)) for c, m, factor in table]
    return Finding(tuple(near(f"n_s = {m}", values, limit, relative=0.02) for m, limit, values in points))


def _starts(found: Found) -> Finding:
    low, high = (found[case.name].at("variance_ratio", _LAST) for case in (LOW, HIGH))
    return Finding((near("from sigma = 3 to from 0.3", ratio(high, low), 1.0, within=0.03),))


def _helps(found: Found) -> Finding:
    error = found["fair"].at("mean_error", _LAST)
    alone = 1 / _REAL
    return Finding(
        (
            beyond("fresh data alone", error, alone, "<="),
            near("formula", error, 1 / effective_samples(100, 900), spread=2**0.5),
        )
    )


def _hurts(found: Found) -> Finding:
    return Finding((beyond("", found["much"].at("variance_ratio", _LAST), 0.4, "<="),))


def _panels(found: Found) -> list[Panel]:
    mixed, starts = [], []
    for case, m, factor in ((LITTLE, 100, 0.8), (MUCH, 900, 0.8), (FAIR, 900, 1.0)):
        name = f"nₛ = {m}, λ = {factor:g}"
        first = (1 - 1 / (_REAL + m), 1 / (_REAL + m))
        path = np.vstack([first, fresh_loop(_REAL, m, factor, start=first, generations=_LAST - 1)])
        mixed += [ours(name, found[case.name]["variance_ratio"]), formula(name, path[:, 0])]
    for case, name in ((LOW, "from 0.3"), (HIGH, "from 3")):
        starts.append(ours(name, found[case.name]["variance_ratio"][:, 1:25], np.arange(2, 26)))
    starts.append(formula("nₛ = 100, λ = 0.8", np.full(24, _limit(100, 0.8)), np.arange(2, 26)))
    closed = [ours(f"no fresh data, λ = {f:g}", found[c.name]["log_sd"]) for f, c in CLOSED.items()]
    for factor in CLOSED:
        t = np.arange(1, 201)
        closed.append(formula(f"no fresh data, λ = {factor:g}", t * log_drift(100, 1) + (t - 1) * np.log(factor) / 2))
    return [
        Panel("Variance, 100 fresh samples", "generation", "variance", mixed),
        Panel("From any start", "generation", "variance", starts, log_y=True),
        Panel("Without fresh data", "generation", "mean of log σ", closed),
    ]


PAPER = Paper(
    key="alemohammad-2023",
    row="L5",
    authors="Alemohammad, Casco-Rodriguez, Luzi and others",
    year=2023,
    title="Self-consuming generative models go MAD",
    ids=(_ARXIV,),
    setup=(
        "A Gaussian fitted each generation to nᵣ = 100 fresh human samples and nₛ synthetic ones, whose variance "
        "sampling bias multiplies by λ."
    ),
    conventions=(
        "t = 1 is the model fitted to n_r + n_s human samples; limits do not depend on it.",
        "Pooled maximum likelihood (ddof 0) with fresh data, the unbiased variance (ddof 1) without.",
        "The paper's grids of n_r, n_s and d could not be verified: one dimension, and one setting each, are ours.",
        "lambda is the decoder's temperature: a power of a Gaussian density is a Gaussian with a scaled variance.",
    ),
    claims=(
        Claim(
            "mad-collapse",
            "Without fresh data the variance falls by lambda a generation, and the model collapses even at lambda = 1.",
            "published",
            f"{_ARXIV}, proposition on the fully synthetic loop",
            "E V_t = lambda^(t-1); log sigma far below 0 at lambda = 1",
            tuple(CLOSED.values()),
            "5 standard errors of the variance at t = 5, where a replicate's relative spread is 0.33; log sigma below "
            "-0.5 at t = 200, from where it is more than 5 standard errors clear",
            3,
            _collapse,
        ),
        Claim(
            "mad-drift",
            "Log sigma falls by (log lambda)/2 a generation and by 1/(2n) more, even at lambda = 1.",
            "derived by us",
            f"after {_ARXIV}; the exact drift is derived here",
            "-1.014 at lambda = 1, -23.22 at lambda = 0.8, t = 200",
            tuple(CLOSED.values()),
            "5 standard errors at t = 200",
            2,
            _drift,
        ),
        Claim(
            "mad-level",
            "With fresh data it converges to a level: about n_r / (n_r + n_s (1 - lambda)).",
            "derived by us",
            f"after {_ARXIV}, fresh data loop; the exact recursion is derived here",
            "0.8287 for n_s = 100, 0.3565 for n_s = 900 at lambda = 0.8",
            (LITTLE, MUCH),
            "2 %",
            2,
            _levels,
        ),
        Claim(
            "mad-start",
            "The level does not depend on the first model.",
            "published",
            f"{_ARXIV}, fresh data loop",
            "as much variance from sigma = 3 as from 0.3",
            (LOW, HIGH),
            "3 % of the ratio",
            1,
            _starts,
        ),
        Claim(
            "mad-helps",
            "Unbiased synthetic data help: they are worth up to as many human samples again.",
            "derived by us",
            f"{_ARXIV} for the direction; n_e = n_r (n_r + 2 n_s)/(n_r + n_s) derived here",
            "error of the mean 1/190, below 1/100",
            (FAIR,),
            "below fresh data alone; 5 standard errors of the formula, a replicate's relative spread being 1.41",
            2,
            _helps,
        ),
        Claim(
            "mad-hurts",
            "Too much biased synthetic data hurts: most of the variance is lost.",
            "direction only",
            f"{_ARXIV}, fresh data loop",
            "loss above 60 % for n_s = 900, lambda = 0.8",
            (MUCH,),
            "none; the limit 0.3565 lies 20 standard errors clear of 0.4",
            1,
            _hurts,
        ),
    ),
    panels=_panels,
)
