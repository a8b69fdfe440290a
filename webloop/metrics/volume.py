"""Volume: how much is published, how much is live, how much labs use."""

from functools import partial

from webloop.metrics.registry import month_metric
from webloop.metrics.view import WorldView


def _new(view: WorldView, provenance: str) -> float:
    return float(sum(batch.pages for group, batch in view.world.new.items() if group.provenance == provenance))


def _live(view: WorldView, provenance: str) -> float:
    return float(sum(pages.sum() for row, pages in view.world.web.live.items() if row[0] == provenance))


for _provenance, _who in (
    ("human", "people alone"),
    ("assisted", "people with a model"),
    ("synthetic", "models"),
):
    month_metric(
        f"new_{_provenance}",
        label=f"New {_provenance} pages",
        unit="pages per month",
        definition=f"pages published this month by {_who}",
        better="higher" if _provenance == "human" else "-",
    )(partial(_new, provenance=_provenance))
    month_metric(
        f"live_{_provenance}",
        label=f"Live {_provenance} pages",
        unit="pages",
        definition=f"pages on the web at the end of the month by {_who}",
        better="higher" if _provenance == "human" else "-",
    )(partial(_live, provenance=_provenance))


@month_metric(
    "human_output",
    label="Human output",
    unit="pages per month",
    better="higher",
    meaning="how much people publish: of pages written with AI, their part",
    definition="text that people publish: human pages, and assisted pages by their human share",
)
def human_output(view: WorldView) -> float:
    """Pages' worth of human text."""
    pages = sum(batch.pages for batch in view.world.new.values())
    return pages * (1 - view.rates["flow"][0].fraction) if pages else 0.0


@month_metric(
    "training_pages",
    label="Training set",
    unit="pages",
    definition="pages in the training set (repeated ones weighted), mean over deployed models",
)
def training_pages(view: WorldView) -> float:
    """Size of what models learn from."""
    sizes = [lab.newest.training.pages for lab in view.world.labs if lab.newest]
    return sum(sizes) / len(sizes) if sizes else float("nan")


@month_metric(
    "model_age",
    label="Age of deployed models",
    unit="months",
    definition="months since release, mean over deployed models; it grows where labs find nothing to train on",
)
def model_age(view: WorldView) -> float:
    """Mean age."""
    ages = [view.world.month - lab.newest.released for lab in view.world.labs if lab.newest]
    return sum(ages) / len(ages) if ages else float("nan")


@month_metric(
    "policy_cost",
    label="Cost of human data and detectors",
    unit="USD",
    better="lower",
    meaning="what labs have paid for human text and for detectors so far",
    definition="price of all archive and licensed pages that labs took so far, and of all generations that their "
    "detectors learned (`detector_cost`), counted at each training",
)
def policy_cost(view: WorldView) -> float:
    """Cumulative."""
    return view.world.spent


@month_metric(
    "human_pages_lost",
    label="Human pages lost to filters",
    unit="pages",
    better="lower",
    meaning="how many pages by people filters have taken for AI text and thrown away so far",
    definition="pages mostly written by people that filters threw away so far, counted at each training",
)
def human_pages_lost(view: WorldView) -> float:
    """False positives, cumulative."""
    return float(view.world.filtered_human)


@month_metric(
    "ai_pages_filtered",
    label="AI pages caught by filters",
    unit="pages",
    definition="pages mostly written by models that filters threw away so far, counted at each training",
)
def ai_pages_filtered(view: WorldView) -> float:
    """True positives, cumulative."""
    return float(view.world.filtered_ai)
