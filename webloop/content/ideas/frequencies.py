"""How often people write each idea: a Zipf-Mandelbrot law, or the word counts of a real text."""

import re
from collections import Counter
from importlib import import_module
from pathlib import Path

import numpy as np

from webloop.content.domain import Probabilities
from webloop.errors import InputError

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
PYTHON_TEXT = "python:"


def zipf_mandelbrot(number: int, exponent: float, shift: float) -> Probabilities:
    """Frequencies proportional to 1 / (rank + shift) ** exponent, most frequent first, shape (number,).

    >>> zipf_mandelbrot(3, 1.0, 0.0).round(3).tolist()
    [0.545, 0.273, 0.182]

    References:
        Mandelbrot 1953; Piantadosi 2014, doi:10.3758/s13423-014-0585-6 (word frequencies).
    """
    weights = (np.arange(1, number + 1) + shift) ** -exponent
    value: Probabilities = weights / weights.sum()
    return value


def read_text(source: str) -> str:
    """The text of a file, or of an installed Python module (`python:pydoc_data.topics`).

    Raises:
        InputError: when there is no such file or module, or it is not UTF-8 text.
    """
    if source.startswith(PYTHON_TEXT):
        name = source.removeprefix(PYTHON_TEXT)
        try:
            module = import_module(name)
        except ImportError as error:
            raise InputError(f"ideas.from_text: this Python has no module {name!r} ({error})") from error
        topics = getattr(module, "topics", None)
        return "\n".join(topics.values()) if isinstance(topics, dict) else module.__doc__ or ""
    try:
        return Path(source).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"ideas.from_text: can't read {source}: {error}") from error


def word_frequencies(text: str, number: int) -> tuple[tuple[str, ...], Probabilities]:
    """The most frequent words of a text, lower-cased, and their frequencies; ties in order of appearance.

    Raises:
        InputError: when the text has no word.

    >>> words, shares = word_frequencies("The cat saw the dog. The cat ran.", 2)
    >>> words, shares.tolist()
    (('the', 'cat'), [0.6, 0.4])
    """
    words = Counter(_WORD.findall(text.lower())).most_common(number)
    if not words:
        raise InputError("ideas.from_text: the text holds no words")
    counts = np.array([count for _, count in words], dtype=np.float64)
    return tuple(word for word, _ in words), counts / counts.sum()
