"""Mails about events: each person once for each thing that is new, in time, after a stop too, and never where a confidential event is."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from outreach.accounts.models import Account
from outreach.accounts.rules import Role
from outreach.content.library import Translation
from outreach.content.operations import save_translation
from outreach.content.queries import find_units
from outreach.core.db import db
from outreach.events.models import Event, Interpreter
from outreach.events.operations import cancel_event, change_event, put_back
from outreach.events.queries import values_of
from outreach.events.rules import Need, StaffRole, Visibility, Whereabouts
from outreach.notices.models import EventKnown, EventNotice
from outreach.notices.tasks import tell_people
from outreach.outbox.models import Mail
from tests.accounts import add_account
from tests.campaigns import days
from tests.conftest import NOW
from tests.events import act, add_event, add_interpreter, add_series, add_venue, load
from tests.queries import counted_queries

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
STARTS = datetime(2026, 11, 29, 10, tzinfo=NOW.tzinfo)  # tests.events: a week from now, at ten


def run(app: Flask, now: datetime = NOW) -> int:
    return tell_people(app.config["OUTREACH"], now)


def sent(address: str = "") -> list[Mail]:
    wanted = select(Mail).order_by(Mail.created_at, Mail.kind)
    return list(db.session.scalars(wanted.where(Mail.address == address) if address else wanted))


def change(event_id: UUID, by: UUID, now: datetime = NOW, **more: Any) -> None:
    event = load(event_id, by)
    names = [column.name for column in Event.__table__.c]
    present = {name: getattr(event, name) for name in names} | values_of(event)
    change_event(event, {**present, **more}, act(by, now=now))
    db.session.commit()


def team(me: UUID, *others: UUID) -> list[tuple[UUID, StaffRole]]:
    return [(me, StaffRole.LEAD), *((one, StaffRole.SUPPORT) for one in others)]


def test_whoever_is_at_an_event_is_told_once_and_who_put_themselves_there_is_not(app: Flask) -> None:
    with app.app_context():
        me, helper = add_account(email="me@police.example"), add_account(email="helper@police.example", name="Cosmo Quill")
        spoken = [("ur", Need.BOOKED, add_interpreter(me))]
        venue = {"whereabouts": Whereabouts.VENUE, "venue_id": add_venue(me)}
        event_id = add_event(me, title="Tea marker", staff=team(me, helper), languages=spoken, host_email="host@hall.example", **venue)
        assert [run(app), run(app)] == [3, 0]
        assert sorted(mail.address for mail in sent()) == ["helper@police.example", "host@hall.example", "ines@words.example"]
        [mine] = sent("helper@police.example")
        for words in ("Hello Cosmo Quill,", "“Tea marker”: Sun 29 November 2026, 10am to 12pm. Where: Kent, Lantern Hall, 1 Invented Row."):
            assert words in mine.text
        assert f"/manage/events/{event_id}" in mine.text
        assert "/manage/" not in sent("ines@words.example")[0].text, "whoever has no account gets no link that asks for one"


def test_changes_are_told_to_everybody_and_who_left_is_told_so(app: Flask) -> None:
    with app.app_context():
        me, stays, goes = add_account(), add_account(email="stays@police.example"), add_account(email="goes@police.example")
        event_id = add_event(me, held_on=days(20), staff=team(me, stays, goes))
        run(app)
        change(event_id, me, NOW + MINUTE, starts=time(11), staff=team(me, stays), title="Other words")
        assert [run(app, NOW + 2 * MINUTE), run(app, NOW + 3 * MINUTE)] == [2, 0]
        assert "11am to 12pm" in sent("stays@police.example")[-1].text
        assert sent("stays@police.example")[-1].subject == "An event has changed"
        assert sent("goes@police.example")[-1].subject == "You are not needed any more at an event"
        change(event_id, me, NOW + 4 * MINUTE, purpose="For staff only", title="Third words")
        assert run(app, NOW + 5 * MINUTE) == 0, "neither time nor place"
        cancel_event(load(event_id, me), "Secret reason", act(me, now=NOW + 6 * MINUTE))
        db.session.commit()
        assert run(app, NOW + 7 * MINUTE) == 1
        assert sent("stays@police.example")[-1].subject == "An event is cancelled"
        assert not any("Secret reason" in mail.text for mail in sent())


def test_reminders_come_a_week_and_a_day_before_once_and_after_a_stop_only_the_last(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(email="me@police.example"), add_account()
        first = add_event(other, held_on=days(20), staff=team(me))
        run(app)
        starts_at = load(first, me).starts_at
        week = [run(app, starts_at - 7 * DAY - MINUTE), run(app, starts_at - 7 * DAY), run(app, starts_at - 7 * DAY + MINUTE)]
        assert week == [0, 1, 0]
        assert [run(app, starts_at - DAY + MINUTE), run(app, starts_at - MINUTE)] == [1, 0]
        assert run(app, starts_at + MINUTE) == 0
        kinds = db.session.scalars(select(EventNotice.kind).where(EventNotice.event_id == first).order_by(EventNotice.put_at)).all()
        assert kinds == ["assigned", "week", "day"]
        stopped = add_event(other, held_on=days(40), staff=team(me))
        run(app)
        assert run(app, load(stopped, me).starts_at - timedelta(hours=2)) == 1
        assert run(app, load(stopped, me).starts_at) == 0


def test_an_event_that_is_moved_is_reminded_of_anew(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(), add_account()
        event_id = add_event(other, held_on=days(10), staff=team(me))
        run(app)
        assert run(app, NOW + 4 * DAY) == 1
        change(event_id, other, NOW + 5 * DAY, held_on=days(30))
        assert [run(app, NOW + 5 * DAY + MINUTE), run(app, NOW + 24 * DAY), run(app, NOW + 25 * DAY)] == [1, 1, 0]


def test_a_series_is_told_in_one_mail(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(email="me@police.example"), add_account()
        add_series(other, "FREQ=WEEKLY;COUNT=25", staff=team(me))
        assert run(app) == 1
        [mail] = sent("me@police.example")
        assert mail.text.count("Coffee and questions") == 20
        assert "And 5 more events." in mail.text


def test_nobody_is_written_to_who_cannot_or_does_not_want_to(app: Flask) -> None:
    with app.app_context():
        me, off, gone = add_account(), add_account(email="off@police.example"), add_account(email="gone@police.example")
        silent = add_interpreter(me, name="Silent")
        db.session.get_one(Account, off).is_mailed = False
        db.session.get_one(Account, gone).suspended_at = NOW
        db.session.get_one(Interpreter, silent).email = ""
        db.session.commit()
        spoken = [("ur", Need.CONFIRMED, silent), ("pl", Need.NEEDED, None)]
        add_event(me, staff=team(me, off, gone), languages=spoken)
        assert run(app) == 0
        assert sent() == []


def test_the_same_notice_cannot_be_put_twice(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(), add_account()
        event_id = add_event(other, held_on=days(20), staff=team(me))
        run(app)
        change(event_id, other, NOW + MINUTE, staff=[])
        run(app, NOW + 2 * MINUTE)
        change(event_id, other, NOW + 3 * MINUTE, staff=team(me))
        assert run(app, NOW + 4 * MINUTE) == 1, "the last that they were told is that they are not needed"
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(text("UPDATE event_notice SET kind = 'assigned', sequence = 0"))


def test_a_mail_speaks_the_language_of_its_reader(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(email="me@police.example"), add_account()
        db.session.get_one(Account, me).language = "cy"
        event_id = add_event(other, staff=team(me), visibility=Visibility.PUBLIC)
        unit = find_units([load(event_id, me).title_key])[load(event_id, me).title_key]
        save_translation(unit.key, "cy", Translation("Coffi a chwestiynau", unit.revisions[-1].id))
        db.session.commit()
        run(app)
        [mail] = sent("me@police.example")
        assert "Coffi a chwestiynau" in mail.text
        assert mail.language == "cy"


def test_no_mail_says_where_a_confidential_event_is_or_who_hosts_it(app: Flask) -> None:
    """Whatever somebody has written into the other fields."""
    with app.app_context():
        me, other = add_account(), add_account(Role.COORDINATOR)
        venue = add_venue(me, name="Marker House", address="7 Marker Row")
        marked = dict.fromkeys(("host_name", "purpose", "safeguarding", "risks", "summary"), "Marker Refuge")
        hidden = {"whereabouts": Whereabouts.HOST_TELLS, "host_email": "host@marker.example"}
        event_id = add_event(me, staff=team(me, other), **{**marked, **hidden})
        shown = add_event(me, held_on=days(9), staff=team(me, other), whereabouts=Whereabouts.VENUE, venue_id=venue)
        run(app)
        mails = [f"{mail.subject} {mail.text} {mail.html}" for mail in sent()]
        assert len(mails) == 2
        assert not any("Marker Refuge" in mail or "marker.example" in mail for mail in mails)
        assert any("The host tells you where" in mail for mail in mails)
        change(shown, me, NOW + MINUTE, whereabouts=Whereabouts.HOST_TELLS, venue_id=None)
        change(event_id, me, NOW + MINUTE, starts=time(9))
        before = len(mails)
        run(app, NOW + 2 * MINUTE)
        later = [f"{mail.subject} {mail.text} {mail.html}" for mail in sent()][before:]
        assert later
        assert not any("Marker House" in mail or "7 Marker Row" in mail for mail in later)


def test_a_title_is_text_in_a_mail_and_adds_no_line(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(name="<i>Me</i>"), add_account()
        add_event(other, title="<b>Bold</b> & more", staff=team(me))
        run(app)
        [mail] = sent()
        assert "<b>Bold" not in mail.html
        assert "<i>Me" not in mail.html
        assert "&lt;b&gt;Bold" in mail.html
        assert "“<b>Bold</b> & more”" in mail.text


def test_who_was_told_of_a_cancellation_is_told_that_it_takes_place(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(email="me@police.example"), add_account()
        event_id = add_event(other, held_on=days(20), staff=team(me))
        run(app)
        cancel_event(load(event_id, other), "Ill", act(other, now=NOW + MINUTE))
        db.session.commit()
        run(app, NOW + 2 * MINUTE)
        put_back([load(event_id, other)], act(other, now=NOW + 3 * MINUTE))
        db.session.commit()
        assert [run(app, NOW + 4 * MINUTE), run(app, NOW + 5 * MINUTE)] == [1, 0]
        mail = sent("me@police.example")[-1]
        assert mail.subject == "An event takes place after all"
        assert "Not cancelled any more. It takes place:" in mail.text
        cancel_event(load(event_id, other), "Ill again", act(other, now=NOW + 6 * MINUTE))
        put_back([load(event_id, other)], act(other, now=NOW + 6 * MINUTE))
        db.session.commit()
        assert run(app, NOW + 7 * MINUTE) == 0, "who has not heard of a cancellation needs not hear that it is none"


def test_a_host_who_is_replaced_is_told_so_and_their_address_is_kept_no_longer(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_event(me, held_on=days(20), host_email="old@hall.example", host_name="Old marker")
        run(app)
        assert sent("old@hall.example")[-1].subject == "You are named as the host of an event"
        change(event_id, me, NOW + MINUTE, host_email="new@hall.example")
        assert [run(app, NOW + 2 * MINUTE), run(app, NOW + 3 * MINUTE)] == [2, 0]
        assert sent("new@hall.example")[-1].subject == "You are named as the host of an event"
        gone = sent("old@hall.example")[-1]
        assert gone.subject == "You are not named any more as the host of an event"
        assert "new@hall.example" not in gone.text
        assert kept_addresses() == {"new@hall.example"}
        change(event_id, me, NOW + 4 * MINUTE, host_email="old@hall.example")
        assert run(app, NOW + 5 * MINUTE) == 2, "named again"
        run(app, load(event_id, me).starts_at)
        assert kept_addresses() == set(), "of what has begun nobody is told anything any more"


def kept_addresses() -> set[str]:
    db.session.expire_all()
    return set(db.session.scalars(select(EventKnown.address).where(EventKnown.address != "")))


def test_where_to_join_is_in_the_mails_to_those_who_cannot_look_it_up_and_only_while_they_are_asked_to_come(app: Flask) -> None:
    with app.app_context():
        me, helper = add_account(), add_account(email="helper@police.example")
        spoken = [("ur", Need.CONFIRMED, add_interpreter(me))]
        first, second = "https://meet.example/first", "https://meet.example/second"
        event_id = add_event(me, staff=team(me, helper), languages=spoken, host_email="host@hall.example", join_url=first)
        run(app)
        assert first not in sent("helper@police.example")[-1].text
        assert "Where: Kent, Online" in sent("helper@police.example")[-1].text
        for address in ("ines@words.example", "host@hall.example"):
            assert first in sent(address)[-1].text
        change(event_id, me, NOW + MINUTE, join_url=second)
        assert run(app, NOW + 2 * MINUTE) == 3, "another address is another place"
        change(event_id, me, NOW + 3 * MINUTE, join_url=first)
        assert run(app, NOW + 4 * MINUTE) == 3, "each time"
        change(event_id, me, NOW + 5 * MINUTE, join_url=second, languages=[])
        cancel_event(load(event_id, me), "Ill", act(me, now=NOW + 6 * MINUTE))
        db.session.commit()
        run(app, NOW + 7 * MINUTE)
        for address in ("ines@words.example", "host@hall.example"):
            assert "https://meet.example" not in sent(address)[-1].text


def test_many_events_cost_as_many_queries_as_one(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(), add_account()
        add_event(other, staff=team(me))
        with counted_queries(app) as few:
            run(app)
        for number in range(12):
            add_event(other, held_on=days(8 + number), staff=team(me))
        with counted_queries(app) as many:
            assert run(app, NOW + MINUTE) == 1
        looks = [one for one in many if "event_known" in one or "event_look" in one]
        assert len(many) - len(looks) <= len(few) + 2
