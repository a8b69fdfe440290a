"""The grid of a sweep: what was varied, in which values, and which scenario stands in which cell."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webloop.outcomes.results import Results
from webloop.outcomes.scenario_files import scenario_data
from webloop.plots.words import HARD, capital
from webloop.scenario.schema import Scenario
from webloop.scenario.spot import Spot

_HOLDERS = {"lab", "labs", "writers", "readers", "web", "mix", "segments"}
"""Parts of a path that say where a value stands rather than what it is."""
BASES = "scenario"
"""What the first way is called where several scenarios were varied."""
_MOST = 2
"""Parts of a path that are said where they tell it from all others; places in lists are not among them."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which scenarios were varied.

    Attributes:
        label: what was varied.
        values: as the manifest has them.
        texts: as people read them.
    """

    label: str
    values: tuple[Any, ...]
    texts: tuple[str, ...]

    @property
    def numeric(self) -> bool:
        """Whether the values are numbers, and so have places on an axis."""
        return all(isinstance(value, int | float) and not isinstance(value, bool) for value in self.values)

    def said(self, index: int) -> str:
        """A value that can stand alone: numbers with what they are."""
        return f"{self.label} {self.texts[index]}" if self.numeric else self.texts[index]


@dataclass(frozen=True, slots=True)
class Grid:
    """All cells of a sweep.

    Attributes:
        ways: what was varied, in the order of the study; first the scenario, if several were varied.
        cells: names of scenarios, by the index of their value in each way.
    """

    ways: tuple[Way, ...]
    cells: Mapping[tuple[int, ...], str]

    def at(self, place: Mapping[int, int]) -> str:
        """The scenario of a cell, given the index of its value in each way."""
        return self.cells[tuple(place[way] for way in range(len(self.ways)))]

    def values(self, name: str) -> dict[str, str]:
        """The values of a cell as people read them, by what was varied; empty for what is no cell.

        Which scenario was varied stands under `base`.
        """
        cell = next((cell for cell, each in self.cells.items() if each == name), ())
        labels = ["base" if way.label == BASES else way.label for way in self.ways]
        return {label: way.texts[at] for label, way, at in zip(labels, self.ways, cell, strict=False)}

    def title(self, names: Sequence[str]) -> str:
        """What some cells have in common, in words."""
        chosen = [cell for cell, name in self.cells.items() if name in names]
        shared = [way.said(chosen[0][i]) for i, way in enumerate(self.ways) if len({cell[i] for cell in chosen}) == 1]
        rest = [i for i in range(len(self.ways)) if len({cell[i] for cell in chosen}) > 1]
        fixed = {i: chosen[0][i] for i in range(len(self.ways)) if i not in rest}
        every = [cell for cell in self.cells if all(cell[i] == at for i, at in fixed.items())]
        partly = f" ({len(chosen)} of {len(every)} cells)" if len(every) > len(chosen) else ""
        text = ", ".join(shared) or "all cells"
        return capital(text) + partly


def grid(results: Results) -> Grid | None:
    """The grid of a study's sweep; None without one."""
    sweep, cells = results.manifest["sweep"], results.manifest["cells"]
    if not sweep or not cells:
        return None
    data = scenario_data(results, next(iter(cells)))
    ways = [
        Way(name, tuple(values), _texts(path, values, data))
        for name, (path, values) in zip(labels(list(sweep)), sweep.items(), strict=True)
    ]
    bases = list(dict.fromkeys(cell["scenario"] for cell in cells.values()))
    if len(bases) > 1:
        ways.insert(0, Way(BASES, tuple(bases), _bases(results, bases)))
    places: dict[tuple[int, ...], str] = {}
    for name, cell in cells.items():
        values = [cell["scenario"], *cell["values"]] if len(bases) > 1 else cell["values"]
        places[tuple(way.values.index(value) for way, value in zip(ways, values, strict=True))] = name
    return Grid(tuple(ways), places)


def _bases(results: Results, bases: Sequence[str]) -> tuple[str, ...]:
    """What to call the scenarios that were varied: their titles, which all their cells have."""
    first = {cell["scenario"]: name for name, cell in reversed(results.manifest["cells"].items())}
    said = [results.title(first[base]) if results.title(first[base]) != first[base] else base for base in bases]
    return tuple(title if said.count(title) == 1 else base for title, base in zip(said, bases, strict=True))


def labels(paths: Sequence[str]) -> list[str]:
    """Dotted paths in words, as few as tell them apart; as they are where the words would be the same.

    >>> labels(["labs.alpha.cadence", "pinned_pollution.2023-01", "pinned_pollution.2027-01"])
    ['alpha cadence', 'pinned_pollution.2023-01', 'pinned_pollution.2027-01']
    >>> labels(["writers.segments.news.adoption.delay", "writers.segments.qa.adoption.delay"])
    ['news adoption delay', 'qa adoption delay']
    """
    most = max((path.count(".") + 1 for path in paths), default=0)
    words = [label(path) for path in paths]
    for size in range(_MOST + 1, most + 1):
        words = [word if words.count(word) == 1 else label(path, size) for path, word in zip(paths, words, strict=True)]
    return [word if words.count(word) == 1 else path for word, path in zip(words, paths, strict=True)]


def label(path: str, most: int = _MOST) -> str:
    """A dotted path in words.

    Args:
        path: a dotted path.
        most: how many of its last parts are said.

    >>> label("lab.mix.archive.share"), label("lab.accumulation"), label("pinned_pollution.2023-01")
    ('archive share', 'accumulation', 'pinned pollution')
    """
    parts = [part for part in path.split(".") if not (part[:4].isdigit() and (len(part) > 3 or most == _MOST))]
    said = [part for part in parts if part not in _HOLDERS] or parts[-1:]
    named = [at for at, part in enumerate(said) if not part.isdigit()]
    return " ".join(said[named[-most:][0] if named else 0 :]).replace("_", " ")


def titles(results: Results) -> dict[str, str]:
    """What to call each scenario: its title, its values in a sweep, or its name where titles are not unique."""
    found = grid(results)
    cells = {} if found is None else {name: found.title([name]) for name in found.cells.values()}
    given = {name: results.title(name) for name in results.scenarios if name not in cells}
    return cells | {name: title if list(given.values()).count(title) == 1 else name for name, title in given.items()}


def without(results: Results, asked: Sequence[str], found: Collection[str]) -> str:
    """Which scenarios a picture leaves out because its metric has no value in them, as a sentence; empty for none."""
    missing = [name for name in asked if name not in found]
    return f" Without a value, so not shown: {group_title(results, missing)}." if missing else ""


def group_title(results: Results, names: Sequence[str]) -> str:
    """What to call scenarios that are drawn as one."""
    found = grid(results)
    if found is not None and len(names) > 1 and all(name in found.cells.values() for name in names):
        return found.title(names)
    known = titles(results)
    return " / ".join(known[name] for name in names)


def _texts(path: str, values: Sequence[Any], data: Any) -> tuple[str, ...]:
    """Values in words: percent for shares, the kind of a submodel."""
    share = _unit(path, data).startswith("share")
    return tuple(_text(value, share=share) for value in values)


def _unit(path: str, data: Any) -> str:
    """The unit of what stands at a path; of its nearest parent that has one, where the author names the keys."""
    spot: Spot | None = Spot(Scenario)
    unit = ""
    for part in path.split("."):
        spot = spot.below(part, data) if spot else None
        data = data.get(part) if isinstance(data, dict) else None
        extra = spot.field.json_schema_extra if spot and spot.field else None
        unit = str(extra.get("unit", unit)) if isinstance(extra, dict) else unit
    return unit


def _text(value: Any, *, share: bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{100 * value:g}{HARD}%" if share else f"{value:,g}" if abs(value) < 1e6 else f"{value:.3g}"
    if isinstance(value, dict):
        inner = [f"{key} {item}" for key, item in value.items() if key != "kind" and not isinstance(item, dict | list)]
        kind = str(value.get("kind", ""))
        return (kind + (f" ({', '.join(inner)})" if kind and inner else ", ".join(inner))).replace("_", " ") or "other"
    return "none" if value is None else str(value).replace("_", " ")
