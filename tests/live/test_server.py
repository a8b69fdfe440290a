"""The server: this machine only, and clear words when it can't be."""

import asyncio
import socket
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from webloop import extras
from webloop.cli import group
from webloop.errors import InputError
from webloop.live import server
from webloop.live.server import HOST, listening, own_pages_only

PORT = 8123


def asked(kind: str, port: int = PORT, **headers: str) -> list[dict[str, Any]]:
    """What is sent in answer to a request."""
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "answered"})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {}

    named = [(name.encode(), value.encode()) for name, value in headers.items()]
    asyncio.run(own_pages_only(app, port)({"type": kind, "headers": named}, receive, send))
    return sent


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_own_pages_are_answered(kind: str) -> None:
    for name in (f"127.0.0.1:{PORT}", f"localhost:{PORT}"):
        assert asked(kind, host=name) == [{"type": "answered"}]
        assert asked(kind, host=name, origin=f"http://{name}") == [{"type": "answered"}]
    assert asked("lifespan") == [{"type": "answered"}]


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_browsers_do_not_name_the_usual_port(name: str) -> None:
    assert asked("http", 80, host=name, origin=f"http://{name}") == [{"type": "answered"}]
    assert asked("http", 80, host="evil.example")[0]["status"] == 403
    assert asked("http", PORT, host=name)[0]["status"] == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"host": f"evil.example:{PORT}"},  # a name of another's that leads here
        {"host": f"127.0.0.1:{PORT}", "origin": "https://evil.example"},
        {"host": f"127.0.0.1:{PORT}", "origin": "null"},
        {"host": f"127.0.0.1:{PORT}", "origin": "http://127.0.0.1:9999"},
        {},
    ],
)
def test_pages_of_others_are_not(headers: dict[str, str]) -> None:
    assert asked("http", **headers)[0]["status"] == 403
    assert asked("websocket", **headers) == [{"type": "websocket.close", "code": 1008}]


def test_it_listens_on_this_machine_only() -> None:
    with listening(0) as listener:
        assert listener.getsockname()[0] == HOST == "127.0.0.1"


def test_a_port_that_is_taken() -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(InputError, match=rf"--port {port} can't be had .*; without --port any free one is taken"):
            listening(port)


def test_without_the_extra_one_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name.startswith("solara") else find_spec(name))
    done = CliRunner().invoke(group, ["explore", "webloop/baseline", "--no-browser"])
    assert isinstance(done.exception, InputError)
    assert str(done.exception) == "webloop explore needs solara: pip install 'webloop[live]'"


def test_assets_of_another_version_would_have_to_be_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "find_extra", lambda *named: None)
    monkeypatch.setattr(server, "versions", lambda names: dict(zip(names, ("1.2.0", "1.1.0"), strict=True)))
    done = CliRunner().invoke(group, ["explore", "webloop/baseline", "--no-browser"])
    assert str(done.exception) == (
        "webloop explore needs solara and solara-assets of one version, and these are 1.2.0 and 1.1.0: "
        "pip install 'webloop[live]'"
    )


def test_a_scenario_that_is_none(scenario_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "check_installed", lambda: None)
    done = CliRunner().invoke(group, ["explore", str(scenario_file("lab: {cadence: 0}\n", "broken.yaml"))])
    assert isinstance(done.exception, InputError)
    assert "broken.yaml:1:16 lab.cadence" in str(done.exception)
