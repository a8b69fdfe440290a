"""Assisted pages are pooled on each side of a half, where nothing in the loop can tell bins apart."""

from functools import lru_cache

from webloop.scenario.parts import AssistBin


@lru_cache(maxsize=16)
def pooled(bins: tuple[AssistBin, ...]) -> tuple[AssistBin, ...]:
    """One bin each for pages that are mostly human, mostly AI, and synthetic.

    A page of a pooled bin takes its idea from the model with the mean probability: pooling is exact, and saves
    draws. See docs/decisions/0003-pooled-assist-bins.md.

    >>> bins = tuple(AssistBin(fraction=f, share=s) for f, s in ((0.1, 0.25), (0.3, 0.25), (1, 0.5)))
    >>> [(round(each.fraction, 3), each.share) for each in pooled(bins)]
    [(0.2, 0.5), (1.0, 0.5)]
    """
    out = []
    for side in _sides(bins):
        share = sum(each.share for each in side)
        if share > 0:
            out.append(AssistBin(fraction=sum(each.share * each.fraction for each in side) / share, share=share))
    return tuple(out)


@lru_cache(maxsize=64)
def members(bins: tuple[AssistBin, ...], fraction: float) -> tuple[AssistBin, ...]:
    """The bins behind a pooled one, with their shares of it; a page without AI text or a synthetic one is itself.

    >>> bins = tuple(AssistBin(fraction=f, share=s) for f, s in ((0.1, 0.2), (0.3, 0.2), (1, 0.6)))
    >>> [(each.fraction, each.share) for each in members(bins, 0.2)]
    [(0.1, 0.5), (0.3, 0.5)]
    """
    if fraction in {0.0, 1.0}:
        return (AssistBin.model_construct(fraction=fraction, share=1.0),)
    side = _sides(bins)[0 if fraction <= 0.5 else 1]
    share = sum(each.share for each in side)
    return tuple(AssistBin(fraction=each.fraction, share=each.share / share) for each in side)


def _sides(bins: tuple[AssistBin, ...]) -> tuple[list[AssistBin], list[AssistBin], list[AssistBin]]:
    """Mostly human, mostly AI, synthetic."""
    return (
        [each for each in bins if each.fraction <= 0.5],
        [each for each in bins if 0.5 < each.fraction < 1],
        [each for each in bins if each.fraction == 1],
    )
