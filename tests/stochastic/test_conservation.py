"""What must hold in every month of every web, however its rules are combined.

Hypothesis draws small random scenarios (policies, filters, mixes, labels, lifetimes, pins, interventions);
the shipped engine runs them and nothing may appear or vanish on the way. These are exact properties: no
tolerance but floating-point rounding, so no false alarms.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from math import isnan
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from webloop.errors import InputError
from webloop.metrics.registry import metrics
from webloop.run.runner import run_once
from webloop.scenario.problems import ScenarioError
from webloop.scenario.resolve import Resolved, resolve
from webloop.scenario.yaml import Document, parse_yaml
from webloop.streams import Streams
from webloop.submodels.roles import Eligible
from webloop.world.curation import TrainingSet
from webloop.world.lab import Model
from webloop.world.ledger import HUMAN
from webloop.world.world import World

START, MONTHS = 2020 * 12, 18
ROUNDING = 1e-9


def month(index: int) -> str:
    """The month of that number in the run, as files write it."""
    return f"{(START + index) // 12:04d}-{(START + index) % 12 + 1:02d}"


# --- random scenarios -----------------------------------------------------------------------------

share = st.floats(0, 1, allow_subnormal=False).map(lambda x: round(x, 3))
share_or_end = st.one_of(share, st.sampled_from([0.0, 1.0]))

policies = st.sampled_from(
    [
        "replace",
        "accumulate",
        "accumulate_subsample",
        {"kind": "window", "months": 3},
        {"kind": "window", "months": 30},
    ]
)
detectors = st.one_of(
    st.just({"kind": "perfect"}),
    st.fixed_dictionaries(
        {
            "kind": st.just("classifier"),
            "tpr": share_or_end,
            "fpr": share_or_end,
            "unseen_factor": share_or_end,
            "update_lag": st.integers(0, 12),
            "community_fpr": st.one_of(st.just({}), st.fixed_dictionaries({"minority": share_or_end})),
            "selectivity": st.sampled_from([0.0, 0.5, 10.0]),
        }
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("arms_race"),
            "fpr": share_or_end,
            "evasion": share_or_end,
            "update_lag": st.integers(0, 12),
            "retraining_cost": st.sampled_from([0.0, 1e6]),
            "selectivity": st.sampled_from([0.0, 2.0]),
        }
    ),
)
filters = st.fixed_dictionaries(
    {"drop_labelled": st.booleans(), "signed": st.sampled_from(["ignore", "trust", "require"])},
    optional={"detector": detectors},
)
mixes = st.fixed_dictionaries(
    {},
    optional={
        "archive": st.fixed_dictionaries({"share": st.floats(0, 0.5).map(lambda x: round(x, 2))}),
        "licensed": st.fixed_dictionaries({"share": st.floats(0, 0.5).map(lambda x: round(x, 2))}),
    },
)
budgets = st.one_of(
    st.just("unlimited"),
    st.fixed_dictionaries(
        {
            "tokens": st.sampled_from([500.0, 20_000.0, 1e7]),
            "date": st.just(month(0)),
            "growth": st.sampled_from([0.5, 1.0, 3.0]),
        }
    ),
)
decoders = st.fixed_dictionaries(
    {"temperature": st.sampled_from([0.5, 1.0, 1.5]), "top_p": st.sampled_from([0.7, 1.0])},
    optional={"top_k": st.integers(1, 8)},
)
learners = st.fixed_dictionaries({"smoothing": st.sampled_from([0.0, 0.5])}, optional={"capacity": st.integers(1, 8)})
lifetimes = st.one_of(
    st.fixed_dictionaries({"kind": st.just("constant"), "hazard": st.sampled_from([0.0, 0.05, 3.0])}),
    st.fixed_dictionaries(
        {
            "kind": st.just("weibull"),
            "shape": st.sampled_from([0.5, 0.8, 1.0]),
            "scale_years": st.sampled_from([1.0, 30.0]),
        }
    ),
)
lab_rules = st.fixed_dictionaries(
    {
        "accumulation": policies,
        "filter": filters,
        "mix": mixes,
        "budget": budgets,
        "cadence": st.integers(1, 6),
        "cutoff_lag": st.integers(0, 3),
        "decoder": decoders,
        "learner": learners,
        "hallucination": st.sampled_from([0.0, 0.1, 1.0]),
        "max_epochs": st.sampled_from([1.0, 4.0]),
        "watermark": share_or_end,
    }
)
changes = st.lists(
    st.one_of(
        st.fixed_dictionaries({"labs.a.accumulation": policies}),
        st.fixed_dictionaries({"labs.b.filter": filters}),
        st.fixed_dictionaries({"labels.share": share_or_end}),
        st.fixed_dictionaries({"labels.signed": share_or_end}),
        st.fixed_dictionaries({"crawlers.one.coverage": share_or_end}),
        st.fixed_dictionaries({"labs.a.cutoff_lag": st.integers(0, 3)}),
        st.just({"labs.b.budget": "unlimited"}),
        st.just({"labs.a.mix.licensed.share": 0.3}),
        st.just({"labs.b.market_share": 5.0}),
        st.just({"labs.a.market_share": 0.0}),
        st.fixed_dictionaries({"crawlers.one.labs": st.sampled_from([["a"], ["b"], [], None])}),
        st.fixed_dictionaries({"archive.access": st.sampled_from([["a"], [], None])}),
        st.fixed_dictionaries({"market": st.sampled_from(["fixed", {"kind": "quality", "sensitivity": 90.0}])}),
    ),
    max_size=3,
)


@st.composite
def scenarios(draw: Any) -> Resolved:
    """A small valid scenario: two labs, one or two crawlers and communities."""
    history = draw(st.integers(0, 2))
    firsts = [draw(st.integers(3, 5)), draw(st.integers(3, 9))]
    crawlers = draw(st.sampled_from([["one"], ["one", "two"]]))
    coverage = st.fixed_dictionaries({"coverage": share_or_end, "historic_coverage": share_or_end})
    labs = {
        name: {
            **draw(lab_rules),
            "first_release": month(first),
            "crawler": draw(st.sampled_from(crawlers)),
            "market_share": draw(st.sampled_from([0.5, 1.0])),
        }
        for name, first in zip("ab", firsts, strict=True)
    }
    patches = draw(changes)
    taken = draw(st.integers(0, MONTHS - 1))
    impurity = draw(st.sampled_from([0.0, 0.3])) if taken > min(firsts) else 0.0
    labels = {key: draw(share_or_end) for key in ("share", "removal", "detection", "signed", "forged")}
    if labels["signed"] == labels["forged"] == 0 and "'require'" in repr((labs, patches)):
        labels["forged"] = 0.5  # a lab that takes signed pages alone needs some
    dates = sorted(draw(st.lists(st.integers(0, MONTHS - 1), min_size=len(patches), max_size=len(patches))))
    bins = draw(
        st.sampled_from([[(0.2, 0.5), (1.0, 0.5)], [(0.1, 0.2), (0.5, 0.3), (0.7, 0.2), (0.9, 0.3)], [(1.0, 1.0)]])
    )
    data: dict[str, Any] = {
        "time": {"start": month(0), "end": month(MONTHS - 1), "history_years": history},
        "ideas": {
            "number": draw(st.integers(2, 30)),
            "turnover": draw(st.sampled_from([0.0, 0.5])),
            "fade_months": draw(st.sampled_from([1, 6])),
            "tail_focus": draw(share_or_end),
            "errors": draw(st.sampled_from([0, 3])),
        },
        "communities": draw(
            st.sampled_from([{"minority": {"share": 0.4}, "majority": {"share": 0.6}}, {"minority": {"share": 1.0}}])
        ),
        "web": {
            "pages_per_month": draw(st.sampled_from([1.0, 40.0, 1e9])),
            "tokens_per_page": 100.0,
            "lifetime": draw(lifetimes),
            "ai_hazard_ratio": draw(st.sampled_from([0.5, 1.0, 2.0])),
        },
        "archive": {"date": month(taken), "coverage": draw(share_or_end), "impurity": impurity},
        "collapse": {"reference": month(3)},
        "crawlers": {name: draw(coverage) for name in crawlers},
        "labels": labels,
        "writers": {
            "launch": month(max(firsts)),
            "additive": draw(st.sampled_from([0.0, 0.3, 0.9])),
            "growth": draw(st.sampled_from([-0.3, 0.0, 0.5])),
            "assist_bins": [{"fraction": f, "share": s} for f, s in bins],
            "cohorts_per_cell": draw(st.sampled_from([1, 3])),
            "activity_spread": draw(st.sampled_from([0.0, 0.5])),
            "segments": {
                "all": {
                    "weight": 1.0,
                    "adoption": {
                        "kind": "saturating",
                        "saturation": draw(share_or_end),
                        "time_constant": 3.0,
                    },
                    "measures": "any",
                }
            },
        },
        "readers": {"visibility": {"kind": "odds", "ai_odds_ratio": draw(st.sampled_from([0.0, 0.2, 1.0, 5.0]))}},
        "labs": labs,
        "interventions": [{"date": month(d), "set": patch} for d, patch in zip(dates, patches, strict=True)],
    }
    if draw(st.booleans()):
        data["pinned_pollution"] = {
            month(max(firsts) + 1): draw(share_or_end),
            month(max(firsts) + 4): draw(share_or_end),
        }
    return resolve(Document(data), "random")


def quickly(examples: int) -> Any:
    """Few examples, always the same."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=slow)


def months_of(resolved: Resolved) -> Any:
    """The world after each of its months."""
    world = World(resolved, Streams(3, 0))
    for _ in range(MONTHS):
        with no_model_for_the_archive():
            world.step()
        yield world


@contextmanager
def no_model_for_the_archive() -> Iterator[None]:
    """An archive can't be impure where no lab found anything to train on before: such a web is not looked at."""
    try:
        yield
    except InputError:
        reject()


def volume_of(resolved: Resolved, world: World) -> float:
    """Pages that the cohorts decided to publish in the month that passed, human ones and others."""
    cohorts, rules = world.cohorts, resolved.at(world.month - 1)
    return float((cohorts.volume / (1 - rules.writers.additive * cohorts.ai_share)).sum())


# --- the ledger, the store ------------------------------------------------------------------------


@given(scenarios())
@quickly(60)
def test_pages_are_born_live_and_die(resolved: Resolved) -> None:
    """Every month and row: born = live + died, none negative; what is published is what is born."""
    before: Counter[Any] = Counter()
    opened = World(resolved, Streams(3, 0)).web
    before.update(opened.born)
    assert set(opened.born) <= {HUMAN}
    for world in months_of(resolved):
        assert set(world.web.born) == set(world.web.live)
        for row, live in world.web.live.items():
            assert live.min() >= 0
            assert world.web.died.get(row, 0) >= 0
            assert world.web.born[row] == world.web.pages(row) + world.web.died.get(row, 0)
        new: Counter[Any] = Counter()
        for group, batch in world.new.items():
            assert batch.pages >= 0
            assert batch.content is None or batch.content.sum() == batch.pages
            new[group.provenance, group.ai_fraction] += batch.pages
        born = Counter(world.web.born)
        assert {row: n for row, n in (born - before).items() if n} == {row: n for row, n in new.items() if n}
        before = born


@given(scenarios())
@quickly(80)
def test_what_cohorts_decide_to_publish_is_published(resolved: Resolved) -> None:
    """New pages are the cohorts' volume, up to half a page of rounding for each group."""
    for world in months_of(resolved):
        new = sum(batch.pages for batch in world.new.values())
        expected = volume_of(resolved, world)
        # human and mostly human pages by community, two kinds of others by generation
        groups = 2 * len(world.cohorts.communities) + 2 * len(world.labs)
        assert abs(new - expected) <= 0.5 * groups + expected * ROUNDING


UNUSED_LAB = """
time: {start: 2020-01, end: 2021-06, history_years: 0}
ideas: {number: 20}
web: {pages_per_month: 1000, tokens_per_page: 100}
archive: {date: 2020-01}
collapse: {reference: 2020-04}
writers:
  launch: 2020-04
  growth: 0
  segments: {all: {weight: 1, adoption: {kind: saturating, saturation: 0.6, time_constant: 3}, measures: any}}
lab: {budget: unlimited, cutoff_lag: 0}
labs:
  a: {first_release: 2020-04, market_share: 0}
  b: {first_release: 2020-10}
"""


def test_no_page_vanishes_while_nobody_uses_the_only_model() -> None:
    """A lab with market share 0 is first: until the other follows, all that cohorts decide to publish is."""
    resolved = resolve(parse_yaml(UNUSED_LAB, "unused lab"), "unused lab")
    for world in months_of(resolved):
        new = sum(batch.pages for batch in world.new.values())
        assert abs(new - volume_of(resolved, world)) <= 3


def test_a_web_of_extra_pages_alone_is_refused() -> None:
    """Where every page has AI text and every such page is extra, no number of pages satisfies the rules."""
    text = """
time: {start: 2020-01, end: 2021-06}
archive: {date: 2020-01}
collapse: {reference: 2020-04}
writers: {launch: 2020-04, additive: 1.0}
lab: {first_release: 2020-04}
pinned_pollution: {2020-05: 1.0}
"""
    with pytest.raises(ScenarioError):
        resolve(parse_yaml(text, "extra"), "extra")


@given(scenarios())
@quickly(60)
def test_crawlers_hold_no_more_than_was_published(resolved: Resolved) -> None:
    """By group and month, in number; human pages and the archive also by idea."""
    published: Counter[Any] = Counter()
    for world in months_of(resolved):
        now = world.month - 1
        for group, batch in world.new.items():
            published[group] += batch.pages
        for store in world.crawlers.values():
            for group, content in store.eligible(Eligible(now - 1, now)).items():
                assert content.min() >= 0
                assert content.sum() <= world.new[group].pages
            for group, pages in store.fetched.items():
                if group.provenance != "human":  # human pages were also published before the start
                    assert pages <= published[group]
            everything = store.eligible(Eligible(None, now))
            assert {group: int(content.sum()) for group, content in everything.items()} == store.fetched
            people = [content for group, content in everything.items() if group.provenance == "human"]
            assert np.all(world.domain.pool(people) <= world.domain.pool(list(world.published.values())))
        if world.archive.content is not None:
            impure = world.domain.empty() if world.archive.impure is None else world.archive.impure
            human = world.archive.content
            assert np.all(human <= world.domain.pool(list(world.published.values())))
            impurity = resolved.scenario.archive.impurity
            assert abs(impure.sum() - impurity * (human.sum() + impure.sum())) <= 0.5 + ROUNDING * impure.sum()


@given(scenarios())
@quickly(60)
def test_crawlers_fetch_nothing_of_labs_they_leave_out(resolved: Resolved) -> None:
    """While a crawler's rules name labs, no page of the month that is mostly AI comes from another one."""
    for world in months_of(resolved):
        rules = resolved.at(world.month - 1)
        for name, store in world.crawlers.items():
            labs = rules.crawlers[name].labs
            made = [group for group in store.months[world.month - 1] if group.mostly_ai]
            assert labs is None or all(group.lab in labs for group in made)


@given(scenarios())
@quickly(60)
def test_the_market_is_shared_out(resolved: Resolved) -> None:
    """Labs are asked for nothing without a model or weight, and pages by lab follow their demand."""
    for world in months_of(resolved):
        rules = resolved.at(world.month - 1)
        for lab in world.labs:
            assert lab.demand >= 0
            if rules.labs[lab.name].market_share == 0 or lab.newest is None:
                assert lab.demand == 0
                assert not any(batch.pages for group, batch in world.new.items() if group.lab == lab.name)
        if any(group.generation is not None for group in world.new):
            assert sum(lab.demand for lab in world.labs) > 0


@given(scenarios())
@quickly(60)
def test_every_licence_is_paid_once(resolved: Resolved) -> None:
    """What writers were paid and what is still due is the price of all pages bought from them."""
    paid = agreed = 0.0
    for world in months_of(resolved):
        paid += world.licences.paid
        for lab in world.labs:
            if lab.newest is not None and lab.newest.released == world.month - 1:
                uses = lab.newest.training.sources
                agreed += uses["licensed"].cost if "licensed" in uses else 0.0
        assert paid + sum(world.licences.due.values()) == pytest.approx(agreed, rel=ROUNDING)
        assert min(world.licences.due, default=world.month) >= world.month
        human = sum(batch.pages for group, batch in world.new.items() if group.provenance == "human")
        assert world.licences.per_page * human == pytest.approx(world.licences.paid if human else 0.0, rel=ROUNDING)


# --- trainings ------------------------------------------------------------------------------------


def check_training(training: TrainingSet) -> None:
    """Crawled pages are used, thrown away or left over; the set's counts are its rows."""
    eligible = sum(training.eligible.values())
    assert eligible == training.kept + sum(training.filtered.values()) + training.unused
    assert min([training.kept, training.unused, *training.filtered.values(), *training.eligible.values()]) >= 0
    assert np.all(training.given >= 0)
    assert training.given.sum() == pytest.approx(training.pages, rel=ROUNDING)
    bought = sum(use.epochs * use.used for use in training.sources.values())
    assert training.pages == pytest.approx(training.kept + bought, rel=ROUNDING)
    assert training.size <= training.wanted * (1 + ROUNDING)
    for use in training.sources.values():
        assert 0 <= use.impure <= use.used <= use.offered
        assert use.epochs >= 1
        assert use.cost >= 0
    for community in ("majority", "minority", None):
        thrown, there = (
            sum(n for group, n in pages.items() if group.community == community)
            for pages in (training.filtered, training.eligible)
        )
        assert thrown <= there


def check_model(model: Model, human_ideas: int, hallucination: float) -> None:
    """Distributions; nothing that was not in the training pages, errors of its own aside."""
    unseen = model.training.given == 0
    assert model.fitted.sum() == pytest.approx(1.0, abs=ROUNDING)
    assert model.output.sum() == pytest.approx(1.0, abs=ROUNDING)
    assert min(model.fitted.min(), model.output.min()) >= 0
    assert np.all(model.fitted[unseen] == 0)
    assert np.all(model.output[:human_ideas][unseen[:human_ideas]] == 0)
    if hallucination == 0:
        assert np.all(model.output[unseen] == 0)


@given(scenarios())
@quickly(150)
def test_trainings_add_up(resolved: Resolved) -> None:
    """Eligible = kept + filtered + unused, counts = rows, models are distributions over what they saw."""
    for world in months_of(resolved):
        for lab in world.labs:
            if lab.newest is not None and lab.newest.released == world.month - 1:
                check_training(lab.newest.training)
                check_model(lab.newest, world.domain.human_ideas, lab.rules.hallucination)


@given(scenarios())
@quickly(80)
def test_budgets_hold(resolved: Resolved) -> None:
    """A set is planned within its budget, and no page comes from months that the policy rules out."""
    previous: dict[str, int | None] = {}
    for world in months_of(resolved):
        for lab in world.labs:
            model = lab.newest
            if model is None or model.released != world.month - 1:
                continue
            rules, training = lab.rules, model.training
            if rules.accumulation.has_budget and rules.budget != "unlimited":
                assert training.size <= rules.budget.pages(model.released, 100.0) * (1 + ROUNDING)
            span = rules.accumulation.eligible(model.cutoff, previous.get(lab.name))
            there = world.crawlers[rules.crawler].eligible(span)
            assert sum(int(content.sum()) for content in there.values()) == sum(training.eligible.values())
            previous[lab.name] = model.cutoff


# --- metrics --------------------------------------------------------------------------------------


@given(scenarios())
@quickly(100)
def test_shares_are_shares(resolved: Resolved) -> None:
    """Every metric with unit `share` lies from 0 to 1 or is not a number; no metric is infinite."""
    with no_model_for_the_archive():
        trajectory = run_once(resolved, seed=3, replicate=0)
    units = {name: metric.unit for name, metric in metrics().items()}
    for table in (trajectory.monthly, trajectory.generations):
        for name, values in table.items():
            if name not in units:
                continue
            known = np.array([float(v) for v in values if not isnan(v)])
            assert np.all(np.isfinite(known)), name
            if units[name] == "share":
                assert np.all((known >= -ROUNDING) & (known <= 1 + ROUNDING)), (name, known)
