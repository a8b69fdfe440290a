"""One run: a pure function of (resolved scenario, seed, replicate)."""

from collections.abc import Collection

from webloop.run.blocks import BLOCK, in_blocks, run_block
from webloop.run.recorder import Recorder, Trajectory, select
from webloop.run.snapshots import taken
from webloop.scenario.resolve import Resolved
from webloop.streams import Streams
from webloop.world.world import World


def run_once(
    resolved: Resolved,
    seed: int,
    replicate: int,
    metrics: Collection[str] | None = None,
    draw: int = 0,
    *,
    alone: bool = False,
) -> Trajectory:
    """Run a scenario once; one that runs in blocks is run with its block (`run.blocks`).

    Args:
        resolved: the scenario.
        seed: the seed that scenarios share to share their luck, >= 0.
        replicate: which stream of chance, >= 0.
        metrics: names of the metrics to record; all of them for None. The choice changes no number.
        draw: which draw of uncertain parameters the scenario has; it says only whether sites are noted.
        alone: whether it is run by itself even if it could be run with its block, as in studies with draws.

    >>> from webloop.scenario.resolve import load_scenario
    >>> scenario = load_scenario("webloop/baseline", {"time.end": "2022-12", "ideas.number": 50})
    >>> trajectory = run_once(scenario, seed=1, replicate=0, metrics=["pollution_flow"])
    >>> float(trajectory.monthly["pollution_flow"][0])
    0.0
    """
    if not alone and in_blocks(resolved):
        return run_block(resolved, seed, replicate // BLOCK, metrics)[replicate % BLOCK]
    recorder = Recorder(select(metrics, {resolved.scenario.content.kind}), snapshots=taken(draw, replicate))
    world = World(resolved, Streams(seed, replicate), recorder)
    world.run()
    return recorder.trajectory(world)
