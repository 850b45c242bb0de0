"""Reads of events, venues and interpreters. Who asks is part of every question: what they may not see is not there for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, literal, or_, select, true, union_all
from sqlalchemy.orm import aliased, joinedload, selectinload

from outreach.accounts.models import Account
from outreach.accounts.queries import IS_ACTIVE
from outreach.accounts.rules import EDITORS, STAFF
from outreach.campaigns.models import Campaign
from outreach.campaigns.queries import visible as visible_campaign
from outreach.campaigns.rules import Asker
from outreach.content.library import Unit
from outreach.content.models import UnitRow
from outreach.content.queries import find_units
from outreach.core.db import db
from outreach.events.clashes import Booking, Candidate, Findings, Taken, Wanted, find_clashes, find_duplicates
from outreach.events.models import Event, EventLanguage, EventSeries, EventStaff, Interpreter, Venue, event_commitment
from outreach.events.notable import find_notable
from outreach.events.recurrence import Plan
from outreach.events.rules import EventRefused, Kind, Reach, Refusal, State, Visibility, nation_of

MOST_USES = 50  # events on the page of a venue or an interpreter; the list has all
Title = aliased(UnitRow)
TEXTS = {"title": Event.title_key, "summary": Event.summary_key, "statement": Event.statement_key}
"""The texts for readers, and where their keys are."""


class UnknownEvent(LookupError):
    """There is no such event, or not for whoever asks."""


class UnknownRecord(LookupError):
    """There is no such venue or interpreter, or not for whoever asks."""


def visible(asker: Asker) -> ColumnElement[bool]:
    """The condition that *asker* may see an event (`rules.may_see`, in SQL)."""
    if asker.role not in STAFF:
        return false()
    if asker.scope.is_national:
        return true()
    works = exists().where(EventStaff.event_id == Event.id, EventStaff.account_id.in_(asker.ids))
    return or_(Event.area.is_(None), Event.area.in_(asker.scope.areas), works)


def get_event(event_id: UUID, *, asker: Asker, is_locked: bool = False) -> Event:
    """The event with everything that belongs to it, locked until the transaction ends when it is to be changed. Raises UnknownEvent."""
    wanted = whole(select(Event).where(Event.id == event_id, visible(asker)))
    if is_locked:
        wanted = wanted.with_for_update(of=Event).execution_options(populate_existing=True)
    event: Event | None = db.session.scalar(wanted)
    if event is None:
        raise UnknownEvent(event_id)
    return event


def whole(wanted: Select[Any]) -> Select[Any]:
    """*wanted* with everything that belongs to its events."""
    loads = (selectinload(Event.people), selectinload(Event.tongues), selectinload(Event.listeners), selectinload(Event.commitments))
    return wanted.options(*loads, joinedload(Event.series), joinedload(Event.venue), joinedload(Event.campaign))


def find_series_events(series_id: UUID, *, is_locked: bool = False) -> Sequence[Event]:
    """Every event of the series, by the day that its rule gave it."""
    wanted = whole(select(Event).where(Event.series_id == series_id)).order_by(Event.original_on, Event.id)
    if is_locked:
        wanted = wanted.with_for_update(of=Event).execution_options(populate_existing=True)
    return db.session.scalars(wanted).all()


def day_by_rule(event: Event) -> date:
    """The day that the series gave the event."""
    return event.original_on or event.held_on


def find_concerned(event: Event, reach: Reach, *, today: date, is_locked: bool = False) -> list[Event]:
    """The events of the series from this one on, or all of them, without those whose day has passed.

    Raises EventRefused for an event of no series, one that was changed on its own, and one whose day has passed.
    """
    if not event.series_id:
        raise EventRefused(Refusal.SERIES)
    if event.is_changed:
        raise EventRefused(Refusal.CHANGED_ALONE, event.held_on)
    first = day_by_rule(event) if reach is Reach.FOLLOWING else date.min
    rows = find_series_events(event.series_id, is_locked=is_locked)
    found = [one for one in rows if day_by_rule(one) >= first and one.held_on >= today]
    if event not in found:
        raise EventRefused(Refusal.PAST, event.held_on)
    return found


def plan_of(series: EventSeries) -> Plan:
    return Plan(series.rule, series.first_on, tuple(series.omitted))


def find_occurrences(series_id: UUID) -> Sequence[Any]:
    """The events of a series as rows, in the order of their days."""
    columns = (Event.id, Event.held_on, Event.starts, Event.state, Event.is_changed)
    return db.session.execute(select(*columns).where(Event.series_id == series_id).order_by(Event.held_on, Event.id)).all()


def find_cancelled_with(event: Event, now: datetime, *, is_locked: bool = False) -> list[Event]:
    """The events that one act has cancelled, this one among them, as far as they lie ahead."""
    if not event.series_id:
        return [event]
    rows = find_series_events(event.series_id, is_locked=is_locked)
    return [one for one in rows if one.is_cancelled and one.cancelled_at == event.cancelled_at and one.ends_at > now]


def find_next_series(series_id: UUID) -> UUID | None:
    """An event of the series that was split off from this one."""
    later = select(Event.id).join(EventSeries, Event.series_id == EventSeries.id).where(EventSeries.continues_id == series_id)
    return db.session.scalar(later.order_by(Event.held_on).limit(1))


def find_texts(event: Event) -> dict[str, Unit]:
    """The units of content that readers get of an event, by 'title', 'summary' and 'statement'."""
    keys = {name: key for name in TEXTS if (key := getattr(event, f"{name}_key"))}
    units = find_units(keys.values())
    return {name: units[key] for name, key in keys.items()}


def values_of(event: Event) -> dict[str, Any]:
    """What of an event is kept elsewhere, in the shape in which operations take it and forms show it."""
    texts = find_texts(event)
    return {name: texts[name].english if name in texts else "" for name in TEXTS} | {
        "audiences": sorted(event.audiences, key=str.casefold),
        "commitments": sorted(one.key for one in event.commitments),
        "languages": [(one.language, one.need, one.interpreter_id) for one in event.tongues],
        "staff": [(one.account_id, one.role) for one in sorted(event.people, key=lambda one: (one.role, one.account_id.int))],
    }


def find_sharing(name: str, key: str) -> Sequence[Event]:
    """The events that have this text."""
    return db.session.scalars(whole(select(Event).where(TEXTS[name] == key))).all()


def find_bookings(resources: Mapping[Taken, Collection[UUID]], first: datetime, last: datetime) -> list[Booking]:
    """What scheduled events between two instants have taken of *resources*. One query."""
    columns = (Event.id, Event.starts_at, Event.ends_at)
    staff = select(literal(Taken.PERSON).label("taken"), EventStaff.account_id.label("resource"), *columns).join(Event)
    spoken = select(literal(Taken.INTERPRETER), EventLanguage.interpreter_id, *columns).join(Event)
    places = select(literal(Taken.VENUE), Event.venue_id, *columns)
    wanted = {Taken.PERSON: (staff, EventStaff.account_id), Taken.INTERPRETER: (spoken, EventLanguage.interpreter_id)}
    wanted[Taken.VENUE] = (places, Event.venue_id)
    during = (Event.state == State.SCHEDULED, Event.starts_at < last, Event.ends_at > first)
    parts = [query.where(column.in_(ids), *during) for taken, (query, column) in wanted.items() if (ids := resources.get(taken))]
    if not parts:
        return []
    rows: Any = db.session.execute(union_all(*parts))
    return [Booking(Taken(row[0]), row[1], *row[2:]) for row in rows]


def find_candidates(areas: Collection[str | None], days: Collection[date], *, asker: Asker) -> list[Candidate]:
    """Scheduled events of these areas (None: of the whole programme) on these days that *asker* may see."""
    here = Event.area.in_({area for area in areas if area}) | (Event.area.is_(None) if None in areas else false())
    wanted = select(Event.id, Event.held_on, Event.starts, Event.area, Event.kind, Title.english).join(Title, Event.title_key == Title.key)
    wanted = wanted.where(here, Event.held_on.in_(days), Event.state == State.SCHEDULED, visible(asker)).order_by(Event.starts_at, Event.id)
    return [Candidate(row.id, row.held_on, row.starts, row.area, Kind(row.kind), row.english) for row in db.session.execute(wanted)]


def find_findings(wanted: Wanted, *, asker: Asker) -> Findings:
    """What stands against *wanted*, and what ought to be known before it is saved. Two queries, however many days."""
    if not wanted.slots:
        return Findings()
    first, last = min(slot.starts_at for slot in wanted.slots), max(slot.ends_at for slot in wanted.slots)
    clashes = find_clashes(wanted, find_bookings(wanted.resources, first, last))
    nation = nation_of(wanted.area)
    notable = [(slot.on, what) for slot in wanted.slots for what in find_notable(slot.on, nation)]
    candidates = find_candidates({wanted.area}, {slot.on for slot in wanted.slots}, asker=asker)
    return Findings(tuple(clashes), tuple(notable), tuple(find_duplicates(wanted, candidates)))


def find_brief(event_ids: Iterable[UUID], *, asker: Asker) -> dict[UUID, Any]:
    """Title, day and area of these events, as far as *asker* may see them, by id."""
    columns = (Event.id, Event.held_on, Event.starts, Event.area, Title.english.label("title"))
    wanted = select(*columns).join(Title, Event.title_key == Title.key).where(Event.id.in_(set(event_ids)), visible(asker))
    return {row.id: row for row in db.session.execute(wanted)}


def find_titles() -> dict[str, str]:
    """The title of every event that ever was, by its id as text: for histories."""
    rows = db.session.execute(select(Event.id, Title.english).join(Title, Event.title_key == Title.key))
    return {str(event_id): title for event_id, title in rows}


def find_workers(*also: UUID) -> Sequence[Account]:
    """Active staff, who can work at an event, and whoever does *also* already, in the order of their names."""
    wanted = or_(and_(IS_ACTIVE, Account.role.in_(EDITORS)), Account.id.in_(also))
    return db.session.scalars(select(Account).where(wanted).order_by(func.lower(Account.name), Account.id)).all()


def find_campaigns(asker: Asker, *also: UUID) -> Sequence[Any]:
    """Id and name of the campaigns in sight that are not archived, and of those that are chosen *also*."""
    wanted = or_(and_(visible_campaign(asker), Campaign.archived_at.is_(None)), Campaign.id.in_(also))
    return db.session.execute(select(Campaign.id, Campaign.name).where(wanted).order_by(func.lower(Campaign.name), Campaign.id)).all()


def in_sight(asker: Asker) -> ColumnElement[bool]:
    """The condition that *asker* may see a venue. Interpreters belong to no area: all staff see them."""
    if asker.role not in STAFF:
        return false()
    return true() if asker.scope.is_national else Venue.area.in_(asker.scope.areas)


def get_venue(venue_id: UUID, *, asker: Asker, is_locked: bool = False) -> Venue:
    """Raises UnknownRecord."""
    wanted = select(Venue).where(Venue.id == venue_id, in_sight(asker))
    venue = db.session.scalar(wanted.with_for_update() if is_locked else wanted)
    if venue is None:
        raise UnknownRecord(venue_id)
    return venue


def get_interpreter(interpreter_id: UUID, *, is_locked: bool = False) -> Interpreter:
    """Raises UnknownRecord."""
    wanted = select(Interpreter).where(Interpreter.id == interpreter_id)
    interpreter = db.session.scalar(wanted.with_for_update() if is_locked else wanted)
    if interpreter is None:
        raise UnknownRecord(interpreter_id)
    return interpreter


def find_venues(asker: Asker, *also: UUID) -> Sequence[Venue]:
    """Venues in sight that are not set aside, and those that are chosen *also*, by area and name."""
    wanted = or_(and_(in_sight(asker), Venue.archived_at.is_(None)), Venue.id.in_(also))
    return db.session.scalars(select(Venue).where(wanted).order_by(Venue.area, func.lower(Venue.name), Venue.id)).all()


def find_interpreters(*also: UUID) -> Sequence[Interpreter]:
    """Interpreters that are not set aside, and those that are chosen *also*, in the order of their names."""
    wanted = or_(Interpreter.archived_at.is_(None), Interpreter.id.in_(also))
    return db.session.scalars(select(Interpreter).where(wanted).order_by(func.lower(Interpreter.name), Interpreter.id)).all()


def shows_venue(venue_id: UUID) -> bool:
    """Whether readers are shown this venue by any event."""
    shown = (Event.venue_id == venue_id, Event.shows_place, Event.visibility == Visibility.PUBLIC)
    return bool(db.session.scalar(select(exists().where(*shown))))


def find_uses(one: Venue | Interpreter, *, asker: Asker, since: date) -> Sequence[Any]:
    """Scheduled events from *since* on that have taken a venue or an interpreter, as far as *asker* may see them, as rows."""
    spoken = exists().where(EventLanguage.event_id == Event.id, EventLanguage.interpreter_id == one.id)
    is_used = Event.venue_id == one.id if isinstance(one, Venue) else spoken
    columns = (Event.id, Event.held_on, Event.starts, Event.ends, Title.english.label("title"))
    wanted = select(*columns).join(Title, Event.title_key == Title.key)
    wanted = wanted.where(is_used, visible(asker), Event.state == State.SCHEDULED, Event.held_on >= since)
    return db.session.execute(wanted.order_by(Event.starts_at).limit(MOST_USES)).all()


def find_events_of(people: Collection[UUID], first: date, last: date) -> Sequence[Any]:
    """Scheduled events from day to day at which any of *people* works, as rows."""
    columns = (Event.id, Event.held_on, Event.starts, Event.area, Title.english.label("title"))
    works = exists().where(EventStaff.event_id == Event.id, EventStaff.account_id.in_(people))
    wanted = select(*columns).join(Title, Event.title_key == Title.key).where(works, Event.held_on.between(first, last))
    return db.session.execute(wanted.where(Event.state == State.SCHEDULED).order_by(Event.starts_at).limit(MOST_USES)).all()


def count_events(campaign_ids: Collection[UUID], first: date, last: date, *, asker: Asker) -> Sequence[Any]:
    """How many scheduled events in sight each of these campaigns has on each day: rows of campaign, day, number."""
    wanted = (Event.campaign_id.in_(campaign_ids), Event.state == State.SCHEDULED, Event.held_on.between(first, last), visible(asker))
    counted = select(Event.campaign_id, Event.held_on, func.count()).where(*wanted)
    return db.session.execute(counted.group_by(Event.campaign_id, Event.held_on)).all()


def find_campaign_events(campaign_id: UUID, first: date, last: date, *, asker: Asker, most: int) -> Sequence[Any]:
    """Events of a campaign from day to day that *asker* may see, as rows in the order of their days."""
    columns = (Event.id, Event.held_on, Event.state, Title.english.label("title"))
    wanted = select(*columns).join(Title, Event.title_key == Title.key)
    wanted = wanted.where(Event.campaign_id == campaign_id, Event.held_on.between(first, last), visible(asker))
    return db.session.execute(wanted.order_by(Event.starts_at, Event.id).limit(most)).all()


def find_serving(commitment_id: UUID, *, asker: Asker) -> Sequence[Any]:
    """Events that serve a commitment, as far as *asker* may see them, as rows."""
    columns = (Event.id, Event.held_on, Event.kind, Event.area, Event.state, Title.english.label("title"))
    serving = Event.id == event_commitment.c.event_id
    wanted = select(*columns).join(event_commitment, serving).join(Title, Event.title_key == Title.key)
    return db.session.execute(wanted.where(event_commitment.c.commitment_id == commitment_id, visible(asker))).all()


def find_texts_ahead(today: date) -> list[tuple[Unit, str]]:
    """The texts of events to come that others than staff may know of, each with a hint for its translator, the earliest event first."""
    columns = (Event.title_key, Event.summary_key, Event.statement_key, Event.kind)
    ahead = (Event.held_on >= today, Event.visibility != Visibility.INTERNAL, Event.state == State.SCHEDULED)
    rows = db.session.execute(select(*columns).where(*ahead).order_by(Event.starts_at, Event.id)).all()
    hints = {key: f"Of an event, kind {row.kind}: its {key.rpartition('/')[2]}." for row in rows for key in row[:3] if key}
    units = find_units(hints.keys())
    return [(units[key], hint) for key, hint in hints.items()]
