"""What the middleware itself costs: microseconds of Python per answer, without any server."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from flask import Flask

from bench.material import Material
from bench.results import Goal, Row, Section, compare
from bench.rounds import Pace
from outreach.core.config import Config

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
_METHOD = """
A published page answered by the whole application, a WSGI application that does nothing (start_response and one bytes object),
and a Flask view that says hello. All three are called in turn by the same loop, which copies a prepared environ for each call
and reads the answer to its end.
"""


def measure_in_process(pace: Pace, material: Material) -> Section:
    """Microseconds per answer of a published page, against a null WSGI application and a Flask view."""
    app, config = material.app, material.config
    address = material.addresses.read_text("utf-8").split()[0]
    seconds = pace.choose(500, 100) / 1000
    cases = {"null": _null, "page": app.wsgi_app, "flask": _hello().wsgi_app}
    paths = {"null": "/", "page": address, "flask": "/"}
    _check_is_page(app.wsgi_app, _environ(config, address))
    measures = {name: lambda name=name: time_answers(cases[name], _environ(config, paths[name]), seconds) for name in cases}
    seen = pace.take_turns(pace.choose(15, 3), measures)
    rows = (
        Row("time of a page / of a null application", compare(seen["page"], seen["null"]), (Goal("at most 3", most=3),)),
        Row("time of a Flask view / of a page", compare(seen["flask"], seen["page"]), (Goal("at least 50", least=50),)),
    )
    return Section("In process", _METHOD, rows)


def time_answers(app: WSGIApplication, environ: WSGIEnvironment, seconds: float) -> float:
    """Microseconds per answer of *app*, over about *seconds* of answers."""
    batch, calls, spent = 100, 0, 0.0
    while spent < seconds:
        start = time.perf_counter()
        for _ in range(batch):
            _read(app(environ.copy(), _start_response))
        spent += time.perf_counter() - start
        calls += batch
    return spent / calls * 1e6


def _read(answer: Iterable[bytes]) -> None:
    for _ in answer:
        pass
    close: Callable[[], object] | None = getattr(answer, "close", None)
    if close:
        close()


def _start_response(_status: str, _headers: list[tuple[str, str]], _error: Any = None) -> Callable[[bytes], object]:
    return _write


def _write(_data: bytes) -> None:
    return None


def _null(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]


def _hello() -> Flask:
    app = Flask("hello")

    @app.get("/")
    def hello() -> str:
        return "hello"

    return app


def _check_is_page(app: WSGIApplication, environ: WSGIEnvironment) -> None:
    """Raise unless *environ* gets a page: an error page would be measured as gladly."""
    seen: list[str] = []

    def note(status: str, headers: list[tuple[str, str]], error: Any = None) -> Callable[[bytes], object]:
        seen.append(status)
        return _start_response(status, headers, error)

    _read(app(environ.copy(), note))
    if seen != ["200 OK"]:
        raise RuntimeError(f"expected a page, got {seen}")


def _environ(config: Config, path: str) -> WSGIEnvironment:
    """What a server passes for a phone's request for *path*."""
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": config.host,
        "SERVER_PORT": str(config.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": f"{config.host}:{config.port}",
        "HTTP_USER_AGENT": _PHONE,
        "HTTP_ACCEPT": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "HTTP_ACCEPT_LANGUAGE": "ur,en;q=0.8",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
        "HTTP_CONNECTION": "keep-alive",
        "HTTP_UPGRADE_INSECURE_REQUESTS": "1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": None,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
