"""Measures: what is in them, what is not, and who gets them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families as parse

from outreach.core.db import db
from outreach.core.jobs import Job
from outreach.core.languages import LANGUAGES
from outreach.outbox.operations import put_mail
from outreach.outbox.rules import Category
from outreach.web.counting import REQUESTS
from outreach.worker import run_due
from tests.conftest import NOW

TOKEN = "t" * 40
HERE = {"REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture
def tokened(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setitem(app.config, "OUTREACH", replace(app.config["OUTREACH"], metrics_token=TOKEN))
    return app


def measure(app: Flask) -> dict[str, float]:
    """Each measure by its name and labels."""
    response = app.test_client().get("/metrics", base_url="http://127.0.0.1", environ_base=HERE)
    assert response.status_code == 200
    samples = [sample for family in parse(response.text) for sample in family.samples]
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


@pytest.mark.parametrize(
    ("host", "remote", "headers", "status"),
    [
        ("127.0.0.1", "127.0.0.1", {}, 200),
        ("localhost:8000", "::1", {}, 200),
        ("[::1]:8000", "127.0.0.1", {}, 200),
        ("127.0.0.1", "203.0.113.9", {}, 403),
        ("outreach.example", "127.0.0.1", {}, 403),
        ("127.0.0.1", "127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 403),
        ("127.0.0.1", "127.0.0.1", {"Forwarded": "for=203.0.113.9"}, 403),
        ("127.0.0.1", "127.0.0.1", {"X-Real-IP": "203.0.113.9"}, 403),
        ("outreach.example", "203.0.113.9", {"Authorization": f"Bearer {TOKEN}"}, 200),
        ("outreach.example", "203.0.113.9", {"Authorization": f"Bearer {TOKEN}x"}, 403),
        ("outreach.example", "203.0.113.9", {"Authorization": f"Basic {TOKEN}"}, 403),
        ("outreach.example", "203.0.113.9", {"Authorization": "Bearer é"}, 403),
        ("outreach.example", "203.0.113.9", {"Authorization": "Bearer "}, 403),
    ],
)
def test_they_are_for_this_machine_or_a_token(
    tokened: Flask, host: str, remote: str, headers: dict[str, str], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokened.wsgi_app, "hosts", frozenset([host]))
    response = tokened.test_client().get("/metrics", base_url=f"http://{host}", environ_base={"REMOTE_ADDR": remote}, headers=headers)
    assert response.status_code == status
    assert (b"outreach_mails" in response.data) is (status == 200)


def test_without_a_token_in_the_settings_no_token_is_right(app: Flask) -> None:
    for token in ("", "x"):
        headers = {"Authorization": f"Bearer {token}"}
        assert app.test_client().get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.9"}, headers=headers).status_code == 403


def test_mails_jobs_publication_and_trail_are_measured(app: Flask) -> None:
    def fail(_config: object, _now: object) -> int:
        raise RuntimeError

    with app.app_context():
        texts = {"subject": "s", "text": "t", "html": "h"}
        put_mail(key="k", kind="test", category=Category.ACCOUNT, address="ceri@police.example", language="cy", now=NOW, **texts)
        db.session.commit()
        run_due(app.config["OUTREACH"], (Job("good", timedelta(0), lambda _config, _now: 1), Job("bad", timedelta(0), fail)))
    found = measure(app)
    assert (found["outreach_mails waiting"], found["outreach_mails sent"]) == (1, 0)
    assert (found["outreach_job_runs_total good done"], found["outreach_job_runs_total good failed"]) == (1, 0)
    assert (found["outreach_job_runs_total bad done"], found["outreach_job_runs_total bad failed"]) == (0, 1)
    assert found["outreach_job_finished_timestamp_seconds good"] == NOW.timestamp()
    assert found["outreach_worker_running"] == 1
    assert found["outreach_publication_generation"] == 0
    assert found["outreach_audit_place"] == 0


def test_requests_of_signed_in_pages_are_counted_and_readers_are_not(app: Flask) -> None:
    REQUESTS.clear()
    client = app.test_client()
    client.get("/manage/nothing/about/ceri")
    client.get("/manage/nothing")
    for path in ("/ur/your-information", "/exit", "/managers", "/healthz"):
        client.get(path)
    found = measure(app)
    assert {name: value for name, value in found.items() if name.startswith("outreach_requests_total")} == {
        "outreach_requests_total none 404": 2
    }


def test_no_measure_names_a_language_a_page_or_a_person(app: Flask) -> None:
    app.test_client().get("/ur/your-information")
    app.test_client().get("/manage/people/ceri@police.example")
    labels = {word for name in measure(app) for word in name.split()[1:]}
    assert not labels & (set(LANGUAGES) | {"your-information"})
    assert not [word for word in labels if "@" in word or "/" in word or "ceri" in word]
