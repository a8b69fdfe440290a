"""Riis 2026: how much of a text's vocabulary is left after twelve generations of trigrams."""

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.replication.case import Case
from webloop.replication.checks import Finding, beyond, near
from webloop.replication.chosen_text import ChosenText
from webloop.replication.forms.drift import kept_words
from webloop.replication.panel import Panel, formula, ours, published
from webloop.replication.paper import Claim, Found, Paper

_ARXIV = "arXiv:2604.08554"
_SOURCE = f"{_ARXIV}, table of vocabulary retention in its repository, SR123/LLM-text-ecosystems"
_LAST = 12
_SHARES = (0.25, 0.5, 1.0)
_TRIGRAMS = {share: f"trigrams-{share:g}" for share in _SHARES}
_MODELS = {"trigrams": _TRIGRAMS[1.0], "words": "words"}
_OFF = {"trigrams": 0.006, "words": 0.0}  # measured: trigrams write phrases, and it takes words as independent
RETAINED = {
    "Doyle (4.01M tokens)": {0.25: 0.860, 0.5: 0.836, 1.0: 0.473},
    "Austen (601k)": {0.25: 0.847, 0.5: 0.819, 1.0: 0.449},
    "Darwin (356k)": {0.25: 0.825, 0.5: 0.808, 1.0: 0.408},
}
"""Their table: the share of the vocabulary left at generation 12, by corpus and synthetic share; one seed each."""


def _case(text: ChosenText, name: str, order: int, share: float = 1.0) -> Case:
    archive = {"date": "2000-02", "title": "The original joins in", "set": {"lab.mix.archive": {"share": 1 - share}}}
    settings: dict[str, Any] = {"lab.learner.order": order, "interventions": [archive] if share < 1 else []}
    return Case(name, "text.yaml", _LAST, 5, 3, ("words_alive",), settings, late=text.settings)


def _expected(text: ChosenText) -> NDArray[np.float64]:
    """Share of the vocabulary that the formula leaves, (generations,); people publish all of the text."""
    counts = np.bincount(text.pages().ravel())
    return kept_words(counts[counts > 0].astype(np.float64), _LAST)


def _formula(text: ChosenText, found: Found) -> Finding:
    theirs = _expected(text)
    points = [
        near(f"{model}, t = {t}", found[name].at("words_alive", t), theirs[t - 1], within=0.02, formula=_OFF[model])
        for model, name in _MODELS.items()
        for t in (1, 4, _LAST)
    ]
    return Finding(tuple(points), text.about())


def _order(text: ChosenText, found: Found) -> Finding:
    at_end = {share: found[name].at("words_alive", _LAST) for share, name in _TRIGRAMS.items()}
    points = (
        beyond("a = 0.25 less a = 0.5", at_end[0.25] - at_end[0.5], 0.0, ">="),
        beyond("a = 0.5 less a = 1", at_end[0.5] - at_end[1.0], 0.0, ">="),
    )
    return Finding(points, text.about())


def _panels(text: ChosenText, found: Found) -> list[Panel]:
    course = [ours(f"trigrams, a = {share:g}", found[name]["words_alive"]) for share, name in _TRIGRAMS.items()]
    alone = [ours("words, a = 1", found["words"]["words_alive"]), formula("a = 1", _expected(text))]
    ends = np.stack([found[name].at("words_alive", _LAST) for name in _TRIGRAMS.values()], axis=1)
    table = [published(name, list(row), list(row.values())) for name, row in RETAINED.items()]
    return [
        Panel("Vocabulary left, by synthetic share a", "generation", "share", [*course, *alone]),
        Panel("At generation 12", "synthetic share a", "share", [ours("trigrams", ends, list(_SHARES)), *table]),
    ]


def on(text: ChosenText) -> Paper:
    """The paper on a text."""
    trigrams = [_case(text, name, 3, share) for share, name in _TRIGRAMS.items()]
    words = _case(text, "words", 1)
    return Paper(
        key="riis-2026",
        row="L8",
        authors="Riis",
        year=2026,
        title="Drift and selection in LLM text ecosystems",
        ids=(_ARXIV,),
        setup=(
            "A maximum-likelihood model of word trigrams learns a text, and each next one as much text, a share a of "
            "it by the last model and the rest from the original; models of single words do so for a = 1. The paper's "
            f"corpora are not shipped: people publish {text.name}, all at once, in passages of 50 words, or the text "
            "that --text names. The published table is about other texts: only its order is checked."
        ),
        conventions=(
            "t = 1 is the first text that a model fitted to the original writes; it is as long as the original.",
            "Passages of a fixed length stand in for sentences of 3 to 60 tokens, and pages begin where passages do.",
            "Words keep their case, and punctuation counts as words.",
            "The last tenth of the text is held out, as in all scenarios of text, and nobody learns from it.",
            "For a < 1 the rest of each training set are passages of the original, without replacement (theirs: with).",
            "What a model writes is counted, for a < 1, too: without the original passages that it learned from.",
            "Five seeds; the paper has one.",
        ),
        claims=(
            Claim(
                "riis-formula",
                "Without original text the share of words that is left is (1/V) sum_w 1 - exp(-c_w g_t), whatever the "
                "order of the model; c_w is how often a word is in the original.",
                "derived by us",
                "derived here, after arXiv:2412.17646",
                "formula at t = 1, 4, 12, for trigrams and for single words",
                (trigrams[-1], words),
                "0.02; for trigrams, whose words come in phrases, the formula itself is up to 0.6 % off",
                6,
                partial(_formula, text),
            ),
            Claim(
                "riis-order",
                "The more synthetic text, the fewer words are left.",
                "direction only",
                _SOURCE,
                "Doyle: 0.860, 0.836, 0.473 for a = 0.25, 0.5, 1",
                tuple(trigrams),
                "none; both differences lie 20 standard errors clear",
                2,
                partial(_order, text),
            ),
        ),
        panels=partial(_panels, text),
        on=on,
    )


PAPER = on(ChosenText())
