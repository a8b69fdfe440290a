"""What the running Python says about itself, as text."""

import sys
import sysconfig
from pathlib import Path
from types import SimpleNamespace

import pytest

from webloop.content.text.python_manual import python_manual

LOANS = '''
"""Colours, as ``RGB`` and :class:`~colorsys.HLS` give *them*.

=======  ====
-----
Two well-
known systems::

    >>> from colorsys import *
    >>> print(1)
    1
After the output.

It is back.  .. not a directive
.. seealso:: elsewhere
"""
if True:
    try:
        class Colour:
            "A  colour."
            def mix(self):
                """Mix.

                It is back.  ..  not a directive
                """
                async def inner():
                    r"Inner \\d."
    except ImportError:
        def mix():
            "Handler."
    finally:
        x = "no docstring"
'''
TOPICS = {
    "b": 'The "b" statement\n*****************\n\n   b ::= "b" [c]\n\n'
    "It has a\ncomma- separated **list**.\n\n+---+\n| x |\n+---+\n",
    "a": "A colour.\n",
}


def test_docstrings_and_topics_become_plain_paragraphs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "colorsys.py": LOANS,
        "asyncio/tasks.py": '"Tasks."',
        "asyncio/__init__.py": '"Package."',
        "asyncio/test/a.py": '"A test."',
        "encodings/a.py": '"A codec."',
        "site-packages/a.py": '"Not of the library."',
        "mine.py": '"Not of the library either."',
        "asyncio/notes.txt": "no Python",
    }
    library = tmp_path / "test" / "lib"
    for name, text in files.items():
        (library / name).parent.mkdir(exist_ok=True, parents=True)
        (library / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(library))
    monkeypatch.setitem(sys.modules, "pydoc_data.topics", SimpleNamespace(topics=TOPICS))
    assert python_manual() == {
        "manual": ["A colour.", 'The "b" statement', "It has a comma- separated list."],
        "asyncio": ["Package.", "Tasks."],
        "colorsys": [
            "Colours, as RGB and colorsys.HLS give them.",
            "Two well-known systems:",
            "It is back. .. not a directive",
            "Mix.",
            r"Inner \d.",
            "Handler.",
        ],
    }
