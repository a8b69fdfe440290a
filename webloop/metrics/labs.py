"""Labs side by side: how the market is divided, how much they know together, what they pay."""

import numpy as np

from webloop.metrics.divergence import entropy_bits
from webloop.metrics.registry import month_metric
from webloop.metrics.view import WorldView
from webloop.world.market import quality, shares


@month_metric(
    "market_hhi",
    label="Market concentration",
    unit="-",
    definition="Herfindahl index, the sum of the labs' squared shares of the month's pages with AI text: 1 / labs "
    "where they are equal, 1 where one has all; not a number while no lab is asked for any",
    source="Herfindahl 1950; Hirschman 1964",
)
def market_hhi(view: WorldView) -> float:
    """Of this month's demand."""
    return float((shares(view.world.labs) ** 2).sum())


@month_metric(
    "best_lab_share",
    content="ideas",
    apart=True,
    label="Market share of the best lab",
    definition="share of the month's pages with AI text that goes to the lab whose deployed model overlaps most with "
    "what people write, sum(min(p, q)); of labs that are equally good, all together",
)
def best_lab_share(view: WorldView) -> float:
    """Whether the market rewards quality; a model released this month has no pages yet."""
    labs = [lab for lab in view.world.labs if lab.newest]
    if not labs:
        return float("nan")
    found = quality(view.world, labs)
    return float(shares(labs)[found == found.max()].sum())


@month_metric(
    "pooled_hill_1",
    content="ideas",
    apart=True,
    label="Effective ideas of all labs",
    unit="ideas",
    better="higher",
    definition="Hill-1, as `hill_1`, of what all deployed models publish, pooled with equal weight: what is lost to "
    "one lab may be alive in another",
    source="Hill 1973, doi:10.2307/1934352; Jost 2006",
)
def pooled_hill_1(view: WorldView) -> float:
    """Over human ideas of the time."""
    models = [lab.newest for lab in view.world.labs if lab.newest]
    if not models:
        return float("nan")
    living = np.where(view.truth.known > 0, sum(model.output for model in models), 0.0)
    total = living.sum()
    return 2.0 ** entropy_bits(living / total) if total > 0 else 0.0


@month_metric(
    "writer_income",
    label="Writers' income from labs",
    unit="USD per month",
    better="higher",
    meaning="what labs pay to writers",
    definition="what labs pay for licensed pages: the price of each training set in equal parts, from the month after "
    "its release to the month when the next model is due",
)
def writer_income(view: WorldView) -> float:
    """This month's payments."""
    return view.world.licences.paid
