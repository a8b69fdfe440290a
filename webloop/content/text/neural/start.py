"""Whose weights a training begins with."""

from typing import Literal, TypeVar

from webloop.content.text.model import LanguageModel, Lesson
from webloop.errors import InputError

Start = Literal["scratch", "base", "previous"]
M = TypeVar("M", bound=LanguageModel)


def first_model(lesson: Lesson, start: Start, kind: type[M], learner: str) -> M | None:
    """The model that a training begins with; None for none.

    Args:
        lesson: what is to be learned.
        start: whose weights.
        kind: what the model has to be.
        learner: the learner, for the message.

    Raises:
        InputError: when the lab's model was made by another learner.
    """
    first = {"scratch": None, "base": lesson.base, "previous": lesson.previous}[start]
    if first is None or isinstance(first, kind):
        return first
    raise InputError(
        f"the learner {learner} can't start from the {start} model, which another learner made; allowed: start: scratch"
    )
