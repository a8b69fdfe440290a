"""Levers on what every lab does: labs may have values of their own, and shares of a mix leave each other room."""

from collections.abc import Mapping, Sequence

from webloop.live.explored import Explored, Stand
from webloop.live.lever import Plain
from webloop.live.levers import MIX
from webloop.scenario.fields import reach
from webloop.scenario.wholes import SUM_TOLERANCE


def some_differ(explored: Explored, stand: Stand) -> bool:
    """Whether some lab has a value of its own where a lever moves that of all, then or later."""
    every, *path = stand.lever.steps
    if every != "lab":
        return False
    held = explored.labs_from(stand.month)
    return any(reach(lab, tuple(path)) != reach(common, tuple(path)) for common, labs in held for lab in labs)


def furthest(explored: Explored, stand: Stand, among: Sequence[Stand]) -> int:
    """Index of the last position where a lever may stand beside others that are shares of the same whole.

    There must be room for it in each lab that it moves, also after what the file changes later.

    Args:
        explored: the scenario.
        stand: the lever.
        among: all levers.
    """
    values = stand.lever.positions(stand.rules, stand.month)
    if stand.lever.whole != MIX:
        return len(values) - 1
    moved = {each.lever.path: float(each.value) for each in among if each.lever.whole == MIX and each.is_moved}
    held = explored.labs_from(stand.month)
    taken = max(_others(stand.lever.path, common, lab, moved) for common, labs in held for lab in labs)
    return max(index for index, value in enumerate(values) if not index or value <= 1 - taken + SUM_TOLERANCE)


def _others(path: str, common: Plain, lab: Plain, moved: Mapping[str, float]) -> float:
    """What other sources take of a lab's mix; nothing where the lab has its own share of this one."""
    every, mine = _shares(common), _shares(lab)
    followed = {each for each in {*every, *mine, *moved, path} if mine.get(each, 0.0) == every.get(each, 0.0)}
    if path not in followed:
        return 0.0
    after = mine | {each: share for each, share in moved.items() if each in followed}
    return sum(share for each, share in after.items() if each != path)


def _shares(lab: Plain) -> dict[str, float]:
    """The shares of a lab's mix, by the path of the lever."""
    return {f"{MIX}.{source}.share": float(each["share"]) for source, each in lab["mix"].items()}
