"""What a content domain is built from: the parts of a scenario that say what there is to write."""

from dataclasses import dataclass
from typing import Protocol

from webloop.streams import Streams


class IdeaRules(Protocol):
    """The block `ideas` of a scenario."""

    @property
    def number(self) -> int:
        """Ideas alive at a time."""
        ...

    @property
    def exponent(self) -> float:
        """Zipf-Mandelbrot exponent."""
        ...

    @property
    def shift(self) -> float:
        """Zipf-Mandelbrot shift, ranks."""
        ...

    @property
    def frequencies(self) -> tuple[float, ...] | None:
        """Relative frequencies of the ideas; None: Zipf-Mandelbrot's."""
        ...

    @property
    def rewards(self) -> tuple[float, ...] | None:
        """How much people like each idea; None: all alike."""
        ...

    @property
    def from_text(self) -> str | None:
        """The text that frequencies are taken from."""
        ...

    @property
    def turnover(self) -> float:
        """Share of torso and tail replaced per year."""
        ...

    @property
    def head_turnover(self) -> float:
        """Share of the head replaced per year."""
        ...

    @property
    def fade_months(self) -> int:
        """Months in which a new idea takes over."""
        ...

    @property
    def tail_focus(self) -> float:
        """How much of the tail belongs to one community alone, 0 to 1."""
        ...

    @property
    def errors(self) -> int:
        """Error ideas."""
        ...


@dataclass(frozen=True)
class Setting:
    """One run, or a block of runs, as its content sees it.

    Attributes:
        ideas: the scenario's block `ideas`.
        shares: share of each community in human writing, {community: share}; they sum to 1.
        first: the first month of which anybody knows: the start less the years of history.
        end: the last month.
        streams: the random streams of the run, or of the block.
        replicates: replicates held side by side; 1 for a single run.
    """

    ideas: IdeaRules
    shares: dict[str, float]
    first: int
    end: int
    streams: Streams
    replicates: int = 1
