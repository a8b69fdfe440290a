"""The counted engine and the page-by-page engine give the same distributions.

Eleven small webs are run N = 200 times by both engines, with fixed seeds and independent generators. Between
them every kind of rule that the page-by-page engine knows is at work; "levers" changes most of them half way; in
"rivals" labs compete, have a crawler each and take turns at the archive; in "marks" and "ideas" pages carry marks and
signatures, filters look at ideas, and archives are not clean.
55 to 124 end statistics of each web are compared, among them joint ones (differences of numbers that share
pages): whole numbers by a two-sample chi-square test on pooled quantile bins of at least 40 values, real
numbers by the two-sample Kolmogorov-Smirnov test. A comparison fails below P_MIN = 5e-8. With fewer than 950
comparisons in this file the chance of a false alarm is below 5e-5, so below 1e-4 even if the asymptotic
p-values were too small by half. Numbers of new pages are not random, unless labs
compete, and must be equal.

What such a comparison can see is shown at the end: engines with one deliberate fault each must be caught.
"""

from functools import cache

import numpy as np
import pytest

from tests.stochastic.exact_faults import FAULTS
from tests.stochastic.exact_webs import WEBS, small
from tests.stochastic.page_engine import PageEngine, run_counted
from tests.stochastic.two_engines import Samples, p_values, sample
from webloop.scenario.resolve import Resolved, resolve
from webloop.scenario.yaml import parse_yaml
from webloop.streams import Streams

pytestmark = pytest.mark.slow

N = 200
P_MIN = 5e-8
SEED = 20_261
MOST = {"marks": 124, "ideas": 124}
"""Comparisons of webs that have more than 114."""


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
    """Every statistic above P_MIN; N and false alarms of the whole file: see the module's docstring."""
    found = p_values(counted(name), paged(name))
    print(f"\n{name}: {len(found)} comparisons; smallest", list(found.items())[:3])
    assert len(found) <= MOST.get(name, 114)
    assert min(found.values()) > P_MIN, {key: p for key, p in found.items() if p <= P_MIN}


@pytest.mark.parametrize("name", [name for name in WEBS if name != "rivals"])
def test_both_engines_publish_the_same_number_of_pages(name: str) -> None:
    """Volumes are not random once the first models are out and markets are fixed."""
    assert PageEngine(scenario(name), 1).run().new == run_counted(scenario(name), Streams(1, 0)).new


def test_readers_see_each_page_with_its_own_share_of_ai_text() -> None:
    """Mean pollution of what readers see in the last month, within 5 SE (6e-7 two-sided), N = 150.

    How visible a page is depends on its own share of AI text, and not in proportion: bins that are pooled as
    if all pages had their mean share would be seen more, or less, than their pages are.
    """
    text = small("replace") + "readers: {visibility: {kind: odds, ai_odds_ratio: 0.1}}\n"
    resolved = resolve(parse_yaml(text, "readers"), "readers")
    end = resolved.scenario.time.end
    pages = np.array([PageEngine(resolved, SEED + index).run().exposure[end] for index in range(150)])
    counts = np.array([run_counted(resolved, Streams(SEED, index)).exposure[end] for index in range(150)])
    error = np.sqrt((pages.var(ddof=1) + counts.var(ddof=1)) / 150)
    assert abs(pages.mean() - counts.mean()) < 5 * error, (pages.mean(), counts.mean(), error)


@pytest.mark.parametrize("fault", FAULTS)
def test_wrong_engines_are_caught(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same comparison at the same threshold, with one fault put into the counted engine."""
    name, patch = FAULTS[fault]
    expected = paged(name)  # before the fault: the reference uses the same detectors
    patch(monkeypatch)
    found = p_values(counted(name), expected)
    print(f"\n{fault}:", list(found.items())[:3])
    assert min(found.values()) < P_MIN, list(found.items())[:3]
