"""A month's schedule, from the loop's own tuple of phases."""

from collections.abc import Callable
from typing import Any

from webloop.reference.docstrings import first_line
from webloop.reference.markdown import anchor, code, table
from webloop.world.loop import PHASES

Phase = Callable[[Any], None]
OWNERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "intervene": ("rules", ()),
    "read": ("readers", ("adoption", "answers", "imitation", "ranking", "visibility")),
    "adopt": ("writer cohorts", ("adoption",)),
    "participate": ("writer cohorts, farms", ("farm", "participation", "visibility")),
    "write": ("writer cohorts", ()),
    "generate": ("models", ("market",)),
    "link": ("sites", ()),
    "decay": ("web, archive", ("lifetime",)),
    "crawl": ("crawlers", ("adoption", "selection")),
    "curate": ("labs", ("accumulation", "detector", "source")),
    "train": ("labs", ("choice", "decoder", "learner")),
    "release": ("labs", ("adoption", "decoder")),
    "observe": ("observer", ("instrument",)),
}
"""Who acts in each phase, and the roles of the submodels that decide."""


def schedule_table(source: str = "", page: str = "") -> str:
    """The phases in their order: what happens, who acts, which submodels decide, where the code is.

    Args:
        source: the way to the folder that holds the package, for links to the code; empty for none.
        page: where roles are told, for links; empty for none.
    """
    rows = []
    for number, phase in enumerate(PHASES, start=1):
        owner, asked = OWNERS[phase.__name__]
        roles = ", ".join(f"[{role}]({page}#{anchor(role)})" if page else role for role in asked)
        rows.append((str(number), code(phase.__name__), first_line(phase), owner, roles, _place(phase, source)))
    return table(("", "phase", "what happens", "who acts", "submodels that decide", "code"), rows)


def _place(phase: Phase, source: str) -> str:
    file = phase.__module__.replace(".", "/") + ".py"
    return f"[{code(file.rpartition('/')[2])}]({source}{file})" if source else code(file)
