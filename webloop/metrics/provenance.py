"""Provenance: what new pages say of who wrote them, and who pays for filters that guess."""

import numpy as np
from numpy.typing import NDArray

from webloop.content.domain import largest
from webloop.content.groups import Group
from webloop.metrics.curation import share_lost
from webloop.metrics.registry import model_metric, month_metric
from webloop.metrics.view import ModelView, WorldView


def _share_of_new(view: WorldView, among: list[Group], chosen: list[Group]) -> float:
    """Share of this month's new pages of some groups that belong to others of them; not a number without any."""
    pages = {group: batch.pages for group, batch in view.world.new.items()}
    total = sum(pages[group] for group in among)
    return sum(pages[group] for group in chosen) / total if total else float("nan")


@month_metric(
    "labelled_flow",
    label="New AI pages with a mark",
    better="higher",
    definition="share of new pages mostly written by models that carry a label or a readable watermark; "
    "not a number while there are no such pages",
)
def labelled_flow(view: WorldView) -> float:
    """How well the new web can be read."""
    among = [group for group in view.world.new if group.mostly_ai]
    return _share_of_new(view, among, [group for group in among if group.labelled])


@month_metric(
    "signed_flow",
    label="New human pages that are signed",
    better="higher",
    definition="share of new pages without AI text that are signed; not a number while there are no such pages",
)
def signed_flow(view: WorldView) -> float:
    """Uptake of signatures."""
    among = [group for group in view.world.new if group.provenance == "human"]
    return _share_of_new(view, among, [group for group in among if group.signed])


@month_metric(
    "forged_flow",
    label="False signatures among new ones",
    better="lower",
    definition="share of new signed pages that have AI text; not a number while nothing is signed",
)
def forged_flow(view: WorldView) -> float:
    """How far signatures can be trusted."""
    among = [group for group in view.world.new if group.signed]
    return _share_of_new(view, among, [group for group in among if group.provenance != "human"])


@model_metric(
    "minority_burden",
    content="any",
    label="Burden of filters on minorities",
    unit="x majority's share",
    monthly=False,
    better="lower",
    definition="minority_pages_lost / majority_pages_lost; 1 where a filter errs about all alike, "
    "not a number where the majority loses none",
    source="webloop; Liang et al. 2023, arXiv:2304.02819",
)
def minority_burden(view: ModelView) -> NDArray[np.float64]:
    """Whom false positives hit."""
    shares = view.truth.shares
    minorities, majority = (
        np.array([share_lost(model.training, who) for model in view.models])
        for who in (set(shares) - {largest(shares)}, {largest(shares)})
    )
    burden: NDArray[np.float64] = np.divide(
        minorities, majority, out=np.full(len(majority), np.nan), where=majority > 0
    )
    return burden


@model_metric(
    "detector_cost",
    content="any",
    label="Cost of detectors",
    unit="USD",
    monthly=False,
    better="lower",
    definition="price of the model generations that the lab's detector has learned since its previous training",
)
def detector_cost(view: ModelView) -> NDArray[np.float64]:
    """What keeping up costs."""
    return np.array([model.training.detecting for model in view.models])
