"""AI labs: agents that gather data, train and release one model after another."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import mesa
import numpy as np

from webloop.content.domain import Domain, Probabilities
from webloop.scenario.parts import Lab
from webloop.world.training_set import TrainingSet


@dataclass(frozen=True)
class Model:
    """One generation of one lab.

    Attributes:
        lab: name of its lab.
        generation: 0 for the lab's first.
        released: month of release.
        cutoff: last month whose crawled pages it may have seen.
        training: what it was trained on.
        fitted: what it learned: a source of the content's domain; of ideas: (ideas,), in a block (replicates, ideas).
        output: what it publishes, after decoding, hallucination and choice: a source as well.
        replicates: those of a block, once somebody has asked for them.
        divergences: from other models in bits, by their lab and generation: filled by the metric that needs them.
    """

    lab: str
    generation: int
    released: int
    cutoff: int
    training: TrainingSet
    fitted: Any
    output: Any
    divergences: dict[tuple[str, int], float] = field(default_factory=dict, repr=False, compare=False)
    replicates: list["Model"] = field(default_factory=list, repr=False, compare=False)

    def of_replicate(self, replicate: int, domain: Domain[Any, Any]) -> "Model":
        """The model of one replicate of a block."""
        if not self.replicates:
            self.replicates.extend(self._one(each, domain) for each in range(domain.replicates))
        return self.replicates[replicate]

    def _one(self, replicate: int, domain: Domain[Any, Any]) -> "Model":
        fitted, output = (domain.of_replicate(source, replicate) for source in (self.fitted, self.output))
        training = self.training.of_replicate(replicate)
        return Model(self.lab, self.generation, self.released, self.cutoff, training, fitted, output)

    @cached_property
    def root(self) -> Probabilities:
        """Square root of the output, (ideas,)."""
        root: Probabilities = np.sqrt(self.output)
        return root

    @cached_property
    def entropy(self) -> float:
        """Shannon entropy of the output in bits."""
        used = self.output[self.output > 0]
        return float(-(used * np.log2(used)).sum())


class LabAgent(mesa.Agent):
    """A lab as a Mesa agent.

    Attributes:
        name: its name in the scenario.
        rules: what it does this month.
        base: what its first model has learned; None before.
        newest: its newest model, which is deployed; None before the first. (`model` is Mesa's word for the world.)
        next_release: month of its next model.
        previous_cutoff: cut-off of its last training; None before the first.
        training: the training set of this month, if it is due and has pages.
        trained: this month's model before its release.
        links: how its newest model links to sites, sum 1, (sites at its release,); None without links.
        demand: what writers ask of it this month, relative to the other labs.
        detected: the newest generation that its detectors, of whatever kind, have learned; -1 for none.
    """

    def __init__(self, model: mesa.Model, name: str, rules: Lab) -> None:
        super().__init__(model)
        self.name = name
        self.rules = rules
        self.newest: Model | None = None
        self.base: Any | None = None
        self.next_release = rules.first_release
        self.previous_cutoff: int | None = None
        self.training: TrainingSet | None = None
        self.trained: Model | None = None
        self.links: Probabilities | None = None
        self.demand = 0.0
        self.detected = -1

    @property
    def earlier(self) -> tuple[Any, ...]:
        """What its first model and its newest have learned; empty before the first."""
        return () if self.newest is None else (self.base, self.newest.fitted)
