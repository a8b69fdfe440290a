"""What pictures of sites say: whose text is read on the whole web, how many sites are drawn, what areas mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from webloop.plots.site_graph import SiteGraph
from webloop.plots.words import HARD

FARM = "farm"
WHOLE = ("all_models", "all_farms", "all_answers")
"""Columns of `Results.sites` that hold values of the whole web, the same for all sites of a month."""

_LEAST = 0.0001  # percent that are told apart


def percent(share: float) -> str:
    r"""A share in percent with two significant digits, as the page with a slider writes it too.

    >>> [percent(share) for share in (0.0962, 0.1, 0.00567, 0.0004, 0.0000001, 0, 0.998, 1)]
    ['9.6\xa0%', '10\xa0%', '0.57\xa0%', '0.040\xa0%', '<0.0001\xa0%', '0\xa0%', '>99\xa0%', '100\xa0%']
    """
    value = 100 * share
    if value != value:
        return "no value"
    if value <= 0 or value >= 100 - 1e-6:
        text = f"{value:.0f}"
    elif value < _LEAST:
        text = f"<{_LEAST}"
    else:
        text = ">99" if value >= 99.5 else f"{value:#.2g}".rstrip(".")
    return f"{text}{HARD}%"


@dataclass(frozen=True, slots=True)
class Reading:
    """Whose text is read, as shares of all reading, on all sites and in AI answers.

    Attributes:
        models: text of models, wherever it stands.
        farms: the part of it on content farms.
        answers: the part of it in AI answers.
    """

    models: float
    farms: float
    answers: float

    @property
    def elsewhere(self) -> float:
        """Text of models on sites of people, also inside pages that people wrote with a model."""
        return max(self.models - self.farms - self.answers, 0.0)

    @property
    def parts(self) -> tuple[float, float, float, float]:
        """All reading: text of people, models' on their sites, on content farms, and in AI answers."""
        return max(1 - self.elsewhere - self.farms - self.answers, 0.0), self.elsewhere, self.farms, self.answers

    @property
    def sentence(self) -> str:
        """The shares in a sentence."""
        where = f"{percent(self.answers)} in AI answers, {percent(self.farms)} on content farms"
        where += f", {percent(self.elsewhere)} on people's sites"
        return f"Of all reading, {percent(self.models)} is text of models" + (f": {where}." if self.models > 0 else ".")


def reading(nodes: pd.DataFrame) -> Reading:
    """What is read on the whole web in the month of a snapshot."""
    models, farms, answers = (float(nodes[name].iloc[0]) for name in WHOLE)
    return Reading(models, farms, answers)


def drawn(nodes: pd.DataFrame) -> list[tuple[int, int, str]]:
    """How many are drawn of how many: `sites` of people, and `farms` if there are any."""
    farm = nodes["segment"] == FARM
    both = ((nodes[~farm], "sites"), (nodes[farm], "farms"))
    return [(len(rows), int(rows["among"].iloc[0]), what) for rows, what in both if len(rows)]


def drawn_sentence(nodes: pd.DataFrame) -> str:
    """How many sites are drawn of how many, and what share of reading they have."""
    full = {"sites": "sites of people", "farms": "content farms"}
    parts = [
        f"all {number:,} {full[what]}" if number == among else f"the {number:,} most read of {among:,} {full[what]}"
        for number, among, what in drawn(nodes)
    ]
    return f"Drawn: {' and '.join(parts)}; together they have {percent(nodes['visibility'].sum())} of all reading."


def name(site: Mapping[str, Any]) -> str:
    """What to call a site: its name, without its owner where its name is made of that."""
    given = str(site["name"])
    if given == f"other sites of {site['segment']}, {site['community']}":
        return "other sites"
    return given or f"{'farm' if site['segment'] == FARM else 'site'} {site['site']}"


def owner(site: Mapping[str, Any]) -> str:
    """Whose site it is.

    >>> owner({"segment": "forum_ugc", "community": "minority_b"})
    'forum ugc, minority b'
    """
    if site["segment"] == FARM:
        return "content farm"
    return f"{site['segment']}, {site['community']}".replace("_", " ")


def areas(graph: SiteGraph) -> str:
    """What the area of a mark means, as the end of a sentence about it."""
    least = f"the smallest marks stand for {percent(graph.smallest)} or less"
    if graph.power == 1:
        return f"its area is its share of all reading, but {least}"
    root = "its area grows with the square root of its share of all reading"
    return f"{root} (a hundred times as much: ten times the area), but {least}"
