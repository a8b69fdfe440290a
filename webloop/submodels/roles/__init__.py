"""What each role of submodel must do: the whole contract between the loop and its parts.

A submodel sees arrays and, where it draws, a generator; never the world. Groups (`webloop.content.groups`)
say who wrote a page.
"""

from webloop.submodels.roles.chance import Distribution
from webloop.submodels.roles.content import ContentKind
from webloop.submodels.roles.detectors import Detector, RatedDetector, ReadingDetector
from webloop.submodels.roles.instruments import Frame, Instrument, Look
from webloop.submodels.roles.labs import (
    Accumulation,
    Choice,
    Decoder,
    Eligible,
    HumanSource,
    Learner,
    Market,
    Shelves,
)
from webloop.submodels.roles.people import Adoption, Farm, Imitation, Participation
from webloop.submodels.roles.web import Answers, Floats, Lifetime, Ranking, Selection, Visibility

__all__ = [
    "Accumulation",
    "Adoption",
    "Answers",
    "Choice",
    "ContentKind",
    "Decoder",
    "Detector",
    "Distribution",
    "Eligible",
    "Farm",
    "Floats",
    "Frame",
    "HumanSource",
    "Imitation",
    "Instrument",
    "Learner",
    "Lifetime",
    "Look",
    "Market",
    "Participation",
    "Ranking",
    "RatedDetector",
    "ReadingDetector",
    "Selection",
    "Shelves",
    "Visibility",
]
