"""What stands in the documentation: pages, their fenced blocks, and the commands in them."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
_FENCE = re.compile(r"^```([\w{}-]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"# ([\w./-]+\.\w+)\n")


@dataclass(frozen=True)
class Block:
    """A fenced block.

    Attributes:
        page: the file that it stands in, relative to the repository.
        line: the line of its fence.
        language: what follows the fence.
        text: what it holds.
    """

    page: str
    line: int
    language: str
    text: str

    @property
    def file(self) -> str | None:
        """The file that it is to be saved as: the comment that it begins with."""
        named = _NAMED.match(self.text)
        return named[1] if named else None

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@cache
def pages() -> tuple[str, ...]:
    """README.md and the pages of docs/, but for decisions, which tell no user what to type."""
    return ("README.md", *(file.relative_to(ROOT).as_posix() for file in sorted(DOCS.glob("*.md"))))


@cache
def blocks(page: str) -> tuple[Block, ...]:
    """The fenced blocks of a page, in their order."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return tuple(
        Block(page, text.count("\n", 0, found.start()) + 1, found[1], found[2]) for found in _FENCE.finditer(text)
    )


def all_blocks(language: str) -> list[Block]:
    """The blocks of all pages in a language."""
    return [block for page in pages() for block in blocks(page) if block.language == language]


def commands(block: Block) -> list[str]:
    """The commands of a shell block: without comments and prompts of a virtual environment, one for each `&&`.

    >>> commands(Block("README.md", 1, "sh", "a 'b && c'   # why\\n.venv/bin/webloop d && e\\n"))
    ["a 'b && c'", 'webloop d', 'e']
    """
    found = []
    for line in block.text.replace("\\\n", " ").splitlines():
        for part in re.split(r"&&(?=(?:[^']*'[^']*')*[^']*$)", _without_comment(line)):
            found += [part.strip().removeprefix(".venv/bin/")] if part.strip() else []
    return found


def _without_comment(line: str) -> str:
    """A line up to the first `#` that stands alone and in no quotes."""
    quoted = False
    for at, sign in enumerate(line):
        quoted ^= sign == "'"
        if sign == "#" and not quoted and (at == 0 or line[at - 1] == " "):
            return line[:at]
    return line
