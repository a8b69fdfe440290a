"""Building the ideas of a run."""

from functools import lru_cache
from hashlib import sha256

import numpy as np

from webloop.content.domain import Probabilities
from webloop.content.ideas.domain import IdeaDomain
from webloop.content.ideas.frequencies import read_text, word_frequencies, zipf_mandelbrot
from webloop.content.ideas.succession import draw_succession
from webloop.content.ideas.tastes import bands, community_tastes
from webloop.content.setting import IdeaRules, Setting


def text_digest(ideas: IdeaRules) -> str | None:
    """SHA-256 of the text that a scenario takes its frequencies from; None if it takes none."""
    return None if ideas.from_text is None else sha256(read_text(ideas.from_text).encode()).hexdigest()


def frequencies(ideas: IdeaRules) -> tuple[tuple[str, ...], Probabilities]:
    """Names and human frequencies of the niches, most frequent first."""
    if ideas.from_text is not None:
        return _frequencies_of_text(ideas.from_text, ideas.number)
    names = tuple(f"idea {rank + 1}" for rank in range(ideas.number))
    if ideas.frequencies is not None:
        return names, np.array(ideas.frequencies) / sum(ideas.frequencies)
    return names, zipf_mandelbrot(ideas.number, ideas.exponent, ideas.shift)


@lru_cache(maxsize=4)  # replicates share it
def _frequencies_of_text(source: str, number: int) -> tuple[tuple[str, ...], Probabilities]:
    return word_frequencies(read_text(source), number)


def build_ideas(setting: Setting) -> IdeaDomain:
    """The ideas of one run or block: the same for all scenarios that share seed, replicate and these settings."""
    ideas = setting.ideas
    names, human = frequencies(ideas)
    tastes, owner = community_tastes(human, setting.shares, ideas.tail_focus)
    head = bands(human)[0]
    succession = draw_succession(
        np.where(head, ideas.head_turnover, ideas.turnover),
        ideas.fade_months,
        setting.first,
        setting.end,
        setting.streams.get("succession"),
    )
    rewards = np.zeros(len(names)) if ideas.rewards is None else np.array(ideas.rewards)
    return IdeaDomain(
        names=_idea_names(names, succession.niche.tolist()) + tuple(f"error {i + 1}" for i in range(ideas.errors)),
        niche_tastes=tastes,
        shares=setting.shares,
        niche_owner=owner,
        succession=succession,
        errors=ideas.errors,
        rewards=np.append(rewards[succession.niche], np.zeros(ideas.errors)),
        replicates=setting.replicates,
    )


def _idea_names(niches: tuple[str, ...], niche_of: list[int]) -> tuple[str, ...]:
    """A niche's first idea has its name; its successors are numbered."""
    met = np.zeros(len(niches), dtype=np.int64)
    names = []
    for niche in niche_of:
        names.append(niches[niche] if met[niche] == 0 else f"{niches[niche]} ({met[niche] + 1})")
        met[niche] += 1
    return tuple(names)
