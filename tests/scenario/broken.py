"""What a broken file is, and the longer parts of messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from webloop.scenario.shipped import shipped_names

TOP = (
    "archive, claim, collapse, communities, content, crawlers, extends, farms, ideas, instruments, interventions, "
    "lab, labels, labs, market, pinned_pollution, readers, sites, time, title, web, writers"
)
LAB = (
    "accumulation, budget, cadence, choice, crawler, cutoff_lag, decoder, filter, first_release, hallucination, "
    "learner, market_share, max_epochs, mix, sampling, watermark, weights"
)
DETECTOR = "community_fpr, fpr, humanised, kind, paraphrased_tpr, selectivity, tpr, unseen_factor, update_lag"
KINDS = "accumulate, accumulate_subsample, replace, window"
ANY = "`*` stands for all of them in a study's `uncertain` only"
CADENCE = "must be a whole number from 1 to 600 (months, default 12): Time between models"
SHIPPED = ", ".join(shipped_names())


@dataclass(frozen=True)
class Broken:
    """Files that can't be run, and everything that webloop says about the first of them.

    Attributes:
        name: what is wrong.
        files: their texts by name, `a.yaml` first; None for a folder. A text alone is that of `a.yaml`.
        messages: all messages, in order; TMP stands for the folder.
        settings: `--set` options.
    """

    name: str
    files: str | bytes | Mapping[str, str | bytes | None]
    messages: list[str]
    settings: list[str] = field(default_factory=list)
