"""Feng et al. 2024: verified synthetic labels work up to a breakdown point."""

import numpy as np

from webloop.replication.case import Case
from webloop.replication.checks import Finding, beyond, near
from webloop.replication.forms.selection import breakdown, filtered_share
from webloop.replication.panel import Panel, formula, ours
from webloop.replication.paper import Claim, Found, Paper

_ARXIV = "arXiv:2406.07515"
_VERIFIERS = ((1.0, 1.0), (0.9, 0.3), (0.7, 0.05))
_DRAWN = (0.5, 0.65, 0.85, 0.95)
_FILTERS = ((0.8, 0.2), (0.95, 0.5), (0.99, 0.05))


def _labels(phi: float, psi: float, wrong: float) -> Case:
    detector = {"kind": "verifier", "keeps_right": phi, "keeps_wrong": psi}
    return Case(
        f"labels-{phi:g}-{psi:g}-{wrong:.3f}",
        "feng.yaml",
        2,
        100,
        50,
        ("accuracy",),
        {"lab.hallucination": round(wrong, 6), "lab.filter.detector": detector},
        seed=10,
    )


def _composed(keeps_human: float, keeps_ai: float) -> Case:
    return Case(
        f"web-{keeps_human:g}-{keeps_ai:g}",
        "drayson.yaml",
        2,
        100,
        50,
        ("pollution_training",),
        {
            "web.pages_per_month": 100_000,
            "pinned_pollution": {"2000-02": 0.5},
            "lab.budget": "unlimited",
            "lab.filter.detector.tpr": round(1 - keeps_ai, 6),
            "lab.filter.detector.fpr": round(1 - keeps_human, 6),
        },
        seed=10,
    )


BELOW = {pair: _labels(*pair, breakdown(*pair) - 0.05) for pair in _VERIFIERS}
ABOVE = {pair: _labels(*pair, breakdown(*pair) + 0.05) for pair in _VERIFIERS}
DRAWN = {wrong: _labels(0.9, 0.3, wrong) for wrong in _DRAWN}
COMPOSED = {pair: _composed(*pair) for pair in _FILTERS}


def _breakdown(found: Found) -> Finding:
    points = []
    for (phi, psi), case in BELOW.items():
        points.append(beyond(f"({phi:g}, {psi:g}), below", found[case.name].at("accuracy", 2), 0.9, ">="))
    for (phi, psi), case in ABOVE.items():
        points.append(beyond(f"({phi:g}, {psi:g}), above", found[case.name].at("accuracy", 2), 0.1, "<="))
    return Finding(tuple(points))


def _composition(found: Found) -> Finding:
    return Finding(
        tuple(
            near(
                f"k_h = {human:g}, k_a = {ai:g}",
                1 - found[case.name].at("pollution_training", 2),
                filtered_share(0.5, human, ai),
                relative=0.01,
            )
            for (human, ai), case in COMPOSED.items()
        )
    )


def _panels(found: Found) -> list[Panel]:
    chosen = {**DRAWN, breakdown(0.9, 0.3) - 0.05: BELOW[0.9, 0.3], breakdown(0.9, 0.3) + 0.05: ABOVE[0.9, 0.3]}
    x = sorted(chosen)
    accuracy = np.stack([found[chosen[wrong].name].at("accuracy", 2) for wrong in x], axis=1)
    point = breakdown(0.9, 0.3)
    odds = [human / ai for human, ai in COMPOSED]
    order = np.argsort(odds)
    shares = np.stack([1 - found[case.name].at("pollution_training", 2) for case in COMPOSED.values()], axis=1)
    smooth = np.geomspace(1, 40, 50)
    return [
        Panel(
            "Accuracy, keeping 0.9 of right and 0.3 of wrong",
            "share of wrong labels",
            "accuracy",
            [ours("accuracy", accuracy, x), formula("accuracy", [1, 1, 0, 0], [0.45, point, point, 1.0])],
        ),
        Panel(
            "Human share behind a filter, half before",
            "kₕ / kₐ",
            "human share",
            [
                ours("share", shares[:, order], np.asarray(odds)[order]),
                formula("share", smooth / (1 + smooth), smooth),
            ],
            log_x=True,
        ),
    ]


PAPER = Paper(
    key="feng-2024",
    row="L7",
    authors="Feng, Dohmatob, Yang, Charton and Kempe",
    year=2024,
    title="Beyond model collapse: scaling up with synthesized data requires verification",
    ids=(_ARXIV,),
    setup=(
        "A linear classifier in five dimensions learns 20000 labels, of which its teacher gets a share wrong; a "
        "verifier keeps right ones with probability φ and wrong ones with ψ."
    ),
    conventions=(
        "t = 1 learns true labels, t = 2 the verified labels of t = 1.",
        "Their theorem is about infinitely many labels; with finitely many the step is a slope of width 1/sqrt n.",
    ),
    claims=(
        Claim(
            "feng-breakdown",
            "Below p* = 1/(1 + psi/phi) wrong labels accuracy goes to 100 %, above it to 0.",
            "published",
            f"{_ARXIV}, theorem 4.2",
            "p* = 0.5, 0.75, 0.933 for (1, 1), (0.9, 0.3), (0.7, 0.05)",
            (*BELOW.values(), *ABOVE.values()),
            "above 0.9 at p* - 0.05, below 0.1 at p* + 0.05; 10 standard errors clear",
            6,
            _breakdown,
        ),
        Claim(
            "filter-odds",
            "A filter multiplies the odds of human pages by k_h / k_a.",
            "derived by us",
            "derived here",
            "0.8, 0.655, 0.952 of half",
            tuple(COMPOSED.values()),
            "1 %",
            3,
            _composition,
        ),
    ),
    panels=_panels,
    also=tuple(DRAWN.values()),
)
