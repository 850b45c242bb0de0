"""Kinds, states and places of events, who may see and change them, and which choices do not fit together: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from outreach.accounts.rules import EDITORS, STAFF, Role, Scope
from outreach.campaigns.rules import Asker
from outreach.core.areas import AREAS
from outreach.core.dates import in_london

ZONE = "Europe/London"
BY_RULE = "series/changed"
"""Why an event is cancelled for which the rule of its series has no day any more."""

IMPORTED = "imported"
"""How the trail says that an event came from a file."""


class Kind(StrEnum):
    DROP_IN = "drop-in"
    WORKSHOP = "workshop"
    BRIEFING = "briefing"  # of officers and staff
    TRAINING = "training"
    ADVISORY = "advisory"  # a meeting of an independent advisory group
    STALL = "stall"
    WEBINAR = "webinar"
    MEDIA = "media"


class State(StrEnum):
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class Visibility(StrEnum):
    PUBLIC = "public"
    PARTNERS = "partners"
    INTERNAL = "internal"


class Whereabouts(StrEnum):
    """Where an event takes place. Of the last nothing is stored that says where."""

    VENUE = "venue"
    ONLINE = "online"
    HOST_TELLS = "host-tells"


class Attends(StrEnum):
    """Which police attend."""

    UNIFORMED = "uniformed"
    PLAIN_CLOTHES = "plain-clothes"
    NO_POLICE = "no-police"


class Need(StrEnum):
    """How far an interpreter for a language is found."""

    NEEDED = "needed"
    BOOKED = "booked"
    CONFIRMED = "confirmed"
    NOT_NEEDED = "not-needed"


class StaffRole(StrEnum):
    """What somebody does at an event."""

    LEAD = "lead"
    SPEAKER = "speaker"
    SUPPORT = "support"
    SAFEGUARDING = "safeguarding"


class Reach(StrEnum):
    """Which events of a series an act is about."""

    THIS = "this"
    FOLLOWING = "following"  # this one and those after it
    ALL = "all"  # those that lie ahead


class Refusal(StrEnum):
    """Why an event cannot be as it was asked for."""

    TIMES = "times"
    NO_SUCH_HOUR = "no-such-hour"
    CAMPAIGN = "campaign"
    VENUE = "venue"
    VENUE_AREA = "venue-area"
    NOT_AGREED = "not-agreed"
    NO_ADDRESS = "no-address"
    STATEMENT = "statement"
    INTERPRETER = "interpreter"
    CANCELLED = "cancelled"
    REASON = "reason"
    PAST = "past"
    NO_DAYS = "no-days"
    TOO_MANY = "too-many"
    TOO_LONG = "too-long"
    SERIES = "series"
    CHANGED_ALONE = "changed-alone"
    NO_DAY = "no-day"


class EventRefused(Exception):
    """An event cannot be as it was asked for; *on* is the day that it is about, where there are several."""

    def __init__(self, refusal: Refusal, on: date | None = None) -> None:
        self.refusal, self.on = refusal, on
        super().__init__(refusal, on)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event is (None: the whole programme), and who works at it in which role."""

    area: str | None
    staff: Mapping[UUID, StaffRole]

    @property
    def scope(self) -> Scope:
        return scope_of(self.area)

    def has(self, asker: Asker, *roles: StaffRole) -> bool:
        return any(self.staff.get(one) in (roles or tuple(StaffRole)) for one in asker.ids)


def scope_of(area: str | None) -> Scope:
    """The scope that a record of *area* belongs to."""
    return Scope(is_national=True) if area is None else Scope(False, frozenset({area}))


def may_see(asker: Asker, place: Place) -> bool:
    """Staff see what touches their areas, what is of the whole programme, and where they work. `queries.visible` says the same in SQL."""
    return asker.role in STAFF and (asker.scope.meets(place.scope) or place.has(asker))


def may_change(asker: Asker, place: Place) -> bool:
    """Leads and coordinators change what lies within their areas, and what they lead."""
    return asker.role in EDITORS and (asker.scope.covers(place.scope) or place.has(asker, StaffRole.LEAD))


def may_override(asker: Asker, place: Place) -> bool:
    """Whether *asker* may take a person, a venue or an interpreter twice, with a reason."""
    return asker.role is Role.LEAD and may_change(asker, place)


def nation_of(area: str | None) -> str:
    """'england' or 'wales', or '' for the whole programme."""
    return AREAS[area].nation if area in AREAS else ""


def instants_of(on: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """When wall times of a day in London begin and end, in UTC; of an hour that comes twice, the first.

    Raises EventRefused when the end is not after the start, or for an hour that the clocks leave out in spring.
    """
    if ends <= starts:
        raise EventRefused(Refusal.TIMES, on)
    try:
        return in_london(on, starts), in_london(on, ends)
    except ValueError:
        raise EventRefused(Refusal.NO_SUCH_HOUR, on) from None


def find_contradictions(
    *,
    place: Whereabouts,
    has_venue: bool,
    shows_place: bool,
    is_agreed: bool,
    has_statement: bool,
    needs_statement: bool,
    has_address: bool = False,
    shows_address: bool = False,
) -> list[Refusal]:
    """What does not fit together about where an event is and who attends. The address is the one at which people join online."""
    found = []
    if (place is Whereabouts.VENUE) is not has_venue:
        found.append(Refusal.VENUE)
    if shows_place and not (place is Whereabouts.VENUE and is_agreed):
        found.append(Refusal.NOT_AGREED)
    if shows_address and not has_address:
        found.append(Refusal.NO_ADDRESS)
    if needs_statement and not has_statement:
        found.append(Refusal.STATEMENT)
    return found


def find_obstacle(ends_at: datetime, cancelled_because: str, now: datetime) -> Refusal | None:
    """Why a cancelled event cannot take place after all; None when it can."""
    if ends_at <= now:
        return Refusal.PAST
    return Refusal.NO_DAY if cancelled_because == BY_RULE else None
