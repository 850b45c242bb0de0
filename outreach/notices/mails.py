"""The mails about events to those who work, interpret or host there. No mail names a host, or says where a confidential event is.

The address at which people join an event online is in the mails to those who cannot look at its page, and only while they are asked to be
there. Staff find it on the page.
"""

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
    """An event as a mail tells it. `place` is the venue with its address, or where to join; empty where `whereabouts` says enough."""

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
    is_told = whereabouts is Whereabouts.VENUE and kind is not Kind.TAKEN_OFF
    place = "Lantern Hall, 1 Invented Row, Leeds" if is_told else ""
    link = f"https://outreach.example.org/manage/events/{day:032x}"
    return Told(kind, "Tea and questions", date(2026, 12, day), time(14), time(15, 30), "west-yorkshire", whereabouts, place, link)


NEWS = MailKind(
    "notices/news",
    Category.PROGRAMME,
    "staff",
    lambda: {
        "name": "Ceri Morgan",
        "who": "staff",
        "news": {
            Kind.ASSIGNED: [_sample(Kind.ASSIGNED, 3), _sample(Kind.ASSIGNED, 10, Whereabouts.HOST_TELLS)],
            Kind.CHANGED: [_sample(Kind.CHANGED, 4, Whereabouts.ONLINE)],
            Kind.CANCELLED: [_sample(Kind.CANCELLED, 5)],
            Kind.PUT_BACK: [_sample(Kind.PUT_BACK, 7)],
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
        "who": "staff",
        "events": [_sample(Kind.DAY, 3), _sample(Kind.WEEK, 9, Whereabouts.HOST_TELLS)],
        "more": 0,
    },
)

MAILS = (NEWS, REMINDER)


def tell_event(event: Event, kind: Kind, title: Unit, *, recipient: str, language: str) -> Told:
    """The event as somebody is told it, its title in their language where there is one. Whoever is there no more is not told the place."""
    config: Config = current_app.config["OUTREACH"]
    is_staff = recipient.startswith(STAFF)
    place = "" if kind is Kind.TAKEN_OFF else one_line(_place_of(event, has_page=is_staff))
    link = f"{config.public_url}/manage/events/{event.id}" if is_staff else ""
    words = one_line(read_unit(title, language).text)
    return Told(kind, words, event.held_on, event.starts, event.ends, event.area, Whereabouts(event.whereabouts), place, link)


def _place_of(event: Event, *, has_page: bool) -> str:
    """The venue with its address, or where to join for whoever cannot look it up on the event's page."""
    if event.venue and event.whereabouts == Whereabouts.VENUE:
        return f"{event.venue.name}, {event.venue.address}"
    return "" if has_page or event.is_cancelled else event.join_url


def note_news(person: Person, told: Sequence[Told], *, who: str, key: str, now: datetime) -> bool:
    """Tell somebody ('staff', 'interpreter' or 'host') at once of everything that is new to them. False when *key* was used already."""
    shown = told[:MOST]
    news = {kind: mine for kind in Kind if (mine := [one for one in shown if one.kind is kind])}
    return _put(NEWS, person, {"news": news}, len(told), who=who, key=key, now=now)


def remind(person: Person, told: Sequence[Told], *, who: str, key: str, now: datetime) -> bool:
    """Remind somebody of events that are near. False when *key* was used already."""
    assert all(one.kind in REMINDERS for one in told), "a reminder tells nothing new"
    return _put(REMINDER, person, {"events": told[:MOST]}, len(told), who=who, key=key, now=now)


def _put(kind: MailKind, person: Person, about: Mapping[str, Any], number: int, *, who: str, key: str, now: datetime) -> bool:
    more = max(0, number - MOST)
    return put(kind, to=person.address, language=person.language, key=key, now=now, name=person.name, who=who, more=more, **about)
