"""Finding out what people have to be told, and putting it into the outbox, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from outreach.content.queries import find_units
from outreach.core.db import db
from outreach.events.models import Event
from outreach.notices import mails
from outreach.notices.models import EventKnown, EventLook, EventNotice
from outreach.notices.queries import (
    HOST,
    STAFF,
    facts_of,
    find_doers,
    find_known,
    find_looks,
    find_people,
    find_put,
    host_key,
    recipients_of,
    reminders_in,
)
from outreach.notices.rules import REMINDERS, Kind, Known, find_kind


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that somebody has to be told of an event. `address` is a host's, as it is kept with what they know."""

    event: Event
    recipient: str
    kind: Kind
    known: Known | None
    address: str = ""


def tell_of(events: Sequence[Event], now: datetime) -> int:
    """Put what is to be told of *events* into the outbox: one mail of news and one of reminders to each person. Returns how many mails.

    What they know is written down with it: whoever does it again at once finds nothing to do.
    """
    notices = find_notices(events, now)
    number = _put_mails(notices, now)
    for notice in notices:
        _note_known(notice, now)
    _note_looks(events)
    db.session.flush()
    return number


def find_notices(events: Sequence[Event], now: datetime) -> list[Notice]:
    """Everything that anybody has to be told of *events*, the earliest event first."""
    ids = [event.id for event in events]
    known, put = find_known(ids), find_put(ids)
    found = []
    for event in events:
        present, facts = recipients_of(event), facts_of(event)
        for recipient in dict.fromkeys([*present, *known[event.id]]):
            row = known[event.id].get(recipient)
            before, reminded = row.known if row else None, reminders_in(put, event.id, recipient)
            kind = find_kind(before, facts, is_on=recipient in present, now=now, reminded=reminded)
            if kind:
                found.append(Notice(event, recipient, kind, before, row.address if row else ""))
    return found


def _put_mails(notices: Sequence[Notice], now: datetime) -> int:
    ids = {notice.event.id for notice in notices}
    if not ids:
        return 0
    put = {(row.event_id, row.recipient, row.kind, row.sequence) for row in find_put(ids)}
    doers = find_doers(ids)
    people = find_people({notice.recipient for notice in notices}, _addresses(notices))
    fresh = [one for one in notices if _key(one) not in put and one.recipient in people and not _did_it(one, doers[one.event.id])]
    titles = find_units({one.event.title_key for one in fresh}) if fresh else {}
    number = 0
    for recipient in dict.fromkeys(one.recipient for one in fresh):
        person, mine = people[recipient], [one for one in fresh if one.recipient == recipient]
        for is_reminder in (False, True):
            group = [one for one in mine if (one.kind in REMINDERS) is is_reminder]
            if not group:
                continue
            told = [
                mails.tell_event(one.event, one.kind, titles[one.event.title_key], recipient=recipient, language=person.language)
                for one in group
            ]
            send = mails.remind if is_reminder else mails.note_news
            number += send(person, told, who=recipient.partition("/")[0], key="/".join(["notice", *map(str, _key(group[0]))]), now=now)
            db.session.add_all(_ledger(one, now) for one in group)
    return number


def _addresses(notices: Sequence[Notice]) -> dict[str, str]:
    """The address of each host: of one who is named no more, from what is kept with what they were told."""
    hosts = [one for one in notices if one.recipient.startswith(HOST)]
    found = {one.recipient: one.event.host_email if host_key(one.event.host_email) == one.recipient else one.address for one in hosts}
    return {recipient: address for recipient, address in found.items() if address}


def _key(notice: Notice) -> tuple[UUID, str, Kind, int]:
    return (notice.event.id, notice.recipient, notice.kind, notice.event.sequence)


def _ledger(notice: Notice, now: datetime) -> EventNotice:
    event_id, recipient, kind, sequence = _key(notice)
    about = {"recipient": recipient, "kind": kind, "sequence": sequence, "starts_at": notice.event.starts_at}
    return EventNotice(event_id=event_id, put_at=now, **about)


def _did_it(notice: Notice, acts: Sequence[tuple[datetime, str]]) -> bool:
    """Whether everything that is new to somebody was done by themselves: they need no mail about it."""
    if notice.kind in REMINDERS or not notice.recipient.startswith(STAFF):
        return False
    since = [actor for at, actor in acts if notice.known is None or at > notice.known.told_at]
    return bool(since) and set(since) == {notice.recipient.removeprefix(STAFF)}


def _note_looks(events: Sequence[Event]) -> None:
    looks = find_looks([event.id for event in events])
    for event in events:
        if look := looks.get(event.id):
            look.changed_at = event.changed_at
        else:
            db.session.add(EventLook(event_id=event.id, changed_at=event.changed_at))


def _note_known(notice: Notice, now: datetime) -> None:
    """Write down what somebody knows from now on. A reminder tells nothing new."""
    if notice.kind in REMINDERS:
        return
    facts, is_on = facts_of(notice.event), notice.kind is not Kind.TAKEN_OFF
    db.session.merge(
        EventKnown(
            event_id=notice.event.id,
            recipient=notice.recipient,
            starts_at=facts.starts_at,
            ends_at=facts.ends_at,
            place=facts.place,
            is_cancelled=facts.is_cancelled,
            is_on=is_on,
            told_at=now,
            address=notice.event.host_email if is_on and notice.recipient.startswith(HOST) else "",
        )
    )


def forget_addresses(now: datetime) -> None:
    """Of an event that has begun nobody is told anything any more: the addresses that were kept for it go."""
    begun = select(Event.id).where(Event.starts_at <= now)
    db.session.execute(update(EventKnown).where(EventKnown.address != "", EventKnown.event_id.in_(begun)).values(address=""))
