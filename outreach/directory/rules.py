"""What a service is, when it is open, how old its word is and what of it readers get: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from itertools import groupby, pairwise

from outreach.accounts.rules import Scope


class Need(StrEnum):
    """What a service is for. The codes are the terms of the taxonomy: they never change, and the order is that of the finder."""

    ADVICE = "advice"
    ABUSE = "abuse"
    REFUGE = "refuge"
    COUNSELLING = "counselling"
    SEXUAL_ASSAULT = "sexual-assault"
    EXPLOITATION = "exploitation"
    IMMIGRATION = "immigration"
    LEGAL = "legal"
    INTERPRETER = "interpreter"
    HEALTH = "health"
    ESSENTIALS = "essentials"
    CHILDREN = "children"
    MEN = "men"
    LGBT = "lgbt"
    REPORTING = "reporting"  # a third-party reporting centre


class Stage(StrEnum):
    """Where a service stands. What has ended or is archived keeps its id: others may know it."""

    DRAFT = "draft"
    SHOWN = "shown"
    ENDED = "ended"
    ARCHIVED = "archived"


class Recourse(StrEnum):
    """Whether somebody with "no recourse to public funds" can use it."""

    UNKNOWN = "unknown"
    YES = "yes"
    ASK = "ask"
    NO = "no"


class Cost(StrEnum):
    UNKNOWN = "unknown"
    FREE = "free"
    PARTLY = "partly"
    PAID = "paid"


class Access(StrEnum):
    """How somebody gets in."""

    DROP_IN = "drop-in"
    PHONE = "phone"
    APPOINTMENT = "appointment"
    ONLINE = "online"
    REFERRAL = "referral"


class CallCost(StrEnum):
    UNKNOWN = "unknown"
    FREE = "free"
    LOCAL = "local"
    PREMIUM = "premium"


class Mode(StrEnum):
    """How a language is offered, the best first."""

    NATIVE = "native"
    BOOKED = "booked"
    PHONE = "phone"
    WRITTEN = "written"


class Standing(StrEnum):
    """Who stands behind a service: a reader weighs this before anything else."""

    INDEPENDENT = "independent"  # of the police and of the Home Office
    PUBLIC = "public"  # a council, the health service
    CONTRACTOR = "contractor"  # works for the police or the Home Office
    POLICE = "police"
    HOME_OFFICE = "home-office"


class PassesOn(StrEnum):
    """What a service said that it tells others of those who come."""

    UNKNOWN = "unknown"
    ASKS_FIRST = "asks-first"
    MAY = "may"


class Recipient(StrEnum):
    POLICE = "police"
    HOME_OFFICE = "home-office"
    COUNCIL = "council"
    HEALTH = "health"


class Reason(StrEnum):
    """Why a service is closed for a time. Readers are told, so it is one of these and no text."""

    HOLIDAY = "holiday"
    STAFF = "staff"
    MOVING = "moving"
    BUILDING = "building"
    MONEY = "money"
    OTHER = "other"


class Capacity(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    FULL = "full"


class Centre(StrEnum):
    """Whether a third-party reporting centre still works: somebody was trained, and somebody was spoken to, not too long ago."""

    ACTIVE = "active"
    LAPSED = "lapsed"


class Refusal(StrEnum):
    """Why something about a service is not possible."""

    STAGE = "stage"
    OUT_OF_SCOPE = "out-of-scope"
    NOT_THEIRS = "not-theirs"
    CONFIDENTIAL = "confidential"
    NO_WAY_IN = "no-way-in"
    ORGANISATION = "organisation"
    PAUSED = "paused"
    WAITS = "waits"
    NOT_PENDING = "not-pending"
    CHANGED = "changed"
    OVERTAKEN = "overtaken"
    OWN = "own"
    WORDS = "words"


LIVING = frozenset({Stage.DRAFT, Stage.SHOWN})
TRAINING_LASTS = timedelta(days=730)
CONTACT_LASTS = timedelta(days=183)
DAYS = range(7)  # Monday is 0
AHEAD = timedelta(days=14)  # days of other hours are named so long before


@dataclass(frozen=True, slots=True)
class Opening:
    """From when until when on a day of the week (Monday is 0), in wall time in London. What goes on past midnight is two of these."""

    weekday: int
    opens: time
    closes: time

    @property
    def span(self) -> tuple[time, time]:
        return self.opens, self.closes


@dataclass(frozen=True, slots=True)
class Other:
    """A day with other hours than its weekday has; None for closed."""

    on: date
    opens: time | None = None
    closes: time | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """When a service is open: day and night, or by the week; with other hours on some days. With neither, nobody said when."""

    is_always: bool = False
    week: tuple[Opening, ...] = ()
    others: tuple[Other, ...] = ()

    @property
    def is_known(self) -> bool:
        return self.is_always or bool(self.week)


Span = tuple[time, time]


def spans_on(hours: Hours, on: date) -> tuple[Span, ...] | None:
    """From when until when it is open on a day; () when closed, None when it is open day and night. Other hours of that day go first."""
    others = [other for other in hours.others if other.on == on]
    if others:
        return tuple(sorted((other.opens, other.closes) for other in others if other.opens and other.closes))
    if hours.is_always:
        return None
    return tuple(sorted(opening.span for opening in hours.week if opening.weekday == on.weekday()))


@dataclass(frozen=True, slots=True)
class Run:
    """Days of the week, one after another, with the same hours."""

    first: int
    last: int
    spans: tuple[Span, ...]


def runs_of(week: Iterable[Opening]) -> tuple[Run, ...]:
    """The hours of a week, told in as few runs of days as there can be. Days without any are not told."""
    by_day = {day: tuple(sorted(one.span for one in openings)) for day, openings in groupby(sorted(week, key=_weekday), _weekday)}
    found: list[Run] = []
    for day in DAYS:
        if day not in by_day:
            continue
        if found and found[-1].last == day - 1 and found[-1].spans == by_day[day]:
            found[-1] = Run(found[-1].first, day, found[-1].spans)
        else:
            found.append(Run(day, day, by_day[day]))
    return tuple(found)


def _weekday(opening: Opening) -> int:
    return opening.weekday


def find_overlap(week: Sequence[Opening]) -> int | None:
    """The first day of the week on which two openings overlap."""
    for day, openings in groupby(sorted(week, key=lambda one: (one.weekday, one.opens)), _weekday):
        spans = [one.span for one in openings]
        if any(earlier[1] > later[0] for earlier, later in pairwise(spans)):
            return day
    return None


def is_closed_on(closed_from: date | None, closed_until: date | None, on: date) -> bool:
    """Whether a service is closed for a time on a day. Both days are included; without a last one it is closed until somebody says else."""
    return closed_from is not None and closed_from <= on and (closed_until is None or on <= closed_until)


def centre_of(trained_on: date | None, contact_on: date | None, today: date) -> Centre:
    """A reporting centre lapses by itself: two years after the training, or half a year after the last contact; `>=`, so that a day that
    was missed is made up for.
    """
    if trained_on is None or contact_on is None:
        return Centre.LAPSED
    is_over = today - trained_on >= TRAINING_LASTS or today - contact_on >= CONTACT_LASTS
    return Centre.LAPSED if is_over else Centre.ACTIVE


def may_change(scope: Scope, service: Scope) -> bool:
    """Whether staff with *scope* may change a service: one of an area of theirs, or anything for those of the whole programme."""
    return scope.is_national or (not service.is_national and bool(scope.areas & service.areas))


def may_approve(scope: Scope, present: Scope, wanted: Scope) -> bool:
    """Whether staff with *scope* may let a service cover *wanted*, as its organisation asks: as for any change, and each area that is new
    has to be one of theirs.
    """
    if scope.is_national:
        return True
    return may_change(scope, present) and not wanted.is_national and wanted.areas - present.areas <= scope.areas


def find_refusal(values: Mapping[str, object]) -> Refusal | None:
    """What does not fit together in a service's values. A confidential place has an area and telephones, and nothing else to find it by."""
    if values["is_confidential"] and any(values[name] for name in ("address", "website", "email")):
        return Refusal.CONFIDENTIAL
    if not any(values[name] for name in ("phones", "website", "email", "address")):
        return Refusal.NO_WAY_IN
    return None
