"""What kinds of content must do."""

from abc import abstractmethod
from typing import Any, ClassVar

from webloop.content.domain import Domain
from webloop.content.setting import Setting
from webloop.registry import Submodel


class ContentKind(Submodel):
    """What pages hold, and so what models learn."""

    has_history: ClassVar[bool] = False
    """Whether the web can open with a stock of pages."""
    has_errors: ClassVar[bool] = False
    """Whether models can hallucinate."""

    @abstractmethod
    def build(self, setting: Setting) -> Domain[Any, Any]:
        """The content of one run, or of a block of replicates side by side."""

    @abstractmethod
    def stored(self, pages: float, months: int, ideas: int) -> float:
        """Numbers that one replicate keeps.

        Args:
            pages: new pages a month.
            months: months.
            ideas: ideas alive at a time.
        """
