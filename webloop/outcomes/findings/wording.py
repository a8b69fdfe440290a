"""Numbers, dates, names and metrics as a sentence has them."""

import math
from collections.abc import Sequence

from webloop.metrics.registry import Metric
from webloop.months import parse_month

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SCALES = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
_LONG, _SHOWN = 6, 4
_FEW, _MOST = 3, 6
"""Significant digits of a value; decimals at most."""
_NOUNS = {
    "tail_recall": "recall of rare ideas",
    "hill_1": "the diversity of what models publish",
    "error_mass": "the share of errors in what models publish",
    "js_divergence": "the divergence of models from people",
    "new_idea_recall": "recall of new ideas",
    "pollution_training": "the synthetic share of training sets",
    "pollution_flow": "the synthetic share of new pages",
    "pollution_stock": "the synthetic share of live pages",
    "pollution_exposure": "the synthetic share of what readers see",
    "minority_share": "the mass of minority voices in what models publish",
    "staleness": "the share of faded ideas in what models publish",
    "human_output": "the text that people publish",
    "human_pages_lost": "the number of human pages lost to filters",
    "policy_cost": "the cost of human data and detectors",
    "human_exit": "the share of writing given up for want of readers (below zero: more is written)",
    "human_readership": "the share of reading that reaches people's pages",
    "farm_exposure": "the share of reading that content farms get",
    "writer_income": "what labs pay to writers",
    "minority_visibility": "the visibility of minorities",
    "perplexity": "perplexity on held-out human text",
    "words_alive": "the share of people's words that models still write",
    "repetition": "the share of repetition in what models write",
    "word_js": "the divergence of models' words from people's",
    "accuracy": "models' accuracy",
}


_UNITS = {
    "x human share": "of people's share",
    "x human variance": "of people's variance",
    "x their pages": "of parity",
}


def noun(metric: Metric) -> str:
    """A metric as the subject of a sentence; its label where nobody has put it into words."""
    return _NOUNS.get(metric.name, label_in_text(metric))


def label_in_text(metric: Metric) -> str:
    """The label of a metric within a sentence."""
    label = metric.label
    # an abbreviation keeps its capitals
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def quoted(name: str) -> str:
    """A name as its file has it, in one line and quotes.

    >>> quoted("A  long title")
    '“A long title”'
    """
    return f"“{' '.join(name.split())}”"


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence; of more than six the first four.

    >>> listed(["a"]), listed(["a", "b", "c"]), listed(list("abcdefgh"))
    ('a', 'a, b and c', 'a, b, c, d and 4 others')
    """
    if len(words) > _LONG:
        return f"{', '.join(words[:_SHOWN])} and {len(words) - _SHOWN} others"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def at_month(month: str) -> str:
    """When, for the last month of something.

    >>> at_month("2040-12"), at_month("2023-10")
    ('at the end of 2040', 'in October 2023')
    """
    number = parse_month(month)
    return f"at the end of {number // 12}" if number % 12 == 11 else f"in {month_name(month)}"


def end_of(month: str) -> str:
    """The last month of something, after "up to" or "by".

    >>> end_of("2040-12"), end_of("2023-10")
    ('the end of 2040', 'October 2023')
    """
    return at_month(month).removeprefix("at ").removeprefix("in ")


def month_name(month: str) -> str:
    """A month in words.

    >>> month_name("2029-01")
    'January 2029'
    """
    number = parse_month(month)
    return f"{_MONTHS[number % 12]} {number // 12}"


def decimals(value: float, low: float, high: float) -> int:
    """How fine a number is said: as its interval allows, with two significant digits at least and three at most.

    Half of the interval keeps its first digit, or two where that is 1; ends that are not zero are not rounded to it.

    >>> decimals(3.214, 2.9, 3.5), decimals(40.2, 38.7, 41.7), decimals(3.21456, 3.21455, 3.21457)
    (1, 1, 2)
    >>> decimals(12_345.0, 12_000.0, 12_700.0), decimals(57.2, 31.0, 83.4), decimals(0.3, 0.0004, 0.6)
    (-2, 0, 4)
    """
    half = (high - low) / 2
    most = _significant(max(abs(value), 1e-12), _FEW)
    places = most
    if half > 0:
        digits = 2 if f"{half:e}"[0] == "1" else 1
        places = min(max(_significant(half, digits), _significant(max(abs(value), 1e-12), 2)), most)
    ends = [abs(end) for end in (low, value, high) if end]
    while ends and places < _MOST and round(min(ends), places) == 0:
        places += 1
    return places


def _significant(value: float, digits: int) -> int:
    return digits - 1 - math.floor(math.log10(abs(value)))


class Scale:
    """One way to write all numbers of a sentence that are of a unit.

    Args:
        unit: of a metric; a `share` is said in percent, and differences of it in points.
        value: the number that decides how fine all are, and of differences which way they go.
        low: lower end of its interval.
        high: upper end.
        largest: of all numbers that are to be written.
    """

    def __init__(self, unit: str, value: float, low: float, high: float, largest: float = 0.0) -> None:
        self.unit = unit
        self._below = value < 0
        self._by, self._word = 1.0, ""
        if unit == "share":
            self._by = 0.01
        else:
            size = max(abs(value), abs(largest))
            self._by, self._word = next(((by, word) for by, word in _SCALES if size >= by), (1.0, ""))
        self._places = decimals(value / self._by, low / self._by, high / self._by)

    def bare(self, value: float) -> str:
        """A number without its unit."""
        rounded = round(value / self._by, self._places)
        text = f"{rounded:,.{max(self._places, 0)}f}"
        return text.lstrip("-") if not text.strip("-0.,") else text

    def level(self, value: float) -> str:
        """A value with its unit."""
        return f"{self.bare(value)} %" if self.unit == "share" else f"{self.bare(value)}{self._of()}"

    def gap(self, value: float) -> str:
        """The size of a difference with its unit; points for shares."""
        text = self.bare(abs(value))
        if self.unit == "share":
            return f"{text} point{'s' * (text != '1')}"
        return f"{text}{self._of()}"

    def half_digit(self) -> str:
        """Half of the last digit that is shown, with the unit of differences.

        >>> Scale("share", 0.17, 0.1699, 0.1701).half_digit()
        '0.05 points'
        """
        text = f"{10.0**-self._places / 2:,.{max(self._places + 1, 0)}f}"
        return f"{text} points" if self.unit == "share" else f"{text}{self._of()}"

    def interval(self, low: float, high: float) -> str:
        """An interval of a difference, turned round where that is below zero, as `gap` does; without its unit.

        >>> Scale("share", -0.02, -0.03, -0.01).interval(-0.03, -0.01)
        '1.0 to 3.0'
        >>> Scale("share", -0.001, -0.003, 0.001).interval(-0.003, 0.001)
        '-0.10 to 0.30'
        """
        ends = (-high, -low) if self._below else (low, high)
        return " to ".join(self.bare(end) for end in ends)

    def _of(self) -> str:
        return f"{self._word} {_UNITS.get(self.unit, self.unit)}" if self.unit != "-" else self._word
