"""Small studies whose months are explained, and a witness of their runs that is not the story's own."""

from pathlib import Path

import numpy as np

from tests.conftest import SMALL
from tests.run.test_blocks import PAPER
from webloop.run.study import run_study
from webloop.scenario.resolve import Resolved
from webloop.scenario.study import load_study
from webloop.streams import Streams
from webloop.world.world import World

POLICY = """\
extends: small.yaml
title: "[bold]Filter[/bold] & <script>alert(1)</script>"
interventions:
  - date: 2023-01
    title: Filter and archive
    set:
      labels.share: 0.3
      lab.filter.detector: {kind: classifier, tpr: 0.7, fpr: 0.05}
      lab.mix.archive.share: 0.3
      lab.mix.licensed.share: 0.1
      lab.decoder.temperature: 0.3
  - date: 2024-06
    title: More of it
    set: {lab.mix.archive.share: 0.5, lab.filter.drop_labelled: true, lab.decoder.temperature: 0.9}
"""


def study_of(folder: Path, replicates: int = 2) -> Path:
    """A results folder of a small baseline, a policy that changes twice, and one that is the baseline."""
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (folder / "same.yaml").write_text("extends: small.yaml\ntitle: The same\n", encoding="utf-8")
    files = [folder / f"{name}.yaml" for name in ("small", "policy", "same")]
    run_study(load_study(files, {}, replicates, 5), folder / "results", jobs=1)
    return folder / "results"


def blocks_of(folder: Path) -> Path:
    """A results folder of runs in blocks: three replicates of a block of fifty, of a Gaussian and of ideas."""
    (folder / "paper.yaml").write_text(PAPER, encoding="utf-8")
    learner = "  learner: gaussian_mle\n"
    ideas = PAPER.replace("content: {kind: gaussian, dimensions: 2}\n", "").replace(learner, "")
    ideas = ideas.replace("ideas: {turnover", "ideas: {number: 30, errors: 2, turnover")
    (folder / "ideas.yaml").write_text(ideas, encoding="utf-8")
    run_study(load_study([folder / "paper.yaml", folder / "ideas.yaml"], {}, 3, 5), folder / "results", jobs=1)
    return folder / "results"


class Ledger:
    """What each month leaves behind, noted as it stands in the world.

    Attributes:
        fetched: sizes of what each crawler fetched of a month, by month and provenance.
        outputs: what each lab's model publishes, by month.
        truth: what people write, by month.
    """

    def __init__(self) -> None:
        self.fetched: dict[int, dict[str, dict[str, int]]] = {}
        self.outputs: dict[int, dict[str, np.ndarray]] = {}
        self.truth: dict[int, np.ndarray] = {}

    def observe(self, world: World) -> None:
        """Note a month."""
        stores: dict[str, dict[str, int]] = {}
        for name, store in world.crawlers.items():
            stores[name] = dict.fromkeys(("human", "assisted", "synthetic"), 0)
            for group, content in store.months[world.month].items():
                stores[name][group.provenance] += int(np.sum(content))
        self.fetched[world.month] = stores
        self.outputs[world.month] = {lab.name: lab.newest.output.copy() for lab in world.labs if lab.newest}
        self.truth[world.month] = world.truth.copy()


def ledger_of(resolved: Resolved, seed: int, replicate: int) -> Ledger:
    """The ledger of a run of ideas, outside of blocks."""
    ledger = Ledger()
    World(resolved, Streams(seed, replicate), ledger).run()
    return ledger
