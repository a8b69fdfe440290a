"""Riis 2026: how much of a vocabulary is left after twelve generations. Words without grammar stand in for the text."""

import numpy as np

from webloop.content.ideas.frequencies import zipf_mandelbrot
from webloop.replication.case import Case
from webloop.replication.checks import Finding, beyond, near
from webloop.replication.forms.drift import kept_words
from webloop.replication.panel import Panel, formula, ours, published
from webloop.replication.paper import Claim, Found, Paper

_ARXIV = "arXiv:2604.08554"
_SOURCE = f"{_ARXIV}, table of vocabulary retention in its repository, SR123/LLM-text-ecosystems"
_WORDS, _TOKENS, _LAST = 55_391, 4_010_000, 12
_COUNTS = zipf_mandelbrot(_WORDS, 1.3, 2.7) * _TOKENS
RETAINED = {
    "Doyle (4.01M tokens)": {0.25: 0.860, 0.5: 0.836, 1.0: 0.473},
    "Austen (601k)": {0.25: 0.847, 0.5: 0.819, 1.0: 0.449},
    "Darwin (356k)": {0.25: 0.825, 0.5: 0.808, 1.0: 0.408},
}
"""Their table: the share of the vocabulary left at generation 12, by corpus and synthetic share; one seed each."""
CASES = {
    share: Case(
        f"synthetic-{share:g}",
        "vocabulary.yaml",
        _LAST,
        50,
        50,
        ("ideas_alive",),
        {"pinned_pollution": {"2000-02": share}},
    )
    for share in (0.25, 0.5, 1.0)
}


def _kept(found: Found, share: float) -> np.ndarray:
    """Share of the vocabulary that is left, (replicates, generations)."""
    return np.asarray(found[CASES[share].name]["ideas_alive"] / _WORDS)


def _formula(found: Found) -> Finding:
    kept, theirs = _kept(found, 1.0), kept_words(_COUNTS, _LAST)
    return Finding(tuple(near(f"t = {t}", kept[:, t - 1], theirs[t - 1], within=0.02) for t in (1, 4, 12)))


def _order(found: Found) -> Finding:
    at_end = {share: _kept(found, share)[:, -1] for share in CASES}
    return Finding(
        (
            beyond("a = 0.25 less a = 0.5", at_end[0.25] - at_end[0.5], 0.0, ">="),
            beyond("a = 0.5 less a = 1", at_end[0.5] - at_end[1.0], 0.0, ">="),
        )
    )


def _panels(found: Found) -> list[Panel]:
    course = [ours(f"a = {share:g}", _kept(found, share)) for share in CASES]
    course.append(formula("a = 1", kept_words(_COUNTS, _LAST)))
    ends = np.stack([_kept(found, share)[:, -1] for share in CASES], axis=1)
    table = [published(name, list(row), list(row.values())) for name, row in RETAINED.items()]
    return [
        Panel("Vocabulary left, by synthetic share a", "generation", "share", course),
        Panel(
            "At generation 12", "synthetic share a", "share", [ours("Zipf-Mandelbrot words", ends, list(CASES)), *table]
        ),
    ]


PAPER = Paper(
    key="riis-2026",
    row="L8",
    authors="Riis",
    year=2026,
    title="Drift and selection in LLM text ecosystems",
    ids=(_ARXIV,),
    setup=(
        "55391 words and 4.01 million tokens, as in the Doyle corpus, each generation with a share a of synthetic "
        "ones. The corpora are not shipped: frequencies are a Zipf-Mandelbrot law whose rarest word occurs about once, "
        "and words are drawn without grammar. So of the published table only the order is checked: for a < 1 our "
        "shares lie above those of the corpora, which probably have more words that occur once than such a law."
    ),
    conventions=(
        "t = 1 is the first corpus that a model fitted to the original writes, or its like from the original.",
        "The rest of each generation is drawn with replacement from the original.",
    ),
    claims=(
        Claim(
            "riis-formula",
            "Without original text the share of words that is left is (1/V) sum_w 1 - exp(-c_w g_t).",
            "derived by us",
            "derived here, after arXiv:2412.17646",
            "formula at t = 1, 4, 12",
            (CASES[1.0],),
            "0.02",
            3,
            _formula,
        ),
        Claim(
            "riis-order",
            "The more synthetic text, the fewer words are left.",
            "direction only",
            _SOURCE,
            "Doyle: 0.860, 0.836, 0.473 for a = 0.25, 0.5, 1",
            tuple(CASES.values()),
            "none; both differences lie 20 standard errors clear",
            2,
            _order,
        ),
    ),
    panels=_panels,
)
