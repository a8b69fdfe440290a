"""The yardstick: the same minimal loop as a plain Mesa model with one Python object per page.

W writers publish one page each a step; one categorical model is trained on a crawl of the new pages and publishes as
many pages in the next step. Nothing is counted, nothing is vectorised over pages: this is how a
first agent-based model of the loop is written.
"""

import mesa
import numpy as np


class Page(mesa.Agent):
    """One page with one idea."""

    def __init__(self, model: "PageObjects", idea: int) -> None:
        super().__init__(model)
        self.idea = idea
        self.crawled = False

    def step(self) -> None:
        """Maybe a crawler comes by."""
        self.crawled = self.model.chance.random() < self.model.coverage


class PageObjects(mesa.Model):
    """Writers, one model and the pages of a step."""

    def __init__(self, writers: int, ideas: int, coverage: float, seed: int) -> None:
        super().__init__(rng=seed)
        self.chance = np.random.default_rng(seed)
        self.coverage = coverage
        self.writers = writers
        self.human = 1 / (np.arange(1, ideas + 1) + 2.7)
        self.human /= self.human.sum()
        self.published = self.human

    def step(self) -> None:
        """Publish, crawl, train."""
        for page in list(self.agents):
            page.remove()
        for source in (self.human, self.published):
            for idea in self.chance.choice(len(source), size=self.writers // 2, p=source):
                Page(self, int(idea))
        self.agents.do("step")
        counts = np.zeros(len(self.human))
        for page in self.agents:
            if page.crawled:
                counts[page.idea] += 1
        self.published = counts / counts.sum()
