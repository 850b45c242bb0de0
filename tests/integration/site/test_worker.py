"""A change reaches readers through its publication request, and a worker that stopped catches up."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.content.models import PublicationRequest
from outreach.content.operations import request_publication
from outreach.core.config import Config
from outreach.core.db import db
from outreach.core.jobs import Job, JobState, is_worker_silent
from outreach.demo.operations import load_demonstration
from outreach.site.generations import find_current
from outreach.site.tasks import publish_requested
from outreach.worker import JOBS, run_due, run_until
from tests.conftest import NOW
from tests.queries import counted_queries


class Time:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def own(tmp_path: Path, time: Time, make_app: Callable[[Config], Flask]) -> Flask:
    return make_app(Config(data_dir=tmp_path, clock=time))


def test_a_request_is_published_in_one_cycle_and_closed(own: Flask, time: Time) -> None:
    config = own.config["OUTREACH"]
    with own.app_context():
        assert "publish" in run_due(config)
        assert find_current(config.data_dir / "site") is None  # nobody asked
        load_demonstration(now=NOW)
        db.session.commit()
        assert run_due(config) == []
        time.now += timedelta(seconds=5)
        assert "publish" in run_due(config)
        assert find_current(config.data_dir / "site") is not None
        assert {request.published_at for request in db.session.scalars(select(PublicationRequest))} == {time.now}
        db.session.rollback()


def test_a_job_that_fails_is_told_by_its_kind_and_the_others_go_on(own: Flask, caplog: pytest.LogCaptureFixture) -> None:
    ran: list[str] = []

    def fail(config: Config, now: datetime) -> int:
        request_publication("half done", now=now)
        raise RuntimeError("boom")

    def go_on(_config: Config, _now: datetime) -> int:
        ran.append("b")
        return 1

    jobs = (Job("a", timedelta(0), fail), Job("b", timedelta(0), go_on))
    with own.app_context(), caplog.at_level(logging.ERROR):
        run_due(own.config["OUTREACH"], jobs)
        assert ran == ["b"]
        assert db.session.get_one(JobState, "a").error == "RuntimeError"
        assert db.session.scalars(select(PublicationRequest)).all() == []
        db.session.rollback()
    assert "job failed" in caplog.text
    assert "boom" not in caplog.text


def test_the_worker_is_silent_before_its_first_run_and_after_half_a_minute_without_one(own: Flask, time: Time) -> None:
    with own.app_context():
        assert is_worker_silent(NOW)
        run_due(own.config["OUTREACH"])
        assert not is_worker_silent(NOW + timedelta(seconds=30))
        assert is_worker_silent(NOW + timedelta(seconds=31))
        db.session.rollback()


def test_the_loop_ends_when_told(own: Flask) -> None:
    stop = threading.Event()
    stop.set()
    run_until(stop, own)
    with own.app_context():
        assert db.session.get(JobState, JOBS[0].name) is None
        db.session.rollback()


def test_the_demonstration_is_loaded_once(app: Flask) -> None:
    with app.app_context():
        assert load_demonstration(now=NOW) is True
        db.session.commit()
        assert load_demonstration(now=NOW) is False


def test_readyz_tells_of_the_worker_and_keeps_serving(own: Flask, time: Time) -> None:
    client = own.test_client()
    assert client.get("/readyz").status_code == 503  # nothing published
    with own.app_context():
        load_demonstration(now=NOW)
        db.session.commit()
        run_due(own.config["OUTREACH"])
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json) == (200, {"database": "ok", "worker": "running", "publication": 1})
    time.now += timedelta(hours=1)
    late = client.get("/readyz")
    assert (late.status_code, late.json) == (200, {"database": "ok", "worker": "stopped", "publication": 1})


def test_a_job_that_has_nothing_to_publish_asks_one_question(published: Flask) -> None:
    with published.app_context(), counted_queries(published) as asked:
        assert publish_requested(published.config["OUTREACH"], NOW) == 0
    assert len(asked) == 1, asked
