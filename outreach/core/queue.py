"""Waking the worker: the only file that knows huey.

The tables say what has to be done and who is at it (core.jobs). The queue only carries "look at this job now" from the process that
committed something to a worker, and ticks: losing all of it costs nothing but a few seconds, since the worker sweeps up what is due and
was not ticked. It lies in Redis where one is set, in PostgreSQL (a schema of its own) where that is the database, otherwise in a SQLite
file of its own in the data folder.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.consumer import Consumer, Scheduler, Worker
from huey.exceptions import ConfigurationError
from huey.serializer import SignedSerializer

from outreach.core.config import Config
from outreach.core.jobs import Job
from outreach.core.logs import get_logger

THREADS = 2  # so that mail leaves while pages are being published
LOOK_EVERY_S = 0.2  # where the queue has to be asked (SQLite); Redis and PostgreSQL tell
STALE_S = 5  # a word that nobody heard for so long is worth nothing: the job is due by then
MOST_WORDS = 1000
LISTEN_FOR_S = 0.5  # at a time, where the queue tells: a worker that is to stop notices between two times
GRACE_S = 1.5
HEALTH_EVERY_S = 10.0
SWEEP_EVERY_S = 3.0
CONNECT_S = ANSWER_S = 0.7  # of Redis: whoever commits waits for it, and a worker that is to stop
TELL_AGAIN_S = 60.0
SCHEMA = "outreach_queue"
_OPENING = 0x6F757471  # the advisory lock of whoever makes its tables: CREATE … IF NOT EXISTS fails where two do it at once

RunJob = Callable[[str, datetime | None], None]
IsReady = Callable[[Job], bool]
_log = get_logger(__name__)


class QueueUnavailable(Exception):
    """There is no such queue: why, in one line."""


class _Troubles:
    """What is wrong with the queue, in one line: told when it begins and when it is over, and at most once a minute."""

    def __init__(self) -> None:
        self.is_away = False
        self._lock = threading.Lock()
        self._told: dict[str, float] = {}

    def meet(self, error: BaseException) -> None:
        if isinstance(error, ValueError):  # the serializer: not signed, or with another secret
            self._tell("a word in the queue is not ours, and is left out", error)
            return
        self.is_away = True
        self._tell("the queue is away: jobs run when they are due", error)

    def end(self) -> None:
        if self.is_away:
            self.is_away = False
            _log.warning("the queue is there again")

    def _tell(self, event: str, error: BaseException) -> None:
        with self._lock:
            now = time.monotonic()
            if now - self._told.get(event, -TELL_AGAIN_S) < TELL_AGAIN_S:
                return
            self._told[event] = now
        _log.error(event, error=type(error).__name__)

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Meet what huey's loops would write down, each at its own place: inside, they write nothing of it."""

        def listen(record: logging.LogRecord) -> bool:
            error = record.exc_info[1] if record.exc_info else None
            if error:
                self.meet(error)
            return error is None

        loops = [logging.getLogger(f"huey.consumer.{loop.process_name}") for loop in (Worker, Scheduler)]
        for logger in loops:
            logger.addFilter(listen)
        try:
            yield
        finally:
            for logger in loops:
                logger.removeFilter(listen)


class Queue:
    """The queue of an installation, for the processes that wake and for the worker that is woken. Opened at first use."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._opening, self._closing = threading.Lock(), threading.Lock()
        self._huey: Huey | None = None
        self._word: Callable[[str, datetime], object] = _run_nothing
        self._run: RunJob = _run_nothing
        self._troubles = _Troubles()

    def wake(self, names: Iterable[str]) -> None:
        """Have a worker look at the jobs *names* now. Never raises: without a queue they are run when they are due."""
        try:
            huey = self._open()
            if huey.storage.queue_size() < MOST_WORDS:  # else nobody listens
                for name in names:
                    self._word(name, self._config.clock())
            if self._run is _run_nothing:
                self._close()  # a word is rare: no server process keeps a connection for it
        except Exception as error:  # noqa: BLE001 - whatever the store raises, what was committed stands
            _log.warning("worker not woken", error=type(error).__name__)

    def serve(self, jobs: Iterable[Job], *, run: RunJob, is_ready: IsReady, stop: threading.Event) -> None:
        """Run the *jobs* that are ready or woken, each by *run*, until *stop* is set; then wait up to GRACE_S for those that are running.

        Raises QueueUnavailable where the settings name a queue that cannot be had.
        """
        self._run, jobs = run, tuple(jobs)
        sweeper = threading.Thread(target=_sweep, args=(jobs, run, is_ready, stop), daemon=True)
        sweeper.start()
        with self._troubles.heard():
            consumer, looked_at = self._start(jobs, is_ready), time.monotonic()
            while not stop.wait(1.0):
                is_time = time.monotonic() - looked_at > HEALTH_EVERY_S
                looked_at = time.monotonic() if is_time else looked_at
                if consumer is None:
                    consumer = self._start(jobs, is_ready) if is_time else None
                elif is_time:
                    consumer.check_worker_health()
                elif self._troubles.is_away:
                    self._look()
            stopped_at = time.monotonic()
            if consumer:
                consumer.stop(graceful=True)
                self._close()
        sweeper.join(max(0.0, GRACE_S - (time.monotonic() - stopped_at)))

    def _start(self, jobs: tuple[Job, ...], is_ready: IsReady) -> _Consumer | None:
        """Huey at work; None when its store is away. Raises QueueUnavailable."""
        try:
            huey = self._open()
        except QueueUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever the store raises
            self._troubles.meet(error)
            return None
        self._troubles.end()
        for job in jobs:
            _tick(huey, job, self._run, lambda job: not self._troubles.is_away and is_ready(job))
        huey.on_shutdown(name="close")(self._close)  # each thread of PostgreSQL's has a connection of its own
        consumer = _Consumer(huey, workers=THREADS, initial_delay=LOOK_EVERY_S, max_delay=LOOK_EVERY_S, shutdown_timeout=GRACE_S)
        consumer.start()
        return consumer

    def _look(self) -> None:
        """Whether the store is there again."""
        try:
            self._open().storage.queue_size()
        except Exception as error:  # noqa: BLE001 - whatever the store raises
            self._troubles.meet(error)
        else:
            self._troubles.end()

    def _close(self) -> None:
        with self._closing:  # huey's own look at what is open is no lock
            storage = self._open().storage
            storage.close()
            if self._config.redis_url:
                storage.pool.disconnect(inuse_connections=False)  # huey leaves Redis' connections open

    def _open(self) -> Huey:
        with self._opening:
            if self._huey is None:
                try:
                    self._huey = _make(self._config)
                except ConfigurationError as error:
                    raise QueueUnavailable(f"OUTREACH_REDIS_URL: {error}") from error
                self._word = self._huey.task(name="word", expires=STALE_S)(self._hear)
            return self._huey

    def _hear(self, name: str, asked_at: datetime) -> None:
        self._run(name, asked_at)


def _run_nothing(_name: str, _asked_at: datetime | None) -> None:
    """What a process does that only wakes."""


def _sweep(jobs: tuple[Job, ...], run: RunJob, is_ready: IsReady, stop: threading.Event) -> None:
    """Run what is due and was not ticked: without its store huey runs nothing, and a withdrawn sentence must not wait for that."""
    while not stop.wait(SWEEP_EVERY_S):
        for job in jobs:
            if not stop.is_set() and is_ready(job):
                run(job.name, None)


def _tick(huey: Huey, job: Job, run: RunJob, is_ready: IsReady) -> None:
    """Register *job*: it is looked at every second."""

    def tick() -> None:
        run(job.name, None)

    huey.periodic_task(lambda _instant: is_ready(job), name=f"tick_{job.name}", expires=STALE_S)(tick)


def _make(config: Config) -> Huey:
    common: dict[str, Any] = {"results": False, "serializer": SignedSerializer(secret=config.secret_keys[0], salt="outreach queue")}
    if config.redis_url:
        return RedisHuey("outreach", url=_impatient(config.redis_url), read_timeout=LISTEN_FOR_S, **common)
    if config.sqlalchemy_url.startswith("postgresql"):
        with psycopg.connect(_address(config), autocommit=True, connect_timeout=2) as door:
            door.execute("SET lock_timeout = '2s'")
            door.execute("SELECT pg_advisory_lock(%s)", [_OPENING])  # until `door` is closed
            return PostgresHuey("outreach", connection=lambda: _connect(config), read_timeout=LISTEN_FOR_S, **common)
    return SqliteHuey("outreach", filename=str(config.data_dir / "queue.sqlite3"), timeout=1, fsync=False, **common)


def _impatient(address: str) -> str:
    """The *address* of Redis with limits on waiting, unless it has its own: without them Redis' silence would hold up whoever commits."""
    return f"{address}{'&' if '?' in address else '?'}socket_connect_timeout={CONNECT_S}&socket_timeout={ANSWER_S}"


def _address(config: Config) -> str:
    return config.sqlalchemy_url.replace("postgresql+psycopg:", "postgresql:", 1)


def _connect(config: Config) -> psycopg.Connection[Any]:
    """A connection that sees the queue's own schema only: the migrations of the database know nothing of it."""
    connection = psycopg.connect(_address(config), autocommit=True, connect_timeout=2)
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    connection.execute(f"SET search_path TO {SCHEMA}")
    return connection


class _EverySecond(Scheduler):  # type: ignore[misc]  # huey ships no types
    periodic_task_seconds = 1


class _Consumer(Consumer):  # type: ignore[misc]
    scheduler_class = _EverySecond

    def _set_signal_handlers(self) -> None:
        """Whoever runs us hears signals, and sets `stop`."""
