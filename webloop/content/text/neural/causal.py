"""A fitted model of transformers: it writes pages of the vocabulary's words and scores texts by word."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from webloop.content.text.model import Decoding, Floats
from webloop.content.text.neural.codebook import ROOT, Codebook, Coded, Codes, Tree, coded
from webloop.content.text.neural.drawing import blocks, draw
from webloop.content.text.neural.repeatable import one_thread
from webloop.content.text.vocabulary import END, Tokens

if TYPE_CHECKING:
    from torch import Tensor

_KEPT = ("cache", "past_key_values")  # what transformers calls the work that need not be done again: new, old
_BLOCK = 8  # pages written together: fewer than a small network's, for these are slow
_AT_ONCE = 1024  # tokens scored at once, or one window: their logits are kept in memory


@dataclass(frozen=True, eq=False)
class Causal:
    """A model of smaller tokens, read as one of words; it never changes.

    Of the tokens that the model would go on with, only those count that lead to a word of the vocabulary, in
    proportion to what the model gives them. So the probabilities of all words sum to 1, a page has the words that it
    should have, and perplexity is per word, whatever the tokenizer. Where a word may go on (`foot`, `football`), it
    has ended as likely as the model begins another one.

    Attributes:
        net: the trained model.
        book: the vocabulary in the model's tokens.
        seen: which words it may write: those that it can have seen in some training, (words,).
        window: most tokens that it looks at at once.
    """

    net: Any
    book: Codebook
    seen: NDArray[np.bool_]
    window: int

    def __post_init__(self) -> None:
        self.net.eval().requires_grad_(requires_grad=False)

    def __deepcopy__(self, memo: dict[int, Any]) -> "Causal":
        return self  # it never changes, and worlds that share a past are copied

    def write(
        self, pages: int, words: int, decoding: Decoding, rng: np.random.Generator, prompt: Tokens | None = None
    ) -> Tokens:
        """Independent pages, (pages, words); the first ones are the same however many follow.

        Temperature, top-k and top-p act on the model's own tokens, as they do in practice.
        """
        before = self.book.encode([END, *([] if prompt is None else prompt.tolist())])
        tree = self.book.tree_of(self.seen)
        written = np.empty((pages, words), dtype=np.int32)
        with one_thread():
            for number, chance in enumerate(blocks(pages, rng, _BLOCK)):
                some = written[number * _BLOCK : (number + 1) * _BLOCK]
                _write(some, tree, _Reading(self, before), decoding, chance)
        return written

    def log_probabilities(self, stream: Tokens) -> Floats:
        """Natural logarithm of the probability of each word given those before it, (words,)."""
        import torch

        text, out = coded(self.book, stream), np.zeros(len(stream))
        ahead = self.book.encode([END])
        at = 1 - len(ahead)  # what stands before the text is not scored
        with one_thread(), torch.inference_mode():
            for logits in self._logits(torch.from_numpy(np.concatenate([ahead, text.tokens]))):
                _add(out, text, self.book.tree, max(at, 0), logits[max(-at, 0) :])
                at += len(logits)
        return out

    def _logits(self, given: "Tensor") -> Iterator["Tensor"]:
        """What would follow each token of a text, some tokens at a time, (tokens, choices).

        A window slides over the text by half its length, so that each token sees at least half a window before it.
        """
        import torch

        window = min(self.window, len(given))
        known, step = window // 2, window - window // 2
        windows = 1 - (window - len(given)) // step
        padded = torch.nn.functional.pad(given, (0, window + (windows - 1) * step - len(given)))
        left = len(given)
        for some in padded.unfold(0, window, step).split(max(_AT_ONCE // window, 1)):
            found = self.net(input_ids=some, attention_mask=torch.ones_like(some)).logits
            new = found[:, known:].flatten(0, 1)
            if left == len(given):
                new = torch.cat([found[0, :known], new])
            yield new[:left]
            left -= len(new)


def _add(out: Floats, text: Coded, tree: Tree, at: int, logits: "Tensor") -> None:
    """Add what tokens say to the log-probabilities of their words.

    A token says how likely it is among those that may follow, in two parts where a word begins: that the word before
    has ended, which is that word's part, and that this one begins so.

    Args:
        out: of each word, (words,).
        text: the whole text.
        tree: of all words.
        at: the token that the first row of logits is about.
        logits: of that token and those after it, up to what would follow the last one, (rows, choices).
    """
    import torch

    here = slice(at, at + len(logits))
    word, begins, may_end, tokens = text.word[here], text.begins[here], text.may_end[here], text.tokens[here]
    another = logits[:, torch.from_numpy(tree.first)].double().logsumexp(-1).numpy()
    inside = np.full(len(logits), -np.inf)
    rows, choices = tree.inside(text.place[here])
    if len(rows):
        values = logits[torch.from_numpy(rows), torch.from_numpy(choices)].double().numpy()
        starts = np.flatnonzero(np.diff(rows, prepend=-1))
        inside[rows[starts]] = np.logaddexp.reduceat(values, starts)
    total = np.where(may_end, np.logaddexp(inside, another), inside)
    ended = begins & (word > 0)
    np.add.at(out, word[ended] - 1, (another - total)[ended])
    taken = logits[torch.arange(len(tokens)), torch.from_numpy(tokens)].double().numpy()
    np.add.at(out, word[: len(tokens)], taken - np.where(begins, another, total)[: len(tokens)])


class _Reading:
    """Copies of a text that grow apart, as the model reads them.

    Args:
        model: who reads.
        before: what all begin with, (tokens,).
    """

    def __init__(self, model: Causal, before: Codes) -> None:
        import torch

        self._model = model
        self._text = torch.from_numpy(before).expand(_BLOCK, -1)
        self._kept: dict[str, Any] = {}

    def logits(self) -> "Tensor":
        """Of the next token, (copies, choices)."""
        import torch

        if self._text.shape[1] > self._model.window:  # what was kept of the text is of no use after a cut
            self._text, self._kept = self._text[:, -(self._model.window // 2) :], {}
        new = self._text[:, -1:] if self._kept else self._text
        found = self._model.net(input_ids=new, attention_mask=torch.ones_like(self._text), use_cache=True, **self._kept)
        self._kept = {name: kept for name, kept in found.items() if name in _KEPT}
        return found.logits[:, -1]

    def append(self, tokens: "Tensor") -> None:
        """One token for each copy, (copies,)."""
        import torch

        self._text = torch.cat([self._text, tokens[:, None]], dim=1)


def _write(written: Tokens, tree: Tree, reading: _Reading, decoding: Decoding, chance: np.random.Generator) -> None:
    """Fill pages, (pages, words), at most a block."""
    import torch

    places, found = [ROOT] * _BLOCK, [list[int]() for _ in range(_BLOCK)]
    with torch.inference_mode():
        while min(len(page) for page in found[: len(written)]) < written.shape[1]:
            logits = reading.logits()
            closed = torch.ones_like(logits, dtype=torch.bool)
            for row, place in enumerate(places):
                closed[row, torch.from_numpy(tree.may_follow(place))] = False
            tokens = draw(logits.masked_fill(closed, -torch.inf), decoding, chance.random(_BLOCK))
            for row, token in enumerate(tokens.tolist()):
                places[row], word = tree.step(places[row], token)
                if word >= 0:
                    found[row].append(word)
            reading.append(tokens)
    for page, words in zip(written, found, strict=False):
        page[:] = words[: len(page)]
