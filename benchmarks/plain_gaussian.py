"""The loop as papers' scripts write it: one replicate, one array of all samples, NumPy for the rest."""

import numpy as np


def generations(policy: str, pages: int, steps: int, rng: np.random.Generator) -> tuple[float, float]:
    """Mean and standard deviation of the last model of a loop that learns from its own samples.

    Args:
        policy: replace, accumulate or accumulate_subsample.
        pages: samples a generation.
        steps: generations.
        rng: chance.
    """
    pool = rng.normal(size=pages)
    mean, deviation = 0.0, 1.0
    for step in range(steps):
        new = pool if step == 0 else rng.normal(mean, deviation, size=pages)
        if policy == "replace":
            seen = new
        else:
            pool = pool if step == 0 else np.concatenate([pool, new])
            seen = pool if policy == "accumulate" else rng.choice(pool, size=pages, replace=False)
        mean, deviation = float(seen.mean()), float(seen.std())
    return mean, deviation
