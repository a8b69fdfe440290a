"""Weights changed step by step."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

Batch = TypeVar("Batch")
_LONGEST = 1.0  # of a gradient: single odd excerpts would throw the weights about


@dataclass(frozen=True)
class Descent:
    """Adam, with a rate that falls to 0 in a straight line.

    Attributes:
        steps: changes of the weights.
        batch: excerpts that each one looks at.
        rate: of the first one.

    References:
        Kingma and Ba 2015, arXiv:1412.6980.
    """

    steps: int
    batch: int
    rate: float


def descend(net: Any, batches: Iterable[Batch], loss: Callable[[Batch], Any], descent: Descent) -> None:
    """Change the weights of a network.

    Args:
        net: a module of torch; it changes.
        batches: what each step looks at.
        loss: mean loss of a batch, a scalar of torch.
        descent: how.
    """
    import torch

    chosen = torch.optim.Adam(net.parameters(), lr=descent.rate)
    falling = torch.optim.lr_scheduler.LinearLR(chosen, 1.0, 1.0 / descent.steps, descent.steps - 1)
    for batch in batches:
        chosen.zero_grad()
        loss(batch).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), _LONGEST)
        chosen.step()
        falling.step()
