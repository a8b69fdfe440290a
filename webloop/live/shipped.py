"""What the shipped scenarios of policies set: a lever that switches a policy on means the same by it."""

from functools import cache
from typing import Any

from webloop.scenario.resolve import load_scenario
from webloop.scenario.shipped import PREFIX


@cache
def shipped_setting(name: str, path: str) -> Any:
    """What a shipped scenario's intervention sets at a path.

    Args:
        name: the scenario, without `webloop/`.
        path: dotted path, as its file writes it.

    Raises:
        KeyError: when no intervention of it sets that.

    >>> shipped_setting("licensed-human", "lab.mix.licensed.price_per_1k_tokens")
    0.5
    """
    data = load_scenario(f"{PREFIX}{name}").document.data
    return {path: value for each in data["interventions"] for path, value in each["set"].items()}[path]
