"""A page that is served, as users start it: in a process of its own, with a home folder of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from queue import Queue
from threading import Thread

PATIENCE = 120
"""Seconds until the address must have been printed, on a busy machine."""


@dataclass
class Served:
    """A server that was started here.

    Attributes:
        process: its process.
        address: where its page is.
        home: its user's home folder.
        proxy: where it would have to go if it wanted to leave this machine.
    """

    process: "subprocess.Popen[str]"
    address: str
    home: Path
    proxy: socket.socket

    def left_home(self) -> list[str]:
        """What it has put into the home folder."""
        return sorted(path.name for path in self.home.iterdir())

    def went_out(self) -> bool:
        """Whether it has tried to reach anything elsewhere."""
        self.proxy.setblocking(False)
        try:
            self.proxy.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    def answered(self) -> int:
        """The status of its page, once it is there."""
        connection = HTTPConnection(self.address.removeprefix("http://"), timeout=PATIENCE)
        connection.request("GET", "/")
        status = connection.getresponse().status
        connection.close()
        return status

    def ended(self, by: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """Its exit code after Ctrl-C, or another signal, and what it said on standard error."""
        self.process.send_signal(by)
        _, told = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, told


@contextmanager
def served(folder: Path, *arguments: str) -> Iterator[Served]:
    """Start `webloop explore` in a folder, and end it."""
    home = folder / "home"
    home.mkdir()
    with socket.socket() as proxy:
        proxy.bind(("127.0.0.1", 0))
        proxy.listen()
        out = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), out)
        own = {
            "HOME": str(home),
            "USERPROFILE": str(home),
            "MPLCONFIGDIR": str(folder),
            "TMPDIR": str(folder),
            "NO_PROXY": "",
            "no_proxy": "",
        }
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "webloop", "explore", *arguments, "--no-browser"],
            cwd=folder,
            env={**os.environ, **proxies, **own},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield Served(process, _address(process), home, proxy)
        finally:
            process.kill()
            process.communicate()


def _address(process: "subprocess.Popen[str]") -> str:
    lines: Queue[str] = Queue()
    assert process.stdout is not None
    Thread(target=lambda out=process.stdout: lines.put(out.readline()), daemon=True).start()
    line = lines.get(timeout=PATIENCE)
    found = re.search(r"http://\S+", line)
    assert found, f"no address in {line!r}: {process.communicate()[1]}"
    return found[0]
