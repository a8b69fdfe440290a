"""Both engines agree where pages carry marks and signatures, filters look at ideas, and archives are not clean.

The set-up is that of `test_exactness`: N = 200 runs of each engine and web, fixed seeds, comparisons at P_MIN = 5e-8.
With fewer than 250 comparisons the chance of a false alarm is below 1.3e-5, so below 1e-4 even if the asymptotic
p-values were too small by half. Engines with one deliberate fault each must be caught.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from tests.stochastic.page_engine import PageEngine, run_counted
from tests.stochastic.test_exactness import COMMON, P_MIN, SEED, Samples, p_values, sample
from webloop.scenario.resolve import Resolved, resolve
from webloop.scenario.yaml import parse_yaml
from webloop.streams import Streams
from webloop.submodels.detectors.trained import Trained
from webloop.world import curation, filtering, marking, publishing
from webloop.world.marking import Marks

pytestmark = pytest.mark.slow

N = 200
WEB = (
    COMMON.replace("labels: {share: 0.4}\n", "")
    + """
time: {start: 2020-01, end: 2021-02, history_years: 1}
web:
  pages_per_month: 60
  tokens_per_page: 100
  lifetime: {kind: weibull, shape: 0.5, scale_years: 1.0}
  ai_hazard_ratio: 2
collapse: {reference: 2020-06}
crawlers: {common: {coverage: 0.75, historic_coverage: 0.2}}
writers:
  launch: 2020-03
  additive: 0.3
  assist_bins:
    - {fraction: 0.1, share: 0.2}
    - {fraction: 0.4, share: 0.2}
    - {fraction: 0.8, share: 0.3}
    - {fraction: 1.0, share: 0.3}
  segments:
    all: {weight: 1, adoption: {kind: saturating, saturation: 0.6, time_constant: 3}, measures: any}
"""
)
MARKS = (
    WEB.replace("saturation: 0.6", "saturation: 0.9")
    + """
archive: {date: 2020-04, coverage: 0.1}
labels: {share: 0.1, removal: 0.1, detection: 0.9, signed: 0.5, forged: 0.4}
lab:
  first_release: 2020-02
  cadence: 3
  cutoff_lag: 0
  budget: {tokens: 25000, growth: 1.0, date: 2020-01, web_share: 1.0}
  hallucination: 0.1
  mix: {archive: {share: 0.1}, licensed: {share: 0.15}}
  filter:
    detector: {kind: classifier, tpr: 0.4, fpr: 0.2, community_fpr: {minority: 0.5}, update_lag: 2}
    drop_labelled: true
labs:
  a: {watermark: 1.0, hallucination: 0.9, accumulation: replace, filter: {signed: require}}
  b: {filter: {signed: trust}, decoder: {top_p: 0.9}}
interventions:
  - {date: 2020-10, set: {labels.signed: 0.8, labs.b.watermark: 0.1, labels.removal: 0.2}}
"""
)
IDEAS = (
    WEB
    + """
archive: {date: 2020-06, coverage: 0.2, impurity: 0.4}
labels: {signed: 0.3}
lab:
  first_release: 2020-02
  cadence: 3
  cutoff_lag: 0
  budget: {tokens: 15000, growth: 1.1, date: 2020-01, web_share: 1.0}
  max_epochs: 2
  hallucination: 0.1
  mix: {archive: {share: 0.3}, licensed: {share: 0.1}}
  filter:
    detector: {kind: arms_race, tpr: 0.8, fpr: 0.2, community_fpr: {minority: 0.4}, evasion: 0.8, selectivity: 1.5}
labs:
  a: {market_share: 2, budget: unlimited}
  b: {accumulation: {kind: window, months: 6}, filter: {signed: trust}, decoder: {temperature: 0.7}}
"""
)
WEBS = {"marks": MARKS, "ideas": IDEAS}


@cache
def scenario(name: str) -> Resolved:
    return resolve(parse_yaml(WEBS[name], name), name)


@cache
def paged(name: str) -> Samples:
    """The page-by-page engine's sample; kept for the deliberate faults."""
    return sample(lambda index: PageEngine(scenario(name), SEED + index).run(), scenario(name), N)


def counted(name: str) -> Samples:
    """The shipped engine's sample."""
    return sample(lambda index: run_counted(scenario(name), Streams(SEED, index)), scenario(name), N)


@pytest.mark.parametrize("name", WEBS)
def test_both_engines_give_the_same_distributions(name: str) -> None:
    """Every statistic above P_MIN; N and false alarms: see the module's docstring."""
    found = p_values(counted(name), paged(name))
    print(f"\n{name}: {len(found)} comparisons; smallest", list(found.items())[:3])
    assert len(found) < 125
    assert min(found.values()) > P_MIN, {key: p for key, p in found.items() if p <= P_MIN}


@pytest.mark.parametrize("name", WEBS)
def test_both_engines_publish_the_same_number_of_pages(name: str) -> None:
    """Marks and signatures change no number of pages."""
    assert PageEngine(scenario(name), 1).run().new == run_counted(scenario(name), Streams(1, 0)).new


Patch = Callable[[pytest.MonkeyPatch], None]


def _marks_fall_on_all_labs_alike(patch: pytest.MonkeyPatch) -> None:
    """The share of marked pages is right; only whose pages they are is wrong."""
    right = marking.marks

    def marks(world: Any, together: np.ndarray, generation: int, lab: str | None) -> Marks:
        return Marks(right(world, together, generation, lab).share, together, together)

    patch.setattr(publishing, "marks", marks)


def _forged_signatures_seen_through(patch: pytest.MonkeyPatch) -> None:
    right = filtering.keep_probability

    def keep(group: Any, *rest: Any) -> float:
        return right(group._replace(signed=group.signed and not group.mostly_ai), *rest)

    patch.setattr(filtering, "keep_probability", keep)


def _ideas_make_no_difference(patch: pytest.MonkeyPatch) -> None:
    """Rates are right; only what is thrown away is wrong."""
    patch.setattr(Trained, "by_idea", lambda *_: None)


def _impure_pages_left_out(patch: pytest.MonkeyPatch) -> None:
    """They count as offered and are never taken."""
    right = curation._take

    def take(offer: Any, *rest: Any) -> Any:
        return right(curation.Offer(offer.human), *rest)

    patch.setattr(curation, "_take", take)


FAULTS: dict[str, tuple[str, Patch]] = {
    "marks fall on all labs alike": ("marks", _marks_fall_on_all_labs_alike),
    "forged signatures seen through": ("marks", _forged_signatures_seen_through),
    "ideas make no difference": ("ideas", _ideas_make_no_difference),
    "impure pages left out": ("ideas", _impure_pages_left_out),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_wrong_engines_are_caught(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same comparison at the same threshold, with one fault put into the counted engine."""
    name, patch = FAULTS[fault]
    expected = paged(name)  # before the fault: the reference uses the same detectors
    patch(monkeypatch)
    found = p_values(counted(name), expected)
    print(f"\n{fault}:", list(found.items())[:3])
    assert min(found.values()) < P_MIN, list(found.items())[:3]
