"""Ferbach et al. 2024: models that learn what people chose among their candidates."""

from typing import Any

import numpy as np

from webloop.replication.case import Case
from webloop.replication.checks import Finding, near
from webloop.replication.forms.selection import curated
from webloop.replication.panel import Panel, formula, ours
from webloop.replication.paper import Claim, Found, Paper

_ARXIV = "arXiv:2407.09499"
_P0, _R = np.array([0.4, 0.3, 0.15, 0.1, 0.05]), np.linspace(0.0, 1.0, 5)
_LAST = 11


def _case(name: str, generations: int, candidates: int | None, ratio: float) -> Case:
    settings: dict[str, Any] = {"lab.choice.candidates": candidates or "unlimited"}
    if np.isfinite(ratio):
        settings["pinned_pollution"] = {"2000-02": ratio / (1 + ratio)}
    return Case(name, "ferbach.yaml", generations, 100, 50, ("expected_reward",), settings, seed=13)


CANDIDATES: dict[str, int | None] = {"two": 2, "fifty": 50, "many": None}
COURSES = {name: _case(name, _LAST, candidates, np.inf) for name, candidates in CANDIDATES.items()}
MIXED = {ratio: _case(f"mixed-{ratio:g}", 60, None, ratio) for ratio in (1.0, 4.0)}


def _theirs(candidates: int | None, ratio: float, generations: int) -> np.ndarray:
    """Expected reward by generation of the paper, of which ours are one later."""
    return np.asarray(curated(_P0, _R, candidates, ratio, generations) @ _R)


def _course(found: Found) -> Finding:
    points = []
    for name in ("two", "many"):
        theirs, curves = _theirs(CANDIDATES[name], np.inf, _LAST - 1), found[name]
        for t in (1, 2, 5, 10):
            reward = curves.at("expected_reward", t + 1)
            points.append(near(f"K = {CANDIDATES[name] or 'inf'}, t = {t}", reward, theirs[t - 1], relative=0.015))
    return Finding(tuple(points))


def _fifty(found: Found) -> Finding:
    theirs, reward = _theirs(50, np.inf, _LAST - 1), found["fifty"]["expected_reward"]
    return Finding(tuple(near(f"t = {t}", reward[:, t], theirs[t - 1], relative=0.003) for t in (1, 2, 5, 10)))


def _bounded(found: Found) -> Finding:
    points = [(ratio, _theirs(None, ratio, 500)[-1], found[case.name]) for ratio, case in MIXED.items()]
    return Finding(
        tuple(
            near(f"lambda = {r:g}", curves.at("expected_reward", 60), limit, relative=0.03)
            for r, limit, curves in points
        )
    )


def _panels(found: Found) -> list[Panel]:
    lines = []
    for name, candidates in CANDIDATES.items():
        words = f"best of {candidates or 'very many'}"
        lines.append(ours(words, found[name]["expected_reward"], np.arange(_LAST)))
        path = [float(_P0 @ _R), *_theirs(candidates, np.inf, _LAST - 1)]
        lines.append(formula(words, path, np.arange(_LAST)))
    mixed = []
    for ratio, case in MIXED.items():
        mixed.append(ours(f"λ = {ratio:g}", found[case.name]["expected_reward"], np.arange(60)))
        mixed.append(formula(f"λ = {ratio:g}", np.full(60, _theirs(None, ratio, 500)[-1]), np.arange(60)))
    return [
        Panel("Without human data", "generation of selection", "expected reward", lines),
        Panel("With λ synthetic pages for each human one", "generation of selection", "expected reward", mixed),
    ]


PAPER = Paper(
    key="ferbach-2024",
    row="L10",
    authors="Ferbach, Bertrand, Bose and Gidel",
    year=2024,
    title="Self-consuming generative models with curated data provably optimize human preferences",
    ids=(_ARXIV,),
    setup=(
        "Five items with rewards 0 to 1; the winner of K candidates is drawn by the softmax of their rewards and "
        "learned."
    ),
    conventions=("The paper's generation t is our t + 1, the first model being fitted to human pages.",),
    claims=(
        Claim(
            "ferbach-reward",
            "Curation raises the expected reward to its maximum: p_t = p_0 e^{t r}/Z for many candidates.",
            "published",
            f"{_ARXIV}, lemma 2.1 and theorem 2.1, evaluated here",
            "K = inf: 0.3729, 0.4873, 0.7885, 0.9545; K = 2: 0.3167, 0.3628, 0.5193, 0.7578 at t = 1, 2, 5, 10",
            (COURSES["two"], COURSES["many"]),
            "1.5 %",
            8,
            _course,
        ),
        Claim(
            "ferbach-fifty",
            "Fifty candidates are close to very many, and not the same.",
            "derived by us",
            f"lemma 2.1 of {_ARXIV}, whose integral is computed here",
            "0.3704, 0.4818, 0.7804, 0.9516 at t = 1, 2, 5, 10; very many give 0.3729, 0.4873, 0.7885, 0.9545",
            (COURSES["fifty"],),
            "0.3 %; very many lie 0.7 %, 1.1 %, 1.0 % and 0.3 % away",
            4,
            _fifty,
        ),
        Claim(
            "ferbach-bounded",
            "A share of human data keeps it bounded.",
            "derived by us",
            f"{_ARXIV} for the direction; fixed points derived here",
            "0.4094 for one synthetic page a human one, 0.7321 for four",
            tuple(MIXED.values()),
            "3 %",
            2,
            _bounded,
        ),
    ),
    panels=_panels,
)
