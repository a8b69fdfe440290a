"""What instruments see of the web, held against the ledger and closed forms.

False alarms: samples are compared with binomial and normal distributions at P = 1e-6, seeds are fixed; all else is
exact up to rounding.
"""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from tests.world.linked import LINKED, RANKED, SHUT, Values, after, document
from webloop.metrics.view import WorldView
from webloop.run.recorder import Recorder, Trajectory, select
from webloop.run.runner import run_once
from webloop.scenario.resolve import resolve
from webloop.submodels.instruments.ai_share import AiShare
from webloop.submodels.instruments.corpus import Corpus
from webloop.submodels.instruments.lost_pages import LostPages
from webloop.submodels.instruments.new_pages import NewPages
from webloop.submodels.instruments.shut_out import ShutOut
from webloop.submodels.instruments.similarity import Similarity
from webloop.submodels.instruments.volume import Volume
from webloop.submodels.roles import Frame
from webloop.world.looking import WorldLook
from webloop.world.world import World

P = 1e-6
MONTHS = 60
MANY: Values = {"web.pages_per_month": 1e9}
FARMS: Values = {"farms": {"kind": "profit", "cost": 0.01}}
PINNED: Values = {"pinned_pollution": {"2023-01": 0.4}}
VISIBLE: Values = {"readers.visibility.ai_odds_ratio": 0.3}
EXACT: dict[str, Any] = {"fpr": 0.0, "fnr": 0.0, "humanised": 0.0}


def share(world: World, **config: Any) -> float:
    """The expected reading of a perfect detector."""
    return AiShare(**{**EXACT, **config}).expected(WorldLook(world))


@pytest.mark.parametrize("settings", [{}, LINKED, {**RANKED, **FARMS}, PINNED, VISIBLE])
@pytest.mark.parametrize(
    ("frame", "place"), [("new", "flow"), ("live", "stock"), ("visible", "exposure"), ("crawled", "fetched")]
)
@pytest.mark.parametrize("counts", ["fraction", "any", "majority"])
def test_a_perfect_detector_reads_the_pollution_of_its_frame(
    settings: Values, frame: Frame, place: str, counts: str
) -> None:
    """Live pages are those at the beginning of the month, when people read: the stock of the month before."""
    world = after(MONTHS, {**MANY, **settings})
    if frame == "live":
        world.month -= 1
        before = after(MONTHS - 1, {**MANY, **settings})
        known = getattr(WorldView(before).rates[place][0], counts)
    else:
        known = getattr(WorldView(world).rates[place][0], counts)
    assert 0.05 < known < 0.95
    # new pages are rounded to whole ones, and fetched ones drawn: at a billion pages that is below 1e-4
    assert share(world, frame=frame, counts=counts) == pytest.approx(known, abs=1e-9 if frame == "visible" else 1e-4)


@pytest.mark.parametrize("frame", ["new", "crawled"])
def test_a_segment_reads_its_own_adoption_curve(frame: Frame) -> None:
    world = after(MONTHS, MANY)
    months = np.array([float(world.month - world.rules.writers.launch)])
    for name, counts in (("press", "majority"), ("forum", "any")):
        curve = world.rules.writers.segments[name].adoption.share(months)[0]
        assert share(world, frame=frame, counts=counts, segments=(name,)) == pytest.approx(float(curve), rel=1e-12)


def test_errors_of_a_detector() -> None:
    """Rogan and Gladen: p (1 - fnr) + (1 - p) fpr, with humanised pages caught less often."""
    world = after(MONTHS, {})
    true = share(world)
    read = AiShare(fpr=0.05, fnr=0.1, humanised=0.2, paraphrased_tpr=0.5).expected(WorldLook(world))
    assert read == pytest.approx(true * (0.8 * 0.9 + 0.2 * 0.5) + (1 - true) * 0.05, rel=1e-12)
    text = share(world, counts="fraction")
    read = AiShare(counts="fraction", fpr=0.05, fnr=0.1, humanised=0.0).expected(WorldLook(world))
    assert read == pytest.approx(text * 0.9 + (1 - text) * 0.05, rel=1e-12)


def test_what_answers_have_replaced_was_visible_all_the_same() -> None:
    answered: Values = {f"writers.segments.{name}.answered": SHUT for name in ("press", "forum")}
    most = {f"writers.segments.{name}.answered.saturation": 0.9 for name in ("press", "forum")}
    assert share(after(MONTHS, {**answered, **most}), frame="visible") == pytest.approx(
        share(after(MONTHS, {}), frame="visible"), rel=1e-9
    )


def test_cited_pages_are_visible_and_open() -> None:
    """The press is shut: only the forum is cited."""
    world = after(MONTHS, {"writers.segments.press.opt_out": SHUT})
    forum = share(world, frame="visible", segments=("forum",))
    assert share(world, frame="cited") == pytest.approx(forum, rel=1e-9)
    assert share(world, frame="visible") != pytest.approx(forum, rel=1e-3)
    assert np.isnan(share(world, frame="cited", segments=("press",)))
    press = world.rules.writers.segments["press"].weight
    assert ShutOut(segments=("press",)).expected(WorldLook(world)) == pytest.approx(1.0)
    assert 0.8 * press < ShutOut().expected(WorldLook(world)) < 1.3 * press


@pytest.mark.parametrize("odds", [0.5, 2.0])
def test_filters_keep_ai_pages_at_other_odds(odds: float) -> None:
    """Of f, a page's share of AI text: chance c r / (1 - c + c r) with r = odds ** f, fetched and read."""
    settings = {**MANY, "crawlers.common.ai_odds": odds}
    world, coverage = after(MONTHS, settings), 0.4
    kept = {}
    for group, batch in world.new.items():
        fetched = world.crawlers["common"].months[world.month][group].sum()
        ratio = odds**group.ai_fraction
        kept[group] = coverage * ratio / (1 - coverage + coverage * ratio)
        error = np.sqrt(batch.pages * kept[group] * (1 - kept[group]))
        assert abs(fetched - batch.pages * kept[group]) < stats.norm.isf(P / 2) * error
    assert len(set(kept.values())) > 2
    read = WorldView(world).rates["fetched"][0].majority
    assert share(world, frame="crawled", counts="majority") == pytest.approx(read, abs=1e-4)


def test_volumes_follow_their_slope() -> None:
    slope = {"slopes": [{"start": "2022-12", "rate": -0.03}], "floor": 0.0}
    settings = {"writers.segments.press.participation": slope, "writers.growth": 0.0, "writers.additive": 0.0}
    world = after(MONTHS, settings)
    months = world.month - world.rules.writers.launch
    read = Volume(segments=("press",), reference=world.rules.writers.launch).expected(WorldLook(world))
    assert read == pytest.approx(np.exp(-0.03 * months), rel=1e-9)


def test_lost_pages_follow_the_law_of_lifetimes() -> None:
    """Weibull, as its mixture has it (within 0.02)."""
    world = after(2, {})
    for years in (0.5, 3.0, 10.0):
        read = LostPages(age_years=years).expected(WorldLook(world))
        assert read == pytest.approx(1 - np.exp(-((years / 3) ** 0.5)), abs=0.02)


def test_a_corpus_is_the_budget_of_the_latest_release() -> None:
    budget = {"tokens": 4e5, "date": "2022-12", "growth": 2.0, "web_share": 0.5}
    world = after(MONTHS, {"lab.budget": budget, "web.tokens_per_page": 100})
    latest = max(lab.newest.released for lab in world.labs if lab.newest)
    tokens = 4e5 * 2.0 ** ((latest - world.rules.archive.date) / 12)
    assert Corpus().expected(WorldLook(world)) == pytest.approx(tokens, rel=1e-9)
    assert np.isnan(Corpus().expected(WorldLook(after(2, {}))))


def test_new_pages_and_sameness() -> None:
    world = after(MONTHS, {})
    fetched = sum(int(pages.sum()) for pages in world.crawlers["common"].months[world.month].values())
    assert NewPages().expected(WorldLook(world)) == fetched
    people = float(np.square(world.truth).sum())
    assert WorldLook(world).sameness()[0] == pytest.approx(people)
    assert Similarity().expected(WorldLook(world)) > 1  # models prefer the common to the rare
    assert np.isnan(Similarity().expected(WorldLook(after(2, {}))))


READ: Values = {
    "instruments": {
        "some": {"counts": "majority", "pages": 200},
        "all": {"counts": "any"},
        "asked": {"kind": "volume", "reference": "2022-11", "spread": 0.1},
    }
}


def trajectory(settings: Values, metrics: list[str], replicate: int = 0) -> Trajectory:
    return run_once(resolve(document(settings), "looked"), 1, replicate, metrics)


@pytest.mark.slow
def test_readings_scatter_as_samples_do() -> None:
    """120 months x 25 runs: counts binomial, logs normal (chi-square of z scores, two-sided)."""
    tables = [trajectory(READ, [], replicate).readings for replicate in range(25)]
    for name in ("some", "asked"):
        mine = tables[0]["instrument"] == name
        expected, read = (np.concatenate([table[what][mine] for table in tables]) for what in ("expected", "reading"))
        there = expected > 0.01
        if name == "some":
            assert (read[expected == 0.01] * 200 % 1 < 1e-9).all()
            z = (read - expected)[there] / np.sqrt(expected * (1 - expected) / 200)[there]
        else:
            z = np.log(read / expected)[there] / 0.1
        square = float((z**2).sum())
        assert stats.chi2.sf(square, len(z)) > P / 2
        assert stats.chi2.cdf(square, len(z)) > P / 2
        assert abs(z.mean()) < stats.norm.isf(P / 2) / np.sqrt(len(z))
    alone = tables[0]["instrument"] == "all"
    assert (tables[0]["expected"][alone] == tables[0]["reading"][alone]).all()


def test_instruments_change_no_number() -> None:
    names = ["pollution_stock", "hill_1"]
    with_them, without = trajectory(READ, names), trajectory({}, names)
    for name in names:
        assert with_them.monthly[name].tobytes() == without.monthly[name].tobytes()
    assert without.readings == {}
    fewer = {"instruments": {"some": READ["instruments"]["some"]}}
    some = with_them.readings["instrument"] == "some"
    assert trajectory(fewer, []).readings["reading"].tobytes() == with_them.readings["reading"][some].tobytes()


def test_readings_in_a_block_are_those_of_its_web() -> None:
    """Replicates of a block have the same pages, and samples of their own."""
    small: Values = {
        "time.history_years": 0,
        "web.lifetime": {"kind": "constant", "hazard": 0.0},
        "archive.coverage": 1.0,
        "crawlers.common.coverage": 1.0,
        **READ,
    }
    resolved = resolve(document(small), "block")
    one, two = (run_once(resolved, 1, replicate, []).readings for replicate in (0, 1))
    assert one["expected"].tobytes() == two["expected"].tobytes()
    assert (one["reading"] != two["reading"]).any()
    recorder = Recorder(select([], {"ideas"}))
    assert recorder.trajectory(after(1, {})).readings == {}
