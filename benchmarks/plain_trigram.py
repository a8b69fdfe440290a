"""A word trigram as scripts of the field have it: dictionaries, and one word after the other. No smoothing."""

import random
from collections import Counter, defaultdict
from collections.abc import Sequence

Model = dict[tuple[int, int], tuple[list[int], list[float]]]


def train(pages: Sequence[Sequence[int]]) -> Model:
    """Counts of what follows each two words."""
    counts: defaultdict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    for page in pages:
        for one, two, three in zip((-1, -1, *page), (-1, *page), page, strict=False):
            counts[one, two][three] += 1
    return {context: (list(c), list(map(float, c.values()))) for context, c in counts.items()}


def write(model: Model, pages: int, words: int, temperature: float, seed: int) -> list[list[int]]:
    """Pages; where nothing has followed, a new beginning."""
    rng, out = random.Random(seed), []
    for _ in range(pages):
        page: list[int] = []
        one, two = -1, -1
        while len(page) < words:
            known = model.get((one, two)) or model[-1, -1]
            weights = known[1] if temperature == 1 else [weight ** (1 / temperature) for weight in known[1]]
            one, two = two, rng.choices(known[0], weights)[0]
            page.append(two)
        out.append(page)
    return out
