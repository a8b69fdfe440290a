"""What is compared of a run of either engine, and how: statistics of the end, and two-sample tests."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import stats

from tests.stochastic.page_engine import KINDS, Record
from webloop.scenario.resolve import Resolved

BIN = 40
NICHES = 12
Samples = dict[str, np.ndarray]


@dataclass(frozen=True)
class Parts:
    """Ideas of special interest, as masks over all ideas."""

    head: np.ndarray
    tail: np.ndarray
    fresh: np.ndarray
    wrong: np.ndarray


def parts(record: Record, start: int) -> Parts:
    """Head, tail, ideas born in the year before the start or later, and errors."""
    niche = record.domain.succession.niche
    head, tail, fresh, wrong = (np.zeros(record.domain.size_ideas, dtype=bool) for _ in range(4))
    head[: len(niche)] = niche < 2
    tail[: len(niche)] = niche >= NICHES - 5
    fresh[: len(niche)] = record.domain.succession.born > start - 12
    wrong[len(niche) :] = True
    return Parts(head, tail, fresh, wrong)


def statistics(record: Record, resolved: Resolved) -> dict[str, float]:
    """End statistics of a run of either engine."""
    ideas = parts(record, resolved.scenario.time.start)
    found = {**of_web(record, resolved, ideas)}
    for name in record.store:
        found |= of_store(record, name, ideas, resolved.scenario.time.end)
    for name in record.trainings:
        found |= of_lab(record, name, ideas)
    found |= of_pairs(record, ideas)
    return {key: float(value) for key, value in found.items()}


def of_web(record: Record, resolved: Resolved, ideas: Parts) -> dict[str, float]:
    """Live pages and the archive."""
    start, end, date = (
        resolved.scenario.time.start,
        resolved.scenario.time.end,
        resolved.scenario.archive.date,
    )
    out = {}
    for kind in KINDS:
        out[f"live {kind} half way"] = record.live[(start + end) // 2][kind]
        out[f"live {kind}"] = record.live[end][kind]
    out["archive"] = record.archive.sum()
    out["archive tail"] = record.archive[ideas.tail].sum()
    # joint: archived pages are live pages, and pages for sale
    out["live human - archive, at its date"] = record.live[date]["human"] - record.archive.sum()
    out["early tail for sale - archive tail"] = (record.published[0] - record.archive)[ideas.tail].sum()
    return out


def of_store(record: Record, name: str, ideas: Parts, end: int) -> dict[str, float]:
    """What a crawler fetched."""
    store, (split, late) = record.store[name], (record.store_split[name], record.published[1])
    made = store["light"] + store["dark"] + store["synthetic"]
    out = {f"{name}: fetched {kind}": store[kind].sum() for kind in KINDS}
    for what, chosen in (("head", ideas.head), ("tail", ideas.tail), ("new ideas", ideas.fresh)):
        out[f"{name}: fetched human {what}"] = store["human"][chosen].sum()
        out[f"{name}: fetched AI {what}"] = made[chosen].sum()
    for kind in ("light", "dark", "synthetic"):
        out[f"{name}: fetched {kind}, error"] = store[kind][ideas.wrong].sum()
    # joint: what is for sale and what was fetched are the same pages, and so are archive and store
    out[f"{name}: tail for sale - fetched"] = (late - split[1])[ideas.tail].sum()
    out[f"{name}: head for sale - fetched"] = (late - split[1])[ideas.head].sum()
    out[f"{name}: fetched - archive, tail"] = (split[0] - record.archive)[ideas.tail].sum()
    out[f"{name}: fetched dark - live dark"] = store["dark"].sum() - record.live[end]["dark"]
    return out


def of_lab(record: Record, name: str, ideas: Parts) -> dict[str, float]:
    """A lab's first and last models and the last training set."""
    models = record.trainings[name]
    first, before, last = models[0], models[-2], models[-1]
    out: dict[str, float] = {"models": len(models), "kept": last.kept, "unused": last.unused}
    for side, pages in last.filtered.items():
        out[f"filtered {side}"] = pages
        out[f"passed {side}"] = last.eligible[side] - pages
    for kind in KINDS:
        out[f"trained on {kind}"] = last.rows[kind]
    for source, pages in last.used.items():
        out[f"bought {source}"] = pages
        out[f"left of {source}"] = last.offered[source] - pages
    out["first error pages"] = first.counts[ideas.wrong].sum()
    for when, model in (("first", first), ("last", last)):
        used = model.output[model.output > 0]
        out[f"{when} tail mass"] = model.output[ideas.tail].sum()
        out[f"{when} entropy"] = -(used * np.log(used)).sum()
    out["last error mass"] = last.output[ideas.wrong].sum()
    out["mass of new ideas"] = last.output[ideas.fresh].sum()
    # joint: generations, and model and archive
    out["repeated before"] = before.output @ last.output
    archived = record.archive[ideas.tail].sum() / record.archive.sum()
    out["model - archive, tail"] = last.output[ideas.tail].sum() - archived
    return {f"{name}: {key}": value for key, value in out.items()}


def of_pairs(record: Record, ideas: Parts) -> dict[str, float]:
    """Two crawlers that met the same pages, two labs that read each other."""
    out = {}
    if len(record.store) == 2:
        one, two = record.store.values()
        for kind in ("human", "dark", "synthetic"):
            for what, chosen in (("tail", ideas.tail), ("head", ideas.head), ("errors", ideas.wrong)):
                out[f"one - two, {kind} {what}"] = (one[kind] - two[kind])[chosen].sum()
    if len(record.trainings) == 2:
        a, b = (models[-1].output for models in record.trainings.values())
        out["a - b: tail mass"] = (a - b)[ideas.tail].sum()
        out["a - b: error mass"] = (a - b)[ideas.wrong].sum()
    return out


def p_value(one: np.ndarray, two: np.ndarray) -> float:
    """Two-sample test: chi-square for whole numbers, Kolmogorov-Smirnov for real ones."""
    pooled = np.concatenate([one, two])
    if pooled.min() == pooled.max():
        return 1.0
    if np.any(pooled != np.round(pooled)):
        return float(stats.ks_2samp(one, two, method="asymp").pvalue)
    bins = max(2, min(12, len(pooled) // BIN))
    edges = np.unique(np.quantile(pooled, np.linspace(0, 1, bins + 1)[1:-1], method="inverted_cdf"))
    table = np.array([np.bincount(np.searchsorted(edges, x), minlength=len(edges) + 1) for x in (one, two)])
    columns: list[np.ndarray] = []
    for column in table.T:  # join bins until each holds enough
        if columns and columns[-1].sum() < BIN:
            columns[-1] = columns[-1] + column
        else:
            columns.append(column)
    if len(columns) > 1 and columns[-1].sum() < BIN:
        columns[-2:] = [columns[-2] + columns[-1]]
    return float(stats.chi2_contingency(np.array(columns).T).pvalue) if len(columns) > 1 else 1.0


def sample(run: Callable[[int], Record], resolved: Resolved, replicates: int) -> Samples:
    rows = [statistics(run(index), resolved) for index in range(replicates)]
    return {key: np.array([row[key] for row in rows]) for key in rows[0]}


def p_values(one: Samples, two: Samples) -> dict[str, float]:
    """The p-value of each statistic, the smallest first."""
    assert one.keys() == two.keys()
    return dict(sorted(((key, p_value(one[key], two[key])) for key in one), key=lambda item: item[1]))
