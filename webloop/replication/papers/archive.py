"""Seddik et al. 2024, partially synthetic: an archive of human pages that is kept for ever."""

import numpy as np

from webloop.content.ideas.frequencies import zipf_mandelbrot
from webloop.replication.case import Case
from webloop.replication.checks import Finding, bounded, near, ratio
from webloop.replication.forms.drift import heterozygosity
from webloop.replication.forms.mixing import archive_error
from webloop.replication.panel import Panel, bound, formula, ours
from webloop.replication.paper import Claim, Found, Paper

_ARXIV = "arXiv:2404.05090"
_FILE = "archive.yaml"
_START = heterozygosity(zipf_mandelbrot(100, 1.0, 0.0))
_METRICS = ("squared_distance", "heterozygosity")


def _mixed(share: float) -> list[dict[str, object]]:
    return [{"date": "2000-02", "title": "The archive joins in", "set": {"lab.mix.archive": {"share": share}}}]


MANY = Case("synthetic-900", _FILE, 300, 1000, 200, _METRICS, seed=9)
EVEN = Case(
    "synthetic-100",
    _FILE,
    100,
    1000,
    200,
    _METRICS,
    {"writers.additive": 0, "interventions": _mixed(0.5)},
    seed=9,
)
FILTERED = Case(
    "filtered",
    _FILE,
    30,
    1000,
    200,
    _METRICS,
    {
        "lab.filter.detector": {
            "kind": "classifier", "tpr": 0.9, "fpr": 0, "unseen_factor": 1, "humanised": 0, "update_lag": 0,
        },
        "interventions": _mixed(100 / 190),
    },
    seed=9,
)  # fmt: skip


def _error(found: Found) -> Finding:
    points = [("n_s = 900, t = 100", "synthetic-900", 100, 900), ("n_s = 900, t = 300", "synthetic-900", 300, 900)]
    points += [("n_s = 100, t = 100", "synthetic-100", 100, 100)]
    return Finding(
        tuple(
            near(at, found[name].at("squared_distance", t) / _START, archive_error(100, m)[1], relative=0.07)
            for at, name, t, m in points
        )
    )


def _stays(found: Found) -> Finding:
    error = found["synthetic-900"]["squared_distance"]
    return Finding((near("t = 300 to 100", ratio(error[:, 299], error[:, 99]), 1.0, within=0.1),))


def _loss(found: Found) -> Finding:
    h = found["synthetic-900"]["heterozygosity"]
    lost = ratio(h[:, 0] - h[:, 99], h[:, 0])
    return Finding((near("t = 100", lost, archive_error(100, 900)[0], within=0.0019),))


def _bound(found: Found) -> Finding:
    error = found["synthetic-900"].at("squared_distance", 300) / _START
    return Finding((bounded("t = 300", error, 0.015, "<="),))


def _filtered(found: Found) -> Finding:
    error = found["filtered"].at("squared_distance", 30) / _START
    return Finding(
        (near("n_s = 900, a tenth of them kept", error, archive_error(100, 90)[1], relative=0.07, formula=0.005),)
    )


def _panels(found: Found) -> list[Panel]:
    lines = []
    for name, m, last in (("synthetic-900", 900, 300), ("synthetic-100", 100, 100)):
        values = found[name]["squared_distance"] / _START
        lines += [ours(f"nₛ = {m}", values), formula(f"nₛ = {m}", np.full(last, archive_error(100, m)[1]))]
    lines.append(bound("at most 1.5 / N", np.full(300, 0.015)))
    return [Panel("Error with an archive of N = 100 pages", "generation", "squared distance / H₀", lines)]


PAPER = Paper(
    key="seddik-2024-archive",
    row="L6",
    authors="Seddik, Chen, Hayou, Youssef and Debbah",
    year=2024,
    title="How bad is training on synthetic data? (partially synthetic)",
    ids=(_ARXIV,),
    setup="The same N = 100 human pages in every training set, with nₛ pages of the last model.",
    conventions=(
        "t = 1 is the model fitted to the N human pages, which are the archive.",
        (
            "Only a sufficient condition on the share of human data is known elsewhere (Bertrand et al. 2023, "
            "arXiv:2310.00429); here every share is stable, with a contraction of n_s/(N + n_s)."
        ),
    ),
    claims=(
        Claim(
            "archive-error",
            "An archive avoids collapse: the error tends to at most 1.5 times that of the archive alone.",
            "derived by us",
            f"{_ARXIV} for the direction (alpha = n/(N + n)); the limit is derived here",
            "0.01467 for n_s = 900, 0.01329 for n_s = 100; archive alone 0.01",
            (MANY, EVEN),
            "7 % at t = 100 and 300; one replicate's relative spread is 0.38",
            3,
            _error,
        ),
        Claim(
            "archive-stays",
            "It stays there: generations 100 and 300 agree.",
            "derived by us",
            f"{_ARXIV} for the direction",
            "1",
            (MANY,),
            "10 %",
            1,
            _stays,
        ),
        Claim(
            "archive-loss",
            "Little of the archive's diversity is lost.",
            "derived by us",
            f"after {_ARXIV}; derived here",
            "0.0047 of H",
            (MANY,),
            "0.0019",
            1,
            _loss,
        ),
        Claim(
            "archive-bound",
            "However many synthetic pages there are, the archive costs at most half more error.",
            "derived by us",
            f"after {_ARXIV}; derived here",
            "at most 1.5/N",
            (MANY,),
            "5 standard errors above the bound",
            1,
            _bound,
        ),
        Claim(
            "archive-filter",
            "Behind a filter the same limit holds with the synthetic pages that pass.",
            "derived by us",
            "derived here, for row L7",
            "0.01313 for n_s = 900 of which a tenth pass",
            (FILTERED,),
            "7 % at t = 30; how many pass varies, which is worth at most 0.5 %",
            1,
            _filtered,
        ),
    ),
    panels=_panels,
)
