"""Marchi et al. 2024: any temperature but 1 degenerates without enough data from outside."""

from typing import Any

import numpy as np

from webloop.content.ideas.frequencies import zipf_mandelbrot
from webloop.replication.case import Case
from webloop.replication.checks import Finding, beyond, near
from webloop.replication.forms.selection import entropy, tempered
from webloop.replication.panel import Panel, formula, ours
from webloop.replication.paper import Claim, Found, Paper

_ARXIV = "arXiv:2404.02325"
_FINITE = 0.001  # how far the formula is off, as it is for infinitely many pages
_ZIPF = zipf_mandelbrot(1000, 1.0, 0.0)
_METRICS = ("output_entropy", "learned_entropy")


def _case(name: str, generations: int, temperature: float, human: float = 0.0) -> Case:
    settings: dict[str, Any] = {"lab.decoder.temperature": temperature}
    if human:
        settings["pinned_pollution"] = {"2000-02": round(1 - human, 6)}
    return Case(name, "marchi.yaml", generations, 50, 50, _METRICS, settings, seed=14)


COLD, WARM = _case("cold", 10, 0.9), _case("warm", 60, 1.2)
MIXED = {human: _case(f"outside-{human:g}", 60, 0.9, human) for human in (0.1, 0.3, 0.5)}


def _course(found: Found) -> Finding:
    theirs, curves = entropy(tempered(_ZIPF, 0.9, 0.0, 10)), found["cold"]
    return Finding(
        tuple(
            near(f"t = {t}", curves.at("output_entropy", t), theirs[t - 1], relative=0.02, formula=_FINITE)
            for t in (1, 5, 10)
        )
    )


def _uniform(found: Found) -> Finding:
    theirs = entropy(tempered(_ZIPF, 1.2, 0.0, 60))
    rises = found["warm"].at("output_entropy", 60) - found["warm"].at("output_entropy", 1)
    exact = near("t = 10", found["warm"].at("output_entropy", 10), theirs[9], relative=0.02, formula=_FINITE)
    return Finding((exact, beyond("t = 60 less t = 1", rises, 0.0, ">=")))


def _outside(found: Found) -> Finding:
    points = []
    for human, case in MIXED.items():
        learned = human * _ZIPF + (1 - human) * tempered(_ZIPF, 0.9, human, 300)[-1]
        ours_late = found[case.name].at("learned_entropy", 60)
        points.append(near(f"f = {human:g}", ours_late, float(entropy(learned)), relative=0.03, formula=_FINITE))
    return Finding(tuple(points))


def _panels(found: Found) -> list[Panel]:
    alone = []
    for name, temperature in (("cold", 0.9), ("warm", 1.2)):
        words = f"τ = {temperature:g}"
        curve = found[name]["output_entropy"][:, :10]
        alone += [ours(words, curve), formula(words, entropy(tempered(_ZIPF, temperature, 0.0, 10)))]
    mixed = []
    for human, case in MIXED.items():
        path = human * _ZIPF + (1 - human) * tempered(_ZIPF, 0.9, human, 59)
        mixed.append(ours(f"f = {human:g}", found[case.name]["learned_entropy"][:, 1:], np.arange(2, 61)))
        mixed.append(formula(f"f = {human:g}", entropy(path), np.arange(2, 61)))
    return [
        Panel("Entropy of what is published", "generation", "nats", alone),
        Panel("Entropy of what is learned, τ = 0.9, by human share f", "generation", "nats", mixed),
    ]


PAPER = Paper(
    key="marchi-2024",
    row="L10",
    authors="Marchi, Soatto, Chaudhari and Tabuada",
    year=2024,
    title="Heat death of generative models in closed-loop learning",
    ids=(_ARXIV,),
    setup="Zipf(1) on 1000 ideas, a million pages a generation, models that publish at temperature τ: p^(1/τ) / Z.",
    conventions=(
        "t = 1 is the model fitted to human pages; what it publishes carries one step of the temperature.",
        "With data from outside the entropy is that of what models learn, human share included.",
    ),
    claims=(
        Claim(
            "marchi-cold",
            "Below temperature 1 models degenerate to a few ideas: Zipf(beta) becomes Zipf(beta/tau^t).",
            "derived by us",
            f"{_ARXIV} for the direction; numbers derived here",
            "entropy 4.6621, 2.2971, 0.7513 at t = 1, 5, 10",
            (COLD,),
            "2 %",
            3,
            _course,
        ),
        Claim(
            "marchi-warm",
            "Above temperature 1 they degenerate to uniform noise.",
            "derived by us",
            f"{_ARXIV} for the direction",
            "entropy towards ln 1000 = 6.908",
            (WARM,),
            "2 % of the exact curve at t = 10; above t = 1 at t = 60",
            2,
            _uniform,
        ),
        Claim(
            "marchi-outside",
            "Enough data from outside keep them from it.",
            "derived by us",
            f"{_ARXIV} for the direction; fixed points derived here",
            "entropy 1.300, 3.584, 4.613 with human shares 0.1, 0.3, 0.5 (human writing 5.191)",
            tuple(MIXED.values()),
            "3 %",
            3,
            _outside,
        ),
    ),
    panels=_panels,
)
