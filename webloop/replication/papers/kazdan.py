"""Kazdan et al. 2024: replace collapses, accumulate does not, and a subsample of the pool stands between."""

from typing import Any

from webloop.content.ideas.frequencies import zipf_mandelbrot
from webloop.replication.case import Case
from webloop.replication.checks import Finding, always, beyond, near
from webloop.replication.forms.accumulate import diversity, subsample_diversity
from webloop.replication.forms.drift import heterozygosity, replace_heterozygosity
from webloop.replication.panel import Panel, formula, ours, published
from webloop.replication.paper import Claim, Found, Paper

_ARXIV = "arXiv:2410.16713"
_START = heterozygosity(zipf_mandelbrot(50, 1.0, 0.0))
_SIZES = (10, 32, 100)
ACCUMULATED = {10: (0.873, 0.048, 0.158, 0.018), 32: (0.955, 0.027, 0.0529, 0.006), 100: (0.997, 0.017, 0.0160, 0.0024)}
"""Their raw data, d = 1, t = 100, 44 to 100 seeds: by n the variance left and its standard error, and the squared
error of the mean and its standard error."""
REPLACED = {10: (10, 0.301, 0.042), 100: (100, 0.309, 0.040)}
"""Their raw data under replace, d = 1: by n the generation, the variance left and its standard error."""


def _gaussian(policy: str, pages: int, generations: int = 100, replicates: int = 400, **settings: Any) -> Case:
    chosen = {"lab.accumulation": policy, "web.pages_per_month": pages, **settings}
    metrics = ("variance_ratio", "mean_error")
    return Case(f"{policy}-{pages}", "kazdan.yaml", generations, replicates, 100, metrics, chosen, seed=3)


CATEGORIES = Case("categories", "kazdan-categories.yaml", 100, 400, 100, ("heterozygosity", "ideas_alive"), seed=3)
ACCUMULATE = {n: _gaussian("accumulate", n, replicates=2000 if n == 10 else 400) for n in _SIZES}
REPLACE = {n: _gaussian("replace", n, generations, 1000) for n, (generations, _, _) in REPLACED.items()}
SUBSAMPLE = _gaussian(
    "accumulate_subsample",
    10,
    100,
    1000,
    **{
        "lab.budget": {"tokens": 10, "growth": 1, "web_share": 1},
        "lab.sampling": "fixed",
        "content.keep": "pages",
    },
)


def _product(found: Found) -> Finding:
    left, theirs = found["categories"]["heterozygosity"] / _START, diversity(20, 100)
    early = [near(f"t = {t}", left[:, t - 1], theirs[t - 1]) for t in (1, 2, 5, 20, 100)]
    return Finding((*early, near("t = 50", left[:, 49], theirs[49], relative=0.02)))


def _kept(found: Found) -> Finding:
    alive = found["categories"]["ideas_alive"]
    return Finding((always("t = 100", alive[:, 99] == alive[:, 0]),))


def _variance(found: Found) -> Finding:
    times = (1, 10, 100)
    points = [(n, t, found[c.name].at("variance_ratio", t)) for n, c in ACCUMULATE.items() for t in times]
    return Finding(tuple(near(f"n = {n}, t = {t}", ours, diversity(n, t)[-1]) for n, t, ours in points))


def _accumulated(found: Found) -> Finding:
    points = []
    for n, (variance, variance_error, mean, mean_error) in ACCUMULATED.items():
        curves = found[ACCUMULATE[n].name]
        points.append(near(f"variance, n = {n}", curves.at("variance_ratio", 100), variance, theirs=variance_error))
        points.append(near(f"mean, n = {n}", curves.at("mean_error", 100), mean, theirs=mean_error))
    return Finding(tuple(points))


def _replaced(found: Found) -> Finding:
    table = [(n, t, value, error) for n, (t, value, error) in REPLACED.items()]
    return Finding(
        tuple(
            near(f"n = {n}, t = {t}", found[REPLACE[n].name].at("variance_ratio", t), value, theirs=error)
            for n, t, value, error in table
        )
    )


def _subsampled(found: Found) -> Finding:
    theirs, curves = subsample_diversity(10, 100), found[SUBSAMPLE.name]
    exact = [near(f"t = {t}", curves.at("variance_ratio", t), theirs[t - 1]) for t in (1, 2, 10, 100)]
    above = curves.at("variance_ratio", 10).mean() - found[REPLACE[10].name].at("variance_ratio", 10)
    below = found[ACCUMULATE[10].name].at("variance_ratio", 100).mean() - curves.at("variance_ratio", 100)
    return Finding((*exact, beyond("above replace", above, 0.0, ">="), beyond("below accumulate", below, 0.0, ">=")))


def _panels(found: Found) -> list[Panel]:
    kept = [ours("K = 50, n = 20", found["categories"]["heterozygosity"] / _START)]
    kept += [formula("K = 50, n = 20", diversity(20, 100))]
    left, wrong, gone = [], [], []
    for n, case in ACCUMULATE.items():
        variance, variance_error, mean, mean_error = ACCUMULATED[n]
        left += [ours(f"n = {n}", found[case.name]["variance_ratio"]), formula(f"n = {n}", diversity(n, 100))]
        left += [published(f"n = {n}", [100], [variance], [variance_error])]
        wrong += [ours(f"n = {n}", found[case.name]["mean_error"]), formula(f"n = {n}", 1 - diversity(n, 100))]
        wrong += [published(f"n = {n}", [100], [mean], [mean_error])]
    for n, case in REPLACE.items():
        t, variance, error = REPLACED[n]
        gone += [
            ours(f"n = {n}", found[case.name]["variance_ratio"]),
            formula(f"n = {n}", replace_heterozygosity(n, t)),
        ]
        gone += [published(f"n = {n}", [t], [variance], [error])]
    between = [ours("n = 10", found[SUBSAMPLE.name]["variance_ratio"]), formula("n = 10", subsample_diversity(10, 100))]
    return [
        Panel("Accumulate, categories: diversity left", "generation", "H / H_0", kept),
        Panel("Accumulate, Gaussian: variance left", "generation", "variance", left),
        Panel("Accumulate, Gaussian: error of the mean", "generation", "squared error", wrong, log_y=True),
        Panel("Replace, Gaussian: variance left", "generation", "variance", gone),
        Panel("Accumulate-subsample: variance left", "generation", "variance", between),
    ]


_TABLE = f"{_ARXIV}, raw data of the authors' repository, d = 1"

PAPER = Paper(
    key="kazdan-2024",
    row="L3",
    authors="Kazdan, Schaeffer, Dey, Gerstgrasser, Rafailov, Donoho and Koyejo",
    year=2024,
    title="Collapse or thrive? Perils and promises of synthetic data in a self-generating world",
    ids=(_ARXIV,),
    setup=(
        "n pages a generation, 100 generations; a Gaussian in one dimension, and 50 ideas with n = 20. The whole "
        "grid of dimensions, n and policies is the study scenarios/replication/study-kazdan.yaml."
    ),
    conventions=(
        "t = 1 is the model fitted to n human samples.",
        "Variance by maximum likelihood (ddof 0).",
        "Accumulate-subsample draws n of the n t pages without replacement, afresh each generation.",
        "Under replace the mean variance is carried by few replicates: it is compared early only.",
    ),
    claims=(
        Claim(
            "kazdan-product",
            "Under accumulate the diversity of categories converges to a positive limit.",
            "derived by us",
            f"after {_ARXIV}, consistent with its figures",
            "prod_{j <= t} (1 - 1/(n j^2))",
            (CATEGORIES,),
            "2 % at t = 50, 5 standard errors at five other t",
            6,
            _product,
        ),
        Claim(
            "kazdan-kept",
            "Under accumulate no idea is lost that the first model had, in any replicate.",
            "published",
            f"{_ARXIV}: accumulate keeps all pages",
            "1",
            (CATEGORIES,),
            "none",
            0,
            _kept,
        ),
        Claim(
            "kazdan-variance",
            "Under accumulate the variance of a Gaussian converges to a positive limit.",
            "derived by us",
            f"after {_ARXIV}, consistent with its figures",
            "prod_{j <= t} (1 - 1/(n j^2))",
            tuple(ACCUMULATE.values()),
            "5 standard errors at t = 1, 10, 100 for n = 10, 32, 100",
            9,
            _variance,
        ),
        Claim(
            "kazdan-table",
            "Their own runs under accumulate: the variance that is left, and the error of the mean, at t = 100.",
            "published",
            _TABLE,
            "n = 10: 0.873 and 0.158; n = 32: 0.955 and 0.0529; n = 100: 0.997 and 0.0160",
            tuple(ACCUMULATE.values()),
            "5 standard errors of theirs and ours together",
            6,
            _accumulated,
        ),
        Claim(
            "kazdan-replace",
            "Their own runs under replace: the variance is gone by 1 - 1/n a generation.",
            "published",
            _TABLE,
            "n = 10, t = 10: 0.301; n = 100, t = 100: 0.309",
            tuple(REPLACE.values()),
            "5 standard errors of theirs and ours together",
            2,
            _replaced,
        ),
        Claim(
            "kazdan-subsample",
            "A subsample of the pool stands between replace and accumulate.",
            "derived by us",
            f"{_ARXIV} for the order, the curve derived here",
            "recursion of `subsample_diversity`",
            (SUBSAMPLE, REPLACE[10], ACCUMULATE[10]),
            "5 standard errors at t = 1, 2, 10, 100; the order at t = 10 and t = 100 lies 10 of them clear",
            6,
            _subsampled,
        ),
    ),
    panels=_panels,
)
