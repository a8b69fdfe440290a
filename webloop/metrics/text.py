"""Text: how well models know held-out human text, which words they have lost, and how alike their pages are."""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from webloop.content.text.domain import TextDomain
from webloop.content.text.specimen import BANDS, DECILES, Original, Specimen
from webloop.content.text.variety import compression, distinct, heaps_slope, repeated, zipf_slope
from webloop.metrics.divergence import entropy_bits, jensen_shannon_bits
from webloop.metrics.registry import Better, model_metric
from webloop.metrics.view import ModelView

_OF = "of a specimen of what the model writes"
_TAILS = "Shumailov et al. 2024 (the tails vanish first)"
_RUNS = (1, 2, 3, 4)
Measure = Callable[[Specimen, Original], float]


def _measured(view: ModelView, name: str, measure: Measure) -> NDArray[np.float64]:
    """A measure of each model's specimen; what has been measured is kept with it, because models stay for months."""
    domain = view.truth.content
    assert isinstance(domain, TextDomain)  # metrics of text are not asked about other contents
    assert domain.original is not None  # there is a model
    specimens = [domain.specimens[model.lab, model.generation] for model in view.models]
    for each in specimens:
        if name not in each.measured:
            each.measured[name] = measure(each, domain.original)
    return np.array([each.measured[name] for each in specimens])


def _metric(
    name: str, label: str, unit: str, better: Better, definition: str, source: str, measure: Measure, meaning: str = ""
) -> None:
    register = model_metric(
        name,
        label=label,
        unit=unit,
        better=better,
        meaning=meaning,
        definition=definition,
        source=source,
        content="text",
    )
    register(partial(_measured, name=name, measure=measure))


def _perplexity(specimen: Specimen, original: Original) -> float:  # noqa: ARG001 (all measures are called alike)
    return specimen.perplexity if np.isfinite(specimen.perplexity) else float("nan")


def _shares(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    value: NDArray[np.float64] = counts / counts.sum()
    return value


def _alive(specimen: Specimen, original: Original, part: int, parts: str) -> float:
    words = getattr(original, parts)[part]
    return float((specimen.counts[words] > 0).mean()) if len(words) else float("nan")


_metric(
    "perplexity",
    "Perplexity",
    "words",
    "lower",
    "exp of the mean negative log probability of a word of held-out human text, of the model as it was fitted (no "
    "temperature); the vocabulary is closed and the same for all models; not a number where some word can't come",
    "Jelinek et al. 1977, doi:10.1121/1.2016299",
    _perplexity,
    meaning="how much real human text surprises a model: 100 is as unsure as between 100 equally likely words",
)
_metric(
    "words_alive",
    "Words alive",
    "share",
    "higher",
    "share of the word types that people had published when the first model was trained that occur in a specimen of "
    "what the model writes (content.specimen words)",
    _TAILS,
    lambda specimen, original: float((specimen.counts[original.types] > 0).mean()),
    meaning="how many of the different words that people used models still use",
)
_metric(
    "word_types",
    "Different words",
    "words",
    "higher",
    f"word types {_OF} (content.specimen words)",
    "convention",
    lambda specimen, original: float(np.count_nonzero(specimen.counts)),  # noqa: ARG005
)
_metric(
    "word_entropy",
    "Entropy of words",
    "bits",
    "-",
    f"Shannon entropy of word frequencies {_OF}; at temperature 1 it may rise while the model gets worse",
    "Shannon 1948",
    lambda specimen, original: entropy_bits(_shares(specimen.counts)),  # noqa: ARG005
)
_metric(
    "word_js",
    "Divergence of words",
    "bits",
    "lower",
    f"Jensen-Shannon divergence of word frequencies {_OF} from those that people had published when the first model "
    "was trained",
    "Lin 1991, doi:10.1109/18.61115",
    lambda specimen, original: jensen_shannon_bits(_shares(specimen.counts), _shares(original.counts)),
    meaning="how far models' use of words is from people's: 0 is the same, 1 nothing in common",
)
_metric(
    "compression_ratio",
    "Compression ratio",
    "-",
    "lower",
    f"plain size {_OF}, words as two bytes by rank, over its size compressed by DEFLATE: the higher, the more alike "
    "its pages are",
    "Shaib et al. 2024, arXiv:2403.00553",
    lambda specimen, original: compression(specimen.pages),  # noqa: ARG005
)
_metric(
    "repetition",
    "Repetition",
    "share",
    "lower",
    f"share of runs of four words {_OF} that stand on the same page before",
    "Welleck et al. 2020, arXiv:1908.04319 (seq-rep-4)",
    lambda specimen, original: repeated(specimen.pages, 4),  # noqa: ARG005
    meaning="how often models repeat themselves within a page",
)
_metric(
    "copied_share",
    "Copied from training",
    "share",
    "-",
    f"share of runs of five words {_OF} that its training set has, too",
    "McCoy et al. 2023, doi:10.1162/tacl_a_00567",
    lambda specimen, original: specimen.copied,  # noqa: ARG005
)
_metric(
    "zipf_slope",
    "Zipf slope",
    "-",
    "-",
    f"minus the slope of log frequency on log rank, ranks 10 to 1000, {_OF}; not a number with fewer than 15 words",
    "Zipf 1949",
    lambda specimen, original: zipf_slope(specimen.counts),  # noqa: ARG005
)
_metric(
    "heaps_slope",
    "Heaps slope",
    "-",
    "-",
    f"slope of log different words on log words {_OF}, from its first tenth on",
    "Heaps 1978",
    lambda specimen, original: heaps_slope(specimen.pages),  # noqa: ARG005
)
for _length in _RUNS:
    _metric(
        f"distinct_{_length}",
        f"Distinct-{_length}",
        "share",
        "-",
        f"different runs of {_length} words as a share of all runs within pages, {_OF}; compare specimens of one size",
        "Li et al. 2016, doi:10.18653/v1/N16-1014",
        partial(lambda specimen, original, length: distinct(specimen.pages, length), length=_length),  # noqa: ARG005
        meaning=f"how varied models' runs of {_length} words are",
    )
for _index in range(DECILES):
    _metric(
        f"words_alive_decile_{_index + 1:02d}",
        f"Words alive, frequency decile {_index + 1}",
        "share",
        "higher",
        f"words_alive of decile {_index + 1} of 10 by how often people used the words (1: the most frequent)",
        _TAILS,
        partial(_alive, part=_index, parts="deciles"),
    )
for _index, _band in enumerate(BANDS):
    _metric(
        f"words_alive_{_band.name}",
        f"Words alive, {_band.label}",
        "share",
        "higher",
        f"words_alive of those that people had used {_band.label}",
        _TAILS,
        partial(_alive, part=_index, parts="bands"),
    )
