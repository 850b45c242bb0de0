"""Clients that open a connection and trickle a header, byte by byte, without end."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bench.servers import HOST

SLOW_CLIENTS = 100
_PAUSE_S = 0.5
_HEAD = b"GET /en/page-000 HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
_ALL_THERE_S = 10.0


@contextmanager
def trickling(port: int, count: int = SLOW_CLIENTS) -> Iterator[None]:
    """While inside, *count* slow clients hold connections to *port*; one that is cut off comes back at once."""
    clients = _SlowClients(port, count)
    thread = threading.Thread(target=asyncio.run, args=(clients.run(),))
    thread.start()
    try:
        if not clients.all_there.wait(_ALL_THERE_S):
            sys.exit("the slow clients could not all connect")
        yield
    finally:
        clients.stop.set()
        thread.join()


class _SlowClients:
    def __init__(self, port: int, count: int) -> None:
        self.port, self.count = port, count
        self.connected = 0
        self.all_there, self.stop = threading.Event(), threading.Event()

    async def run(self) -> None:
        await asyncio.gather(*(self._client() for _ in range(self.count)))

    async def _client(self) -> None:
        while not self.stop.is_set():
            with suppress(OSError):
                await self._trickle()

    async def _trickle(self) -> None:
        _, writer = await asyncio.open_connection(HOST, self.port)
        self.connected += 1
        if self.connected >= self.count:
            self.all_there.set()
        position = 0
        try:
            while not self.stop.is_set() and not writer.is_closing():
                writer.write(_HEAD[position : position + 1] or b"a")
                await writer.drain()
                position += 1
                await asyncio.sleep(_PAUSE_S)
        finally:
            writer.close()
