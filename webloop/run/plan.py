"""What a study comes down to: its runs, where each is kept, and the key that says what its numbers depend on."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from webloop.run.blocks import BLOCK, in_blocks
from webloop.run.code import code_digest
from webloop.run.snapshots import taken
from webloop.run.tasks import Run
from webloop.scenario.dependencies import beyond_words, text_digest
from webloop.scenario.drawing import draw_study
from webloop.scenario.draws import Drawn
from webloop.scenario.resolve import Resolved
from webloop.scenario.site_files import site_digest
from webloop.scenario.study import Study


@dataclass(frozen=True)
class Plan:
    """The runs of a study.

    Attributes:
        study: what is run.
        metrics: names of the metrics to record.
        drawn: the draws of its uncertain parameters; None when it has none.
        runs: all runs: those of one draw and replicate together, so that what is finished early is comparable.
    """

    study: Study
    metrics: tuple[str, ...]
    drawn: Drawn | None
    runs: tuple[Run, ...]

    @property
    def draws(self) -> int:
        """Draws of the uncertain parameters; 1 when there are none."""
        return len(self.drawn.values) if self.drawn else 1

    def runs_of(self, scenario: str) -> Iterator[Run]:
        """The runs of a scenario, by draw and replicate."""
        return iter(sorted((run for run in self.runs if run.name == scenario), key=lambda r: (r.draw, r.replicate)))

    def file(self, run: Run) -> Path:
        """Where a run is kept, relative to the results folder."""
        draw = (str(run.draw),) if self.drawn else ()
        return Path("runs", run.name, *draw, f"{run.replicate}.parquet")

    def keys(self, scenario: str) -> dict[str, str]:
        """The key of each run of a scenario, by replicate, or by draw and replicate."""
        return {
            f"{run.draw}/{run.replicate}" if self.drawn else str(run.replicate): run.key
            for run in self.runs_of(scenario)
        }


def plan(study: Study, metrics: Sequence[str]) -> Plan:
    """Plan the runs of a study.

    Args:
        study: what to run.
        metrics: names of the metrics to record.
    """
    draws = draw_study(study)
    drawn = draws.drawn if draws else None
    chosen = tuple(metrics)
    written = {each.name: _written(each) for each in study.scenarios}
    in_block = {each.name: drawn is None and in_blocks(each) for each in study.scenarios}
    runs = []
    for replicate in range(study.replicates):
        for number in range(len(drawn.values) if drawn else 1):
            for each in study.scenarios:
                own = dict(draws.given[each.name][number]) if draws else {}
                key = _key(written[each.name], own, study.seed, (number, replicate), chosen, drawn=drawn is not None)
                block = replicate // BLOCK if in_block[each.name] else None
                runs.append(Run(each, study.seed, replicate, chosen, number, own, key, block))
    return Plan(study, chosen, drawn, tuple(runs))


def _written(resolved: Resolved) -> str:
    """What a scenario says about the world, the files that it reads, and the libraries that not all need."""
    plain = {name: value for name, value in resolved.plain().items() if name not in {"title", "claim"}}
    files = [text_digest(resolved.scenario), site_digest(resolved.scenario)]
    return json.dumps([plain, *files, *beyond_words(resolved)], sort_keys=True)


def _key(
    written: str, values: dict[str, Any], seed: int, place: tuple[int, int], metrics: Sequence[str], *, drawn: bool
) -> str:
    """What a run's numbers depend on, as a hash: scenario, text, draw, luck, what is recorded and the code."""
    recorded = [sorted(metrics), taken(*place)]
    what = [written, sorted(values.items()), seed, place[1], drawn, recorded, code_digest()]
    return sha256(json.dumps(what).encode()).hexdigest()
