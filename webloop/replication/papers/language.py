"""Gerstgrasser et al. 2024, language models: what is kept of the original text decides how held-out text fares."""

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.replication.case import Case
from webloop.replication.checks import Finding, always, beyond
from webloop.replication.chosen_text import ChosenText
from webloop.replication.panel import Panel, ours, published
from webloop.replication.paper import Claim, Found, Paper

_ARXIV = "arXiv:2404.01413"
_SOURCE = f"{_ARXIV} (TinyStories), doi:10.1038/s41586-024-07566-y (10 % of the original), arXiv:2410.16713 (subsample)"
_LAST = 11
_PASSAGES = 2000
_SLACK = 0.02
_KEPT = {"date": "2000-02", "title": "The original joins in", "set": {"lab.mix.archive": {"share": 0.1}}}
_SETTINGS: dict[str, Any] = {"lab.learner": {"kind": "kneser_ney", "order": 3}, "content.specimen": 1000}
_POLICIES: dict[str, dict[str, Any]] = {
    "replace": {},
    "kept-10": {"interventions": [_KEPT]},
    "subsample": {"lab.accumulation": "accumulate_subsample"},
    "accumulate": {"lab.accumulation": "accumulate"},
}
_STEADY = ("replace", "accumulate")
_TINY = {
    "GPT-2, 9M": {"first": 1.82, "accumulate": 1.74, "replace": 2.39},
    "Llama-2, 12M": {"first": 2.06, "accumulate": 1.94, "replace": 2.72},
    "Llama-2, 42M": {"first": 1.90, "accumulate": 1.76, "replace": 2.52},
    "Llama-2, 126M": {"first": 1.71, "accumulate": 1.59, "replace": 2.23},
}
"""Their cross-entropies on TinyStories, in nats: of the first round, and of the fourth under two policies."""


def _entropy(found: Found, policy: str) -> NDArray[np.float64]:
    """Cross-entropy of held-out text, in nats, (replicates, generations)."""
    return np.asarray(np.log(found[policy]["perplexity"]))


def _order(text: ChosenText, found: Found) -> Finding:
    end = {policy: _entropy(found, policy)[:, -1] for policy in _POLICIES}
    pairs = (("replace", "kept-10"), ("kept-10", "subsample"), ("kept-10", "accumulate"))
    return Finding(tuple(beyond(f"{a} less {b}", end[a] - end[b], 0.0, ">=") for a, b in pairs), text.about())


def _rises(text: ChosenText, found: Found) -> Finding:
    falls = {policy: -np.diff(_entropy(found, policy), axis=1) for policy in _STEADY}
    return Finding(tuple(always(policy, fall.max(axis=1) <= _SLACK) for policy, fall in falls.items()), text.about())


def _panels(found: Found) -> list[Panel]:
    later = np.arange(2, _LAST + 1)
    rises = {policy: _entropy(found, policy)[:, 1:] - _entropy(found, policy)[:, :1] for policy in _POLICIES}
    theirs = [
        published(f"TinyStories, {policy}", [4.0] * len(_TINY), [row[policy] - row["first"] for row in _TINY.values()])
        for policy in _STEADY
    ]
    lines = [ours(policy, rise, later) for policy, rise in rises.items()]
    return [Panel("Cross-entropy, less that of the first model", "generation", "nats", [*lines, *theirs])]


def on(text: ChosenText) -> Paper:
    """The paper on a text."""
    given = partial(text.settings, most=_PASSAGES)
    cases = tuple(
        Case(name, "text.yaml", _LAST, 5, 2, ("perplexity",), {**_SETTINGS, **settings}, late=given)
        for name, settings in _POLICIES.items()
    )
    return Paper(
        key="gerstgrasser-2024-text",
        row="L8",
        authors="Gerstgrasser et al.",
        year=2024,
        title="Is model collapse inevitable? Language models",
        ids=(_ARXIV,),
        setup=(
            "Kneser-Ney models of word trigrams, each trained on the last one's text (replace), on that with 10 % of "
            "the original (kept-10), on a subsample of all text so far, or on all of it. People publish "
            f"{text.name}, {_PASSAGES} passages of 50 words; the held-out part is never learned. The paper's "
            "transformers on TinyStories are drawn, not compared: other models, other text."
        ),
        conventions=(
            "t = 1 is the model fitted to human text.",
            "Sampled as they are, at temperature 1. The 10 % are passages of the original, drawn anew each generation.",
            "Under accumulate theirs falls; here it rises like log t, far less than under replace, and is not bounded.",
            "With 10 % kept, or a subsample, it levels off, and then goes up and down by chance.",
            "Accumulate and a subsample are not held against each other: which is better depends on the text's size.",
        ),
        claims=(
            Claim(
                "language-order",
                "The more is kept of the original text, the better models know held-out text: replace is worst, then "
                "10 % kept, then a subsample or all.",
                "direction only",
                _SOURCE,
                "cross-entropy at t = 11: replace > 10 % kept > subsample, accumulate",
                cases,
                "none; all differences lie 20 standard errors clear",
                3,
                partial(_order, text),
            ),
            Claim(
                "language-rises",
                "Under replace and under accumulate no generation knows held-out text better than the last.",
                "derived by us",
                f"after {_ARXIV}, for models that are trained from scratch on no more than that",
                "cross-entropy falls from no t to the next by more than 0.02 nats",
                tuple(case for case in cases if case.name in _STEADY),
                "0.02 nats, in every replicate",
                0,
                partial(_rises, text),
            ),
        ),
        panels=_panels,
        on=on,
    )


PAPER = on(ChosenText())
