"""The metric reference, from the registry of metrics."""

from webloop.metrics.registry import Level, Metric, metrics
from webloop.reference.markdown import code, prose, table

_INTRODUCTION = """\
Each metric is a column of `monthly.parquet` or `generations.parquet` in a results folder, and a name that `--metric`
takes. `webloop list metrics` prints the same list; `dictionary.csv` in every results folder tells the columns of its
tables.

Pollution is the share of synthetic text, and is always said of something: new pages (`pollution_flow`), live pages
(`pollution_stock`), what a crawler fetched, what a model was trained on, what readers see. *Better* says which way a
policy should move it; a dash, that neither way is better. *Content* is what pages must hold for it to be measured:
`any`, or one of the kinds of [content](scenario-reference.md#content). A definition without a source is webloop's own.
"""
_LEVELS: dict[Level, tuple[str, str]] = {
    "month": ("Of the world", "One number for every month."),
    "model": (
        "Of the deployed models",
        "One number for every model at its release, and every month the mean of those deployed.",
    ),
    "generation": ("Of a model at its release", "One number for every model that is trained."),
}
_HEAD = ("metric", "definition, and whose it is", "unit", "better", "content")


def metrics_page() -> str:
    """The page, but for its marker. Metrics of other packages are not on it."""
    known = [each for each in metrics().values() if _ships(each)]
    parts = ["# Metric reference\n", _INTRODUCTION]
    for level, (title, about) in _LEVELS.items():
        rows = [_row(each) for each in known if each.level == level]
        parts.append(f"## {title}\n\n{about}\n\n{table(_HEAD, rows)}")
    return "\n".join(parts)


def _ships(metric: Metric) -> bool:
    """Whether a metric comes with webloop; several that share a function are partial calls of it."""
    return getattr(metric.function, "func", metric.function).__module__.startswith("webloop.")


def _row(metric: Metric) -> tuple[str, ...]:
    source = "" if metric.source == "webloop" else f" ({prose(metric.source)})"
    meaning = f"{prose(metric.meaning)}. Exactly: " if metric.meaning else ""
    definition = f"**{prose(metric.label)}**: {meaning}{prose(metric.definition)}{source}"
    return code(metric.name), definition, *(prose(text) for text in (metric.unit, metric.better, metric.content))
