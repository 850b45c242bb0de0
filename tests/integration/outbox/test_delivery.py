"""Delivery: each mail goes out once, whatever the provider does."""

from __future__ import annotations

import socket
import time
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.core.config import Config
from outreach.core.db import db
from outreach.outbox.models import Mail
from outreach.outbox.operations import NotResendable, claim_mail, put_mail, resend, settle, suppress
from outreach.outbox.rules import LEASE, SECRET_MARK, Answer, Category, Reason, State, Verdict
from outreach.outbox.senders import SendGrid, find_sender
from outreach.outbox.tasks import deliver, no_links
from tests.conftest import NOW
from tests.integration.outbox.conftest import put
from tests.provider import Provider


def send(app: Flask, *, at: datetime = NOW, **settings: object) -> int:
    config: Config = replace(app.config["OUTREACH"], clock=lambda: at, **settings)
    with app.app_context():
        count = deliver(config, sender=find_sender(config), links=no_links)
        db.session.remove()
    return count


def only_mail(app: Flask) -> Mail:
    with app.app_context():
        mail = db.session.scalars(select(Mail)).one()
        db.session.expunge(mail)
        db.session.remove()
    return mail


def test_a_mail_goes_out_once_with_everything_that_was_asked_for(own: Flask, provider: Provider) -> None:
    with own.app_context():
        assert put("k/1")
    assert send(own) == 1
    assert send(own) == 0
    (request,) = provider.requests
    mail = only_mail(own)
    assert (mail.state, mail.provider_id, mail.attempts) == (State.SENT, "taken", 1)
    assert request["_path"] == "/v3/mail/send"
    assert request["_key"] == "Bearer SG.test"
    assert request["from"] == {"email": "programme@police.example"}
    assert request["personalizations"] == [{"to": [{"email": "someone@charity.example"}], "custom_args": {"mail": str(mail.id)}}]
    assert request["subject"] == "A subject"
    assert [part["type"] for part in request["content"]] == ["text/plain", "text/html"]
    assert [setting["enable"] for setting in request["tracking_settings"].values()] == [False, False, False]


def test_the_same_act_puts_one_mail(own: Flask) -> None:
    with own.app_context():
        assert [put("k/1"), put("k/1"), put("k/2")] == [True, False, True]


def test_a_mail_that_is_undone_with_its_act_never_was(own: Flask) -> None:
    with own.app_context():
        texts = {"subject": "s", "text": "t", "html": "h"}
        put_mail(key="k", kind="test", category=Category.ACCOUNT, address="a@b.example", language="en", now=NOW, **texts)
        db.session.rollback()
    assert send(own) == 0


@pytest.mark.parametrize(
    ("mood", "state", "reason"),
    [
        ("500", State.WAITING, "the provider answered 500"),
        ("429", State.WAITING, "the provider answered 429"),
        ("400", State.DEAD, "the provider answered 400"),
        ("401", State.DEAD, "the provider answered 401"),
        ("half", State.HELD, "the connection broke before the provider's answer"),
        ("cut", State.HELD, "the connection broke before the provider's answer"),
    ],
)
def test_the_answer_decides_what_becomes_of_a_mail(own: Flask, provider: Provider, mood: str, state: State, reason: str) -> None:
    provider.moods = (mood,)
    with own.app_context():
        put("k/1")
    send(own)
    mail = only_mail(own)
    assert (mail.state, mail.reason) == (state, reason)
    assert (mail.due_at > NOW) is (state is State.WAITING)


def test_a_mail_that_was_put_off_goes_out_when_it_is_due_and_not_before(own: Flask, provider: Provider) -> None:
    provider.moods = ("503",)
    with own.app_context():
        put("k/1")
    send(own)
    provider.moods = ("ok",)
    assert send(own, at=NOW + timedelta(seconds=1)) == 0
    assert send(own, at=NOW + timedelta(minutes=2)) == 1
    assert only_mail(own).state == State.SENT
    assert sum(provider.taken.values()) == 1


def test_a_provider_that_is_not_there_is_tried_again(own: Flask) -> None:
    with own.app_context():
        put("k/1")
    send(own, sendgrid_host="http://127.0.0.1:9")
    mail = only_mail(own)
    assert (mail.state, mail.reason) == (State.WAITING, "the provider could not be reached")


def test_a_provider_that_never_answers_is_not_waited_for_and_the_mail_is_held(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach.outbox.senders.TIMEOUT_S", 0.3)
    with own.app_context():
        put("k/1")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        send(own, sendgrid_host=f"http://127.0.0.1:{silent.getsockname()[1]}")
    assert time.monotonic() - began < 5
    assert only_mail(own).state == State.HELD


@pytest.mark.parametrize(("region", "host"), [("eu", "https://api.eu.sendgrid.com"), ("", "https://api.sendgrid.com")])
def test_mails_are_handed_over_in_the_region_of_the_settings(region: str, host: str) -> None:
    sender = find_sender(Config(sendgrid_key="SG.test", sendgrid_region=region))
    assert isinstance(sender, SendGrid)
    assert sender.api.client.mail.send._build_url(None) == f"{host}/v3/mail/send"


def test_without_a_provider_a_mail_is_kept_and_never_leaves_later(own: Flask, provider: Provider) -> None:
    with own.app_context():
        put("k/1")
    send(own, sendgrid_key="")
    assert only_mail(own).state == State.KEPT
    assert send(own) == 0
    assert provider.requests == []


@pytest.mark.parametrize(
    ("reason", "category", "goes"),
    [
        (Reason.UNSUBSCRIBE, Category.PROGRAMME, False),
        (Reason.UNSUBSCRIBE, Category.ACCOUNT, True),
        (Reason.BOUNCE, Category.ACCOUNT, False),
    ],
)
def test_suppression_is_looked_at_in_the_moment_of_sending(
    own: Flask, provider: Provider, reason: Reason, category: Category, goes: bool
) -> None:
    with own.app_context():
        put("k/1", category=category)
        suppress(" SomeOne@Charity.example", reason, now=NOW)
        db.session.commit()
    send(own)
    assert bool(provider.requests) is goes
    assert only_mail(own).state == (State.SENT if goes else State.SUPPRESSED)


def test_a_secret_link_is_made_in_the_moment_of_sending_and_is_nowhere_in_the_database(own: Flask, provider: Provider) -> None:
    with own.app_context():
        put("k/1", secret="recovery/7", text=f"Open {SECRET_MARK}", html=f'<a href="{SECRET_MARK}">Open</a>')
        config = own.config["OUTREACH"]
        deliver(config, sender=find_sender(config), links=lambda secret: f"https://x.example/{secret}/s3cret")
        db.session.remove()
    assert [part["value"].count("https://x.example/recovery/7/s3cret") for part in provider.requests[0]["content"]] == [1, 1]
    mail = only_mail(own)
    assert "s3cret" not in "".join(str(getattr(mail, column.name)) for column in Mail.__table__.columns)


def test_a_mail_whose_link_is_no_longer_valid_does_not_go_out(own: Flask, provider: Provider) -> None:
    with own.app_context():
        put("k/1", secret="invitation/withdrawn")
    send(own)
    assert only_mail(own).state == State.DEAD
    assert provider.requests == []


def test_what_a_worker_left_unfinished_is_held_and_not_sent_again(own: Flask, provider: Provider) -> None:
    with own.app_context():
        put("k/1")
        assert claim_mail(NOW)
        db.session.commit()
        db.session.remove()
    assert send(own, at=NOW + LEASE) == 0
    assert only_mail(own).state == State.SENDING
    send(own, at=NOW + LEASE + timedelta(seconds=1))
    assert only_mail(own).state == State.HELD
    assert provider.requests == []


def test_an_answer_that_comes_after_the_lease_ends_the_doubt(own: Flask) -> None:
    with own.app_context():
        put("k/1")
        mail = claim_mail(NOW)
        assert mail
        mail_id = mail.id
        db.session.commit()
        send(own, at=NOW + LEASE * 2)
        settle(mail_id, 1, Answer(Verdict.ACCEPTED), NOW + LEASE * 2)
        db.session.commit()
        db.session.remove()
    assert only_mail(own).state == State.SENT


def test_an_answer_to_an_attempt_of_before_a_resend_changes_nothing(own: Flask) -> None:
    with own.app_context():
        put("k/1")
        mail = claim_mail(NOW)
        assert mail
        mail_id = mail.id
        db.session.commit()
        send(own, at=NOW + LEASE * 2)
        resend(mail_id, reason="she has not got it", now=NOW)
        settle(mail_id, 1, Answer(Verdict.REFUSED), NOW)
        db.session.commit()
        db.session.remove()
    mail = only_mail(own)
    assert (mail.state, mail.reason) == (State.WAITING, "she has not got it")


@pytest.mark.parametrize("state", [State.WAITING, State.SENDING, State.SENT])
def test_what_went_out_or_is_on_its_way_cannot_be_sent_again(own: Flask, state: State) -> None:
    with own.app_context():
        put("k/1")
        mail = db.session.scalars(select(Mail)).one()
        mail.state = state
        db.session.commit()
        with pytest.raises(NotResendable):
            resend(mail.id, reason="again", now=NOW)
        db.session.rollback()
        db.session.remove()
