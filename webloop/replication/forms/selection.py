"""What is kept, chosen or sharpened on the way from one generation to the next."""

import numpy as np
from numpy.polynomial.laguerre import laggauss
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def breakdown(keeps_right: float, keeps_wrong: float) -> float:
    """Share of wrong labels from which on a filtered classifier learns the opposite, 1 / (1 + psi/phi).

    >>> [round(breakdown(*each), 3) for each in ((1, 1), (0.9, 0.3), (0.7, 0.05))]
    [0.5, 0.75, 0.933]

    References:
        Feng et al. 2024, arXiv:2406.07515, theorem 4.2.
    """
    return 1 / (1 + keeps_wrong / keeps_right)


def filtered_share(human: float, keeps_human: float, keeps_ai: float) -> float:
    """Human share after a filter: its odds are multiplied by k_h / k_a.

    >>> filtered_share(0.5, 0.8, 0.2)
    0.8
    """
    return human * keeps_human / (human * keeps_human + (1 - human) * keeps_ai)


def best_of(p: Floats, rewards: Floats, candidates: int | None) -> Floats:
    """Distribution of the winner among K draws, where draw i wins with chance e^r_i / sum_j e^r_j, (categories,).

    Ferbach et al.'s "curated" data. With K draws it is an integral over one number,
    K p_i e^r_i int e^(-u e^r_i) M(u)^(K-1) du with M(u) = sum_j p_j e^(-u e^r_j); with infinitely many (None), closed.

    >>> p, r = np.array([0.4, 0.3, 0.15, 0.1, 0.05]), np.linspace(0, 1, 5)
    >>> [float((best_of(p, r, candidates) @ r).round(4)) for candidates in (None, 50, 2)]
    [0.3729, 0.3704, 0.3167]

    References:
        Ferbach et al. 2024, arXiv:2407.09499, lemma 2.1 and after.
    """
    worth = np.exp(rewards - rewards.min())
    out = p * worth
    if candidates is not None:
        u, weights = laggauss(64)
        chances = np.exp(-np.outer(u, worth) / candidates)
        out *= (weights * np.exp(u) * (chances @ p) ** (candidates - 1)) @ chances
    value: Floats = out / out.sum()
    return value


def curated(p: Floats, rewards: Floats, candidates: int | None, ratio: float, generations: int) -> Floats:
    """Distributions of models that learn `ratio` curated pages for each human one, (generations, categories).

    Args:
        p: the human distribution, (categories,); the model before the first of these generations.
        rewards: of each category, (categories,).
        candidates: how many, None for infinitely many.
        ratio: synthetic pages for each human one, lambda; infinity without human pages.
        generations: how many.

    >>> p, r = np.array([0.4, 0.3, 0.15, 0.1, 0.05]), np.linspace(0, 1, 5)
    >>> (curated(p, r, None, np.inf, 10)[[0, 1, 4, 9]] @ r).round(4).tolist()
    [0.3729, 0.4873, 0.7885, 0.9545]
    >>> (curated(p, r, 2, np.inf, 10)[[0, 1, 4, 9]] @ r).round(4).tolist()
    [0.3167, 0.3628, 0.5193, 0.7578]
    >>> [float((curated(p, r, None, ratio, 500)[-1] @ r).round(4)) for ratio in (1, 4)]
    [0.4094, 0.7321]

    References:
        Ferbach et al. 2024, arXiv:2407.09499 (p_t = p_0 e^{t r} / Z without human pages); fixed points derived here.
    """
    share = 1.0 if np.isinf(ratio) else ratio / (1 + ratio)
    out, now = np.empty((generations, len(p))), p
    for t in range(generations):
        now = (1 - share) * p + share * best_of(now, rewards, candidates)
        out[t] = now
    return out


def tempered(p: Floats, temperature: float, human: float, generations: int) -> Floats:
    """What models publish that are sampled at a temperature, p^(1/tau) / Z, with a human share, (generations, ideas).

    Without human pages Zipf(beta) becomes exactly Zipf(beta / tau^t).

    >>> p = 1 / np.arange(1, 1001)
    >>> entropy(tempered(p / p.sum(), 0.9, 0.0, 10))[[0, 4, 9]].round(4).tolist()
    [4.6621, 2.2971, 0.7513]

    References:
        Marchi et al. 2024, arXiv:2404.02325.
    """
    out, learned = np.empty((generations, len(p))), p
    for t in range(generations):
        sharp = (learned / learned.max()) ** (1 / temperature)
        out[t] = sharp / sharp.sum()
        learned = human * p + (1 - human) * out[t]
    return out


def entropy(p: Floats) -> Floats:
    """Shannon entropy in nats, of distributions (..., categories).

    >>> entropy(np.array([[0.5, 0.5, 0.0]])).round(4).tolist()
    [0.6931]
    """
    value: Floats = -(p * np.log(p, out=np.zeros_like(p), where=p > 0)).sum(axis=-1)
    return value
