"""Reading the outbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.core.db import db
from outreach.outbox.models import Mail, ProviderEvent
from outreach.outbox.operations import claim_mail, put_mail
from outreach.outbox.queries import count_by_state, list_events
from outreach.outbox.rules import Category, State
from tests.conftest import NOW

DAY = timedelta(days=1)


@pytest.fixture
def outbox(app: Flask) -> Iterator[Flask]:
    """Five mails on five days, of two kinds; the oldest is being sent."""
    with app.app_context():
        for number in range(5):
            put_mail(
                key=f"k/{number}",
                kind=f"test/{'ab'[number % 2]}",
                category=Category.PROGRAMME,
                address=f"Some_One{number}@charity.example",
                language="en",
                subject="s",
                text="t",
                html="h",
                now=NOW + number * DAY,
            )
        assert claim_mail(NOW)
        db.session.flush()
        yield app
        db.session.rollback()
        db.session.remove()


def test_states_are_counted(outbox: Flask) -> None:
    assert count_by_state() == dict.fromkeys(State, 0) | {State.WAITING: 4, State.SENDING: 1}


def test_what_the_provider_told_of_a_mail_is_read_in_the_order_in_which_it_happened(outbox: Flask) -> None:
    mail = db.session.scalars(select(Mail).where(Mail.key == "k/2")).one()
    for name, hours in (("late", 2), ("early", 1)):
        about = {"mail_id": mail.id, "kind": name, "address": mail.address, "received_at": NOW}
        db.session.add(ProviderEvent(id=name, at=NOW + timedelta(hours=hours), **about))
    db.session.flush()
    assert [event.id for event in list_events(mail.id)] == ["early", "late"]
