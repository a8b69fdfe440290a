"""Serving the page: on this machine only, asking nothing of any other, and leaving nothing behind."""

import atexit
import os
import signal
import socket
import warnings
import webbrowser
from collections.abc import Awaitable, Callable, MutableMapping
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import sleep
from typing import Any

from webloop.errors import InputError
from webloop.extras import extra, find_extra, versions
from webloop.live import page
from webloop.live.desk import Desk

HOST = "127.0.0.1"
_NOWHERE = f"http://{HOST}:9/"  # where Solara would fetch what its assets lack; nobody listens there
_FORBIDDEN = 403
_USUAL = 80  # the port that browsers do not name
_MOMENT, _FAREWELL = 0.5, 5.0  # seconds

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def check_installed() -> None:
    """Find out whether what the page needs is there, without importing it.

    Raises:
        InputError: when it is not.
    """
    for module in ("solara", "solara_assets", "uvicorn"):
        find_extra(module, page.EXTRA, page.WHAT)
    found = versions(("solara", "solara-assets"))
    if len(set(found.values())) > 1:  # the page would ask for files that are not there
        raise InputError(
            f"{page.WHAT} needs {' and '.join(found)} of one version, and these are "
            f"{' and '.join(map(str, found.values()))}: pip install 'webloop[{page.EXTRA}]'"
        )


def listening(port: int) -> socket.socket:
    """A socket of this machine.

    Args:
        port: 1 to 65535, or 0 for any that is free.

    Raises:
        InputError: when it can't be had.
    """
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # a server that has just ended still holds its port for a minute
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((HOST, port))
        taken.listen()  # from here on browsers wait, while libraries are imported
    except OSError as error:
        taken.close()
        raise InputError(
            f"--port {port} can't be had ({error.strerror}); without --port any free one is taken"
        ) from error
    return taken


def serve(desk: Desk, listener: socket.socket, *, browser: bool) -> None:
    """Serve the page of a desk until somebody ends it: by Ctrl-C or, as service managers do, by SIGTERM.

    Args:
        desk: the desk.
        listener: where to listen.
        browser: whether to open the page in the user's browser.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # else Python ends at once, and what it wrote stays
    port = listener.getsockname()[1]
    _set_apart()
    uvicorn = extra("uvicorn", page.EXTRA, page.WHAT)
    app = extra("solara.server.starlette", page.EXTRA, page.WHAT).app
    page.show(desk)
    config = uvicorn.Config(own_pages_only(app, port), log_level="error", access_log=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    if browser:
        Thread(target=_open, args=(server, f"http://{HOST}:{port}"), daemon=True).start()
    with warnings.catch_warnings():
        # Solara's word on cookies of pages inside other pages; this one is in none
        warnings.filterwarnings("ignore", message="Cookies with samesite=none require https")
        _until_ended(server, listener)


def _until_ended(server: Any, listener: socket.socket) -> None:
    """Run a server until Ctrl-C, which uvicorn's own handler answers with a complaint of what it left unfinished."""
    ended = Event()

    def run() -> None:
        try:
            server.run(sockets=[listener])
        finally:
            ended.set()

    Thread(target=run, daemon=True).start()
    try:
        while not ended.wait(_MOMENT):  # on Windows Ctrl-C is not heard during a wait
            pass
    except KeyboardInterrupt:
        server.should_exit = True
        ended.wait(_FAREWELL)


def own_pages_only(app: App, port: int) -> App:
    """An app that answers its own pages only.

    Any page that a browser shows may try to talk to this machine, under a name of its own choice; what was asked for
    by name or from a page of another server is refused.

    Args:
        app: as ASGI has it.
        port: where it listens.
    """
    hosts = {HOST, "localhost"}
    names = {f"{host}:{port}" for host in hosts} | (hosts if port == _USUAL else set())

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.lower(): value.decode("latin-1") for name, value in scope.get("headers", ())}
        asked = headers.get(b"host", "")
        origin = headers[b"origin"].partition("://")[2] if b"origin" in headers else asked
        if scope["type"] == "lifespan" or {asked, origin} <= names:
            await app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await send({"type": "http.response.start", "status": _FORBIDDEN, "headers": []})
            await send({"type": "http.response.body", "body": b"this page is for the machine that it runs on"})

    return guarded


def _set_apart() -> None:
    """Settings with which Solara reports to nobody, fetches nothing and leaves the home folder alone."""
    home = TemporaryDirectory(prefix="webloop-explore-", ignore_cleanup_errors=True)
    atexit.register(home.cleanup)  # last of all: IPython, which Solara brings, writes there when Python ends
    os.environ |= {
        "SOLARA_APP": page.__name__,
        "SOLARA_HOME": home.name,
        "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
        "SOLARA_TELEMETRY_SERVER_USER_ID": "webloop",
        "SOLARA_ASSETS_CDN": _NOWHERE,
        "SOLARA_ASSETS_FONTAWESOME_ENABLED": "false",
        "SOLARA_THEME_LOADER": "plain",
        "SOLARA_THEME_SHOW_BANNER": "false",
        "SOLARA_THEME_TITLE": page.WHAT,
        "IPYTHONDIR": home.name,
    }


def _open(server: Any, address: str) -> None:
    """Open the page once there is one."""
    while not server.started:
        if server.should_exit:
            return
        sleep(0.1)
    webbrowser.open(address)
