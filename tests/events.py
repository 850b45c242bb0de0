"""Events for tests: values that fit together, venues, interpreters, and what makes them."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.campaigns.queries import asker_of
from outreach.core.db import db
from outreach.events.assigning import Act
from outreach.events.models import Event, Interpreter, Venue
from outreach.events.operations import schedule
from outreach.events.queries import get_event
from outreach.events.records import add_record
from outreach.events.recurrence import Plan
from outreach.events.rules import Attends, Kind, Visibility, Whereabouts
from outreach.events.series import schedule_series
from tests.campaigns import days, fields_of
from tests.client import PageClient
from tests.conftest import NOW

NEW = "/manage/events/new"


def values(**more: Any) -> dict[str, Any]:
    """Everything that an event is made of: a drop-in in Kent, online, a week from now."""
    return {
        "title": "Coffee and questions",
        "summary": "Ask what you like.",
        "statement": "",
        "kind": Kind.DROP_IN,
        "purpose": "",
        "campaign_id": None,
        "commitments": [],
        "audiences": [],
        "area": "kent",
        "held_on": days(7),
        "starts": time(10),
        "ends": time(12),
        "whereabouts": Whereabouts.ONLINE,
        "venue_id": None,
        "shows_place": False,
        "agreed_by": "",
        "agreed_on": None,
        "host_organisation_id": None,
        "join_url": "",
        "shows_join": False,
        "host_name": "",
        "host_email": "",
        "staff": [],
        "languages": [],
        "capacity": None,
        "attends": Attends.NO_POLICE,
        "immigration_enforcement": False,
        "contact_key": "",
        "visibility": Visibility.INTERNAL,
        "safeguarding": "",
        "risks": "",
        **more,
    }


def act(by: UUID, *, override: str = "", now: Any = NOW) -> Act:
    account = db.session.get_one(Account, by)
    return Act(asker_of(account), by, now, override)


def add_event(by: UUID, **more: Any) -> UUID:
    """An event, committed; in an application context."""
    event_id = schedule(uuid4(), values(**more), act(by, override=more.pop("override", ""))).id
    db.session.commit()
    return event_id


def add_series(by: UUID, rule: str = "FREQ=WEEKLY;COUNT=5", *, first_on: date | None = None, **more: Any) -> list[UUID]:
    """The events of a series, committed."""
    plan = Plan(rule, first_on or days(7))
    made = [event.id for event in schedule_series(uuid4(), plan, values(**more), act(by))]
    db.session.commit()
    return made


def add_venue(by: UUID, *, area: str = "kent", **more: Any) -> UUID:
    about = {"name": "Lantern Hall", "area": area, "address": "1 Invented Row", "transport": "", "agreed_by": "", "agreed_on": None}
    venue_id = add_record(Venue, uuid4(), {**about, **more}, act(by)).id
    db.session.commit()
    return venue_id


def add_interpreter(by: UUID, *, name: str = "Ines Quill", languages: tuple[str, ...] = ("ur",)) -> UUID:
    about: dict[str, Any] = {"name": name, "agency": "Wordbridge", "email": "ines@words.example", "languages": list(languages)}
    interpreter_id = add_record(Interpreter, uuid4(), about, act(by)).id
    db.session.commit()
    return interpreter_id


def load(event_id: UUID, by: UUID) -> Event:
    """The event, ready to be changed."""
    return get_event(event_id, asker=act(by).asker, is_locked=True)


def typed(client: PageClient, path: str = NEW, **more: Any) -> dict[str, Any]:
    """The form at *path*, filled in."""
    on = days(8)
    day = {"held_on-day": str(on.day), "held_on-month": str(on.month), "held_on-year": str(on.year)}
    about = {"title": "Tea and questions", "kind": "drop-in", "area": "kent", "starts": "10am", "ends": "12:30pm"}
    rest = {"whereabouts": "online", "attends": "no-police", "visibility": "internal"}
    return {**fields_of(client, path), **day, **about, **rest, **more}


def events() -> list[Event]:
    return list(db.session.scalars(select(Event).order_by(Event.held_on, Event.id)))


def event_at(location: str) -> UUID:
    return UUID(location.rpartition("/")[2])
