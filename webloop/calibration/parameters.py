"""The values of the baselines as data: what each is, how far it may be off, and who says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from pathlib import Path

from webloop.errors import InputError
from webloop.registry import kinds
from webloop.scenario.csv_table import Table
from webloop.scenario.groups import split
from webloop.scenario.origins import DEFAULT, Row, explain_values
from webloop.scenario.problems import ANY, did_you_mean
from webloop.scenario.resolve import Resolved
from webloop.submodels.roles import Distribution

BASELINES = ("site-web", "article-web", "baseline")
"""Scenarios whose values are known, each extending the next."""
STATUSES = {
    "V1": "read in a primary source",
    "V2": "in a secondary one",
    "C": "computed from published data",
    "A": "assumption",
    "D": "choice of design",
}
FIXED = "fixed"
_COLUMNS = ("parameter", "value", "low", "high", "unit", "distribution", "source", "status", "baseline")
_FILE = Path(__file__).parent / "data" / "parameters.csv"


@dataclass(frozen=True)
class Parameter:
    """What is known of one value of the baselines, or of several alike.

    Attributes:
        pattern: dotted path in the resolved scenario; `*` stands for any one part.
        value: the baselines' value as `webloop show` prints it; empty where it differs from path to path.
        low: lower end of what is thought possible, as text; empty for what has no range (a name, a choice).
        high: upper end.
        unit: as in the schema.
        distribution: `fixed`, `uniform`, `loguniform`, `triangular` (its mode is the value) or `dirichlet:50` (around
            the scenario's own parts): what is known before any target with role fit or held_out is looked at.
        source: a citation in words; says "assumption" where there is none.
        status: one of `STATUSES`.
        baseline: the only scenario that this is about; empty for all.
    """

    pattern: str
    value: str
    low: str
    high: str
    unit: str
    distribution: str
    source: str
    status: str
    baseline: str

    @cached_property
    def prior(self) -> Distribution | None:
        """What it is drawn from; None for what is fixed."""
        kind, _, concentration = self.distribution.partition(":")
        if kind == FIXED:
            return None
        if concentration:
            said = {"concentration": concentration}
        else:
            said = {"low": self.low, "high": self.high}
            said |= {"mode": self.value} if kind == "triangular" else {}
        prior = kinds("distribution")[kind](**said)
        assert isinstance(prior, Distribution)
        return prior

    @property
    def has_range(self) -> bool:
        """Whether more than one value is thought possible."""
        return bool(self.low) and not same(self.low, self.high)

    def told(self) -> dict[str, float | str | None]:
        """Everything but the value, for JSON."""
        return {
            "low": _number(self.low),
            "high": _number(self.high),
            "distribution": self.distribution,
            "status": self.status,
            "source": self.source,
        }

    def is_about(self, value: str) -> bool:
        """Whether a value as text is the one that this is about."""
        return not self.value or same(self.value, value)


def _number(text: str) -> float | str | None:
    try:
        return float(text)
    except ValueError:
        return text or None


def same(one: str, other: str) -> bool:
    """Whether two texts are one value.

    >>> same("5e11", "0.5e12"), same("weibull", "Weibull")
    (True, False)
    """
    return one == other or _number(one) == _number(other)


def parameters(baseline: str) -> tuple[Parameter, ...]:
    """The rows that hold for a baseline, most exact first: fewer `*`, an earlier `*`, about this baseline alone.

    Args:
        baseline: one of `BASELINES`.

    Raises:
        InputError: when it is none.

    >>> known = parameters("baseline")
    >>> [each.source for each in known if each.pattern == "lab.max_epochs"]
    ['Muennighoff et al. 2023, arXiv:2305.16264: up to 4 epochs cost little']
    """
    if baseline not in BASELINES:
        hint = did_you_mean(baseline, BASELINES)
        listed = f"there is no baseline {baseline!r}; allowed: {', '.join(BASELINES)}"
        raise InputError(f"{listed}; {hint}" if hint else listed)
    here = [row for row in _table() if row.baseline in ("", baseline)]
    return tuple(sorted(here, key=lambda row: (row.pattern.count(ANY), row.pattern, not row.baseline)))


def known_values(resolved: Resolved) -> list[tuple[Row, Parameter | None]]:
    """Every value as `explain_values` tells it, with what is known of it.

    Nothing is known of a value that somebody else decided: written in a file that is no baseline, by `--set`, or other
    than the table's; nor of any in a scenario that extends no baseline (`baseline_of`).
    """
    baseline = baseline_of(resolved)
    rows = explain_values(resolved)
    if baseline is None:
        return [(row, None) for row in rows]
    table = _by_pattern(baseline)
    return [(row, _known(row, table)) for row in rows]


def uncertain(resolved: Resolved) -> dict[tuple[str, ...], Distribution]:
    """What is uncertain in a baseline or what extends it: paths that are drawn together, with what they are drawn from.

    The paths of one row share one number, the parts of a whole (a Dirichlet's) are several. Paths are dotted, as a
    study's `uncertain` has them, and stand in the order of the schema.

    Raises:
        InputError: when the scenario extends no baseline.
    """
    if baseline_of(resolved) is None:
        wrong = f"{resolved.name} extends none of {', '.join(BASELINES)}: nothing is known about its values"
        raise InputError(wrong)
    groups: dict[str, list[str]] = {}
    priors: dict[str, Distribution] = {}
    for row, parameter in known_values(resolved):
        if parameter is None or parameter.prior is None:
            continue
        path = dotted(row.path)
        group = whole_of(path) if parameter.prior.draws_parts else parameter.pattern
        groups.setdefault(group, []).append(path)
        priors[group] = parameter.prior
    return {tuple(paths): priors[group] for group, paths in groups.items()}


def baseline_of(resolved: Resolved) -> str | None:
    """The baseline that a scenario is or extends, by the names of the files that its values come from.

    Copies keep their name (`webloop init` makes some), and what was changed in them is told by its value.
    """
    files = {Path(origin.file).stem for origin in resolved.document.values.values() if origin.line}
    return next((name for name in BASELINES if name in files), None)


def dotted(path: str) -> str:
    """A path as `webloop show` prints it, with dots only.

    >>> dotted("writers.assist_bins[0].share")
    'writers.assist_bins.0.share'
    """
    return path.replace("[", ".").replace("]", "")


def whole_of(path: str) -> str:
    """The whole that a path is a part of: parts differ in the last name but one.

    >>> whole_of("writers.segments.news.weight")
    'writers.segments.*.weight'
    """
    *parents, _, last = split(path)
    return ".".join([*parents, ANY, last])


def _known(row: Row, table: dict[str, Parameter]) -> Parameter | None:
    file, *place = row.origin.rsplit(":", 2)
    if row.origin != DEFAULT and not (place and Path(file).stem in BASELINES):
        return None
    return _fitting(row, table)


def same_values(resolved: Resolved) -> list[tuple[Row, Parameter | None]]:
    """Every value with what is known of it where it is the table's, whoever wrote it.

    So it can be told of scenarios that have been written out in full, as results folders hold them. Those that are or
    extend no baseline are held against the table of the one that all others extend.
    """
    table = _by_pattern(baseline_of(resolved) or BASELINES[-1])
    return [(row, _fitting(row, table)) for row in explain_values(resolved)]


def _fitting(row: Row, table: dict[str, Parameter]) -> Parameter | None:
    """The table's row about a value, if it is this one."""
    found = next((table[pattern] for pattern in _patterns(dotted(row.path)) if pattern in table), None)
    return found if found and found.is_about(row.value) else None


def _patterns(path: str) -> Iterator[str]:
    """The patterns that a path fits, most exact first."""
    parts = split(path)
    fits = product(*((part, ANY) for part in parts))
    yield from sorted((".".join(each) for each in fits), key=lambda pattern: (pattern.count(ANY), pattern))


@cache
def _by_pattern(baseline: str) -> dict[str, Parameter]:
    """The most exact row of each pattern."""
    return {row.pattern: row for row in reversed(parameters(baseline))}


@cache
def _table() -> tuple[Parameter, ...]:
    return tuple(Parameter(*fields) for _, fields in Table(_FILE, _COLUMNS, _FILE.name))
