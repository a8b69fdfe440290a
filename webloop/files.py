"""Writing files whole or not at all."""

import os
from collections.abc import Callable
from pathlib import Path


def write_atomically(file: Path, write: Callable[[Path], object]) -> None:
    """Call `write` with a temporary name beside `file`, then put the result in its place."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        write(temporary)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def write_text(file: Path, text: str) -> None:
    """Write a small text file whole or not at all."""
    write_atomically(file, lambda part: part.write_text(text, encoding="utf-8"))
