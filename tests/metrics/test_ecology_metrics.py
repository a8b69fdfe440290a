"""Metrics of the ecology against their definitions, computed the long way, and limits with a known answer."""

import numpy as np
import pytest

from tests.world.linked import RANKED, SHUT, Values, after
from webloop.metrics.registry import metrics
from webloop.metrics.view import ModelView, WorldView
from webloop.world.world import World

FARMS: Values = {"farms": {"kind": "profit", "cost": 0.01}}
EVERYTHING: Values = {
    **RANKED,
    **FARMS,
    "readers.visibility.ai_odds_ratio": 0.3,
    "readers.overview": {"share": 0.5, "click_ratio": 0.4},
    "writers.segments.press.answered": {"kind": "constant", "level": 0.25},
}


@pytest.fixture(scope="module")
def world() -> World:
    return after(48, EVERYTHING)


def value(world: World, name: str) -> float:
    return float(metrics()[name].function(WorldView(world)))


def of_models(world: World, name: str) -> np.ndarray:
    models = [lab.newest for lab in world.labs if lab.newest]
    found: np.ndarray = metrics()[name].function(ModelView(models, WorldView(world).truth))
    return found


def test_answers_and_farms_leave_the_rest_to_people(world: World) -> None:
    people, farms, answers = (value(world, n) for n in ("human_readership", "farm_exposure", "answered_share"))
    assert people + farms + answers == pytest.approx(1, abs=1e-12)
    assert min(people, farms, answers) > 0.005
    assert answers == pytest.approx(world.attention.seen[-1] / world.attention.seen.sum())
    reached = world.attention.read.sum(axis=0) @ (1 / world.attention.clicked)  # all that was looked for on sites
    assert answers == pytest.approx(1 - world.attention.read.sum() / reached)


@pytest.mark.parametrize(("level", "answered"), [(0.0, 0.0), (0.4, 0.4), (1.0, 1.0)])
def test_what_all_segments_answer_is_answered(level: float, answered: float) -> None:
    """Of all reading, on farms as well."""
    asked = {f"writers.segments.{name}.answered": {"kind": "constant", "level": level} for name in ("press", "forum")}
    world = after(36, {**RANKED, **FARMS, **asked})
    assert value(world, "answered_share") == pytest.approx(answered, abs=1e-12)
    assert value(world, "human_readership") == pytest.approx((1 - answered) * (1 - farms_of(RANKED | FARMS)), rel=0.1)


def farms_of(settings: Values) -> float:
    return value(after(36, settings), "farm_exposure")


def test_concentration_of_reading(world: World) -> None:
    """Site by site: mean absolute difference over twice the mean; the largest of a hundred, here of each forty."""
    read = world.attention.sites
    assert read.sum() == pytest.approx(world.attention.read.sum())
    apart = np.abs(read[:, None] - read[None, :]).mean()
    assert value(world, "site_gini") == pytest.approx(apart / (2 * read.mean()))
    assert len(read) < 150
    assert value(world, "site_top_share") == pytest.approx(read.max() / read.sum())


def test_reading_is_equal_where_ranking_is_flat() -> None:
    """PageRank ** 0, no AI: every site that holds pages is read alike."""
    flat = {**RANKED, "readers.ranking": {"kind": "pagerank", "exponent": 0}, "sites.growth": 0}
    assert value(after(20, flat), "site_gini") == pytest.approx(0, abs=1e-12)
    assert value(after(20, flat), "site_top_share") == pytest.approx(1 / 40)


def test_visibility_of_minorities(world: World) -> None:
    """Reading of a page of theirs over reading of a mean page of people's."""
    minority = [world.cells.index(name, "minority") for name in ("press", "forum")]
    pages = np.sum([world.sites.expected(world.web, row) for row in world.web.live], axis=0)
    per_page = []
    for cells in (minority, range(world.cells.farm)):
        chosen = np.isin(world.sites.cell, cells)
        per_page.append(
            world.attention.sites[chosen[: len(world.attention.sites)].nonzero()].sum() / pages[chosen].sum()
        )
    # attention was paid before this month's pages came, so shares of live pages have moved a little
    assert value(world, "minority_visibility") == pytest.approx(per_page[0] / per_page[1], rel=0.02)


def test_minorities_are_seen_as_others_where_pages_are_alike() -> None:
    """Ranking `pages`, no AI: parity, exactly."""
    never = {f"writers.segments.{name}.adoption": "never" for name in ("press", "forum")}
    assert value(after(36, never), "minority_visibility") == pytest.approx(1, abs=1e-12)
    alone = {"communities": {"majority": {"share": 1}, "minority": None}}
    assert np.isnan(value(after(2, alone), "minority_visibility"))


IMITATED: Values = {
    "ideas.turnover": 0.5,
    "ideas.fade_months": 6,
    "lab.hallucination": 0.2,
    "readers.imitation": {"kind": "habit", "rate": 0.3},
}


def test_errors_that_people_copy_are_no_knowledge() -> None:
    """People write error ideas and faded ones that they have read; recall and diversity leave them out."""
    world = after(72, IMITATED)
    alive = world.domain.human_truth(world.domain.tastes(world.month)) > 0
    assert (world.truth[~alive] > 0).sum() > 10
    assert world.truth[world.domain.human_ideas :].sum() > 0.01
    truth = WorldView(world).truth
    assert np.array_equal(truth.known, np.where(alive, world.truth, 0))
    assert np.logical_or.reduce(truth.bands).tolist() == (truth.known > 0).tolist()
    assert truth.known[truth.bands[0]].sum() / truth.known.sum() >= 0.8
    assert (of_models(world, "hill_0") <= alive.sum()).all()
    assert set(np.concatenate(truth.deciles).tolist()) == set(np.flatnonzero(alive).tolist())
    young = (world.domain.succession.born > world.month - 60) & (world.domain.succession.born <= world.month)
    new = np.append(young, np.zeros(world.domain.errors, dtype=bool))
    assert (world.truth[new & ~alive] > 0).any()
    names = ("head_recall", "torso_recall", "tail_recall", "new_idea_recall")
    for name, band in zip(names, (*truth.bands, new), strict=True):
        outputs = [lab.newest.output for lab in world.labs if lab.newest]
        shares = [np.minimum(q, world.truth)[band & alive].sum() / world.truth[band & alive].sum() for q in outputs]
        assert of_models(world, name) == pytest.approx(shares)


def test_whom_writers_look_to() -> None:
    """Owners of sites that theirs link to, link by link; farms are nobody's example."""
    world = after(40, {**RANKED, **FARMS, "writers.segments.press.opt_out": SHUT})
    links, cell, cells = world.sites.links, world.sites.cell, world.cells
    assert links is not None
    pages = world.flow.own + world.flow.with_ai
    found = world.sites.looked_to(pages)
    counted = np.zeros((len(cells), len(cells)))
    for source, target in zip(links.source.tolist(), links.target.tolist(), strict=True):
        if cell[target] != cells.farm:
            counted[cell[source], cell[target]] += 1
    assert found == pytest.approx(counted / counted.sum(axis=1, keepdims=True))
    alike = after(40, {}).sites.looked_to(pages)
    assert alike == pytest.approx(np.tile(pages / pages.sum(), (len(cells), 1)))
