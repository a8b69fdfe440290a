"""How a model of transformers learns from pages."""

from copy import deepcopy
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.content.text.model import Lesson
from webloop.content.text.neural.causal import Causal
from webloop.content.text.neural.codebook import Codebook, Codes, codebook
from webloop.content.text.neural.descent import Descent, descend
from webloop.content.text.neural.excerpts import drawn, weighed
from webloop.content.text.neural.folder import LEARNER, model_in, tokenizer_in
from webloop.content.text.neural.repeatable import one_thread
from webloop.content.text.neural.start import Start, first_model
from webloop.content.text.vocabulary import END

_NOT_SCORED = -100  # the label of what fills up short excerpts


def train_causal(lesson: Lesson, folder: str, start: Start, descent: Descent, window: int) -> Causal:
    """A model that has learned from the pages of a lesson.

    Args:
        lesson: what is to be learned.
        folder: with the model and its tokenizer.
        start: whose weights it begins with: `base` means those in the folder, and so does `previous` at first.
        descent: how weights are changed.
        window: most tokens that are learned at once, and looked at when writing.

    Raises:
        InputError: without such a folder, when its tokenizer can't tell the words of the vocabulary apart, or when
            the newest model was made by another learner.
        ValueError: without pages.
    """
    pages, weights = weighed(lesson.parts)
    previous = first_model(lesson, start, Causal, "hugging_face") if start == "previous" else None
    with one_thread(int(lesson.rng.integers(2**63))):
        if previous is not None:
            net, book, seen = deepcopy(previous.net).requires_grad_(requires_grad=True), previous.book, previous.seen
        else:
            net = model_in(folder, trained=start != "scratch")
            book = codebook(lesson.vocabulary, tokenizer_in(folder), f"{LEARNER}: {folder}")
            seen = np.full(len(lesson.vocabulary), start != "scratch")
        window = min(window, getattr(net.config, "max_position_embeddings", window))
        cut, page = _excerpts(pages, book, window)
        rows = drawn(weights[page], descent.steps * descent.batch, lesson.rng)
        chosen = ([cut[row] for row in some] for some in rows.reshape(descent.steps, descent.batch).tolist())
        descend(net.train(), chosen, lambda some: _loss(net, some), descent)
    return Causal(net, book, seen | (np.bincount(pages.ravel(), minlength=len(seen)) > 0), window)


def _excerpts(pages: NDArray[np.int32], book: Codebook, window: int) -> tuple[list[Codes], NDArray[np.int64]]:
    """Pages cut into at most so many tokens, each excerpt behind the token before it, and the page of each."""
    cut: list[Codes] = []
    of: list[int] = []
    for number, page in enumerate(pages.tolist()):
        tokens = book.encode([END, *page])
        for begin in range(0, len(tokens) - 1, window - 1):
            cut.append(tokens[begin : begin + window])
            of.append(number)
    return cut, np.array(of)


def _loss(net: Any, some: list[Codes]) -> Any:
    """Mean over the tokens after the first of each excerpt; they stand side by side, filled up to the longest."""
    import torch
    from torch.nn.functional import cross_entropy
    from torch.nn.utils.rnn import pad_sequence

    texts = [torch.from_numpy(each) for each in some]
    there = pad_sequence([torch.ones_like(each) for each in texts], batch_first=True)
    logits = net(input_ids=pad_sequence(texts, batch_first=True), attention_mask=there).logits
    after = pad_sequence(texts, batch_first=True, padding_value=_NOT_SCORED)[:, 1:]
    return cross_entropy(logits[:, :-1].flatten(0, 1), after.flatten(), ignore_index=_NOT_SCORED)
