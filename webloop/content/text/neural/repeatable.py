"""Torch, so that what it computes is the same every time."""

from collections.abc import Iterator
from contextlib import contextmanager

NEURAL = "neural"
"""The extra of webloop that installs torch and transformers."""


@contextmanager
def one_thread(seed: int | None = None) -> Iterator[None]:
    """One thread, because sums come out the same only in the same order; torch is left as it was found.

    It also keeps replicates that run side by side from taking one another's cores: with more threads than cores,
    training takes many times as long.

    Args:
        seed: of torch's own chance inside, for first weights; None where nothing is drawn.
    """
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.random.fork_rng(devices=[], enabled=seed is not None):
            if seed is not None:
                torch.manual_seed(seed)
            yield
    finally:
        torch.set_num_threads(threads)
