"""Modified Kneser-Ney smoothing, interpolated."""

from collections.abc import Sequence

import numpy as np

from webloop.content.text.ngram.automaton import Automaton, Level, automaton
from webloop.content.text.ngram.counts import Floats, Indices, count
from webloop.content.text.vocabulary import Tokens


def kneser_ney(parts: Sequence[tuple[Tokens, float]], order: int, words: int) -> Automaton:
    """A model of pages.

    Args:
        parts: pages (pages, words) with the weight of each. Weights scale what each page adds to the longest grams;
            discounts, and the shorter grams, come from unweighted counts.
        order: length of the longest grams, >= 1.
        words: size of the vocabulary, over which the floor is spread evenly.

    References:
        Chen and Goodman 1999, doi:10.1006/csla.1999.0128 (modified Kneser-Ney, section 3).
    """
    levels = []
    for grams in count(parts, order, words, continuations=True):
        kept = 1.0 - discounts(grams.number)[np.minimum(grams.number, 3)] / grams.number
        total = grams.sums(grams.weight)
        share = grams.weight * kept / total[grams.context]
        levels.append(Level(grams, share, 1.0 - grams.sums(share)))
    return automaton(levels, words, float(levels[0].backoff[0]) / words)


def discounts(number: Indices) -> Floats:
    """What is taken off counts of 1, of 2 and of 3 or more, (4,); the first is of counts of 0 and is 0.

    Where grams that occur once to four times are too few, or too odd, for the formula to leave something of each count
    and take something off it, as in collapsed text, discounts are a half, 1 and 1.5, as in KenLM
    (Heafield et al. 2013, P13-2121): without any, a word that has not been seen could not come.

    >>> discounts(np.array([1, 1, 1, 1, 2, 2, 3, 4])).round(3).tolist()
    [0.0, 0.5, 1.25, 1.0]
    """
    n1, n2, n3, n4 = (float(np.count_nonzero(number == times)) for times in (1, 2, 3, 4))
    if min(n1, n2, n3, n4) > 0:
        y = n1 / (n1 + 2 * n2)
        found = np.array([1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3])
        if ((found > 0) & (found < (1, 2, 3))).all():
            return np.append(0.0, found)
    return np.array([0.0, 0.5, 1.0, 1.5])


def relative_frequencies(parts: Sequence[tuple[Tokens, float]], order: int, words: int) -> Automaton:
    """A model of pages without smoothing: it knows nothing but the words that have followed each context.

    Where a page ended in training, and so nothing has followed, it goes on from the longest context after which
    something has.
    """
    levels = []
    for grams in count(parts, order, words, continuations=False):
        share = grams.weight / grams.sums(grams.weight)[grams.context]
        levels.append(Level(grams, share, np.zeros(len(grams.starts))))
    return automaton(levels, words, 0.0)
