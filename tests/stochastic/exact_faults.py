"""Deliberate faults, one each, that a comparison of both engines must catch."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from webloop.content.ideas.domain import IdeaDomain
from webloop.submodels.detectors.classifier import Classifier
from webloop.submodels.detectors.trained import Trained
from webloop.submodels.lifetimes.weibull import Weibull
from webloop.world import curation, filtering, intervening, loop, marking, publishing, training, web
from webloop.world.market import on_offer
from webloop.world.marking import Marks
from webloop.world.pages import Batch

Patch = Callable[[pytest.MonkeyPatch], None]


def _fpr_doubled(patch: pytest.MonkeyPatch) -> None:
    right = Classifier.flagged

    def flagged(self: Classifier, group: Any, known_generation: int) -> float:
        return right(self, group, known_generation) * (1 if group.mostly_ai else 2)

    patch.setattr(Classifier, "flagged", flagged)


def _labels_ignored(patch: pytest.MonkeyPatch) -> None:
    right = filtering.keep_probability
    patch.setattr(filtering, "keep_probability", lambda group, *rest: right(group._replace(labelled=False), *rest))


def _budget_ten_percent_off(patch: pytest.MonkeyPatch) -> None:
    right = curation.plan_size

    def plan_size(*args: Any) -> tuple[float, float]:
        wanted, size = right(*args)
        return wanted, 0.9 * size

    patch.setattr(curation, "plan_size", plan_size)


def _deaths_ignore_classes(patch: pytest.MonkeyPatch) -> None:
    right = Weibull.classes

    def classes(self: Weibull, hazard_ratio: float) -> tuple[np.ndarray, np.ndarray]:
        shares, survival = right(self, hazard_ratio)
        return np.ones(1), np.array([shares @ survival])

    patch.setattr(Weibull, "classes", classes)


def _assisted_pages_by_models_alone(patch: pytest.MonkeyPatch) -> None:
    right = publishing._publish

    def publish(world: Any, group: Any, expected: float, sources: Any, *marks: float) -> None:
        if group.provenance == "assisted":
            sources = [on_offer(world.domain, world.labs, group.generation)[1]] * 2
        right(world, group, expected, sources, *marks)

    patch.setattr(publishing, "_publish", publish)


def _fetched_pages_drawn_afresh(patch: pytest.MonkeyPatch) -> None:
    """Every marginal is right; only what store, archive and licences share is wrong."""

    def fetch(self: Batch, coverage: float, domain: IdeaDomain, rng: np.random.Generator) -> np.ndarray:
        return domain.draw(int(rng.binomial(self.pages, coverage)), self.source, rng)

    patch.setattr(Batch, "fetch", fetch)


def _crawlers_draw_for_themselves(patch: pytest.MonkeyPatch) -> None:
    """Two crawlers that fetch the same AI page may not find different ideas on it."""
    patch.setattr(web, "_draw_all", lambda world: None)


def _labs_rules_a_month_late(patch: pytest.MonkeyPatch) -> None:
    """Labs learn of new rules when they curate: models already out are used by the old rules for a month."""

    def rules_of_the_world(world: Any) -> None:
        world.rules = world.resolved.at(world.month)

    def rules_of_labs(world: Any) -> None:
        for lab in world.labs:
            lab.rules = world.rules.labs[lab.name]

    phases = []
    for phase in loop.PHASES:
        phases += [rules_of_labs] if phase is training.curate else []
        phases.append(rules_of_the_world if phase is intervening.intervene else phase)
    patch.setattr(loop, "PHASES", tuple(phases))


def _crawlers_fetch_from_every_lab(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(web, "may_fetch", lambda *_: True)


def _market_blind_to_quality(patch: pytest.MonkeyPatch) -> None:
    def compete(world: Any) -> None:
        for lab in world.labs:
            lab.demand = lab.rules.market_share

    patch.setattr(publishing, "compete", compete)


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
    "false positives doubled": ("accumulate_subsample", _fpr_doubled),
    "labelled pages not dropped": ("accumulate_subsample", _labels_ignored),
    "budget ten per cent off": ("accumulate_subsample", _budget_ten_percent_off),
    "deaths ignore durability": ("accumulate_subsample", _deaths_ignore_classes),
    "assisted pages by models alone": ("accumulate_subsample", _assisted_pages_by_models_alone),
    "fetched pages drawn afresh": ("accumulate_subsample", _fetched_pages_drawn_afresh),
    "crawlers draw for themselves": ("two crawlers", _crawlers_draw_for_themselves),
    "labs' rules a month late": ("levers", _labs_rules_a_month_late),
    "crawlers fetch from every lab": ("rivals", _crawlers_fetch_from_every_lab),
    "market blind to quality": ("rivals", _market_blind_to_quality),
    "marks fall on all labs alike": ("marks", _marks_fall_on_all_labs_alike),
    "forged signatures seen through": ("marks", _forged_signatures_seen_through),
    "ideas make no difference": ("ideas", _ideas_make_no_difference),
    "impure pages left out": ("ideas", _impure_pages_left_out),
}
"""The web on which each is put in, and how."""
