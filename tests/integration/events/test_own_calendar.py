"""A calendar of one's own at a secret address: made, used, made anew, switched off; and whose it is when something ends."""

from __future__ import annotations

import logging
import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.models import Account, CalendarKey
from outreach.accounts.operations import leave, suspend
from outreach.accounts.rules import Role
from outreach.audit.models import AuditEntry
from outreach.core.db import db
from outreach.events.operations import cancel_event
from outreach.events.rules import Whereabouts
from tests.accounts import add_account, areas, new_client, post, sign_in
from tests.calendars import read_events
from tests.campaigns import days
from tests.client import PageClient
from tests.conftest import NOW
from tests.events import act, add_event, add_series, add_venue, load
from tests.pages import parse_page, text_of
from tests.queries import counted_queries

PROFILE = "/manage/profile"


def make_address(client: PageClient) -> str:
    """The path of a new address, as the page shows it."""
    response = post(client, f"{PROFILE}/calendar")
    assert response.status_code == 200
    shown = text_of(parse_page(response.data).one("code"))
    return re.sub(r"^https?://[^/]+", "", shown)


def read(client: PageClient, path: str) -> list[Any]:
    response = client.get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return read_events(response.data)


def summaries(app: Flask, path: str) -> list[str]:
    return [str(event["SUMMARY"]) for event in read(new_client(app), path)]


def test_it_shows_what_its_owner_may_see_without_a_session(app: Flask) -> None:
    with app.app_context():
        lead, me = add_account(), add_account(Role.COORDINATOR, areas("kent"))
        for title, on in (("Near", 1), ("Over", -5), ("Long ago", -40)):
            add_event(lead, title=title, held_on=days(on))
        add_event(lead, title="Far", area="surrey")
        add_event(lead, title="Whole", area=None)
    path = make_address(sign_in(app, me))
    assert summaries(app, path) == ["Over", "Near", "Whole"]
    event = read(new_client(app), path)[1]
    assert str(event["LOCATION"]) == "Kent"
    assert re.search(r"/manage/events/[0-9a-f-]{36}$", str(event["URL"]))


def test_a_place_and_notes_are_never_in_it(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        venue = add_venue(me, name="Marker hall", address="Marker street", transport="Marker bus")
        notes = {"purpose": "Marker purpose", "safeguarding": "Marker", "host_name": "Marker"}
        add_event(me, whereabouts=Whereabouts.VENUE, venue_id=venue, **notes)
    text = new_client(app).get(make_address(sign_in(app, me))).text
    assert "Coffee and questions" in text
    assert "Marker" not in text


def test_only_a_hash_of_the_secret_is_kept_and_it_is_shown_once(app: Flask) -> None:
    with app.app_context():
        me = add_account()
    client = sign_in(app, me)
    path = make_address(client)
    key_id, secret = path.removesuffix(".ics").split("/")[-2:]
    with app.app_context():
        (key,) = db.session.scalars(select(CalendarKey)).all()
        assert (str(key.id), key.account_id) == (key_id, me)
        assert secret not in repr({column.key: getattr(key, column.key) for column in CalendarKey.__table__.c})
        acts = [
            (row.action, row.detail) for row in db.session.scalars(select(AuditEntry).where(AuditEntry.action.like("account.calendar%")))
        ]
    assert acts == [("account.calendar-address-made", "")]
    assert secret not in client.get(PROFILE).text
    assert len(secret) >= 43


def test_a_new_address_ends_the_one_before_and_it_can_be_switched_off(app: Flask) -> None:
    with app.app_context():
        me = add_account()
    client = sign_in(app, me)
    first = make_address(client)
    second = make_address(client)
    assert new_client(app).get(first).status_code == 404
    assert new_client(app).get(second).status_code == 200
    assert post(client, f"{PROFILE}/calendar/end").status_code == 303
    assert post(client, f"{PROFILE}/calendar/end").status_code == 303
    assert new_client(app).get(second).status_code == 404
    assert "Make an address" in client.page(PROFILE).text


def test_a_wrong_secret_and_an_unknown_address_are_not_found(app: Flask) -> None:
    with app.app_context():
        me = add_account()
    path = make_address(sign_in(app, me))
    key_id = path.split("/")[-2]
    for wrong in (
        f"/m/calendar/{key_id}/x.ics",
        path.replace(".ics", "x.ics"),
        f"/m/calendar/{UUID(int=1)}/{path.split('/')[-1]}",
        path[:-4],
    ):
        assert new_client(app).get(wrong).status_code == 404, wrong


@pytest.mark.parametrize("end", ["suspend", "leave"])
def test_it_ends_with_the_account(app: Flask, end: str) -> None:
    with app.app_context():
        lead, me = add_account(), add_account()
    path = make_address(sign_in(app, me))
    with app.app_context():
        mine, theirs = db.session.get_one(Account, me), db.session.get_one(Account, lead)
        if end == "suspend":
            suspend(mine, reason="x", by=theirs, now=NOW)
        else:
            leave(mine, successor=theirs, by=theirs, now=NOW)
        db.session.commit()
    assert new_client(app).get(path).status_code == 404


@pytest.mark.parametrize("role", [Role.PARTNER, Role.TRANSLATOR])
def test_whoever_sees_no_events_is_offered_none(app: Flask, role: Role) -> None:
    with app.app_context():
        me = add_account(role, areas("kent") if role is Role.PARTNER else areas())
    client = sign_in(app, me)
    assert "My calendar" not in client.page(PROFILE).text
    assert post(client, f"{PROFILE}/calendar").status_code == 403


def test_a_warm_request_is_304_until_something_has_changed(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_event(me)
    path = make_address(sign_in(app, me))
    first = new_client(app).get(path)
    assert first.headers["Cache-Control"] == "private, no-cache"
    with counted_queries(app) as asked:
        warm = new_client(app).get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (warm.status_code, warm.data, warm.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert not [query for query in asked if "content_unit" in query], "the events are not read"
    with app.app_context():
        cancel_event(load(event_id, me), "x", act(me))
        db.session.commit()
    changed = new_client(app).get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert "STATUS:CANCELLED" in changed.text


def test_as_many_queries_for_many_events_as_for_one(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        add_event(me)
    path, counts = make_address(sign_in(app, me)), []
    for _ in range(2):
        with counted_queries(app) as asked:
            assert read(new_client(app), path)
        counts.append(len(asked))
        with app.app_context():
            add_series(me, "FREQ=WEEKLY;COUNT=30")
    assert counts[0] == counts[1]


def test_the_address_is_in_no_log(app: Flask, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with app.app_context():
        me = add_account()
    with caplog.at_level(logging.DEBUG):
        path = make_address(sign_in(app, me))
        new_client(app).get(path)
        new_client(app).get(path.replace(".ics", "x.ics"))
    secret = path.split("/")[-1].removesuffix(".ics")
    assert secret not in caplog.text + "".join(capfd.readouterr())
