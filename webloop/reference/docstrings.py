"""Docstrings taken apart: what they say, their example, their references, and what they list."""

import inspect
import re
from dataclasses import dataclass, field

from webloop.reference.markdown import prose

_SECTION = re.compile(r"(Args|Attributes|Raises|Returns|References|Yields):\n")
_ENTRY = re.compile(r" {4}(\w+): (.*)")


@dataclass(frozen=True)
class Docstring:
    """A docstring's parts.

    Attributes:
        paragraphs: what it says, as Markdown.
        example: its doctests as they stand; empty without.
        references: its references on one line, as Markdown; empty without.
        attributes: what is said of each attribute, as Markdown.
    """

    paragraphs: list[str] = field(default_factory=list)
    example: str = ""
    references: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


def read_docstring(of: object) -> Docstring:
    """The docstring of a class or function, taken apart.

    >>> from webloop.submodels.adoption.never import Never
    >>> read_docstring(Never).paragraphs
    ['Nobody publishes with AI.']
    """
    paragraphs: list[str] = []
    examples: list[str] = []
    references = ""
    attributes: dict[str, str] = {}
    for block in re.split(r"\n{2,}", inspect.cleandoc(getattr(of, "__doc__", None) or "")):
        section = _SECTION.match(block)
        if block.startswith(">>>"):
            examples.append(block)
        elif section is None:
            paragraphs.append(_paragraph(block))
        elif section[1] == "References":
            references = prose(block[section.end() :])
        elif section[1] == "Attributes":
            attributes = _entries(block[section.end() :])
    return Docstring(paragraphs, "\n\n".join(examples), references, attributes)


def first_line(of: object) -> str:
    """The first line of a docstring, as Markdown.

    >>> from webloop.world.loop import step
    >>> first_line(step)
    'Let one month pass.'
    """
    return prose((getattr(of, "__doc__", None) or "").strip().partition("\n")[0])


def _paragraph(block: str) -> str:
    """A paragraph on one line, or a list with one line an item."""
    items = re.split(r"\n(?=- )", block)
    return "\n".join(f"- {prose(item[2:])}" if item.startswith("- ") else prose(item) for item in items)


def _entries(block: str) -> dict[str, str]:
    found: dict[str, str] = {}
    name = ""
    for line in block.split("\n"):
        entry = _ENTRY.fullmatch(line)
        if entry:
            name = entry[1]
        found[name] = f"{found.get(name, '')} {entry[2] if entry else line.strip()}"
    return {name: prose(said) for name, said in found.items()}
