"""Commands and scripts in tests: in this process, which saves a second of imports each; or as a program."""

import contextlib
import io
import os
import runpy
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from webloop.cli import main

WEBLOOP = [sys.executable, "-m", "webloop"]
WIDTH = {"COLUMNS": "160"}


def call(*args: object, cwd: Path | None = None, **environment: str) -> CompletedProcess[str]:
    """What `webloop ARGS` prints and with which code it ends; called in this process, where a warning is an error."""
    return _called(main, ["webloop", *map(str, args)], cwd, environment)


def call_program(*args: object, cwd: Path | None = None, **environment: str) -> CompletedProcess[str]:
    """The same in a process of its own, as users call it."""
    return subprocess.run(
        [*WEBLOOP, *map(str, args)],
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=120,
        check=False,
        env={**os.environ, **WIDTH, **environment},
    )


def call_script(file: Path, *args: object, cwd: Path | None = None) -> CompletedProcess[str]:
    """What `python FILE ARGS` prints and with which code it ends, in this process."""
    return _called(lambda: runpy.run_path(str(file), run_name="__main__"), [str(file), *map(str, args)], cwd, {})


def _called(
    function: Callable[[], object], argv: list[str], cwd: Path | None, environment: Mapping[str, str]
) -> CompletedProcess[str]:
    out, err = io.StringIO(), io.StringIO()
    code: object = 0
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.chdir(cwd or Path.cwd()),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        patch.setattr(sys, "argv", argv)
        patch.syspath_prepend(str(Path(argv[0]).parent))  # a script's neighbours are modules
        for name, value in {**WIDTH, **environment}.items():
            patch.setenv(name, value)
        try:
            function()
        except SystemExit as end:
            code = end.code
        except Exception:  # noqa: BLE001 (what a program's end would be)
            traceback.print_exc()
            code = 1
    if isinstance(code, str):  # what `sys.exit("message")` does
        err.write(f"{code}\n")
        code = 1
    return CompletedProcess(argv, code if isinstance(code, int) else 0, out.getvalue(), err.getvalue())
