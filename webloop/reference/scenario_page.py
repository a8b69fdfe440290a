"""The scenario reference: every key of scenario and study files, and every submodel."""

from collections.abc import Mapping

from webloop.reference.keys import FIXED, Keyed, every_key, key_table
from webloop.reference.markdown import code, prose
from webloop.reference.submodels import submodel_sections, submodel_table
from webloop.scenario.fields import SCENARIO
from webloop.scenario.study import STUDY

_INTRODUCTION = f"""\
A scenario file says what differs from the scenario that it `extends`; what nobody says holds by default, and the
defaults are neutral: they turn nothing on. [How to write a scenario](write-a-scenario.md) shows how files are put
together; `webloop show FILE` prints every value of one with its place, `webloop schema` writes what stands here as a
JSON Schema for editors.

In paths NAME is a name that you choose, N a place in a list from 0. {FIXED} marks what holds for a whole run;
everything else can change on a date (`interventions`). A source says where the default, or its range, comes from:
*neutral* means that the mechanism is off, *lever* that scenarios decide, *assumption* that no data were found, *design*
that it is how the model is cut.
"""
_SUBMODELS = """\
Where a role stands, a file writes a kind's name (`replace`) or a mapping with `kind` and parameters
(`{kind: window, months: 24}`); a mapping without `kind` keeps the kind that was there. [How to add
one](add-a-submodel.md) takes one file.
"""
_EXTENDS = """\
`extends` names the scenario that a file changes: a path relative to the file, or `webloop/NAME` for one that ships.
"""


def scenario_page() -> str:
    """The page, but for its marker."""
    parts = ["# Scenario reference\n", _INTRODUCTION]
    headings = _headings()
    for part, keys in _by_part(headings).items():
        about = f"{prose(headings[part])}.\n\n" if part else f"{_EXTENDS}\n"
        parts.append(f"## {code(part) or 'At the top'}\n\n{about}{key_table(keys)}")
    parts.append(f"## Study files\n\n{key_table(every_key(STUDY))}")
    parts.append(f"## Submodels, by role\n\n{_SUBMODELS}\n{submodel_table('')}")
    parts.append(submodel_sections())
    return "\n".join(parts)


def _headings() -> dict[str, str]:
    """The parts of a scenario that have keys below them, and what each is."""
    with_keys = {path.partition(".")[0] for path, _ in every_key(SCENARIO) if "." in path}
    return {
        path: spot.field.description or ""
        for path, spot in every_key(SCENARIO)
        if path in with_keys and spot.field is not None
    }


def _by_part(headings: Mapping[str, str]) -> dict[str, list[Keyed]]:
    """Keys by the part that they belong to, those that stand alone first, under an empty name."""
    found: dict[str, list[Keyed]] = {"": []}
    for path, spot in every_key(SCENARIO):
        part, _, below = path.partition(".")
        # a part whose names authors choose is a key itself, with a default
        if below or part not in headings or spot.names_any or spot.is_list:
            found.setdefault(part if part in headings else "", []).append((path, spot))
    return found
