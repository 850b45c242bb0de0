"""What everybody may be told of public events. Nothing of an event that is not here ever reaches a page, a feed or a print for the public.

A place is here only where its host has agreed to show it, as the agreement stands now; of any other event its area is all that is known.
The address at which people join an event online lets in whoever has it: it is here only where the event says that everybody may have it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select

from outreach.content.library import Library, Unit
from outreach.content.phrases import NeverSay, Overclaim, find_phrase
from outreach.content.queries import find_units
from outreach.content.rules import ContactReading, Reading, read_contact, read_unit
from outreach.core.areas import AREAS
from outreach.core.db import db
from outreach.core.languages import LANGUAGES
from outreach.events.models import Event, EventLanguage, Venue, WithheldEvent
from outreach.events.rules import Attends, Need, State, Visibility, Whereabouts

FACILITIES = {
    "step-free": Venue.is_step_free,
    "hearing-loop": Venue.has_hearing_loop,
    "prayer-space": Venue.has_prayer_space,
    "childcare": Venue.has_childcare,
}
"""What a venue can have that somebody has to know before they come, by the word that templates use."""
_PUBLIC = Event.visibility == Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place that its host has agreed to show."""

    name: str
    address: str
    transport: str


@dataclass(frozen=True, slots=True)
class Told:
    """A public event, as far as everybody may know it. `area` is '' for the whole programme; times are wall times in London.

    Its representation names what a page shows of it, without its texts, which a page has as readings: pages are told apart by it.
    `languages` are spoken by those who are there; for `interpreted` an interpreter is confirmed. What is hoped for is not told.
    """

    id: UUID
    area: str
    held_on: date
    starts: time
    ends: time
    sequence: int = field(repr=False)
    changed_at: datetime = field(repr=False)
    is_cancelled: bool
    title: Unit = field(repr=False)
    summary: Unit | None = field(repr=False)
    statement: Unit | None = field(repr=False)
    attends: Attends
    whereabouts: Whereabouts
    place: ShownPlace | None
    join_url: str
    facilities: tuple[str, ...]
    languages: tuple[str, ...]
    interpreted: tuple[str, ...]
    contact_key: str


@dataclass(frozen=True, slots=True)
class Programme:
    """Public events that are not over, in their order, and the areas that have one or ever had one: their addresses stay."""

    events: tuple[Told, ...] = ()
    areas: tuple[str, ...] = ()

    def of(self, area: str) -> tuple[Told, ...]:
        """Those of an area, and those of the whole programme; without an area, the latter."""
        return tuple(event for event in self.events if event.area in ("", area))


@dataclass(frozen=True, slots=True)
class EventReading:
    """What a reader gets of an event: its texts in their language as far as they are there, and the number to call."""

    event: Told
    title: Reading
    summary: Reading | None
    statement: Reading | None
    contact: ContactReading | None

    @property
    def texts(self) -> dict[str, Reading]:
        """Its texts by the keys of their units."""
        units = (self.event.title, self.event.summary, self.event.statement)
        readings = (self.title, self.summary, self.statement)
        return {unit.key: reading for unit, reading in zip(units, readings, strict=True) if unit and reading}

    @property
    def is_unchecked(self) -> bool:
        """Whether any of its texts, in the reader's language, has not been checked by a person."""
        fields = self.contact.texts if self.contact else ()
        return any(reading.is_unchecked for reading in (*self.texts.values(), *fields))


def find_programme(today: date) -> Programme:
    """Everything that everybody may know of events from *today* on. Six queries, however many there are."""
    columns = (
        *(Event.id, Event.area, Event.held_on, Event.starts, Event.ends, Event.sequence, Event.changed_at, Event.state),
        *(Event.title_key, Event.summary_key, Event.statement_key, Event.attends, Event.immigration_enforcement, Event.whereabouts),
        *(
            Event.contact_key,
            Event.join_url,
            Event.shows_join,
            Event.shows_place,
            Event.agreed_on,
            Venue.agreed_on.label("venue_agreed_on"),
        ),
        *(Venue.name, Venue.address, Venue.transport, *FACILITIES.values()),
    )
    wanted = select(*columns).outerjoin(Venue, Event.venue_id == Venue.id).where(_PUBLIC, Event.held_on >= today)
    rows = db.session.execute(wanted.order_by(Event.starts_at, Event.id)).all()
    units = find_units({key for row in rows for key in (row.title_key, row.summary_key, row.statement_key) if key})
    spoken = _find_spoken(today)
    areas = set(db.session.scalars(select(Event.area).where(_PUBLIC, Event.area.is_not(None)).distinct()))
    events = tuple(_told(row, units, spoken[row.id]) for row in rows)
    return Programme(events, tuple(sorted((area for area in areas if area in AREAS), key=lambda area: AREAS[area].name)))


def has_passed(since: date, today: date) -> bool:
    """Whether the day of a public event has passed that had not on the day *since*."""
    passed = (_PUBLIC, Event.held_on >= since, Event.held_on < today)
    return bool(db.session.scalar(select(exists().where(*passed))))


def read_event(event: Told, library: Library, tag: str, *, today: date) -> EventReading:
    """What a reader of *tag* gets of *event*. A number that the library lacks, or whose check has failed, is left out."""
    contact = library.contacts.get(event.contact_key)
    return EventReading(
        event,
        read_unit(event.title, tag),
        read_unit(event.summary, tag) if event.summary else None,
        read_unit(event.statement, tag) if event.statement else None,
        read_contact(contact, tag=tag, today=today) if contact and not contact.has_failed else None,
    )


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why readers of *languages* are not shown an event: its text *name* ('title', …), in the language *spoken*, says *phrase*."""

    name: str
    spoken: str
    phrase: str
    reason: str
    languages: tuple[str, ...]

    @property
    def is_everywhere(self) -> bool:
        return len(self.languages) == len(LANGUAGES)


def find_withheld(event_id: UUID) -> list[Withheld]:
    """Why the latest publication has withheld an event from readers; nothing where they are all shown it."""
    rows = db.session.scalars(select(WithheldEvent).where(WithheldEvent.event_id == event_id)).all()
    found: defaultdict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: list(LANGUAGES).index(row.language)):
        found[row.unit.rpartition("/")[2], row.spoken, row.phrase, row.reason].append(row.language)
    return [Withheld(*why, tuple(languages)) for why, languages in found.items()]


def find_overclaim_of(reading: EventReading, never_say: NeverSay) -> Overclaim | None:
    """The first thing in the texts of an event that must never be said in the language that it is said in."""
    for key, text in reading.texts.items():
        if phrase := find_phrase(text.text, never_say.get(text.tag, ())):
            return Overclaim(phrase.text, key, text.tag, phrase.reason)
    return None


def _find_spoken(today: date) -> Mapping[UUID, list[tuple[str, Need]]]:
    """The languages of public events that are certain, by event."""
    wanted = select(EventLanguage.event_id, EventLanguage.language, EventLanguage.need).join(Event)
    is_certain = or_(EventLanguage.need == Need.NOT_NEEDED, EventLanguage.need == Need.CONFIRMED)
    found: defaultdict[UUID, list[tuple[str, Need]]] = defaultdict(list)
    rows = db.session.execute(wanted.where(_PUBLIC, Event.held_on >= today, is_certain).order_by(EventLanguage.language))
    for event_id, language, need in rows:
        found[event_id].append((language, Need(need)))
    return found


def _told(row: Any, units: Mapping[str, Unit], spoken: Iterable[tuple[str, Need]]) -> Told:
    is_agreed = row.shows_place and (row.agreed_on or row.venue_agreed_on)
    return Told(
        id=row.id,
        area=row.area or "",
        held_on=row.held_on,
        starts=row.starts,
        ends=row.ends,
        sequence=row.sequence,
        changed_at=row.changed_at,
        is_cancelled=row.state == State.CANCELLED,
        title=units[row.title_key],
        summary=units.get(row.summary_key),
        statement=units.get(row.statement_key) if row.immigration_enforcement else None,
        attends=Attends(row.attends),
        whereabouts=Whereabouts(row.whereabouts),
        place=ShownPlace(row.name, row.address, row.transport) if is_agreed else None,
        join_url=row.join_url if row.shows_join and row.state == State.SCHEDULED else "",
        facilities=tuple(name for name, column in FACILITIES.items() if getattr(row, column.key)),
        languages=tuple(tag for tag, need in spoken if need is Need.NOT_NEEDED),
        interpreted=tuple(tag for tag, need in spoken if need is Need.CONFIRMED),
        contact_key=row.contact_key,
    )
