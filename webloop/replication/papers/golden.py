"""He, Xu and Cheng 2025: the best weight of human data is the reciprocal of the golden ratio."""

import numpy as np

from webloop.replication.case import Case
from webloop.replication.checks import Finding, beyond, near
from webloop.replication.forms.mixing import golden_error, golden_weight
from webloop.replication.panel import Panel, formula, ours
from webloop.replication.paper import Claim, Found, Paper

_ARXIV = "arXiv:2502.18049"
_PAGES = 100
_BEST = round(golden_weight(), 3)
CASES = {
    weight: Case(
        f"weight-{weight:g}",
        "golden.yaml",
        30,
        7000,
        1000,
        ("mean_error",),
        {"lab.weights": {"human": weight, "synthetic": round(1 - weight, 6)}},
        seed=15,
    )
    for weight in (0.3, _BEST, 0.95)
}


def _errors(found: Found) -> Finding:
    values = [(weight, found[case.name].at("mean_error", 30) * _PAGES) for weight, case in CASES.items()]
    theirs = dict(zip(CASES, golden_error(np.array(list(CASES))), strict=True))
    return Finding(
        tuple(
            near(f"w = {weight:g}", error, theirs[weight], relative=0.1, formula=0.01, spread=2**0.5)
            for weight, error in values
        )
    )


def _best(found: Found) -> Finding:
    best = found[CASES[_BEST].name].at("mean_error", 30)
    others = [(weight, found[case.name].at("mean_error", 30)) for weight, case in CASES.items() if weight != _BEST]
    return Finding(
        tuple(beyond(f"w = {weight:g} less w = {_BEST:g}", other - best, 0.0, ">=") for weight, other in others)
    )


def _panels(found: Found) -> list[Panel]:
    weights = sorted(CASES)
    errors = np.stack([found[CASES[weight].name].at("mean_error", 30) * _PAGES for weight in weights], axis=1)
    x = np.linspace(0.25, 1.0, 60)
    lines = [ours("n = 100 of each", errors, weights), formula("n = 100 of each", golden_error(x), x)]
    return [Panel("Error of the mean, times n", "weight of human data", "squared error x n", lines)]


PAPER = Paper(
    key="he-2025",
    row="",
    authors="He, Xu and Cheng",
    year=2025,
    title="Golden ratio weighting prevents model collapse (in print: Recursive learning without collapse)",
    ids=(_ARXIV, "doi:10.1093/jrsssb/qkag099"),
    setup=(
        "A Gaussian fitted each generation to 100 fresh human samples and 100 of the last model, with weights w and "
        "1 - w."
    ),
    conventions=(
        "t = 1 is the model fitted to 200 human samples; the limit does not depend on it.",
        "The weight is that of all human samples together, which are as many as the synthetic ones.",
    ),
    claims=(
        Claim(
            "golden-error",
            "The error of the mean tends to (w^2 + (1-w)^2) / (w (2-w)) of that of the human samples alone.",
            "published",
            f"{_ARXIV}, Gaussian estimation; with 100 samples it is up to 1 % high",
            "1.137, 0.618, 0.907 at w = 0.3, 0.618, 0.95",
            tuple(CASES.values()),
            "10 %; a replicate's relative spread is 1.41",
            3,
            _errors,
        ),
        Claim(
            "golden-best",
            "It is least where w is the reciprocal of the golden ratio.",
            "direction only",
            f"{_ARXIV}, w* = (sqrt(k^2 + 4k) - k)/2 for k human samples a synthetic one",
            "more error at w = 0.3 and at w = 0.95",
            tuple(CASES.values()),
            "none; both differences lie 10 standard errors clear",
            2,
            _best,
        ),
    ),
    panels=_panels,
)
