"""Load by wrk: keep-alive connections that ask for random addresses as fast as they are answered."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.servers import HOST, find_tool

CONNECTIONS = 32
_SCRIPT = Path(__file__).with_name("load.lua")
_WARM_UPS = 20


@dataclass(frozen=True, slots=True)
class Load:
    """What one run of wrk saw: answers per second, 99th percentile of latency in microseconds, answers that were not 2xx or 3xx."""

    per_second: float
    p99_us: float
    errors: int


def put_load(port: int, addresses: Path, seconds: int) -> Load:
    """Load the server at *port* for *seconds* with GETs of random lines of the file *addresses*."""
    command = [find_tool("wrk") or "wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "-s", str(_SCRIPT)]
    done = subprocess.run([*command, f"http://{HOST}:{port}", "--", str(addresses)], capture_output=True, text=True, check=True)
    seen = json.loads(done.stdout.splitlines()[-1])
    return Load(seen["requests"] / seen["duration"] * 1e6, seen["p99"], seen["errors"])


def warm_up(port: int, addresses: Path) -> None:
    """Load until every process of the server answers everything."""
    for _ in range(_WARM_UPS):
        if not put_load(port, addresses, 1).errors:
            return
    sys.exit("a server does not answer without errors")
