"""Registered submodels by role: what each stands for, its parameters, its sources."""

from collections.abc import Iterator

from webloop.reference.docstrings import first_line, read_docstring
from webloop.reference.keys import every_key, key_table
from webloop.reference.markdown import anchor, code, prose, table
from webloop.registry import Submodel, kinds, roles
from webloop.scenario.fields import SCENARIO
from webloop.scenario.spot import of_submodel
from webloop.scenario.study import STUDY


def shipped_kinds(role: str) -> dict[str, type[Submodel]]:
    """The kinds of a role that come with webloop, by name: other packages document their own."""
    return {kind: cls for kind, cls in sorted(kinds(role).items()) if cls.__module__.startswith("webloop.")}


def contract(role: str) -> type[Submodel]:
    """The class that says what each kind of a role must do."""
    return next(
        base
        for cls in shipped_kinds(role).values()
        for base in cls.__mro__
        if base.__module__.startswith("webloop.submodels.roles.") and Submodel in base.__bases__
    )


def places(role: str) -> list[str]:
    """Where in scenario and study files a role stands, as dotted paths."""
    keys = [*every_key(SCENARIO), *((f"{path} of a study", spot) for path, spot in every_key(STUDY))]
    return [path for path, spot in keys if role in {spot.role, spot.keyed_role}]


def kind_heading(role: str, kind: str) -> str:
    """A kind's heading: a kind's name alone may stand under two roles."""
    return f"{role}: {kind}"


def submodel_table(page: str) -> str:
    """Every role with its kinds in a line each.

    Args:
        page: where kinds are told in full, for links.
    """
    rows = [
        (
            f"[{role}]({page}#{anchor(role)})" if first else "",
            f"[{kind}]({page}#{anchor(kind_heading(role, kind))})",
            first_line(cls),
        )
        for role in roles()
        for first, (kind, cls) in _flagged(shipped_kinds(role))
    ]
    return table(("role", "kind", "what it stands for"), rows)


def submodel_sections() -> str:
    """All roles, each with its contract, the places where it stands and its kinds."""
    return "\n".join(_role_section(role) for role in roles())


def _flagged(found: dict[str, type[Submodel]]) -> Iterator[tuple[bool, tuple[str, type[Submodel]]]]:
    return ((index == 0, item) for index, item in enumerate(found.items()))


def _role_section(role: str) -> str:
    told = read_docstring(contract(role)).paragraphs
    where = ", ".join(code(path) for path in places(role))
    parts = [f"## {role}", *told, f"Stands at {where}."]
    parts += [_kind_section(role, kind, cls) for kind, cls in shipped_kinds(role).items()]
    return "\n\n".join(parts) + "\n"


def _kind_section(role: str, kind: str, cls: type[Submodel]) -> str:
    said = read_docstring(cls)
    parts = [f"### {kind_heading(role, kind)}", *said.paragraphs]
    keys = key_table(every_key(of_submodel(cls)))
    parts.append(keys.rstrip() if keys else "No parameters.")
    if said.example:
        parts.append(f"```python-console\n{said.example}\n```")
    if said.references:
        parts.append(f"References: {said.references}")
    parts += [prose(f"Needs {', '.join(cls.libraries)}.")] if cls.libraries else []
    return "\n\n".join(parts)
