"""Ideas: a page carries one of many ideas, so pages are counted, at any size."""

from typing import Any, ClassVar, Literal

from webloop.content.domain import Domain
from webloop.content.ideas.build import build_ideas
from webloop.content.setting import Setting
from webloop.registry import register
from webloop.submodels.roles import ContentKind


@register("content")
class IdeaContent(ContentKind):
    """Pages carry one idea each; the scenario's block `ideas` says how often people write which.

    >>> IdeaContent().stored(pages=1e9, months=12, ideas=1000)
    12000

    References:
        Seddik et al. 2024, arXiv:2404.05090; Suresh et al. 2024, arXiv:2412.17646 (categorical models).
    """

    counts_ideas: ClassVar[bool] = True
    cuts_off: ClassVar[bool] = True

    kind: Literal["ideas"] = "ideas"

    @property
    def can_err(self) -> bool:
        """Error ideas."""
        return True

    def build(self, setting: Setting) -> Domain[Any, Any]:
        """Counts by idea."""
        return build_ideas(setting)

    def stored(self, pages: float, months: int, ideas: int, tables: int = 1) -> float:  # noqa: ARG002 (counts do not grow with pages)
        """Counts by idea of every month."""
        return months * ideas * tables
