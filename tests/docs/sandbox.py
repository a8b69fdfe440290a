"""A folder like a clone after installation, in which a page's commands are run one after the other."""

import os
import pydoc_data.topics
import shlex
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

from tests.command import call
from tests.docs.rules import LIGHTER, MADE
from tests.docs.written import ROOT, Block

SHELL = set("|<>&;$*?")  # a command with one of these is for a shell


class Sandbox:
    """A folder with the shipped scenarios and files that readers have, and `webloop` on the path.

    Commands are called in this process, which saves their imports; once the reader has written modules, as
    programs of their own, so that what those register ends with them.

    Args:
        folder: an empty one.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "clone"
        shutil.copytree(ROOT / "scenarios", self.folder / "scenarios")
        for study in (self.folder / "scenarios").glob("study*.yaml"):
            study.write_text(_lighter(study.read_text(encoding="utf-8")), encoding="utf-8")
        programs = folder / "bin"
        programs.mkdir()
        program = programs / "webloop"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m webloop "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        path = os.pathsep.join([str(programs), os.environ["PATH"]])
        found = os.pathsep.join([str(self.folder), str(ROOT)])
        self.environment = {**os.environ, "PATH": path, "PYTHONPATH": found, "WEBLOOP_TRACEBACK": "1"}
        for name, text in MADE.items():
            self.write(name, text if text is not None else "\n".join(pydoc_data.topics.topics.values()))

    def write(self, name: str, text: str) -> None:
        """Save a file; a package's entry points are known as if it were installed."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_lighter(text), encoding="utf-8")
        if file.name == "pyproject.toml":
            self._install(tomllib.loads(text)["project"])

    def save(self, block: Block) -> None:
        """Save a block that says which file it is."""
        if block.file:
            self.write(block.file, block.text)

    def run(self, command: str) -> str:
        """Run a command; what it says on standard output.

        Raises:
            AssertionError: when it ends with another code than 0, with what it said.
        """
        began = time.perf_counter()
        name, *words = shlex.split(command)
        alone = name != "webloop" or SHELL & set(command) or any(self.folder.rglob("*.py"))
        done = self._program(command) if alone else call(*words, cwd=self.folder, WEBLOOP_TRACEBACK="1")
        print(f"{time.perf_counter() - began:6.1f} s  {command}")  # shown by -s, for those who look for what to shorten
        assert done.returncode == 0, (
            f"{command}\nexit code {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
        return done.stdout

    def _program(self, command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def _install(self, project: dict[str, object]) -> None:
        """What pip would leave of a package for `importlib.metadata`: its name, and its entry points."""
        info = self.folder / f"{project['name']}-{project['version']}.dist-info".replace("-", "_", 1)
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
        )
        points = project.get("entry-points", {})
        assert isinstance(points, dict)
        text = "".join(
            f"[{group}]\n" + "".join(f"{name} = {module}\n" for name, module in named.items())
            for group, named in points.items()
        )
        (info / "entry_points.txt").write_text(text)


def _lighter(text: str) -> str:
    for written, instead in LIGHTER.items():
        text = text.replace(written, instead)
    return text
