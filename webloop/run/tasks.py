"""What a worker is given and what it hands back."""

import gc
import logging
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from webloop.run.blocks import BLOCK, run_block
from webloop.run.branching import run_together, share_a_past
from webloop.run.code import code_digest
from webloop.run.recorder import Trajectory
from webloop.run.runner import run_once
from webloop.run.store import encode
from webloop.scenario.draws import with_draw
from webloop.scenario.resolve import Resolved

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Run:
    """One run to do: scenario x draw x replicate.

    Attributes:
        resolved: the scenario, before the draw's values.
        seed: the seed that all runs of a study share.
        replicate: which stream of chance; all scenarios and draws share it.
        metrics: names of the metrics to record; all of them for None.
        draw: which draw of the uncertain parameters.
        values: its values by dotted path.
        key: hash of everything that the run's numbers depend on.
        block: the block of replicates that it belongs to; None if it is run alone, as in studies with draws.
    """

    resolved: Resolved
    seed: int
    replicate: int
    metrics: Sequence[str] | None = None
    draw: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""
    block: int | None = None

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.resolved.name

    def scenario(self) -> Resolved:
        """The scenario with the draw's values."""
        return with_draw(self.resolved, self.values, f"draw {self.draw}") if self.values else self.resolved


@dataclass(frozen=True)
class Finished:
    """A run that ended well.

    Attributes:
        content: its results as the bytes of a Parquet file.
        code: hash of the code that made them.
    """

    content: bytes
    code: str


@dataclass(frozen=True)
class Failure:
    """A run that raised.

    Attributes:
        kind: the exception's class.
        message: what it said.
        details: the traceback.
    """

    kind: str
    message: str
    details: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.message}" if self.message else self.kind


Outcome = Finished | Failure


def work(runs: Sequence[Run]) -> list[Outcome]:
    """Do runs in a worker, of one draw and replicate or of one block: one outcome for each, in their order.

    A block is run as one. Other runs start from a shared past where they have one with the first; when something raises
    on the way, each run that is missing is done alone, so that the error is recorded with the run it belongs to. The
    numbers are the same either way.
    """
    gc.freeze()  # libraries and their like stay: looking at them again for every world costs a tenth of the time
    try:
        if runs[0].block is not None:
            return _as_block(runs)
        done, error = _together(runs) if len(runs) > 1 else ({}, None)
        outcomes = [done[index] if index in done else _alone(run) for index, run in enumerate(runs)]
        if error is not None and all(isinstance(outcome, Finished) for outcome in outcomes):
            _log.warning("runs could not share their past, only their numbers are right: %r", error)
        return outcomes
    finally:
        gc.collect()
        gc.unfreeze()


def _as_block(runs: Sequence[Run]) -> list[Outcome]:
    """Runs of one scenario and block; what goes wrong goes wrong for all of them."""
    first = runs[0]
    assert first.block is not None
    try:
        whole = run_block(first.resolved, first.seed, first.block, first.metrics)
        return [_finished(run, whole[run.replicate % BLOCK]) for run in runs]
    except Exception as error:  # noqa: BLE001 (recorded; the others go on)
        return [_failure(error) for _ in runs]


def _together(runs: Sequence[Run]) -> tuple[dict[int, Outcome], Exception | None]:
    """Those that could be done from a shared past, by index, and what ended it."""
    done: dict[int, Outcome] = {}
    try:
        scenarios = [run.scenario() for run in runs]
        sharing = [i for i, other in enumerate(scenarios) if not i or share_a_past(scenarios[0], other)]
        first = runs[0]
        chosen = [scenarios[i] for i in sharing]
        for index, trajectory in run_together(chosen, first.seed, first.replicate, first.metrics, first.draw):
            done[sharing[index]] = _finished(runs[sharing[index]], trajectory)
    except Exception as error:  # noqa: BLE001 (met again, and recorded, when the run is done alone)
        return done, error
    return done, None


def _alone(run: Run) -> Outcome:
    try:
        return _finished(run, run_once(run.scenario(), run.seed, run.replicate, run.metrics, run.draw, alone=True))
    except Exception as error:  # noqa: BLE001 (a run that raises is recorded; the others go on)
        return _failure(error)


def _failure(error: Exception) -> Failure:
    return Failure(type(error).__name__, str(error), traceback.format_exc())


def _finished(run: Run, trajectory: Trajectory) -> Finished:
    return Finished(encode(trajectory, run.key), code_digest())
