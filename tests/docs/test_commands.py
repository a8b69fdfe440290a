"""Every command in README.md and docs/ is run, page by page, in the order in which a reader would run them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.rules import LIGHTER, MADE, NOT_RUN, SHORTER, shortened
from tests.docs.sandbox import Sandbox
from tests.docs.written import ROOT, all_blocks, blocks, commands, pages
from webloop.cli import group

WITH_COMMANDS = [page for page in pages() if any(block.language == "sh" for block in blocks(page))]
QUICK = {"docs/ODD.md"}
"""Pages whose commands take a second or two; the others are slow."""
ALL = [command for block in all_blocks("sh") for command in commands(block)]
_LIST = re.compile(r"webloop (\w+)")


def steps(page: str) -> Iterator[tuple[str, str]]:
    """What a reader does on a page: ("file", block's place) or ("run", command)."""
    for index, block in enumerate(blocks(page)):
        if block.file:
            yield "file", str(index)
        elif block.language == "sh":
            yield from (("run", command) for command in commands(block))


@pytest.mark.parametrize(
    "page", [pytest.param(page, marks=() if page in QUICK else pytest.mark.slow) for page in WITH_COMMANDS]
)
def test_the_commands_of_a_page_do_what_they_say(page: str, tmp_path: Path) -> None:
    """Exit code 0 each; files that later commands name must have been written by earlier ones, or by the reader."""
    sandbox = Sandbox(tmp_path)
    (table,) = all_blocks("csv")
    sandbox.write("mine.csv", table.text)
    ran: set[str] = set()
    for what, of in steps(page):
        if what == "file":
            sandbox.save(blocks(page)[int(of)])
        elif of not in NOT_RUN and of not in ran:  # what a page says twice is run once
            sandbox.run(shortened(of))
            ran.add(of)
    assert ran or all(command in NOT_RUN for _, command in steps(page))


def test_every_command_is_run_unless_there_is_a_reason() -> None:
    """What is not run is listed, what is listed is there, and nothing is a program that a sandbox does not have."""
    assert set(NOT_RUN) <= set(ALL), "these are in no page any more: take them out of NOT_RUN"
    left = [command for command in ALL if command not in NOT_RUN]
    assert [command for command in left if not command.startswith("webloop ")] == []
    assert len(NOT_RUN) <= 22, "what can't be run should stay the exception"


def test_every_command_exists() -> None:
    known = set(group.commands) | set(group.list_commands(None))  # type: ignore[arg-type]
    for command in ALL:
        named = _LIST.match(command)
        assert named is None or named[1] in known, f"{command}: there is no such command"


def test_no_rule_is_left_over() -> None:
    for pattern, _ in SHORTER:
        assert any(re.search(pattern, command) for command in ALL), f"no command needs {pattern}"
    files = [block.text for block in all_blocks("yaml")]
    files += [file.read_text(encoding="utf-8") for file in (ROOT / "scenarios").glob("study*.yaml")]
    for written in LIGHTER:
        assert any(written in text for text in files), f"no study says {written}"
    for name in MADE:
        assert any(name in command for command in ALL), f"no command needs the file {name}"


def test_every_page_with_code_says_in_which_language() -> None:
    """A fence without a language would be a command that nobody runs."""
    for page in pages():
        for block in blocks(page):
            assert block.language, f"{block}: which language is this?"
        assert not re.search(r"^    webloop ", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE), page
