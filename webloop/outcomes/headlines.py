"""The metrics that tables and pictures show first."""

HEADLINES = (
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
