"""The metrics that tables and pictures show first."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from webloop.outcomes.results import Results

OF_NUMBERS = ("wasserstein_2", "mean_error", "log_sd", "variance_ratio", "coefficient_error", "accuracy")
"""What models keep where pages hold numbers: metrics of a content are recorded only where there is some of it."""
OF_WORDS = ("perplexity", "words_alive", "distinct_2", "repetition", "word_js")
"""The same where pages hold words: always together, because perplexity alone can look fine while most words go."""
HEADLINES = (
    *OF_WORDS,
    *OF_NUMBERS,
    "tail_recall",
    "hill_1",
    "error_mass",
    "js_divergence",
    "new_idea_recall",
    "pollution_training",
    "minority_share",
    "staleness",
    "pollution_flow",
    "pollution_stock",
    "human_output",
    "human_pages_lost",
    "policy_cost",
)
"""What models keep, how true they are, how fresh, and what it costs."""

ECOLOGY = (
    "human_exit",
    "tail_recall",
    "human_readership",
    "error_mass",
    "pollution_exposure",
    "pollution_training",
    "farm_exposure",
    "new_idea_recall",
    "writer_income",
    "minority_visibility",
)
"""Who writes and who is read as well: what comes first where readers make a difference."""


def headlines(results: "Results") -> tuple[str, ...]:
    """The headline metrics of some results: those of an ecology first, where it is one."""
    return tuple(dict.fromkeys((*ECOLOGY, *HEADLINES))) if has_ecology(results) else HEADLINES


def has_ecology(results: "Results") -> bool:
    """True where people have given up writing, or write more, because of who reads them."""
    if not (results.folder / "summary.csv").is_file():  # designs for sensitivity have none
        return False
    ends = results.summary
    return bool((ends.loc[ends["metric"] == "human_exit", "mean"] != 0).any())
