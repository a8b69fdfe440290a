"""Kazdan et al. 2024: replace collapses, accumulate does not, and a subsample of the pool stands between."""

from dataclasses import replace
from itertools import product
from typing import Any

from webloop.content.ideas.frequencies import zipf_mandelbrot
from webloop.replication.case import Case
from webloop.replication.checks import Finding, always, beyond, near
from webloop.replication.forms.accumulate import diversity, diversity_limit, subsample_diversity
from webloop.replication.forms.drift import heterozygosity, replace_heterozygosity
from webloop.replication.forms.gaussian import variance_spread
from webloop.replication.panel import Floats, Line, Panel, formula, ours, published
from webloop.replication.paper import Claim, Found, Paper

_ARXIV = "arXiv:2410.16713"
_START = heterozygosity(zipf_mandelbrot(50, 1.0, 0.0))
_SIZES, _TIMES = (10, 32, 100), (1, 10, 100)
_SQUARE = 2**0.5
ACCUMULATED = {10: (0.873, 0.048, 0.158, 0.018), 32: (0.955, 0.027, 0.0529, 0.006), 100: (0.997, 0.017, 0.0160, 0.0024)}
"""Their raw data, d = 1, t = 100, 44 to 100 seeds: by n the variance left and its standard error, and the squared
error of the mean and its standard error."""
REPLACED = {10: (10, 0.301, 0.042), 100: (100, 0.309, 0.040)}
"""Their raw data under replace, d = 1: by n the generation, the variance left and its standard error."""


def _gaussian(policy: str, pages: int, generations: int = 100, replicates: int = 400, **settings: Any) -> Case:
    chosen = {"lab.accumulation": policy, "web.pages_per_month": pages, **settings}
    name = f"{policy}-{pages}{''.join(f'-d{settings[key]}' for key in settings if key == 'content.dimensions')}"
    return Case(name, "kazdan.yaml", generations, replicates, 200, ("variance_ratio", "mean_error"), chosen, seed=3)


def _subsample(pages: int, quick: int, **settings: Any) -> Case:
    budget = {"tokens": pages, "growth": 1, "web_share": 1}
    drawn = {"lab.budget": budget, "lab.sampling": "fixed", "content.keep": "pages"}
    return replace(_gaussian("accumulate_subsample", pages, 100, 2 * quick, **drawn, **settings), quick=quick)


CATEGORIES = Case("categories", "kazdan-categories.yaml", 100, 400, 200, ("heterozygosity", "ideas_alive"), seed=3)
ACCUMULATE = {n: _gaussian("accumulate", n, replicates=2000 if n == 10 else 400) for n in _SIZES}
REPLACE = {n: _gaussian("replace", n, generations, 1000) for n, (generations, _, _) in REPLACED.items()}
WIDE = _gaussian("accumulate", 316, replicates=200, **{"content.dimensions": 10})
SUBSAMPLE, SUBSAMPLE_WIDE = _subsample(10, 1000), _subsample(32, 200, **{"content.dimensions": 3})


def _product(found: Found) -> Finding:
    left, theirs = found["categories"]["heterozygosity"] / _START, diversity(20, 100)
    early = [near(f"t = {t}", left[:, t - 1], theirs[t - 1]) for t in (1, 2, 5, 20, 100)]
    return Finding((*early, near("t = 50", left[:, 49], theirs[49], relative=0.02)))


def _kept(found: Found) -> Finding:
    alive = found["categories"]["ideas_alive"]
    return Finding((always("t = 100", alive[:, 99] == alive[:, 0]),))


def _variance(found: Found) -> Finding:
    left = found[ACCUMULATE[10].name]
    return Finding(tuple(near(f"n = 10, t = {t}", left.at("variance_ratio", t), diversity(10, t)[-1]) for t in _TIMES))


def _error(found: Found) -> Finding:
    points = []
    for n, t in product(_SIZES, _TIMES):
        error = found[ACCUMULATE[n].name].at("mean_error", t)
        points.append(near(f"n = {n}, t = {t}", error, 1 - diversity(n, t)[-1], spread=_SQUARE))
    wide, limit = found[WIDE.name].at("mean_error", 100), 1 - diversity_limit(316)
    points.append(near("d = 10, n = 316, t = 100", wide, limit, formula=0.006, spread=_SQUARE / 10**0.5))
    return Finding(tuple(points))


def _accumulated(found: Found) -> Finding:
    points = []
    for n, (variance, variance_error, mean, mean_error) in ACCUMULATED.items():
        curves = found[ACCUMULATE[n].name]
        points.append(near(f"variance, n = {n}", curves.at("variance_ratio", 100), variance, theirs=variance_error))
        points.append(near(f"mean, n = {n}", curves.at("mean_error", 100), mean, theirs=mean_error, spread=_SQUARE))
    return Finding(tuple(points))


def _replaced(found: Found) -> Finding:
    points = []
    for n, (t, variance, error) in REPLACED.items():
        left = found[REPLACE[n].name].at("variance_ratio", t)
        points.append(near(f"n = {n}, t = {t}", left, variance, theirs=error, spread=variance_spread(n, t)))
    return Finding(tuple(points))


def _decay(found: Found) -> Finding:
    theirs, left = replace_heterozygosity(10, 10), found[REPLACE[10].name]["variance_ratio"]
    points = [near(f"t = {t}", left[:, t - 1], theirs[t - 1], spread=variance_spread(10, t)) for t in (1, 5, 10)]
    return Finding(tuple(points))


def _subsampled(found: Found) -> Finding:
    theirs, curves = subsample_diversity(10, 100), found[SUBSAMPLE.name]
    exact = [near(f"t = {t}", curves.at("variance_ratio", t), theirs[t - 1]) for t in (1, 2, 10, 100)]
    wide = found[SUBSAMPLE_WIDE.name].at("variance_ratio", 100)
    exact.append(near("d = 3, n = 32, t = 100", wide, subsample_diversity(32, 100)[-1]))
    above = beyond("above replace, t = 10", curves.at("variance_ratio", 10), 0.9**10, ">=")
    below = beyond("below accumulate, t = 100", curves.at("variance_ratio", 100), diversity(10, 100)[-1], "<=")
    return Finding((*exact, above, below))


def _lines(n: int, values: Floats, theirs: Floats, *point: float) -> list[Line]:
    """Ours, the formula and their own number: generation, mean, standard error."""
    t, mean, error = point
    name = f"n = {n}"
    return [ours(name, values), formula(name, theirs), published(name, [t], [mean], [error])]


def _panels(found: Found) -> list[Panel]:
    kept = [ours("K = 50, n = 20", found["categories"]["heterozygosity"] / _START)]
    kept += [formula("K = 50, n = 20", diversity(20, 100))]
    left, wrong, gone = [], [], []
    for n, case in ACCUMULATE.items():
        curves, theirs, table = found[case.name], diversity(n, 100), ACCUMULATED[n]
        left += _lines(n, curves["variance_ratio"], theirs, 100, *table[:2])
        wrong += _lines(n, curves["mean_error"], 1 - theirs, 100, *table[2:])
    for n, case in REPLACE.items():
        t, *numbers = REPLACED[n]
        gone += _lines(n, found[case.name]["variance_ratio"], replace_heterozygosity(n, t), t, *numbers)
    between = [ours("n = 10", found[SUBSAMPLE.name]["variance_ratio"]), formula("n = 10", subsample_diversity(10, 100))]
    return [
        Panel("Accumulate, categories: diversity left", "generation", "H / H₀", kept),
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
        "n pages a generation, 100 generations; a Gaussian, and 50 ideas with n = 20. The paper's whole grid of "
        "dimensions, n and policies is two studies apart from the suite: scenarios/replication/study-kazdan.yaml, and "
        "study-kazdan-subsample.yaml for accumulate-subsample."
    ),
    conventions=(
        "t = 1 is the model fitted to n human samples.",
        "Variance by maximum likelihood (ddof 0).",
        "Accumulate-subsample draws n of the n t pages without replacement, afresh each generation.",
        "Under replace few replicates carry the mean variance: its relative spread is 2.5 where it is compared.",
        "Of their grid, d = 1 to 100 and n = 10 to 1000, the suite runs d = 1, n = 10 to 100, and two other settings.",
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
            "derived by us",
            f"after {_ARXIV}: accumulate keeps all pages",
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
            (ACCUMULATE[10],),
            "5 standard errors at t = 1, 10, 100 for n = 10",
            3,
            _variance,
        ),
        Claim(
            "kazdan-error",
            "And the error of its mean to what is missing from it, 1 - sin(pi/sqrt n)/(pi/sqrt n).",
            "derived by us",
            f"after {_ARXIV}, consistent with its figures",
            "1 - prod_{j <= t} (1 - 1/(n j^2)); in the limit 0.1566, 0.0506, 0.0164, 0.0052 for n = 10, 32, 100, 316",
            (*ACCUMULATE.values(), WIDE),
            "5 standard errors at t = 1, 10, 100, and at t = 100 for d = 10, n = 316, where the limit is 0.6 % away; a "
            "replicate's relative spread is 1.41, in ten dimensions 0.45",
            10,
            _error,
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
            "Their own runs under replace: the variance that was left.",
            "published",
            _TABLE,
            "n = 10, t = 10: 0.301; n = 100, t = 100: 0.309, which few replicates carry",
            tuple(REPLACE.values()),
            "5 standard errors of theirs and ours together; a replicate's relative spread is 2.5 at both",
            2,
            _replaced,
        ),
        Claim(
            "kazdan-decay",
            "Under replace the variance falls by 1 - 1/n a generation.",
            "derived by us",
            f"after {_ARXIV}; a fit with ddof 0 keeps 1 - 1/n of the variance",
            "(1 - 1/n)^t: 0.349 at n = 10, t = 10",
            (REPLACE[10],),
            "5 standard errors at t = 1, 5, 10; a replicate's relative spread is 0.5, 1.3, 2.5",
            3,
            _decay,
        ),
        Claim(
            "kazdan-subsample",
            "A subsample of the pool stands between replace and accumulate.",
            "derived by us",
            f"{_ARXIV} for the order, the curve derived here",
            "recursion of `subsample_diversity`",
            (SUBSAMPLE, SUBSAMPLE_WIDE),
            "5 standard errors at t = 1, 2, 10, 100, and at t = 100 for d = 3, n = 32; the order at t = 10 and t = 100 "
            "lies more than 5 of them clear",
            7,
            _subsampled,
        ),
    ),
    panels=_panels,
)
