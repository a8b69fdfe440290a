"""Findings about collapse in words: which measure shows it, and which one hides it.

A sentence is said only where it holds in every run; where nothing holds, nothing is said.

References:
    Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y (perplexity over generations, and the tails that vanish).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from webloop.outcomes.paired import Floats
from webloop.outcomes.samples import Samples
from webloop.outcomes.shares import percent
from webloop.outcomes.unlike import sizes

MODEST = 2.0
"""Perplexity that rises less than so many times raises no alarm by itself."""
MUCH = 0.5
"""Words alive that fall to this share are a loss that nobody overlooks."""
HOLDS = 0.8
"""As long as this share of words is alive, and perplexity is no more than 1 / that, a model holds."""
ALIKE = 1.2
"""Perplexities within this factor look alike."""
APART = 1.5
"""Words alive that differ by this factor do not."""
_PAIRS = 3
Values = dict[str, Floats]
"""Measures by run."""


Name = Callable[[str], str]
"""What a scenario is called."""


@dataclass(frozen=True)
class Line:
    """A sentence, and the measure that it turns on.

    Attributes:
        text: the sentence.
        scenarios: the one that it is about, or the two that it compares.
        measure: name of the metric.
        holds: whether it says that the measure has not fallen.
    """

    text: str
    scenarios: tuple[str, ...]
    measure: str = "words_alive"
    holds: bool = False


def findings(shown: Samples) -> list[str]:
    """Sentences about the change from the first to the last generation that is looked at."""
    return [line.text for line in lines(shown)]


def lines(shown: Samples, called: Name = str) -> list[Line]:
    """The same with the measures they turn on.

    Args:
        shown: what is looked at.
        called: what scenarios are called in the sentences; their names, unless told otherwise.
    """
    if len(shown.generations) < 2 or shown.number == 0:  # whatever is said of no run at all would be true
        return []
    first, last = ({name: shown.values(name, shown.generations[end]) for name in shown.scenarios} for end in (0, -1))
    said = [line for name in shown.scenarios for line in _of(name, called(name), first[name], last[name])]
    size = sizes(shown.texts)
    alike = [(one, other) for one, other in combinations(shown.scenarios, 2) if size[one] == size[other]]
    pairs = [_pair((one, other), called, last[one], last[other]) for one, other in alike]
    strongest = sorted((pair for pair in pairs if pair), key=lambda pair: -pair[0])[:_PAIRS]
    return [*said, *(line for _, line in strongest)]


def _of(scenario: str, name: str, first: Values, last: Values) -> Iterator[Line]:
    """What can be said of one scenario."""
    measures = ("perplexity", "words_alive", "word_types", "distinct_2")
    times, alive, types, varied = (last[each] / first[each] for each in measures)
    lost = (alive <= MUCH).all() and (types <= HOLDS).all()  # where fresh text brings new words, old ones make room
    values = " to ".join(percent(float(each["words_alive"].mean()), 1) for each in (first, last))
    gone = f"words alive fall by {percent(1 - _mean(alive), 1)} ({values})"
    if lost and (times <= MODEST).all():
        said = f"{name}: perplexity {_rises(times, 'only')}, yet {gone}: perplexity alone hides it."
        yield Line(said, (scenario,))
    elif lost and (times > MODEST).all():
        yield Line(f"{name}: perplexity {_rises(times)}, and {gone}.", (scenario,))
    elif lost and np.isnan(last["perplexity"]).all():
        said = f"{name}: some words of held-out text can't come any more (no perplexity), and {gone}."
        yield Line(said, (scenario,))
    elif (alive >= HOLDS).all() and (times <= 1 / HOLDS).all():
        said = f"{name}: holds: perplexity {_rises(times)}, and {percent(_mean(alive), 1)} as many words are alive."
        yield Line(said, (scenario,), holds=True)
    if (times >= 1 / HOLDS).all() and (varied >= 1).all():
        values = " to ".join(f"{each['distinct_2'].mean():.2f}" for each in (first, last))
        said = f"{name}: distinct-2 does not fall ({values}), yet perplexity {_rises(times)}: diversity alone hides it."
        yield Line(said, (scenario,), "perplexity")


def _pair(pair: tuple[str, str], called: Name, mine: Values, its: Values) -> tuple[float, Line] | None:
    """Two scenarios that look alike by perplexity and not by words, with how far these are apart."""
    perplexity, words = (mine[each] / its[each] for each in ("perplexity", "words_alive"))
    alike = (perplexity <= ALIKE) & (perplexity >= 1 / ALIKE)
    if not (alike.all() and ((words >= APART).all() or (words <= 1 / APART).all())):
        return None
    said = " and ".join(f"{each['perplexity'].mean():,.0f}" for each in (mine, its))
    alive = " and ".join(percent(float(each["words_alive"].mean()), 1) for each in (mine, its))
    one, other = map(called, pair)
    line = f"{one} and {other} look alike by perplexity ({said}), yet {alive} of people's words are alive."
    return abs(float(np.log(words.mean()))), Line(line, pair)


def _mean(ratios: Floats) -> float:
    """Ratios are averaged by their logarithm."""
    return float(np.exp(np.log(ratios).mean())) if (ratios > 0).all() else float(ratios.mean())


def _rises(times: Floats, only: str = "") -> str:
    """How a measure changes, in words.

    >>> _rises(np.array([1.5, 1.5]), "only"), _rises(np.array([1.01])), _rises(np.array([0.5]))
    ('rises 1.5 times only', 'hardly changes', 'falls to 50 %')
    """
    mean = _mean(times)
    if abs(mean - 1) < 0.05:
        return "hardly changes"
    if mean < 1:
        return f"falls to {percent(mean, 1)}"
    return f"rises {mean:.1f} times" + (f" {only}" if only else "")
