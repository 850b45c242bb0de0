"""A queue in Redis that goes away and comes back: nothing is lost, since the tables are the truth, and the log says it once."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from redis import Redis

from outreach.core.config import ROOT, Config
from outreach.core.queue import Queue
from tests.integration.core.test_queue import count_finished, seconds_until_settled, start_worker
from tests.integration.outbox.conftest import put
from tests.redis_server import RedisServer
from tests.worker import environ_of

pytestmark = pytest.mark.redis


@pytest.fixture
def app(tmp_path: Path, make_app: Callable[[Config], Flask], redis_server: RedisServer) -> Flask:
    return make_app(Config(data_dir=tmp_path, redis_url=redis_server.url))


@pytest.fixture
def silence() -> Iterator[str]:
    """The address of a machine that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}"


def wait_for_jobs(app: Flask) -> None:
    """Until a worker has run, so that what follows finds it at work."""
    deadline = time.monotonic() + 30
    while count_finished(app) == 0:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def end(process: subprocess.Popen[str]) -> list[str]:
    """Tell a worker to stop, which takes less than three seconds; the lines that it wrote."""
    began = time.monotonic()
    process.terminate()
    _, said = process.communicate(timeout=10)
    assert time.monotonic() - began < 3
    assert process.returncode == 0
    return said.splitlines()


def test_redis_that_goes_away_and_comes_back_loses_nothing_and_is_told_once_each(app: Flask, redis_server: RedisServer) -> None:
    process = start_worker(app)
    wait_for_jobs(app)
    assert seconds_until_settled(app, "k/before") < 5
    redis_server.stop()
    assert seconds_until_settled(app, "k/during") < 10
    redis_server.start()
    time.sleep(3)
    took = [seconds_until_settled(app, f"k/after/{number}") for number in range(5)]
    assert sorted(took)[2] < 1, took
    lines = end(process)
    assert ["the queue is away" in line for line in lines] == [True, False], lines
    assert "the queue is there again" in lines[1]
    assert "error=ConnectionError" in lines[0]


def test_a_worker_that_starts_without_redis_says_so_once_runs_what_is_due_and_stops_when_told(
    app: Flask, redis_server: RedisServer
) -> None:
    redis_server.stop()
    process = start_worker(app)
    wait_for_jobs(app)
    for number in range(3):
        assert seconds_until_settled(app, f"k/{number}") < 10
    (line,) = end(process)
    assert "the queue is away: jobs run when they are due" in line


def test_a_redis_that_never_answers_holds_up_neither_an_act_nor_the_end_of_a_worker(app: Flask, silence: str) -> None:
    config = replace(app.config["OUTREACH"], redis_url=silence)
    app.extensions["queue"] = Queue(config)
    with app.app_context():
        began = time.monotonic()
        assert put("k/1")
        assert time.monotonic() - began < 3
    app.config["OUTREACH"] = config
    process = start_worker(app)
    wait_for_jobs(app)
    lines = end(process)
    assert ["the queue is away" in line for line in lines] == [True], lines


def test_whoever_only_wakes_keeps_no_connection(app: Flask, redis_server: RedisServer) -> None:
    queue = Queue(app.config["OUTREACH"])
    queue.wake(["deliver_mail"])
    with Redis.from_url(redis_server.url) as looking:
        assert [each["cmd"] for each in looking.client_list()] == ["client|list"]
        assert looking.llen("huey.redis.outreach") == 1


def test_without_the_package_the_worker_says_which_one_is_missing(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "redis.py").write_text("raise ImportError\n")
    environ = {**environ_of(app.config["OUTREACH"]), "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    ended = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "OUTREACH_REDIS_URL" in ended.stderr
    assert "pip install" in ended.stderr
