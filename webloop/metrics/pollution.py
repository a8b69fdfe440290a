"""Pollution: the share of synthetic text, always said of something."""

from collections.abc import Callable
from functools import partial

from webloop.metrics.registry import month_metric
from webloop.metrics.view import PagesByFraction, WorldView

COUNTS: dict[str, tuple[Callable[[float], float], str, str]] = {
    "": (lambda fraction: fraction, "", "a synthetic page counts 1, an assisted page its share of AI text"),
    "_any": (lambda fraction: float(fraction > 0), ", any AI", "pages with any AI text count 1"),
    "_majority": (lambda fraction: float(fraction > 0.5), ", mostly AI", "pages that are mostly AI text count 1"),
}
PLACES = {
    "flow": "new pages of the month",
    "stock": "live pages",
    "crawl": "all pages that the crawlers hold",
    "training": "training pages (repeated ones weighted), mean over deployed models",
    "exposure": "what readers see, given how visible pages are",
}


def rate(pages: PagesByFraction, count: Callable[[float], float]) -> float:
    """Share of synthetic text; not a number where there are no pages.

    >>> rate({0.0: 60, 0.5: 20, 1.0: 20}, lambda fraction: fraction)
    0.3
    """
    total = sum(pages.values())
    return sum(n * count(fraction) for fraction, n in pages.items()) / total if total > 0 else float("nan")


def _pollution(view: WorldView, place: str, count: Callable[[float], float]) -> float:
    rates = [rate(pages, count) for pages in view.pages[place]]
    return sum(rates) / len(rates) if rates else float("nan")


for _place, _what in PLACES.items():
    for _suffix, (_count, _said, _how) in COUNTS.items():
        month_metric(
            f"pollution_{_place}{_suffix}",
            label=f"Pollution of {_place}{_said}",
            better="lower",
            definition=f"share of synthetic text in {_what}: {_how}",
            source="webloop; the published figures differ because they count different things",
        )(partial(_pollution, place=_place, count=_count))
