"""Reads for notices: which events have to be looked at, who is at them, and what those people know."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from outreach.accounts.models import Account
from outreach.accounts.queries import IS_ACTIVE
from outreach.audit.models import AuditEntry
from outreach.core.db import db
from outreach.core.languages import ENGLISH
from outreach.events.assigning import subject_of
from outreach.events.models import Event, Interpreter
from outreach.events.rules import Need, Whereabouts
from outreach.notices.models import EventKnown, EventLook, EventNotice
from outreach.notices.rules import REMINDERS, WEEK_BEFORE, Facts, Kind

STAFF, INTERPRETER, HOST = "staff/", "interpreter/", "host/"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be written to: their name (may be empty), address and language."""

    name: str
    address: str
    language: str


def find_ids_to_look_at(now: datetime) -> Sequence[UUID]:
    """Events to come that have changed since they were looked at, or begin within a week, the earliest first."""
    is_new = or_(EventLook.changed_at.is_(None), EventLook.changed_at < Event.changed_at)
    wanted = select(Event.id).outerjoin(EventLook, EventLook.event_id == Event.id).where(Event.starts_at > now)
    return db.session.scalars(wanted.where(or_(is_new, Event.starts_at <= now + WEEK_BEFORE)).order_by(Event.starts_at, Event.id)).all()


def find_events(event_ids: Collection[UUID]) -> Sequence[Event]:
    """These events with who is there, the earliest first."""
    loads = (selectinload(Event.people), selectinload(Event.tongues), joinedload(Event.venue))
    return db.session.scalars(select(Event).where(Event.id.in_(event_ids)).options(*loads).order_by(Event.starts_at, Event.id)).all()


def facts_of(event: Event) -> Facts:
    """When and where the event is, as mails tell it. A venue is named by its id, so that a new name is no change of place; an address
    at which people join, by a hash.
    """
    place = str(event.venue_id) if event.whereabouts == Whereabouts.VENUE else event.whereabouts
    if event.join_url:
        place += f"/{hashlib.sha256(event.join_url.encode()).hexdigest()[:32]}"
    return Facts(event.starts_at, event.ends_at, place, event.is_cancelled)


def recipients_of(event: Event) -> list[str]:
    """Everybody who is at the event, as notices name them."""
    found = [f"{STAFF}{one.account_id}" for one in event.people]
    found += [
        f"{INTERPRETER}{one.interpreter_id}" for one in event.tongues if one.interpreter_id and one.need in (Need.BOOKED, Need.CONFIRMED)
    ]
    found += [host_key(event.host_email)] if event.host_email else []
    return list(dict.fromkeys(found))


def host_key(address: str) -> str:
    """How notices name a host: by a hash, since the address itself belongs to the event alone."""
    return f"{HOST}{hashlib.sha256(address.strip().casefold().encode()).hexdigest()[:32]}"


def find_known(event_ids: Collection[UUID]) -> dict[UUID, dict[str, EventKnown]]:
    """What people know of these events, by event and recipient."""
    found: dict[UUID, dict[str, EventKnown]] = {event_id: {} for event_id in event_ids}
    for row in db.session.scalars(select(EventKnown).where(EventKnown.event_id.in_(event_ids))):
        found[row.event_id][row.recipient] = row
    return found


def find_looks(event_ids: Collection[UUID]) -> dict[UUID, EventLook]:
    """Up to which change these events were looked at, by event."""
    return {row.event_id: row for row in db.session.scalars(select(EventLook).where(EventLook.event_id.in_(event_ids)))}


def find_put(event_ids: Collection[UUID]) -> Sequence[Any]:
    """The notices of these events, as rows."""
    columns = (EventNotice.event_id, EventNotice.recipient, EventNotice.kind, EventNotice.sequence, EventNotice.starts_at)
    return db.session.execute(select(*columns).where(EventNotice.event_id.in_(event_ids))).all()


def reminders_in(rows: Sequence[Any], event_id: UUID, recipient: str) -> set[tuple[Kind, datetime]]:
    """The reminders among notices that somebody had of an event, each with the start that it told."""
    mine = [row for row in rows if (row.event_id, row.recipient) == (event_id, recipient)]
    return {(Kind(row.kind), row.starts_at) for row in mine if row.kind in REMINDERS}


def find_doers(event_ids: Collection[UUID]) -> dict[UUID, list[tuple[datetime, str]]]:
    """When each of these events was changed, and by whom, the earliest first."""
    subjects = {subject_of(event_id): event_id for event_id in event_ids}
    wanted = select(AuditEntry.subject, AuditEntry.at, AuditEntry.actor).where(AuditEntry.subject.in_(subjects)).order_by(AuditEntry.place)
    found: dict[UUID, list[tuple[datetime, str]]] = {event_id: [] for event_id in event_ids}
    for subject, at, actor in db.session.execute(wanted):
        found[subjects[subject]].append((at, actor))
    return found


def find_people(recipients: Collection[str], hosts: Mapping[str, str]) -> dict[str, Person]:
    """Those of *recipients* who can be written to and want to be. *hosts* has the address of each host."""
    found = {key: Person("", address, ENGLISH) for key, address in hosts.items()}
    accounts = _ids(recipients, STAFF)
    if accounts:
        wanted = select(Account.id, Account.name, Account.email, Account.language).where(
            Account.id.in_(accounts), IS_ACTIVE, Account.is_mailed
        )
        found |= {f"{STAFF}{row.id}": Person(row.name, row.email, row.language) for row in db.session.execute(wanted) if row.email}
    interpreters = _ids(recipients, INTERPRETER)
    if interpreters:
        rows = db.session.execute(
            select(Interpreter.id, Interpreter.name, Interpreter.email).where(Interpreter.id.in_(interpreters), Interpreter.email != "")
        )
        found |= {f"{INTERPRETER}{row.id}": Person(row.name, row.email, ENGLISH) for row in rows}
    return found


def _ids(recipients: Collection[str], kind: str) -> set[UUID]:
    return {UUID(one.removeprefix(kind)) for one in recipients if one.startswith(kind)}
