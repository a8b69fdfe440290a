"""Which colour a line has: a scenario keeps its own in all pictures of the same results."""

from collections.abc import Sequence

from webloop.outcomes.results import Results
from webloop.plots.style import BASELINE, COLOURS


def line_colours(results: Results, drawn: Sequence[Sequence[str]]) -> list[str]:
    """A colour for each line, the baseline's grey.

    It goes by the place of the line's first scenario among all that were run, not among the lines of one picture. There
    are seven colours: where an earlier line has the same, a line gets one that no line has.

    Args:
        results: what was run.
        drawn: scenarios that are drawn as one, by line; at most as many as there are colours, and the baseline's.
    """
    others = [name for name in results.scenarios if name != results.baseline]
    out: dict[int, str] = {}
    for line, group in enumerate(drawn):
        own = BASELINE if results.baseline in group else COLOURS[others.index(group[0]) % len(COLOURS)]
        if own not in out.values():
            out[line] = own
    free = iter([colour for colour in COLOURS if colour not in out.values()])
    return [out[line] if line in out else next(free) for line in range(len(drawn))]
