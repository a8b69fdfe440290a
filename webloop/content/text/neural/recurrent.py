"""A fitted GRU: it writes pages and scores texts."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.content.text.model import Decoding, Floats
from webloop.content.text.neural.drawing import blocks, draw
from webloop.content.text.neural.network import Size, scores
from webloop.content.text.neural.repeatable import one_thread
from webloop.content.text.vocabulary import END, Tokens

_BLOCK = 64  # pages written together
_STRETCH = 512  # tokens scored at once: their logits are kept in memory


class Recurrent:
    """A language model over the words of the vocabulary; it never changes.

    It gives every word of the vocabulary some probability, but it writes only words that it has seen in some
    training: the weights of others are little more than chance, and lost words would come back from nowhere.

    Args:
        net: the trained network, as `network` gives it.
        size: of the network.
        seen: which words occur in the pages of its trainings, (words,).
    """

    def __init__(self, net: Any, size: Size, seen: NDArray[np.bool_]) -> None:
        self.net = net.eval().requires_grad_(requires_grad=False)
        self.size = size
        self.seen = seen

    def __deepcopy__(self, memo: dict[int, Any]) -> "Recurrent":
        return self  # it never changes, and worlds that share a past are copied

    def write(
        self, pages: int, words: int, decoding: Decoding, rng: np.random.Generator, prompt: Tokens | None = None
    ) -> Tokens:
        """Independent pages, (pages, words); the first ones are the same however many follow."""
        written = np.empty((-(-pages // _BLOCK) * _BLOCK, words), dtype=np.int32)
        with one_thread():
            for number, chance in enumerate(blocks(pages, rng, _BLOCK)):
                self._write_block(written[number * _BLOCK : (number + 1) * _BLOCK], decoding, chance, prompt)
        return written[:pages]

    def _write_block(
        self, written: Tokens, decoding: Decoding, chance: np.random.Generator, prompt: Tokens | None
    ) -> None:
        import torch

        never = torch.from_numpy(~self.seen)
        before = np.append(np.int32(END), [] if prompt is None else prompt).astype(np.int64)
        with torch.inference_mode():
            logits, state = scores(self.net, torch.from_numpy(before)[None])
            logits, state = logits[:, -1].expand(_BLOCK, -1), state.expand(-1, _BLOCK, -1).contiguous()
            for place in range(written.shape[1]):
                word = draw(logits.masked_fill(never, -torch.inf), decoding, chance.random(_BLOCK))
                written[:, place] = word.numpy()
                logits, state = scores(self.net, word[:, None], state)
                logits = logits[:, -1]

    def log_probabilities(self, stream: Tokens) -> Floats:
        """Natural logarithm of the probability of each token given all before it, (tokens,)."""
        import torch

        text = torch.from_numpy(np.append(np.int32(END), stream).astype(np.int64))
        out = np.empty(len(stream))
        state = None
        with one_thread(), torch.inference_mode():
            for at in range(0, len(stream), _STRETCH):
                some = text[at : at + _STRETCH + 1]
                logits, state = scores(self.net, some[None, :-1], state)
                known = torch.log_softmax(logits[0].double(), dim=-1)
                out[at : at + _STRETCH] = known.gather(-1, some[1:, None])[:, 0].numpy()
        return out
