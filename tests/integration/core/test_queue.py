"""A real worker process, woken through the queue, on each kind of database."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, select

from outreach.core.config import ROOT, Config
from outreach.core.db import db
from outreach.core.jobs import Job, JobState, wake_after_commit
from outreach.core.queue import MOST_WORDS, SCHEMA, Queue
from outreach.outbox.models import Mail
from outreach.outbox.rules import State
from outreach.web.waking import current_queue
from outreach.worker import JOBS
from tests.integration.outbox.conftest import put
from tests.worker import environ_of


@pytest.fixture(params=["sqlite", "postgresql"])
def own(request: pytest.FixtureRequest, tmp_path: Path, make_app: Callable[[Config], Flask]) -> Flask:
    url = "" if request.param == "sqlite" else request.getfixturevalue("new_postgres_database")
    return make_app(Config(data_dir=tmp_path, database_url=url))


def start_worker(app: Flask) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    return subprocess.Popen(command, cwd=ROOT, env=environ_of(app.config["OUTREACH"]), stderr=subprocess.PIPE, text=True)


@pytest.fixture
def worker(own: Flask) -> Iterator[subprocess.Popen[str]]:
    """A worker that has run every job once."""
    process = start_worker(own)
    deadline = time.monotonic() + 30
    while count_finished(own) < len(JOBS):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.05)
    yield process
    process.kill()
    process.communicate(timeout=10)


def count_finished(app: Flask) -> int:
    with app.app_context():
        count = len(db.session.scalars(select(JobState).where(JobState.finished_at.is_not(None))).all())
        db.session.remove()
    return count


def seconds_until_settled(app: Flask, key: str) -> float:
    began = time.monotonic()
    with app.app_context():
        assert put(key)
        while db.session.scalar(select(Mail.state).where(Mail.key == key)) != State.KEPT:
            db.session.rollback()
            assert time.monotonic() - began < 10
            time.sleep(0.01)
        db.session.remove()
    return time.monotonic() - began


def test_a_mail_leaves_at_once_and_not_when_the_next_run_is_due(own: Flask, worker: subprocess.Popen[str]) -> None:
    took = [seconds_until_settled(own, f"k/{number}") for number in range(20)]
    assert sorted(took)[18] < 1, took  # the last is for a machine that is busy


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_within_three_seconds_when_told(worker: subprocess.Popen[str], number: int) -> None:
    began = time.monotonic()
    worker.send_signal(number)
    _, said = worker.communicate(timeout=10)
    assert time.monotonic() - began < 3
    assert (worker.returncode, said) == (0, "")


def test_what_is_undone_wakes_nobody_and_nor_does_half_of_it(own: Flask) -> None:
    with own.app_context():
        woken: list[set[str]] = []
        own.extensions["queue"] = type("Ear", (), {"wake": lambda _self, names: woken.append(names)})()
        wake_after_commit("deliver_mail")
        db.session.rollback()
        db.session.commit()
        wake_after_commit("deliver_mail")
        with db.session.begin_nested():
            pass
        assert woken == []
        db.session.commit()
        db.session.commit()
        assert woken == [{"deliver_mail"}]


def test_nobody_who_listens_does_not_fill_the_queue(own: Flask) -> None:
    queue = Queue(own.config["OUTREACH"])
    for _ in range(MOST_WORDS // 100 + 2):
        queue.wake(["deliver_mail"] * 100)
    assert queue._open().storage.queue_size() == MOST_WORDS
    queue._open().storage.close()


def test_a_queue_that_cannot_be_reached_keeps_nobody_from_committing(tmp_path: Path, make_app: Callable[[Config], Flask]) -> None:
    app = make_app(Config(data_dir=tmp_path))
    (tmp_path / "queue.sqlite3").mkdir()
    with app.app_context():
        assert put("k/1")
        assert db.session.scalars(select(Mail.key)).all() == ["k/1"]
        db.session.remove()


def test_a_worker_whose_queue_is_away_runs_what_is_due(tmp_path: Path, make_app: Callable[[Config], Flask]) -> None:
    app = make_app(Config(data_dir=tmp_path))
    (tmp_path / "queue.sqlite3").mkdir()
    process = start_worker(app)
    with app.app_context():
        assert put("k/1")
    while count_finished(app) < len(JOBS):
        assert process.poll() is None
        time.sleep(0.1)
    assert seconds_until_settled(app, "k/2") < 10
    process.terminate()
    _, said = process.communicate(timeout=10)
    assert said.count("the queue cannot be opened") == len(said.splitlines())


exploded: list[str] = []


class Bomb:
    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return exploded.append, ("unpickled",)


def test_a_word_that_is_not_signed_is_not_unpickled(tmp_path: Path) -> None:
    huey = Queue(Config(data_dir=tmp_path))._open()
    for data in (pickle.dumps(Bomb()), pickle.dumps(Bomb()) + b":" + b"0" * 40):
        huey.storage.enqueue(data)
        with pytest.raises(ValueError, match=r"mismatch|not found"):
            huey.dequeue()
    assert exploded == []
    huey.storage.close()


def test_the_queue_is_beside_the_tables_and_not_among_them(own: Flask) -> None:
    with own.app_context():
        current_queue().wake(["deliver_mail"])
        tables = inspect(db.engine).get_table_names()
        assert not [name for name in tables if name in ("task", "kv", "schedule") or name.startswith("huey")]
        if db.engine.dialect.name == "postgresql":
            assert "huey_task" in inspect(db.engine).get_table_names(schema=SCHEMA)
        else:
            assert (own.config["OUTREACH"].data_dir / "queue.sqlite3").exists()


def test_a_job_that_hangs_does_not_keep_others_from_running(own: Flask) -> None:
    stop, hung, ran = threading.Event(), threading.Event(), threading.Event()
    queue = Queue(own.config["OUTREACH"])

    def run(name: str, _asked_at: datetime | None) -> None:
        if name == "hang":
            hung.set()
            stop.wait(20)
        elif hung.is_set():
            ran.set()
            stop.set()

    jobs = [Job(name, every=timedelta(0), run=lambda _config, _now: 0) for name in ("hang", "go_on")]
    once: set[str] = set()

    def is_ready(job: Job) -> bool:
        is_first = job.name not in once
        once.add(job.name)
        return is_first or job.name == "go_on"

    queue.serve(jobs, run=run, is_ready=is_ready, stop=stop)
    assert ran.is_set()
