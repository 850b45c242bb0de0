"""What the provider tells: signed, once, in any order, and nothing is lost."""

from __future__ import annotations

import base64
import json
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from outreach.core.config import Config
from outreach.core.db import db
from outreach.outbox.models import Mail, ProviderEvent, Suppression
from outreach.outbox.operations import claim_mail
from outreach.outbox.rules import LEASE, OLDEST_POST, Category, State
from outreach.outbox.tasks import deliver, no_links
from tests.conftest import NOW
from tests.integration.outbox.conftest import put

KEY = ec.generate_private_key(ec.SECP256R1())
PUBLIC = KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


@pytest.fixture(params=["sqlite", "postgresql"])
def own(request: pytest.FixtureRequest, tmp_path: Path, make_app: Callable[[Config], Flask]) -> Flask:
    url = "" if request.param == "sqlite" else request.getfixturevalue("new_postgres_database")
    key = base64.b64encode(PUBLIC).decode()
    return make_app(Config(data_dir=tmp_path, database_url=url, clock=lambda: NOW, sendgrid_webhook_key=key))


def sign(body: bytes, at: datetime = NOW) -> dict[str, str]:
    timestamp = str(int(at.timestamp()))
    signature = KEY.sign(timestamp.encode() + body, ec.ECDSA(hashes.SHA256()))
    return {
        "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
        "X-Twilio-Email-Event-Webhook-Timestamp": timestamp,
    }


def post(app: Flask, events: Any, headers: dict[str, str] | None = None, **more: str) -> TestResponse:
    body = events if isinstance(events, bytes) else json.dumps(events).encode()
    headers = {"Content-Type": "application/json", **(sign(body) if headers is None else headers), **more}
    return app.test_client().post("/hooks/sendgrid", data=body, headers=headers)


def event(number: int, kind: str, *, mail: str = "", address: str = "someone@charity.example", **more: Any) -> dict[str, Any]:
    return {"sg_event_id": f"e{number}", "event": kind, "email": address, "timestamp": int(NOW.timestamp()), "mail": mail, **more}


def count(app: Flask, table: type) -> int:
    with app.app_context():
        found = db.session.scalar(select(func.count()).select_from(table))
        db.session.remove()
    return found or 0


def mail_of(app: Flask) -> Mail:
    with app.app_context():
        mail = db.session.scalars(select(Mail)).one()
        db.session.expunge(mail)
        db.session.remove()
    return mail


GOOD = json.dumps([event(1, "bounce")]).encode()
SIGNATURE, TIMESTAMP = "X-Twilio-Email-Event-Webhook-Signature", "X-Twilio-Email-Event-Webhook-Timestamp"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 400),
        ({**sign(GOOD), SIGNATURE: "%%%"}, 400),
        ({**sign(GOOD), SIGNATURE: ""}, 401),
        ({**sign(GOOD), SIGNATURE: "AAAA"}, 401),
        ({**sign(GOOD), TIMESTAMP: "yesterday"}, 400),
        ({**sign(GOOD), TIMESTAMP: "9" * 30}, 400),
        (sign(b"something else"), 401),
        (sign(GOOD, NOW - OLDEST_POST - timedelta(seconds=1)), 401),
        (sign(GOOD, NOW + OLDEST_POST + timedelta(seconds=1)), 401),
    ],
)
def test_a_post_that_is_not_signed_by_the_provider_now_is_refused(own: Flask, headers: dict[str, str], status: int) -> None:
    assert post(own, GOOD, headers).status_code == status
    assert count(own, ProviderEvent) == 0


@pytest.mark.parametrize("key", ["", "AAAA", base64.b64encode(b"no key").decode()])
def test_a_key_that_is_missing_or_none_refuses_everybody(own: Flask, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(own.config, "OUTREACH", replace(own.config["OUTREACH"], sendgrid_webhook_key=key))
    assert post(own, GOOD).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[",
        b"[1]",
        b"[{}]",
        b'[{"event": "bounce"}]',
        b"[{},]",
        b"nonsense",
        b"\xff",
        b'[{"sg_event_id":"1","event":"x","timestamp":"x"}]',
        b"[" * 200_000,
        b'[{"sg_event_id":"1","event":"x","z":' + b"[" * 100_000 + b"]" * 100_000 + b"}]",
    ],
)
def test_a_signed_post_that_is_no_list_of_events_is_refused_and_nothing_of_it_is_kept(own: Flask, body: bytes) -> None:
    assert post(own, body).status_code == 400
    half = json.dumps([event(1, "bounce")]).encode()[:-1] + b', {"event": 3}]'
    assert post(own, half).status_code == 400
    assert (count(own, ProviderEvent), count(own, Suppression)) == (0, 0)


def test_an_event_that_is_told_twice_counts_once(own: Flask) -> None:
    for events in ([event(1, "bounce")], [event(1, "bounce"), event(2, "delivered"), event(2, "delivered")]):
        assert post(own, events).status_code == 204
    assert count(own, ProviderEvent) == 2
    assert count(own, Suppression) == 1


def test_signs_that_no_database_takes_are_left_out_and_the_rest_is_kept(own: Flask) -> None:
    told = [event(1, "bounce", address="gone\0@x.example\ud800"), {**event(2, "deli\0vered"), "sg_event_id": "e\0two"}]
    assert post(own, told).status_code == 204
    with own.app_context():
        assert {(row.id, row.kind) for row in db.session.scalars(select(ProviderEvent))} == {("e1", "bounce"), ("etwo", "delivered")}
        assert [row.address for row in db.session.scalars(select(Suppression))] == ["gone@x.example"]
        db.session.remove()


def test_news_about_a_mail_of_ours_are_tied_to_it_in_any_order_and_others_are_kept_apart(own: Flask) -> None:
    with own.app_context():
        put("k/1")
    mail = str(mail_of(own).id)
    assert (
        post(own, [event(1, "bounce", mail=mail), event(2, "delivered", mail=mail), event(3, "open", mail="of somebody else")]).status_code
        == 204
    )
    assert mail_of(own).fate == "bounce"
    with own.app_context():
        tied = {row.id: row.mail_id for row in db.session.scalars(select(ProviderEvent))}
        db.session.remove()
    assert {key: str(value) for key, value in tied.items()} == {"e1": mail, "e2": mail, "e3": "None"}


def test_a_bounce_ends_writing_to_an_address_and_a_block_does_not(own: Flask) -> None:
    told = [event(1, "bounce", address="Gone@x.example", type="bounce"), event(2, "bounce", address="full@x.example", type="blocked")]
    assert post(own, told).status_code == 204
    with own.app_context():
        assert [row.address for row in db.session.scalars(select(Suppression))] == ["gone@x.example"]
        put("k/1", address="gone@x.example", category=Category.ACCOUNT)
        deliver(own.config["OUTREACH"], sender=None, links=no_links)
        db.session.remove()
    assert mail_of(own).state == State.SUPPRESSED


def test_news_end_the_doubt_about_a_mail_that_is_held(own: Flask) -> None:
    with own.app_context():
        put("k/1")
        mail = claim_mail(NOW)
        assert mail
        mail_id = str(mail.id)
        db.session.commit()
        deliver(replace(own.config["OUTREACH"], clock=lambda: NOW + LEASE * 2), sender=None, links=no_links)
        db.session.remove()
    assert mail_of(own).state == State.HELD
    assert post(own, [event(1, "processed", mail=mail_id)]).status_code == 204
    assert mail_of(own).state == State.SENT


def test_ten_thousand_events_in_one_post_take_little_memory(own: Flask) -> None:
    events = [event(number, "delivered", address=f"someone{number}@charity.example", useragent="x" * 300) for number in range(10_000)]
    body = json.dumps(events).encode()
    del events
    tracemalloc.start()
    assert post(own, body).status_code == 204
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count(own, ProviderEvent) == 10_000
    assert peak < 6 * len(body), "memory grows with the number of events"


def test_a_post_that_is_too_large_is_refused(own: Flask) -> None:
    assert post(own, b"[" + b" " * (17 * 2**20) + b"]").status_code == 413


def test_nobody_but_the_provider_has_business_at_this_address(own: Flask) -> None:
    assert own.test_client().get("/hooks/sendgrid").status_code == 405
