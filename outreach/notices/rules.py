"""What somebody has to be told about an event, from what they know and what is so: pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WEEK_BEFORE, DAY_BEFORE = timedelta(days=7), timedelta(days=1)


class Kind(StrEnum):
    """Why somebody is written to."""

    ASSIGNED = "assigned"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    PUT_BACK = "put-back"  # it takes place after all
    TAKEN_OFF = "taken-off"
    WEEK = "week"
    DAY = "day"


REMINDERS = frozenset({Kind.WEEK, Kind.DAY})


@dataclass(frozen=True, slots=True)
class Facts:
    """When and where an event is. *place* names it without saying more than a mail may."""

    starts_at: datetime
    ends_at: datetime
    place: str
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody was told last, and when; *is_on* says that they are at the event as far as they know."""

    facts: Facts
    is_on: bool
    told_at: datetime


def find_kind(
    known: Known | None, facts: Facts, *, is_on: bool, now: datetime, reminded: Collection[tuple[Kind, datetime]] = ()
) -> Kind | None:
    """What somebody is to be told now, or None. *reminded* are the reminders that they had, each with the start that it told.

    Nothing is told of an event that has begun, nor reminded of what was told after the reminder had come due.
    """
    if facts.starts_at <= now:
        return None
    if known is None or not known.is_on:
        return Kind.ASSIGNED if is_on and not facts.is_cancelled else None
    if not is_on:
        return None if known.facts.is_cancelled else Kind.TAKEN_OFF
    if facts.is_cancelled:
        return None if known.facts.is_cancelled else Kind.CANCELLED
    if known.facts.is_cancelled:
        return Kind.PUT_BACK
    if facts != known.facts:
        return Kind.CHANGED
    return _find_reminder(known, facts, now, reminded)


def _find_reminder(known: Known, facts: Facts, now: datetime, reminded: Collection[tuple[Kind, datetime]]) -> Kind | None:
    """The nearest reminder that is due: after a long stop only the last of them is sent."""
    for kind, before in ((Kind.DAY, DAY_BEFORE), (Kind.WEEK, WEEK_BEFORE)):
        due_at = facts.starts_at - before
        if now >= due_at:
            is_new = known.told_at < due_at and (kind, facts.starts_at) not in reminded
            return kind if is_new else None
    return None
