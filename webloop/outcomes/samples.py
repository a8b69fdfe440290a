"""What models write, generation by generation, never without how good and how varied it is.

Perplexity is a model's own; all other measures are of what it publishes. Each hides some collapse
that the others show, so they are looked at together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd

from webloop.errors import InputError
from webloop.outcomes.paired import Floats
from webloop.outcomes.panel import fair_rows
from webloop.outcomes.results import Results
from webloop.scenario.problems import did_you_mean

Name = TypeVar("Name", str, int)
MEASURES = ("perplexity", "words_alive", "word_types", "distinct_2", "repetition")
"""What a sample is never shown without."""
RUN = ["draw", "replicate"]


@dataclass(frozen=True, eq=False)
class Samples:
    """Samples of some results, as asked for.

    Attributes:
        results: what was run.
        scenarios: names of those that have models of the lab and the run, the baseline first if it is one.
        lab: whose models.
        labs: all labs that have models.
        generations: those to look at, in order.
        replicate: whose texts are shown, those of the first draw.
        texts: one row per scenario, generation and prompt of that run.
        runs: measures of every run that all scenarios have: one row per scenario, draw, replicate and generation.
        left_out: why other scenarios are not among them, by name.
    """

    results: Results
    scenarios: list[str]
    lab: str
    labs: list[str]
    generations: list[int]
    replicate: int
    texts: pd.DataFrame
    runs: pd.DataFrame
    left_out: Mapping[str, str]

    @property
    def prompts(self) -> list[int]:
        """Numbers of the prompts, from 0."""
        return sorted(int(number) for number in self.texts["prompt"].unique())

    @property
    def number(self) -> int:
        """Runs behind each mean."""
        return len(self.runs.drop_duplicates(RUN))

    def values(self, scenario: str, generation: int) -> dict[str, Floats]:
        """Each measure of a generation by run, (runs,); runs come in the same order everywhere."""
        rows = self.runs[(self.runs["scenario"] == scenario) & (self.runs["generation"] == generation)]
        rows = rows.sort_values(RUN)
        return {measure: rows[measure].to_numpy(dtype=float) for measure in MEASURES}

    def means(self, scenario: str, generation: int) -> dict[str, float]:
        """Mean of each measure over runs; not a number where a run has none."""
        return {measure: float(np.mean(values)) for measure, values in self.values(scenario, generation).items()}

    def written(self, scenario: str, prompt: int) -> dict[int, str]:
        """How each generation of a scenario continues a prompt."""
        rows = self.texts[(self.texts["scenario"] == scenario) & (self.texts["prompt"] == prompt)]
        return dict(zip(rows["generation"].astype(int), rows["model_wrote"].astype(str), strict=True))

    def passages(self, prompt: int) -> dict[str, tuple[str, str]]:
        """A prompt and what people wrote after it, once, or by scenario where these have different texts."""
        rows = self.texts[self.texts["prompt"] == prompt].drop_duplicates("scenario")
        texts = zip(rows["beginning"].astype(str), rows["people_wrote"].astype(str), strict=True)
        found = dict(zip(rows["scenario"].astype(str), texts, strict=True))
        return found if len(set(found.values())) > 1 else {"": next(iter(found.values()))}


def samples(
    results: Results,
    scenarios: Sequence[str] = (),
    generations: Sequence[int] = (),
    replicate: int = 0,
    lab: str | None = None,
) -> Samples:
    """The samples of some results.

    Means are over the runs that all scenarios have, with the same luck in each. Scenarios that have no models of the
    lab, or not the run whose texts are shown, are left out.

    Args:
        results: what was run.
        scenarios: names of those to look at; all for none.
        generations: which; the first, the middle and the last one that all runs have for none.
        replicate: whose texts are shown.
        lab: whose models; those of the first scenario's first lab for None.

    Raises:
        InputError: when there is no text, or not what was asked for.
    """
    every = fair_rows(results, results.samples)
    there = [name for name in results.scenarios if name in set(every["scenario"])]
    asked = _known("scenario", scenarios, there) or results.scenarios
    every = every[every["scenario"].isin(asked)]
    labs = {name: list(dict.fromkeys(every.loc[every["scenario"] == name, "lab"])) for name in there if name in asked}
    lab = _lab(lab, labs)
    every = every[every["lab"] == lab]
    _known("replicate", [replicate], sorted(every["replicate"].unique()))
    texts = every[every["replicate"] == replicate]
    texts = texts[texts["draw"] == texts["draw"].min()]
    left_out = {name: _why_not(name, lab, labs, replicate) for name in asked if name not in set(texts["scenario"])}
    names = [name for name in asked if name not in left_out]
    runs = measured(results, MEASURES, names, lab)
    all_labs = list(dict.fromkeys(each for own in labs.values() for each in own))
    return Samples(results, names, lab, all_labs, _generations(runs, generations), replicate, texts, runs, left_out)


def _lab(asked: str | None, labs: Mapping[str, Sequence[str]]) -> str:
    """The lab that was asked for, if some scenario has it; else the first.

    Raises:
        InputError: when none has it.
    """
    every = [each for own in labs.values() for each in own]
    if asked is None or asked in every:
        return every[0] if asked is None else asked
    near = did_you_mean(asked, every)
    some = "; ".join(f"{name}: {', '.join(own)}" for name, own in labs.items())
    raise InputError(
        f"these samples have no lab {asked!r}; {near + ' ' if near else ''}labs by scenario, one for --lab: {some}"
    )


def _why_not(name: str, lab: str, labs: Mapping[str, Sequence[str]], replicate: int) -> str:
    """Why a scenario has none of the texts that are shown."""
    if name not in labs:
        return "its pages hold no text"
    if lab not in labs[name]:
        return f"no lab {lab!r}; its labs: {', '.join(labs[name])}"
    return f"no replicate {replicate}"


def measured(results: Results, metrics: Sequence[str], scenarios: Sequence[str], lab: str) -> pd.DataFrame:
    """Metrics of a lab's models in the runs that all scenarios have, by scenario, draw, replicate and generation."""
    table = fair_rows(results, results.generations(metrics))
    table = table[table["scenario"].isin(scenarios) & (table["lab"] == lab)]
    common = table.groupby(RUN)["scenario"].transform("nunique") == len(scenarios)
    return table.loc[common, ["scenario", *RUN, "generation", *metrics]].reset_index(drop=True)


def _generations(runs: pd.DataFrame, asked: Sequence[int]) -> list[int]:
    """Those that were asked for; else the first, the middle and the last one that all runs have."""
    common = set.intersection(*(set(rows.tolist()) for _, rows in runs.groupby(["scenario", *RUN])["generation"]))
    there = sorted(common)
    if asked:
        return sorted(set(_known("generation", asked, there)))
    return sorted({there[0], there[len(there) // 2], there[-1]})


def _known(what: str, asked: Sequence[Name], there: Sequence[Name]) -> list[Name]:
    """What was asked for, if it is there.

    Raises:
        InputError: when something is not.
    """
    for each in asked:
        if each not in there:
            near = did_you_mean(each, there) if isinstance(each, str) else ""
            some = ", ".join(map(str, there))
            raise InputError(f"these samples have no {what} {each!r}; {near + ' ' if near else ''}there are: {some}")
    return list(asked)
