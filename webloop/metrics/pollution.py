"""Pollution: the share of synthetic text, always said of something."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from webloop.metrics.registry import month_metric

if TYPE_CHECKING:
    from webloop.world.world import World

Pages = Mapping[float, float]
"""Pages by their share of AI text."""


def flow(world: "World") -> Pages:
    """New pages."""
    return _total((group.ai_fraction, batch.pages) for group, batch in world.new.items())


def stock(world: "World") -> Pages:
    """Live pages."""
    fractions, pages = world.web.by_fraction()
    return dict(zip(fractions.tolist(), pages.tolist(), strict=True))


def crawled(world: "World") -> Pages:
    """Pages that crawlers hold, all crawlers together."""
    return _total((group.ai_fraction, n) for store in world.crawlers.values() for group, n in store.fetched.items())


def training(world: "World") -> list[Pages]:
    """Training pages of each deployed model."""
    models = [lab.newest for lab in world.labs if lab.newest]
    return [_total((row[1], pages) for row, pages in model.training.rows.items()) for model in models]


def exposure(world: "World") -> Pages:
    """What readers see."""
    fractions, seen = world.exposure
    return dict(zip(fractions.tolist(), seen.tolist(), strict=True))


def _total(pairs: Iterable[tuple[float, float]]) -> Pages:
    out: dict[float, float] = {}
    for fraction, pages in pairs:
        out[fraction] = out.get(fraction, 0.0) + pages
    return out


COUNTS: dict[str, tuple[Callable[[float], float], str]] = {
    "": (lambda fraction: fraction, "a synthetic page counts 1, an assisted page its share of AI text"),
    "_any": (lambda fraction: float(fraction > 0), "pages with any AI text count 1"),
    "_majority": (lambda fraction: float(fraction > 0.5), "pages that are mostly AI text count 1"),
}


def _rate(pages: Pages, suffix: str) -> float:
    total = sum(pages.values())
    count = COUNTS[suffix][0]
    return sum(n * count(fraction) for fraction, n in pages.items()) / total if total > 0 else float("nan")


def _of_one(world: "World", of: Callable[["World"], Pages], suffix: str) -> float:
    return _rate(of(world), suffix)


def _of_models(world: "World", suffix: str) -> float:
    rates = [_rate(pages, suffix) for pages in training(world)]
    return float(np.mean(rates)) if rates else float("nan")


_PLACES: tuple[tuple[str, Callable[["World"], Pages] | None, str], ...] = (
    ("flow", flow, "new pages of the month"),
    ("stock", stock, "live pages"),
    ("crawl", crawled, "pages that the crawlers hold"),
    ("training", None, "training pages (repeated ones weighted), mean over deployed models"),
    ("exposure", exposure, "what readers see, given how visible pages are"),
)
for _place, _pages, _what in _PLACES:
    for _suffix, (_, _how) in COUNTS.items():
        month_metric(
            f"pollution_{_place}{_suffix}",
            label=f"Pollution of {_place}" + {"": "", "_any": ", any AI", "_majority": ", mostly AI"}[_suffix],
            better="lower",
            definition=f"share of synthetic text in {_what}: {_how}",
            source="webloop; the published figures differ because they count different things",
        )(partial(_of_models, suffix=_suffix) if _pages is None else partial(_of_one, of=_pages, suffix=_suffix))
