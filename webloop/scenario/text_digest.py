"""What a scenario's text holds: a manifest pins it, because a path says nothing about that."""

from webloop.content.ideas.build import text_digest as digest_of_ideas
from webloop.scenario.schema import Scenario
from webloop.submodels.content.text import Text


def text_digest(scenario: Scenario) -> str | None:
    """SHA-256 of the corpus that people publish, or of the text that ideas are named after; None without text."""
    if isinstance(scenario.content, Text):
        return scenario.content.read().digest
    return digest_of_ideas(scenario.ideas)
