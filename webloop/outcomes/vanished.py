"""Words that people used and no model writes any more, named by how often people used them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from webloop.content.text.specimen import DECILES
from webloop.outcomes.samples import Samples, measured

NAMED = 8
"""Words that are named in each decile."""
_MOST_RUNS = 0.5
"""Words are named where they have vanished in that share of runs."""


@dataclass(frozen=True)
class Decile:
    """A tenth of people's words by frequency.

    Attributes:
        number: 1 for the most frequent ones.
        gone_first: share of its words that the first generation's specimen does not have, mean over runs.
        gone_last: the same in the last generation.
        words: some that have vanished in most runs, the most frequent first, with the month since which.
    """

    number: int
    gone_first: float
    gone_last: float
    words: Sequence[tuple[str, str]]

    def as_json(self) -> dict[str, Any]:
        """Itself as data."""
        words = [{"word": word, "since": since} for word, since in self.words]
        return {"decile": self.number, "gone_first": self.gone_first, "gone_last": self.gone_last, "words": words}


def vanished(shown: Samples) -> dict[str, list[Decile]]:
    """Deciles of words by scenario; named are words of letters only.

    No specimen has every rare word, not even that of the first model, which is why its share is told, too.
    """
    names = [f"words_alive_decile_{number:02d}" for number in range(1, DECILES + 1)]
    table = measured(shown.results, names, shown.scenarios, shown.lab)
    lost = shown.results.lost_ideas
    lost = lost[(lost["lost_in"] >= _MOST_RUNS) & lost["idea"].astype(str).map(_readable)]
    found = {}
    for scenario in shown.scenarios:
        own = table[table["scenario"] == scenario]
        first, last = (own[own["generation"] == shown.generations[end]][names].mean() for end in (0, -1))
        mine = lost[lost["scenario"] == scenario]
        found[scenario] = [
            Decile(number, 1 - float(first[name]), 1 - float(last[name]), _words(mine[mine["decile"] == number]))
            for number, name in enumerate(names, start=1)
        ]
    return found


def _words(rows: pd.DataFrame) -> list[tuple[str, str]]:
    top = rows.sort_values("human_share", ascending=False, kind="stable")[:NAMED]
    return list(zip(top["idea"].astype(str), top["lost_since"].astype(str), strict=True))


def _readable(word: str) -> bool:
    """Whether it is a word of letters.

    >>> [_readable(word) for word in ("don't", "Paris", "x", "3.14", "<unk>")]
    [True, True, False, False, False]
    """
    return len(word) > 1 and word.replace("'", "").replace("’", "").isalpha()
