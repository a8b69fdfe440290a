"""How a GRU learns from pages."""

from typing import Any

import numpy as np

from webloop.content.text.model import Lesson
from webloop.content.text.neural.descent import Descent, descend
from webloop.content.text.neural.excerpts import drawn, excerpts, weighed
from webloop.content.text.neural.network import Size, network, scores
from webloop.content.text.neural.recurrent import Recurrent
from webloop.content.text.neural.repeatable import one_thread
from webloop.content.text.neural.start import Start, first_model
from webloop.content.text.vocabulary import END, Tokens
from webloop.errors import InputError


def train_recurrent(lesson: Lesson, size: Size, start: Start, descent: Descent, excerpt: int) -> Recurrent:
    """A GRU that has learned from the pages of a lesson.

    Args:
        lesson: what is to be learned.
        size: of the network.
        start: whose weights it begins with.
        descent: how weights are changed.
        excerpt: most words of a page that are learned at once.

    Raises:
        InputError: when it should begin with the weights of a model that is of another kind or size.
        ValueError: without pages.
    """
    import torch
    from torch.nn.functional import cross_entropy

    pages, weights = weighed(lesson.parts)
    cut, page = excerpts(pages, excerpt, END)
    rows = drawn(weights[page], descent.steps * descent.batch, lesson.rng)
    words = len(lesson.vocabulary)
    seen = np.bincount(pages.ravel(), minlength=words) > 0
    with one_thread(int(lesson.rng.integers(2**63))):
        net = network(words, size)
        first = first_model(lesson, start, Recurrent, "gru")
        if first is not None:
            if first.size != size:
                raise InputError(
                    f"the learner gru can't start from the {start} model: it has {first.size} and this one {size}; "
                    "allowed: the same size, or start: scratch"
                )
            net.load_state_dict(first.net.state_dict())
            seen |= first.seen

        def loss(chosen: Tokens) -> Any:
            text = torch.from_numpy(chosen.astype(np.int64))
            logits, _ = scores(net, text[:, :-1])
            return cross_entropy(logits.flatten(0, 1), text[:, 1:].flatten())

        descend(net, (cut[some] for some in rows.reshape(descent.steps, descent.batch)), loss, descent)
    return Recurrent(net, size, seen)
