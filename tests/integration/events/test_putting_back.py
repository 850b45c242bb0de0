"""A cancelled event takes place after all: for calendars, for readers, and for whoever would be taken twice by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.accounts.rules import Role
from outreach.audit.models import AuditEntry
from outreach.content.models import PublicationRequest
from outreach.core.db import db
from outreach.events.assigning import Clashing
from outreach.events.operations import cancel_event, put_back
from outreach.events.recurrence import Plan
from outreach.events.rules import EventRefused, Reach, StaffRole, Visibility
from outreach.events.series import cancel_series, change_series
from tests.accounts import add_account, areas, post, sign_in
from tests.calendars import read_events
from tests.campaigns import days
from tests.conftest import NOW
from tests.events import act, add_event, add_series, load, values
from tests.integration.events.test_own_calendar import make_address
from tests.pages import form_of, parse_page
from tests.told import read_pages

MINUTE = timedelta(minutes=1)


def cancel(event_id: UUID, by: UUID) -> None:
    cancel_event(load(event_id, by), "By mistake", act(by))
    db.session.commit()


def requests() -> int:
    return db.session.scalar(select(func.count()).select_from(PublicationRequest)) or 0


def acts(event_id: UUID) -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject == f"event/{event_id}").order_by(AuditEntry.place)))


def test_it_is_confirmed_again_for_calendars_and_no_reader_is_told_that_it_is_cancelled(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_event(me, visibility=Visibility.PUBLIC)
        cancel(event_id, me)
        assert "This event is cancelled." in read_pages(app)[f"events/{event_id}"].text
        asked = requests()
        for number in (1, 0):
            assert put_back([load(event_id, me)], act(me)) == number, "done twice, it changes nothing"
            db.session.commit()
        event = load(event_id, me)
        assert (event.state, event.cancelled_at, event.cancelled_because, event.sequence) == ("scheduled", None, "", 2)
        assert acts(event_id) == ["event.made", "event.cancelled", "event.put-back"]
        assert requests() == asked + 1
        assert "This event is cancelled." not in read_pages(app)[f"events/{event_id}"].text
    client = sign_in(app, me)
    [entry] = read_events(client.get(make_address(client)).data)
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CONFIRMED", 2)


def test_what_is_over_or_has_no_day_in_its_series_is_not_put_back(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_event(me)
        cancel(event_id, me)
        event = load(event_id, me)
        with pytest.raises(EventRefused, match="past"):
            put_back([event], act(me, now=event.ends_at))
        ids = add_series(me)
        change_series(load(ids[0], me), Reach.ALL, values(), Plan("FREQ=WEEKLY;COUNT=3", days(7)), act(me))
        db.session.commit()
        with pytest.raises(EventRefused, match="no-day"):
            put_back([load(ids[4], me)], act(me))
        db.session.rollback()
    client = sign_in(app, me)
    assert client.get(f"/manage/events/{ids[4]}/put-back").status_code == 303
    assert "Its series has no day for it any more" in client.page(f"/manage/events/{ids[4]}").text


def test_what_was_taken_meanwhile_stands_in_its_way_but_for_a_lead_with_a_reason(app: Flask) -> None:
    with app.app_context():
        me, coordinator = add_account(), add_account(Role.COORDINATOR, areas("kent"))
        staff: dict[str, Any] = {"staff": [(me, StaffRole.LEAD)]}
        event_id = add_event(me, **staff)
        cancel(event_id, me)
        add_event(me, title="Meanwhile", **staff)
        with pytest.raises(Clashing):
            put_back([load(event_id, me)], act(me))
        db.session.rollback()
    path = f"/manage/events/{event_id}/put-back"
    other = sign_in(app, coordinator)
    page = other.page(path)
    assert "is taken from 10am by Meanwhile" in page.text
    assert "A lead can let it stand" in page.text
    assert post(other, path, **{**form_of(page), "override": "I want to"}).status_code == 422
    client = sign_in(app, me)
    fields = form_of(client.page(path))
    answer = post(client, path, **fields)
    assert answer.status_code == 422
    assert "Enter why they are taken twice" in parse_page(answer.data).text
    assert post(client, path, **{**fields, "override": "One building", "seen": ""}).status_code == 422, "a clash that nobody has seen"
    assert post(client, path, **{**fields, "override": "One building"}).status_code == 303
    with app.app_context():
        assert load(event_id, me).state == "scheduled"
        assert acts(event_id)[-2:] == ["event.put-back", "event.clash-overridden"]


def test_one_occurrence_or_all_that_were_cancelled_with_it(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me)
        cancel_event(load(ids[4], me), "Alone", act(me))
        cancel_series(load(ids[1], me), Reach.FOLLOWING, "By mistake", act(me, now=NOW + MINUTE))
        db.session.commit()
    client = sign_in(app, me)
    path = f"/manage/events/{ids[1]}/put-back"
    assert path in client.page(f"/manage/events/{ids[1]}").links
    fields = form_of(client.page(path))
    assert fields["reach"] == ["this"]
    assert post(client, path, **fields).status_code == 303
    with app.app_context():
        assert [load(one, me).state for one in ids] == ["scheduled", "scheduled", "cancelled", "cancelled", "cancelled"]
    path = f"/manage/events/{ids[2]}/put-back"
    assert post(client, path, **{**form_of(client.page(path)), "reach": "together"}).status_code == 303
    assert "2 events take place after all." in client.page(f"/manage/events/{ids[2]}").text
    with app.app_context():
        assert [load(one, me).state for one in ids] == ["scheduled"] * 4 + ["cancelled"], "the last was cancelled for itself"
        assert not load(ids[2], me).is_changed
    path = f"/manage/events/{ids[4]}/put-back"
    assert "reach" not in form_of(client.page(path))


def test_an_occurrence_whose_series_was_changed_meanwhile_stands_on_its_own(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me)
        cancel(ids[2], me)
        event = load(ids[0], me)
        change_series(event, Reach.ALL, values(starts=event.starts.replace(hour=9)), Plan("FREQ=WEEKLY;COUNT=5", days(7)), act(me))
        db.session.commit()
        put_back([load(ids[2], me)], act(me))
        db.session.commit()
        assert (load(ids[2], me).starts.hour, load(ids[2], me).is_changed) == (10, True)


def test_what_is_not_cancelled_is_not_put_back_and_nobody_does_it_who_may_not(app: Flask) -> None:
    with app.app_context():
        me, auditor = add_account(), add_account(Role.AUDITOR)
        event_id = add_event(me)
    path = f"/manage/events/{event_id}/put-back"
    assert sign_in(app, me).get(path).status_code == 303
    assert path not in sign_in(app, me).page(f"/manage/events/{event_id}").links
    with app.app_context():
        cancel(event_id, me)
    assert sign_in(app, auditor).get(path).status_code == 403
    assert path not in sign_in(app, auditor).page(f"/manage/events/{event_id}").links
