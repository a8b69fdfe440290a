"""Elastic: people publish less when pages bring them less."""

from typing import Literal

import numpy as np

from webloop.registry import param, register
from webloop.submodels.participation.slopes import Sloped
from webloop.submodels.roles import Floats


@register("participation")
class Elastic(Sloped):
    """On top of any slopes, activity moves toward `reward ** elasticity`, between floor and ceiling.

    A reward of 1 is what a page brings without AI: then nothing changes. Each month a share `speed` of people
    reconsider: `activity' = activity + speed * (clip(reward ** elasticity, floor, ceiling) - activity)`.

    >>> Elastic(elasticity=0.8, speed=0.5).respond(np.array([1.0, 1.0]), np.array([1.0, 0.5])).round(3).tolist()
    [1.0, 0.787]
    >>> steady = Elastic(slopes=[{"start": "2021-01", "rate": -0.0121}])   # what was so before AI
    >>> round(steady.level(24_287, 24_274), 3)
    0.854

    References:
        Stack Overflow's questions a month, 2018 to 2023 (Stack Exchange API), fitted in analysis/fit_participation.py:
        slope -0.0121 from 2021 on; readers lost to AI answers as developers take up AI tools (level 0.84, time
        constant 10.3 months); then elasticity 0.79 (0.72 to 0.98), speed 1 (0.4 to 1). With other curves of answers
        elasticities from 0.4 to 1.4 fit alike.
        Nerlove 1958, The Dynamics of Supply: partial adjustment toward what pays.
        del Rio-Chanona et al. 2024, doi:10.1093/pnasnexus/pgae400: -16 % on average over six months, -25 % at
        their end, against sites where ChatGPT was not to be had.
    """

    kind: Literal["elastic"] = "elastic"
    floor: float = param(
        0.05,
        "Neither slopes nor lost readers alone take volume below this",
        unit="share of reference volume",
        ge=0,
        le=1,
        source="assumption",
    )
    ceiling: float = param(
        2.0,
        "However much a page brings, people publish no more than this",
        unit="x what they would without AI",
        ge=1,
        le=100,
        source="assumption: hours of a day",
    )
    elasticity: float = param(
        0.8,
        "Log change of what people publish for each log unit of reward, in the long run; 0: readers make no difference",
        ge=0,
        le=5,
        source="fit to Stack Overflow: 0.72 to 0.98; 0.4 to 1.4 with other curves of AI answers",
    )
    speed: float = param(
        1.0,
        "People who reconsider in a month",
        unit="share per month",
        gt=0,
        le=1,
        source="fit to Stack Overflow: 0.4 to 1",
    )

    def respond(self, activity: Floats, reward: Floats) -> Floats:
        """Activity this month; 1 stays exactly 1 while the reward is 1."""
        with np.errstate(over="ignore"):  # no end is no more than the ceiling
            wanted = np.clip(reward**self.elasticity, self.floor, self.ceiling)
        return activity + self.speed * (wanted - activity)
