"""Published pages: granian with our middleware against nginx with gzip_static, and against clients that never finish a header."""

from __future__ import annotations

import random
import sys
from contextlib import ExitStack
from pathlib import Path

from bench.load import CONNECTIONS, put_load, warm_up
from bench.material import Material
from bench.results import Goal, Row, Section, compare
from bench.rounds import Pace
from bench.servers import fetch, granian, nginx
from bench.slow_clients import SLOW_CLIENTS, trickling
from outreach.site.generations import Generation

_SAMPLE = 25
_AGAINST_NGINX = """
{count:,} addresses of about 11.8 kB (gzip), asked for at random by wrk over {connections} keep-alive connections as fast as they
are answered; load and servers share the machine. The reference is nginx with gzip_static on the same files with the same
headers; both were seen to give the same bytes.
"""
_SLOW = """
The same load on our server, with and without {count} more connections that send a byte of a header every half second and never
finish.
"""


def measure_against_nginx(pace: Pace, material: Material) -> Section:
    """Answers per second and 99th percentile of latency, as ratios to nginx serving the same files with the same headers."""
    generation, addresses = material.generation, material.addresses
    with ExitStack() as servers:
        plain = servers.enter_context(nginx(generation))
        caching = servers.enter_context(nginx(generation, "open_file_cache max=100000;"))
        ours = servers.enter_context(granian(material.config))
        for port in (plain, caching, ours):
            warm_up(port, addresses)
        check_same_answers(plain, ours, generation, addresses)
        seconds = pace.choose(2, 1)
        measures = {
            name: lambda port=port: put_load(port, addresses, seconds)
            for name, port in (("nginx", plain), ("ours", ours), ("caching", caching))
        }
        seen = pace.take_turns(pace.choose(25, 3), measures)
    speed = {name: [load.per_second for load in loads] for name, loads in seen.items()}
    p99 = {name: [load.p99_us for load in loads] for name, loads in seen.items()}
    rows = (
        Row(
            "throughput, ours / nginx",
            compare(speed["ours"], speed["nginx"]),
            (Goal("at least 1/3", least=1 / 3), Goal("stretch 1/2", least=1 / 2)),
        ),
        Row("99th percentile of latency, ours / nginx", compare(p99["ours"], p99["nginx"]), (Goal("at most 4", most=4),)),
        Row("throughput, ours / nginx with open_file_cache", compare(speed["ours"], speed["caching"])),
        Row("failed answers of ours", sum(load.errors for load in seen["ours"]), (Goal("0", most=0),)),
    )
    count = len(addresses.read_text("utf-8").split())
    return Section("Public pages against nginx", _AGAINST_NGINX.format(count=count, connections=CONNECTIONS), rows)


def measure_slow_clients(pace: Pace, material: Material) -> Section:
    """Answers per second that others get while slow clients hold connections, as a share of what they get without them."""
    addresses = material.addresses
    with granian(material.config) as port:
        warm_up(port, addresses)

        def with_slow_clients() -> float:
            with trickling(port):
                return put_load(port, addresses, 1).per_second

        measures = {"with": with_slow_clients, "without": lambda: put_load(port, addresses, 1).per_second}
        seen = pace.take_turns(pace.choose(60, 5), measures)
    row = Row("throughput, with / without slow clients", compare(seen["with"], seen["without"]), (Goal("at least 0.95", least=0.95),))
    return Section("Slow clients", _SLOW.format(count=SLOW_CLIENTS), (row,))


def check_same_answers(nginx_port: int, our_port: int, generation: Generation, addresses: Path) -> None:
    """End the run unless both servers give the same bytes and the same shared headers for a sample of *addresses*."""
    shared = {"content-type", "content-encoding", "content-length", "vary", *(name.lower() for name in generation.headers)}
    for address in random.Random(2).sample(addresses.read_text("utf-8").split(), _SAMPLE):
        theirs, ours = fetch(nginx_port, address), fetch(our_port, address)
        differ = [name for name in shared if theirs[1].get(name) != ours[1].get(name)]
        if theirs[0] != 200 or theirs[0] != ours[0] or theirs[2] != ours[2] or differ:
            sys.exit(f"the servers differ at {address}: statuses {theirs[0]} and {ours[0]}, headers {differ}")
