"""What keeps scenarios' samples from being compared: other labs, other runs, specimens of another size."""

from collections.abc import Collection, Mapping

import pandas as pd

from webloop.outcomes.results import Results
from webloop.outcomes.samples import Samples

_BY_SIZE = frozenset(["words_alive", "word_types", "distinct_2"])
"""What depends on how many words a specimen has."""


def sizes(texts: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Words of a model's specimen, and of what people had published before the first model, by scenario."""
    rows = texts.drop_duplicates("scenario")
    both = zip(rows["specimen_words"].tolist(), rows["people_words"].tolist(), strict=True)
    return dict(zip(rows["scenario"].tolist(), both, strict=True))


def caveats(shown: Samples) -> list[str]:
    """Sentences about scenarios that are left out, and about measures that can't be compared between the others."""
    return [*left_out(shown), *unlike(sizes(shown.texts))]


def left_out(shown: Samples) -> list[str]:
    """Which scenarios are not shown, and why; at most one sentence."""
    if not shown.left_out:
        return []
    return ["Left out: " + "; ".join(f"{name} ({why})" for name, why in shown.left_out.items()) + "."]


def unlike(by_scenario: Mapping[str, tuple[int, int]]) -> list[str]:
    """What sizes that differ do to measures: more text has more rare words and word pairs, whoever writes it."""
    specimens, people = ({name: each[part] for name, each in by_scenario.items()} for part in (0, 1))
    said = []
    if len(set(specimens.values())) > 1:
        alike = ", as large as what people had published before the first model," if specimens == people else ""
        said.append(
            f"Specimens{alike} differ in size ({_words(specimens)}): compare words alive, different words, distinct-2 "
            "and vanished words between generations only, not between scenarios."
        )
    if len(set(people.values())) > 1 and specimens != people:
        said.append(
            f"What people had published before the first model differs in size ({_words(people)}): words alive and "
            "vanished words are shares of different lists of words."
        )
    return said


def unlike_by(results: Results, metrics: Collection[str]) -> list[str]:
    """What sizes do to some metrics of all scenarios, where one of them depends on the size of a specimen."""
    return unlike(sizes(results.samples)) if results.has_samples and not _BY_SIZE.isdisjoint(metrics) else []


def _words(by_scenario: Mapping[str, int]) -> str:
    """Sizes by scenario, scenarios of the same size together."""
    names = {size: [name for name, own in by_scenario.items() if own == size] for size in by_scenario.values()}
    return "; ".join(f"{', '.join(some)}: {size:,} words" for size, some in names.items())
