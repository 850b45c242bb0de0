"""The mails about events to those who work, interpret or host there. No mail names a host, or says where a confidential event is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask import current_app

from outreach.content.library import Unit
from outreach.content.rules import read_unit
from outreach.core.config import Config
from outreach.events.models import Event
from outreach.events.rules import Whereabouts
from outreach.notices.queries import STAFF, Person
from outreach.notices.rules import REMINDERS, Kind
from outreach.outbox.render import MailKind, one_line, put
from outreach.outbox.rules import Category

MOST = 20  # events named in a mail; how many more there are is said


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a mail tells it. `place` is the venue with its address, or empty where `whereabouts` says enough."""

    kind: Kind
    title: str
    held_on: date
    starts: time
    ends: time
    area: str | None
    whereabouts: Whereabouts
    place: str
    link: str


def _sample(kind: Kind, day: int, whereabouts: Whereabouts = Whereabouts.VENUE) -> Told:
    place = "Lantern Hall, 1 Invented Row, Leeds" if whereabouts is Whereabouts.VENUE else ""
    link = f"https://outreach.example.org/manage/events/{day:032x}"
    return Told(kind, "Tea and questions", date(2026, 12, day), time(14), time(15, 30), "west-yorkshire", whereabouts, place, link)


NEWS = MailKind(
    "notices/news",
    Category.PROGRAMME,
    "staff",
    lambda: {
        "name": "Ceri Morgan",
        "is_staff": True,
        "news": {
            Kind.ASSIGNED: [_sample(Kind.ASSIGNED, 3), _sample(Kind.ASSIGNED, 10, Whereabouts.HOST_TELLS)],
            Kind.CHANGED: [_sample(Kind.CHANGED, 4, Whereabouts.ONLINE)],
            Kind.CANCELLED: [_sample(Kind.CANCELLED, 5)],
            Kind.TAKEN_OFF: [_sample(Kind.TAKEN_OFF, 6)],
        },
        "more": 2,
    },
)
REMINDER = MailKind(
    "notices/reminder",
    Category.PROGRAMME,
    "staff",
    lambda: {
        "name": "Ceri Morgan",
        "is_staff": True,
        "events": [_sample(Kind.DAY, 3), _sample(Kind.WEEK, 9, Whereabouts.HOST_TELLS)],
        "more": 0,
    },
)

MAILS = (NEWS, REMINDER)


def tell_event(event: Event, kind: Kind, title: Unit, *, recipient: str, language: str) -> Told:
    """The event as somebody is told it, its title in their language where there is one."""
    config: Config = current_app.config["OUTREACH"]
    where, venue = Whereabouts(event.whereabouts), event.venue
    place = one_line(f"{venue.name}, {venue.address}") if venue and where is Whereabouts.VENUE else ""
    link = f"{config.public_url}/manage/events/{event.id}" if recipient.startswith(STAFF) else ""
    words = one_line(read_unit(title, language).text)
    return Told(kind, words, event.held_on, event.starts, event.ends, event.area, where, place, link)


def note_news(person: Person, told: Sequence[Told], *, is_staff: bool, key: str, now: datetime) -> bool:
    """Tell somebody at once of everything that is new to them. False when *key* was used already."""
    shown = told[:MOST]
    news = {kind: mine for kind in Kind if (mine := [one for one in shown if one.kind is kind])}
    return _put(NEWS, person, {"news": news}, len(told), is_staff=is_staff, key=key, now=now)


def remind(person: Person, told: Sequence[Told], *, is_staff: bool, key: str, now: datetime) -> bool:
    """Remind somebody of events that are near. False when *key* was used already."""
    assert all(one.kind in REMINDERS for one in told), "a reminder tells nothing new"
    return _put(REMINDER, person, {"events": told[:MOST]}, len(told), is_staff=is_staff, key=key, now=now)


def _put(kind: MailKind, person: Person, about: Mapping[str, Any], number: int, *, is_staff: bool, key: str, now: datetime) -> bool:
    more = max(0, number - MOST)
    return put(kind, to=person.address, language=person.language, key=key, now=now, name=person.name, is_staff=is_staff, more=more, **about)
