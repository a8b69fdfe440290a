"""A recurrent network that scores the next word: word vectors, a GRU, and the same word vectors again."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Size:
    """Of a network.

    Attributes:
        embedding: length of a word's vector.
        hidden: length of the state.
    """

    embedding: int
    hidden: int

    def __str__(self) -> str:
        return f"embedding {self.embedding} and hidden {self.hidden}"


def network(words: int, size: Size) -> Any:
    """A network with new weights, from torch's own chance.

    The vectors that words go in with are those that they come out by (tied weights), so that rare words need less to
    be learned.

    Args:
        words: length of the vocabulary.
        size: of the network.

    References:
        Cho et al. 2014, arXiv:1406.1078 (the unit); Press and Wolf 2017, arXiv:1608.05859 (tied weights).
    """
    from torch import nn

    parts = {
        "unit": nn.GRU(size.embedding, size.hidden, batch_first=True),
        "back": nn.Linear(size.hidden, size.embedding),
        "words": nn.Linear(size.embedding, words),
    }
    nn.init.normal_(parts["words"].weight, std=size.embedding**-0.5)
    nn.init.zeros_(parts["words"].bias)
    return nn.ModuleDict(parts)


def scores(net: Any, tokens: "Tensor", state: "Tensor | None" = None) -> "tuple[Tensor, Tensor]":
    """Logits of the word after each token, (rows, tokens, words), and the state after the last one.

    Args:
        net: as `network` gives it.
        tokens: (rows, tokens).
        state: the state before the first one, (1, rows, hidden); None for the start.
    """
    from torch.nn.functional import embedding

    out, state = net["unit"](embedding(tokens, net["words"].weight), state)
    return net["words"](net["back"](out)), state
