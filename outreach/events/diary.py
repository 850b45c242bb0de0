"""Somebody's own calendar: the events that they may see, as entries. It says when, what and in which area; a place it never names.

A calendar's address is a secret that lies in a program on a phone, and what it gives is kept there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select

from outreach.campaigns.rules import Asker
from outreach.core.areas import AREAS
from outreach.core.db import db
from outreach.events.ical import Entry
from outreach.events.models import Event
from outreach.events.queries import Title, visible
from outreach.events.rules import State

KEPT = timedelta(days=30)  # so long an event that is over stays in it


def find_diary_state(asker: Asker, today: date) -> str:
    """A word that is another one whenever `find_diary` would find something else. One query."""
    counted = select(func.count(), func.max(Event.changed_at), func.sum(Event.version)).where(*_seen(asker, today))
    count, latest, versions = db.session.execute(counted).one()
    scope = ("national",) if asker.scope.is_national else sorted(asker.scope.areas)
    parts = (asker.role, scope, sorted(map(str, asker.ids)), today, count, latest, versions)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]


def find_diary(asker: Asker, today: date, *, public_url: str) -> Iterator[Entry]:
    """The entries, in the order of their days. One query."""
    columns = (Event.id, Event.held_on, Event.starts, Event.ends, Event.sequence, Event.changed_at, Event.state, Event.area)
    wanted = select(*columns, Title.english.label("title")).join(Title, Event.title_key == Title.key).where(*_seen(asker, today))
    for row in db.session.execute(wanted.order_by(Event.starts_at, Event.id)):
        yield Entry(
            uid=str(row.id),
            sequence=row.sequence,
            stamp=row.changed_at,
            on=row.held_on,
            starts=row.starts,
            ends=row.ends,
            summary=row.title,
            is_cancelled=row.state == State.CANCELLED,
            place=AREAS[row.area].name if row.area in AREAS else "",
            address=f"{public_url}/manage/events/{row.id}",
        )


def _seen(asker: Asker, today: date) -> tuple[ColumnElement[bool], ...]:
    return visible(asker), Event.held_on >= today - KEPT
