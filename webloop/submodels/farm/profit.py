"""Profit: content farms publish as long as a page earns more than it costs."""

from math import erf, exp, inf, log, log1p, sqrt
from typing import Literal

from webloop.registry import param, register
from webloop.submodels.roles import Farm


@register("farm")
class Profit(Farm):
    """Whoever finds that a page earns more than it costs publishes; costs differ from farm to farm.

    A page earns what its readers bring in `payback_months`. Its cost falls each year as models get cheaper, and is
    lognormal over those who might run a farm. Together they could publish `most` times what people do, and it pays for
    a share `Phi(log(revenue / cost) / spread)` of them. Supply moves there by at most `speed` a month, from `entry` on.

    >>> farm = Profit(cost=0.05, cost_decline=0.0, most=0.3, spread=1.0, entry=1e-6, speed=0.35)
    >>> [round(farm.publish(0.0, views, 1, 1e9)) for views in (5.0, 0.0)]   # they begin with a millionth, if it pays
    [1000, 0]
    >>> pages = 0.0
    >>> for month in range(60):   # a page must earn 5 cents: 4.17 views a month
    ...     pages = farm.publish(pages, 0.05 / 0.012, month, 1e9)
    >>> round(pages / 1e9, 3)   # at the median cost one in two pays
    0.15
    >>> round(Profit(cost=0.05, cost_decline=0.5, cost_floor=0.02).gain(2.0, 36), 3)   # 2.4 cents over 2, not 0.625
    0.182

    References:
        NewsGuard, Misinformation Monitor, June 2023: sites written by models live on programmatic advertising, and
        one publishes 1,200 articles a day. Of their number (49 in May, 583 in December 2023) only the pace of growth
        is used, and it is partly the pace of those who counted. What a page earns and costs is assumed.
        Jovanovic 1982, doi:10.2307/1912606: entry of firms whose costs differ.
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
        "What a page costs at launch, at the median",
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
    spread: float = param(
        1.0,
        "How much costs differ between farms (standard deviation of their log)",
        unit="-",
        gt=0,
        le=10,
        source="assumption",
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
        0.0003,
        "Pages that are tried in the first month; 0: nobody begins",
        unit="x people's pages",
        ge=0,
        le=100,
        source="assumption",
    )
    most: float = param(
        0.3,
        "Pages that all who might run a farm could publish",
        unit="x people's pages",
        ge=0,
        le=100,
        source="assumption",
    )

    def publish(self, before: float, views: float, months: int, people: float) -> float:
        """Pages this month, 0 or at least 1; none before launch."""
        if months < 0:
            return 0.0
        paying = self.most * people * (1 + erf(self.gain(views, months) / self.spread / sqrt(2))) / 2
        low, high = before * exp(-self.speed), max(before * exp(self.speed), self.entry * people)
        pages = min(max(paying, low), high)
        return pages if pages >= 1 else 0.0

    def gain(self, views: float, months: int) -> float:
        """Log of what a page earns over what it costs; minus infinity when nobody sees it."""
        revenue = views * self.dollars_per_thousand_views / 1000 * self.payback_months
        cost = log(self.cost) + log1p(-self.cost_decline) * months / 12
        least = log(self.cost_floor) if self.cost_floor > 0 else -inf
        return log(revenue) - max(cost, least) if revenue > 0 else -inf
