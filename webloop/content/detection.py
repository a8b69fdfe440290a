"""Detectors that read pages: what the loop is told of them, whatever pages hold."""

from dataclasses import dataclass
from typing import Any, NoReturn, Protocol

from webloop.errors import InputError


@dataclass(frozen=True)
class Detection:
    """How good a detector was, measured on pages that it had never seen.

    Attributes:
        auc: chance that a page of the newest models scores higher than one of people, ties counted half, 0 to 1.
        tpr: share of the newest models' pages that it flags, 0 to 1.
        fpr: share of people's pages that it flags, 0 to 1.
    """

    auc: float
    tpr: float
    fpr: float


class Reading(Protocol):
    """A detector as it was trained by a month."""

    def passes(self, content: Any) -> Any:
        """Chance of each page not to be flagged, 0 or 1, as `Domain.thin` takes it."""
        ...

    @property
    def measured(self) -> Detection | None:
        """How good it is now; None while it knows no model, and so flags nothing, or where it can't be measured."""
        ...


def unread(detector: Any) -> NoReturn:
    """Refuse a detector that reads pages where they hold no text.

    Raises:
        InputError: always.
    """
    raise InputError(f"the detector {detector.kind} reads pages, and here they hold no text")
