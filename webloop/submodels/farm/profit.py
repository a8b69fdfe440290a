"""Profit: content farms publish as long as a page earns more than it costs."""

from math import exp, inf, log, log1p
from typing import Literal

from webloop.registry import param, register
from webloop.submodels.roles import Farm


@register("farm")
class Profit(Farm):
    """A page earns what its readers bring in `payback_months`, and costs less each year as models get cheaper.

    `pages' = before * exp(clip(response * log(revenue / cost), -speed, speed))`: supply grows while pages pay, and
    falls to nothing when nobody sees them. From launch on at least `entry` pages are tried whenever one would pay.
    If all farms together get V readers a month, however many pages they publish, supply tends to
    `V * dollars_per_thousand_views / 1000 * payback_months / cost`, which grows as the cost falls.

    >>> farm = Profit(cost=0.05, cost_decline=0.0, entry=1000.0, speed=0.35)
    >>> [round(farm.publish(0.0, views, 1)) for views in (5.0, 3.0)]   # a page must earn 5 cents: 4.17 views a month
    [1000, 0]
    >>> pages = 0.0
    >>> for month in range(200):
    ...     pages = farm.publish(pages, 1e6 / max(pages, 1.0), month)
    >>> round(pages)   # 1e6 views * 0.001 dollars * 12 months / 0.05 dollars
    240000
    >>> round(Profit(cost=0.05, cost_decline=0.5, cost_floor=0.02).gain(2.0, 36), 3)   # 2.4 cents over 2, not 0.625
    0.182

    References:
        NewsGuard, Misinformation Monitor, June 2023: sites written by models live on programmatic advertising, and
        one publishes 1,200 articles a day. Of their number (49 in May, 583 in December 2023) only the pace of growth
        is used, and it is partly the pace of those who counted. What a page earns and costs is assumed.
    """

    kind: Literal["profit"] = "profit"
    dollars_per_thousand_views: float = param(
        1.0,
        "What a thousand views of a page earn",
        unit="US dollars",
        ge=0,
        le=1000,
        source="assumption: programmatic advertising pays about 0.5 to 10",
    )
    payback_months: float = param(
        12.0, "Months of readers that a page is reckoned by", unit="months", gt=0, le=240, source="assumption"
    )
    cost: float = param(
        0.05,
        "What a page costs at launch",
        unit="US dollars",
        gt=0,
        le=1000,
        source="assumption: 1,000 tokens for 0.02 (OpenAI's list of 2022), and as much again to put online",
    )
    cost_decline: float = param(
        0.5,
        "Fall of that cost",
        unit="share per year",
        ge=0,
        le=0.99,
        source="assumption; tokens alone fell faster",
    )
    cost_floor: float = param(
        0.0,
        "Least that a page costs, however cheap models get: a place to stand, and to be found",
        unit="US dollars",
        ge=0,
        le=1000,
        source="neutral 0",
    )
    response: float = param(
        0.5,
        "Log change of supply in a month for each log unit of revenue over cost",
        ge=0,
        le=1,
        source="assumption; above 1 supply would overshoot",
    )
    speed: float = param(
        0.35,
        "Most that supply changes in a month, up or down",
        unit="log per month",
        gt=0,
        le=5,
        source="NewsGuard: 49 to 583 sites in 7.1 months, partly the analysts' effort",
    )
    entry: float = param(
        1000.0,
        "Pages that are tried in a month when one would pay; 0: nobody begins",
        unit="pages per month",
        ge=0,
        le=1e12,
        source="assumption",
    )
    most: float = param(
        1e10, "Upper bound", unit="pages per month", ge=0, le=1e12, source="assumption: no bound that matters"
    )

    def publish(self, before: float, views: float, months: int) -> float:
        """Pages this month, 0 or from 1 to `most`; none before launch."""
        if months < 0:
            return 0.0
        gain = self.gain(views, months)
        pages = before * exp(min(max(self.response * gain, -self.speed), self.speed)) if before > 0 else 0.0
        pages = min(max(pages, self.entry) if gain > 0 else pages, self.most)
        return pages if pages >= 1 else 0.0

    def gain(self, views: float, months: int) -> float:
        """Log of what a page earns over what it costs; minus infinity when nobody sees it."""
        revenue = views * self.dollars_per_thousand_views / 1000 * self.payback_months
        cost = log(self.cost) + log1p(-self.cost_decline) * months / 12
        least = log(self.cost_floor) if self.cost_floor > 0 else -inf
        return log(revenue) - max(cost, least) if revenue > 0 else -inf
