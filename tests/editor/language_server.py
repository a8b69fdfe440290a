"""A YAML language server, spoken to as editors do: JSON-RPC over its standard input and output, without a network.

It is the npm package `yaml-language-server`, which VS Code's YAML extension carries. It is looked for where
WEBLOOP_YAML_LANGUAGE_SERVER says (a folder that has it in its `node_modules`), in `.cache/editor` and in the repository
itself; without it, or without node, these tests are skipped.
"""

import json
import os
import queue
import shutil
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
_SERVER = "node_modules/yaml-language-server/bin/yaml-language-server"
_PATIENCE = 60.0


def command() -> list[str]:
    """The command that starts the server; the test is skipped where there is none."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine, which the YAML language server needs")
    named = os.environ.get("WEBLOOP_YAML_LANGUAGE_SERVER")
    for folder in [Path(named)] if named else [ROOT / ".cache/editor", ROOT]:
        if (folder / _SERVER).is_file():
            return [node, str(folder / _SERVER), "--stdio"]
    where = f"in {named}" if named else "here: npm install --prefix .cache/editor yaml-language-server"
    pytest.skip(f"no yaml-language-server {where}")


@dataclass(frozen=True)
class Complaint:
    """What the server has to say against a place.

    Attributes:
        line: from 1.
        text: of the message.
        severity: 1 is an error, 2 a warning.
    """

    line: int
    text: str
    severity: int


@dataclass
class Server:
    """A running server.

    Attributes:
        schemas: addresses of schemas, with the files (globs) that each is for.
    """

    schemas: dict[str, list[str]]
    _process: Any = None
    _said: "queue.Queue[dict[str, Any]]" = field(default_factory=queue.Queue)
    _published: dict[str, list[Any]] = field(default_factory=dict)
    _number: int = 0

    def __enter__(self) -> "Server":
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(command(), **pipes)
        threading.Thread(target=self._listen, daemon=True).start()
        document = {
            "completion": {
                "completionItem": {"documentationFormat": ["markdown", "plaintext"], "snippetSupport": False}
            },
            "hover": {"contentFormat": ["markdown", "plaintext"]},
            "publishDiagnostics": {},
        }
        able = {"workspace": {"configuration": True, "didChangeConfiguration": {}}, "textDocument": document}
        self.ask("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": able})
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": self._settings()})
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.ask("shutdown", None)
            self._tell("exit", None)
            self._process.wait(10)
        finally:
            self._process.kill()
            self._process.wait()
            self._process.stdin.close()
            self._process.stdout.close()

    def open(self, address: str, text: str) -> list[Complaint]:
        """Open a file that is not open yet, and wait for what the server says of it."""
        assert address not in self._published
        document = {"uri": address, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        until = time.monotonic() + _PATIENCE
        while address not in self._published:
            self._handle(until)
        return [
            Complaint(each["range"]["start"]["line"] + 1, each["message"], each["severity"])
            for each in self._published[address]
        ]

    def completions(self, address: str, line: int, column: int) -> list[str]:
        """What may be written at a place, line and column from 1."""
        found = self.ask("textDocument/completion", _at(address, line, column))
        items = found["items"] if isinstance(found, dict) else found or []
        return [each["label"] for each in items]

    def hover(self, address: str, line: int, column: int) -> str:
        """What is shown over a place."""
        found = self.ask("textDocument/hover", _at(address, line, column))
        said = found["contents"] if found else ""
        return said["value"] if isinstance(said, dict) else str(said)

    def ask(self, method: str, parameters: Any) -> Any:
        """A request, and its answer."""
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": parameters})
        until = time.monotonic() + _PATIENCE
        while True:
            answer = self._handle(until)
            if answer.get("id") == number and "method" not in answer:
                assert "error" not in answer, answer["error"]
                return answer["result"]

    def _settings(self) -> dict[str, Any]:
        quiet = {"schemaStore": {"enable": False}, "format": {"enable": False}}
        return {"yaml": {"schemas": self.schemas, "completion": True, "hover": True, "validate": True, **quiet}}

    def _handle(self, until: float) -> dict[str, Any]:
        """The next message; what the server asks in turn is answered, what it publishes is kept."""
        said = self._said.get(timeout=max(until - time.monotonic(), 0.01))
        if said.get("method") == "textDocument/publishDiagnostics":
            self._published[said["params"]["uri"]] = said["params"]["diagnostics"]
        elif "method" in said and "id" in said:
            result = None
            if said["method"] == "workspace/configuration":
                result = [self._settings().get(each.get("section")) for each in said["params"]["items"]]
            self._send({"id": said["id"], "result": result})
        return said

    def _tell(self, method: str, parameters: Any) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        self._process.stdin.flush()

    def _listen(self) -> None:
        """Read messages until the server goes."""
        out = self._process.stdout
        while True:
            length = 0
            while (head := out.readline().strip()) != b"":
                if head.lower().startswith(b"content-length:"):
                    length = int(head.split(b":")[1])
            if length == 0:
                return
            self._said.put(json.loads(out.read(length)))


def _at(address: str, line: int, column: int) -> dict[str, Any]:
    return {"textDocument": {"uri": address}, "position": {"line": line - 1, "character": column - 1}}
