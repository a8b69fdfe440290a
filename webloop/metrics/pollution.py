"""Pollution: the share of synthetic text, always said of something."""

from functools import partial

from webloop.metrics.registry import month_metric
from webloop.metrics.view import WorldView

COUNTS = {
    "fraction": ("", "", "a synthetic page counts 1, an assisted page its share of AI text"),
    "any": ("_any", ", any AI", "pages with any AI text count 1"),
    "majority": ("_majority", ", mostly AI", "pages that are mostly AI text count 1"),
}
PLACES = {
    "flow": ("new pages of the month", "the text that is new on the web"),
    "stock": ("live pages", "all text on the web"),
    "fetched": ("new pages that the crawlers fetch this month", "the new text that crawlers fetch"),
    "crawl": ("all pages that the crawlers hold", "all text that crawlers hold"),
    "training": (
        "training pages (repeated ones weighted), mean over deployed models",
        "the text that models learn from",
    ),
    "exposure": ("what readers see, given how visible pages are", "the text that readers see"),
}
"""What pollution is of, exactly and in short."""


def _pollution(view: WorldView, place: str, count: str) -> float:
    values = [getattr(rates, count) for rates in view.rates[place]]
    return sum(values) / len(values) if values else float("nan")


for _place, (_what, _text) in PLACES.items():
    for _count, (_suffix, _said, _how) in COUNTS.items():
        month_metric(
            f"pollution_{_place}{_suffix}",
            label=f"Pollution of {_place}{_said}",
            better="lower",
            apart=_place == "training",
            meaning="" if _suffix else f"how much of {_text} is written by AI",
            definition=f"share of synthetic text in {_what}: {_how}",
            source="webloop; the published figures differ because they count different things",
        )(partial(_pollution, place=_place, count=_count))
