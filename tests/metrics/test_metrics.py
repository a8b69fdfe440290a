"""Metrics against their definitions, computed the long way."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon

from webloop.metrics.registry import metrics, month_metric
from webloop.metrics.view import ModelView, Truth
from webloop.outcomes.headlines import ECOLOGY, HEADLINES
from webloop.run.recorder import Recorder, select
from webloop.run.runner import run_once
from webloop.scenario.resolve import Resolved
from webloop.streams import Streams
from webloop.world.world import World


@pytest.fixture
def world(small: Resolved) -> World:
    world = World(small, Streams(3, 0))
    for _ in range(50):
        world.step()
    world.month -= 1  # look at the month that has just passed
    return world


@pytest.fixture
def view(world: World) -> ModelView:
    return ModelView([lab.newest for lab in world.labs if lab.newest], Truth(world.truth, world.month, world.domain))


def value(view: ModelView, name: str) -> list[float]:
    function: Callable[[ModelView], np.ndarray] = metrics()[name].function  # type: ignore[assignment]
    return function(view).tolist()


def test_distances(view: ModelView) -> None:
    p = view.truth.p
    for i, model in enumerate(view.models):
        q = model.output
        assert value(view, "js_divergence")[i] == pytest.approx(jensenshannon(p, q, base=2) ** 2)
        assert value(view, "total_variation")[i] == pytest.approx(np.abs(p - q).sum() / 2)
        assert value(view, "hellinger")[i] == pytest.approx(np.sqrt(((np.sqrt(p) - np.sqrt(q)) ** 2).sum() / 2))
        floored = sum(x * np.log2(x / max(y, 1e-9)) for x, y in zip(p, q, strict=True) if x > 0)
        assert value(view, "kl_floored")[i] == pytest.approx(floored)
    pair = jensenshannon(view.models[0].output, view.models[1].output, base=2) ** 2
    assert value(view, "lab_divergence") == pytest.approx([pair, pair])


def test_hill_numbers(view: ModelView) -> None:
    for i, model in enumerate(view.models):
        q = model.output * (view.truth.p > 0)
        q = q / q.sum()
        assert value(view, "hill_0")[i] == (q > 0).sum()
        assert value(view, "hill_1")[i] == pytest.approx(np.exp(-(q[q > 0] * np.log(q[q > 0])).sum()))
        assert value(view, "hill_2")[i] == pytest.approx(1 / (q**2).sum())
        assert value(view, "error_mass")[i] == pytest.approx(model.output[-4:].sum())


def test_recalls(view: ModelView) -> None:
    p = view.truth.p
    order = np.argsort(-p, kind="stable")
    before = np.cumsum(p[order]) - p[order]
    parts = {"head": order[before < 0.8], "tail": order[(before >= 0.95) & (p[order] > 0)]}
    for name, ideas in parts.items():
        expected = [np.minimum(p, m.output)[ideas].sum() / p[ideas].sum() for m in view.models]
        assert value(view, f"{name}_recall") == pytest.approx(expected)
    deciles = np.stack([value(view, f"recall_decile_{i:02d}") for i in range(1, 11)])
    assert ((deciles >= 0) & (deciles <= 1)).all()


def test_staleness_counts_ideas_that_nobody_writes(view: ModelView) -> None:
    domain = view.truth.domain
    born = np.concatenate([domain.succession.born <= view.truth.month, np.zeros(domain.errors, dtype=bool)])
    gone = (view.truth.p == 0) & born
    assert value(view, "staleness") == pytest.approx([m.output[gone].sum() for m in view.models])


def test_pollution_of_everything(world: World) -> None:
    recorder = Recorder(select([name for name in metrics() if name.startswith("pollution")]))
    recorder.observe(world)
    columns = {name: values[0][0] for name, values in recorder._monthly.items()}
    new = [(group.ai_fraction, batch.pages) for group, batch in world.new.items()]
    total = sum(pages for _, pages in new)
    assert columns["pollution_flow"] == pytest.approx(sum(f * n for f, n in new) / total)
    assert columns["pollution_flow_any"] == pytest.approx(sum(n for f, n in new if f > 0) / total)
    assert columns["pollution_flow_majority"] == pytest.approx(sum(n for f, n in new if f > 0.5) / total)
    for name, share in columns.items():
        if name != "month":
            assert 0 < share < 1, name


def test_new_pages_follow_the_adoption_curve(small: Resolved) -> None:
    """At 2024-11 (24 months) the press' majority share is 0.5 (1 - exp(-24 / 14)); a page rounds nothing away."""
    world = World(small, Streams(1, 0))
    while world.month <= 24_298:
        world.step()
    press = world.cohorts.in_segment(0)
    bins = world.rules.writers.assist_bins
    majority = sum(each.share for each in bins if each.fraction > 0.5)
    assert world.cohorts.ai_share[press] * majority == pytest.approx(0.5 * (1 - np.exp(-24 / 14)))


def test_every_metric_is_defined() -> None:
    for name, metric in metrics().items():
        assert metric.label, name
        assert metric.unit, name
        assert len(metric.definition) > 10, name
        assert metric.source, name
        assert metric.better in {"higher", "lower", "-"}


def test_a_name_stands_for_one_metric() -> None:
    with pytest.raises(ValueError, match="registered twice"):
        month_metric("hill_1", label="x", definition="something else entirely")(lambda _: 0.0)


def test_generations_have_their_own_values(small: Resolved) -> None:
    table = run_once(small, 1, 0).generations
    assert sorted(set(table["lab"])) == ["alpha", "beta"]
    for lab in ("alpha", "beta"):
        mine = table["lab"] == lab
        assert table["generation"][mine].tolist() == list(range(mine.sum()))
        assert np.diff(table["month"][mine]).tolist() == [6] * (mine.sum() - 1)
    assert len({round(x, 12) for x in table["hill_1"]}) == len(table["hill_1"])


def test_what_is_shown_first_is_told_in_plain_words() -> None:
    """No formula, no line longer than one that fits under a picture."""
    for name in {*HEADLINES, *ECOLOGY}:
        meaning = metrics()[name].meaning
        assert 20 < len(meaning) < 110, name
        assert not set("()=^|*") & set(meaning), name
