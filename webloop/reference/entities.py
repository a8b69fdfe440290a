"""Entities and their state variables, from the classes that hold them."""

from webloop.reference.docstrings import first_line, read_docstring
from webloop.reference.markdown import code, table
from webloop.world.archive import Archive
from webloop.world.attention import Attention
from webloop.world.cohort import Cohorts
from webloop.world.habits import Habits
from webloop.world.lab import LabAgent, Model
from webloop.world.ledger import Web
from webloop.world.licensing import Licences
from webloop.world.sites import Sites
from webloop.world.store import Store
from webloop.world.training_set import TrainingSet
from webloop.world.world import World

ENTITIES: dict[str, type] = {
    "World": World,
    "Writer cohorts": Cohorts,
    "Labs": LabAgent,
    "Models": Model,
    "Training sets": TrainingSet,
    "Web": Web,
    "Sites": Sites,
    "Stores of crawlers": Store,
    "Archive": Archive,
    "Attention": Attention,
    "Habits of communities": Habits,
    "Licences": Licences,
}
"""What has a state, by what the description calls it; the state variables are those that the class documents."""


def entity_tables() -> str:
    """A table of state variables for each entity."""
    return "\n".join(_entity(title, cls) for title, cls in ENTITIES.items())


def _entity(title: str, cls: type) -> str:
    rows = [(code(name), said) for name, said in read_docstring(cls).attributes.items()]
    return f"**{title}.** {first_line(cls)}\n\n{table(('state variable', 'what it is'), rows)}"
