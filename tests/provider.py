"""A SendGrid of our own on this machine, which counts what it takes and can behave badly."""

from __future__ import annotations

import json
import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.serving import serving


@dataclass
class Provider:
    """Takes mails at `address`. `moods` are drawn at random for each request; `taken` counts by our mail's id."""

    address: str = ""
    moods: tuple[str, ...] = ("ok",)
    taken: Counter[str] = field(default_factory=Counter)
    requests: list[dict[str, Any]] = field(default_factory=list)
    random: random.Random = field(default_factory=random.Random)
    lock: threading.Lock = field(default_factory=threading.Lock)


class _Handler(BaseHTTPRequestHandler):
    provider: Provider
    protocol_version = "HTTP/1.1"

    def log_message(self, *_args: Any) -> None:
        """A server for tests writes nothing."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        provider = self.provider
        with provider.lock:
            mood = provider.random.choice(provider.moods)
            message = json.loads(body)
            provider.requests.append({**message, "_path": self.path, "_key": self.headers["Authorization"]})
            if mood in ("ok", "slow", "half", "cut"):
                provider.taken[message["personalizations"][0]["custom_args"]["mail"]] += 1
        if mood == "slow":
            time.sleep(0.05)
        if mood == "cut":
            self._break_off()
        elif mood == "half":
            self.wfile.write(b"HTTP/1.1 202 Accepted\r\nContent-Length: 500\r\nX-Message-Id: half\r\n\r\nhalf")
            self._break_off()
        else:
            self._answer({"ok": 202, "slow": 202}.get(mood) or int(mood))

    def _answer(self, status: int) -> None:
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "0")
        self.send_header("X-Message-Id", "taken")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _break_off(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()


@contextmanager
def running_provider() -> Iterator[Provider]:
    """A provider on a free port of this machine."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"provider": provider}))
    server.daemon_threads = True
    server.handle_error = lambda *_args: None  # type: ignore[method-assign]
    provider.address = f"http://127.0.0.1:{server.server_port}"
    with serving(server):
        yield provider
