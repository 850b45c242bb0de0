"""Reading the outbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.exc import InvalidRequestError, NoResultFound

from outreach.core.db import db
from outreach.outbox.models import ProviderEvent
from outreach.outbox.operations import claim_mail, put_mail, suppress
from outreach.outbox.queries import (
    Filter,
    count_by_state,
    count_mails,
    get_mail,
    list_events,
    list_kinds,
    list_mails,
    list_suppressions,
)
from outreach.outbox.rules import Category, Reason, State
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


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        (Filter(), "43210"),
        (Filter(state=State.SENDING), "0"),
        (Filter(state=State.WAITING, kind="test/b"), "31"),
        (Filter(since=NOW + DAY, until=NOW + 3 * DAY), "21"),
        (Filter(address="some_one3@CHARITY"), "3"),
        (Filter(address="some%"), ""),
        (Filter(address="someXone"), ""),
        (Filter(kind="test/c"), ""),
    ],
)
def test_mails_are_found_by_everything_that_is_given_newest_first(outbox: Flask, wanted: Filter, keys: str) -> None:
    assert [mail.key for mail in list_mails(wanted)] == [f"k/{number}" for number in keys]
    assert count_mails(wanted) == len(keys)


def test_a_list_is_read_in_pages_and_without_bodies(outbox: Flask) -> None:
    db.session.expunge_all()
    (mail,) = list_mails(Filter(), limit=1, offset=2)
    assert mail.key == "k/2"
    with pytest.raises(InvalidRequestError):
        _ = mail.html
    db.session.expunge_all()
    assert get_mail(mail.id).html == "h"
    with pytest.raises(NoResultFound):
        get_mail(uuid4())


def test_states_and_kinds_are_counted(outbox: Flask) -> None:
    expected = dict.fromkeys(State, 0) | {State.WAITING: 4, State.SENDING: 1}
    assert count_by_state() == expected
    assert list_kinds() == ["test/a", "test/b"]


def test_what_is_known_of_a_mail_and_its_address_is_found(outbox: Flask) -> None:
    mail = list_mails(Filter(), limit=1)[0]
    for name, hours in (("late", 2), ("early", 1)):
        about = {"mail_id": mail.id, "kind": name, "address": mail.address, "received_at": NOW}
        db.session.add(ProviderEvent(id=name, at=NOW + timedelta(hours=hours), **about))
    suppress(mail.address, Reason.BOUNCE, now=NOW)
    suppress(mail.address, Reason.COMPLAINT, now=NOW + DAY)
    assert [event.id for event in list_events(mail.id)] == ["early", "late"]
    assert list_suppressions([mail.address, "other@x.example"]) == {mail.address: ["bounce", "complaint"]}
