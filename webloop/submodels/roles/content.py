"""What kinds of content must do."""

from abc import abstractmethod
from typing import Any, ClassVar

from webloop.content.domain import Domain
from webloop.content.setting import Setting
from webloop.registry import Submodel


class ContentKind(Submodel):
    """What pages hold, and so what models learn."""

    counts_ideas: ClassVar[bool] = False
    """Whether pages carry ideas: what looks at ideas, and a web that opens with a stock of pages, needs them."""
    in_blocks: ClassVar[bool] = True
    """Whether its domain can hold replicates side by side."""
    cuts_off: ClassVar[bool] = False
    """Whether models can be sampled from the likeliest words or ideas only, with top-k and top-p."""

    @property
    def keeps_pages(self) -> bool:
        """Whether single pages are kept: else only those can be pooled that come whole."""
        return True

    @property
    def needs_whole_draws(self) -> bool:
        """Whether what a page is about depends on its place in a draw, so that crawlers have to fetch whole ones."""
        return False

    @property
    def can_err(self) -> bool:
        """Whether pages can be wrong: then models may hallucinate, and verifiers find it."""
        return False

    @property
    def has_temperature(self) -> bool:
        """Whether models can be sampled at a temperature other than 1."""
        return True

    @abstractmethod
    def build(self, setting: Setting) -> Domain[Any, Any]:
        """The content of one run, or of a block of replicates side by side."""

    @abstractmethod
    def stored(self, pages: float, months: int, ideas: int, tables: int = 1) -> float:
        """Numbers that one replicate keeps.

        Args:
            pages: new pages a month.
            months: months.
            ideas: ideas, with errors.
            tables: contents that are kept of every month: of each group, by each crawler.
        """
