"""Overview: an AI summary on top of the search results, after which fewer readers click."""

from typing import Literal

from webloop.registry import param, register
from webloop.submodels.roles import Answers


@register("answers")
class Overview(Answers):
    """A share of searches shows an AI summary, and readers then click less often than without one.

    What they do not click, they have read in the summary: it counts as synthetic text that they saw.

    >>> round(Overview(share=0.18, click_ratio=0.53).unclicked(), 4)   # Pew, March 2025
    0.0846

    References:
        Pew Research Center 2025: a summary on 18 % of searches; 8 % of visits end in a click with one, 15 % without.
    """

    kind: Literal["overview"] = "overview"
    share: float = param(0.18, "Searches that show a summary", unit="share", ge=0, le=1, source="Pew 2025: 0.18")
    click_ratio: float = param(
        0.53,
        "Clicks where there is a summary, relative to searches without",
        unit="ratio",
        ge=0,
        le=1,
        source="Pew 2025: 8 % against 15 %",
    )

    def unclicked(self) -> float:
        """Share of reading."""
        return self.share * (1 - self.click_ratio)
