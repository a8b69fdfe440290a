"""Seddik et al. 2024: diversity falls by 1 - 1/n a generation when models learn from n pages of the last model."""

import numpy as np

from webloop.content.ideas.frequencies import zipf_mandelbrot
from webloop.replication.case import Case
from webloop.replication.checks import Finding, bounded, near
from webloop.replication.forms.drift import heterozygosity, replace_heterozygosity, undecided
from webloop.replication.panel import Panel, bound, formula, ours
from webloop.replication.paper import Claim, Found, Paper

_ARXIV = "arXiv:2404.05090"
_FILE = "suresh.yaml"
_START = heterozygosity(zipf_mandelbrot(1000, 1.0, 0.0))

DECAY = Case("decay", _FILE, 100, 400, 200, ("heterozygosity", "squared_distance"), seed=2)
COIN = Case(
    "coin",
    _FILE,
    20,
    2000,
    500,
    ("ideas_alive",),
    {"ideas.number": 2, "ideas.exponent": 0, "web.pages_per_month": 10},
)
ENDS = Case(
    "ends",
    _FILE,
    150,
    1000,
    300,
    ("missing_mass",),
    {"ideas.number": 2, "web.pages_per_month": 10},
)


def _decay(found: Found) -> Finding:
    theirs = _START * replace_heterozygosity(1000, 100)
    times = (1, 2, 5, 10, 20, 50, 100)
    return Finding(tuple(near(f"t = {t}", found["decay"].at("heterozygosity", t), theirs[t - 1]) for t in times))


def _identity(found: Found) -> Finding:
    total = found["decay"]["heterozygosity"] + found["decay"]["squared_distance"]
    return Finding(tuple(near(f"t = {t}", total[:, t - 1], _START) for t in (1, 10, 50, 100)))


def _bounds(found: Found) -> Finding:
    low, high = undecided(0.5, 10, 20)
    points = []
    for t in (5, 10, 20):
        both = (found["coin"].at("ideas_alive", t) == 2).astype(np.float64)
        points.append(bounded(f"t = {t}", both, low[t - 1], ">="))
        if high[t - 1] < 1:
            points.append(bounded(f"t = {t}", both, high[t - 1], "<="))
    return Finding(tuple(points))


def _ends(found: Found) -> Finding:
    first = (found["ends"].at("missing_mass", 150) < 0.5).astype(np.float64)
    return Finding((near("t = 150", first, 2 / 3, formula=1e-6),))


def _panels(found: Found) -> list[Panel]:
    h, d = found["decay"]["heterozygosity"], found["decay"]["squared_distance"]
    both = (found["coin"]["ideas_alive"] == 2).astype(np.float64)
    low, high = undecided(0.5, 10, 20)
    return [
        Panel(
            "Chance that two pages differ",
            "generation",
            "heterozygosity",
            [ours("n = 1000", h), formula("n = 1000", _START * replace_heterozygosity(1000, 100))],
        ),
        Panel(
            "Diversity lost is error gained",
            "generation",
            "H + squared distance",
            [ours("H + |p - p₀|²", h + d), formula("H + |p - p₀|²", np.full(100, _START))],
        ),
        Panel(
            "Neither of two ideas is lost",
            "generation",
            "share",
            [ours("p = 0.5, n = 10", both), bound("lower bound", low), bound("upper bound", np.minimum(high, 1))],
        ),
    ]


PAPER = Paper(
    key="seddik-2024",
    row="L1",
    authors="Seddik, Chen, Hayou, Youssef and Debbah",
    year=2024,
    title="How bad is training on synthetic data? A statistical analysis of language model collapse",
    ids=(_ARXIV,),
    setup="K = 1000 ideas by Zipf's law, n = 1000 pages a generation, replace; and two ideas with n = 10.",
    conventions=(
        "t = 1 is the model fitted to n human pages.",
        "n pages are a haploid Wright-Fisher population: H decays by 1 - 1/n a generation.",
        "Where a model repeats its sample it is a martingale: E H_t + E |p_t - p_0|^2 = H_0.",
    ),
    claims=(
        Claim(
            "seddik-decay",
            "The chance that two pages differ falls by 1 - 1/n a generation.",
            "published",
            f"{_ARXIV}, as S_m = 1 - (1 - 1/n)^m (1 - S_0)",
            "H_0 (1 - 1/n)^t",
            (DECAY,),
            "5 standard errors at seven t up to 100",
            7,
            _decay,
        ),
        Claim(
            "seddik-identity",
            "Diversity that is lost is error that is gained: E H_t + E |p_t - p_0|^2 stays at H_0.",
            "derived by us",
            f"after {_ARXIV}: fitted shares are a martingale",
            f"{_START:.4f}",
            (DECAY,),
            "5 standard errors at t = 1, 10, 50, 100",
            4,
            _identity,
        ),
        Claim(
            "seddik-bounds",
            "Two ideas are both alive with a chance between 4 p (1-p) (1 - 1/n)^t and 2 n p (1-p) (1 - 1/n)^t.",
            "published",
            f"{_ARXIV}, as quoted in the repository of Suresh et al.",
            "0.1216 to 0.6079 at t = 20",
            (COIN,),
            "5 standard errors beyond: the lower bound at t = 5, 10, 20, the upper at t = 20, where it is below 1",
            4,
            _bounds,
        ),
        Claim(
            "seddik-ends",
            "In the end one idea is left, idea i with its first frequency p_i as chance.",
            "published",
            f"{_ARXIV}: absorption",
            "2/3",
            (ENDS,),
            "5 standard errors at t = 150, when all but 1e-7 of the diversity is gone",
            1,
            _ends,
        ),
    ),
    panels=_panels,
)
