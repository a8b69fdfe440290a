"""The yardstick: writers as plain Mesa agents, one Python object each, that decide as webloop's cohorts do.

Each month a writer takes up AI by word of mouth (Bass), publishes more or less as its readers change (elastic), and
publishes. The rules are those of `webloop.submodels`, written for one agent at a time.
"""

from math import exp

import mesa
import numpy as np


class Writer(mesa.Agent):
    """One writer."""

    def __init__(self, model: "Writers", cell: int, weight: float, delay: float) -> None:
        super().__init__(model)
        self.cell = cell
        self.weight = weight
        self.delay = delay
        self.ai_share = 0.0
        self.activity = 1.0

    def step(self) -> None:
        """Decide three times: how much with AI, how much at all, and publish."""
        world = self.model
        if world.month - self.delay > 0:
            influence = min(world.influence[self.cell] / 0.505, 1.0)
            taken = self.ai_share / 0.505
            self.ai_share = 0.505 * (1 - (1 - taken) * exp(-(0.068 + 0.092 * influence)))
        self.activity += max(0.05, world.reward[self.cell] ** 0.8) - self.activity
        pages = world.volume * self.weight * self.activity
        total = pages / (1 - 0.5 * self.ai_share)
        world.own[self.cell] += total * (1 - self.ai_share)
        world.with_ai[self.cell] += total * self.ai_share


class Writers(mesa.Model):
    """Many writers in a few cells."""

    def __init__(self, writers: int, cells: int, seed: int) -> None:
        super().__init__(rng=seed)
        chance = np.random.default_rng(seed)
        self.month = 0
        self.volume = 2.7e9
        self.cells = cells
        self.influence = [0.0] * cells
        self.reward = [0.9] * cells
        self.own = [0.0] * cells
        self.with_ai = [0.0] * cells
        for index in range(writers):
            Writer(self, index % cells, 1 / writers, float(chance.normal(0, 3)))

    def step(self) -> None:
        """One month."""
        self.month += 1
        self.own, self.with_ai = [0.0] * self.cells, [0.0] * self.cells
        self.agents.do("step")
        pages = [own + ai for own, ai in zip(self.own, self.with_ai, strict=True)]
        self.influence = [ai / max(all_, 1e-9) for ai, all_ in zip(self.with_ai, pages, strict=True)]
