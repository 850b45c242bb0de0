"""Series as rules of RFC 5545, in wall time: what a person chooses, the rule, and the days that it names. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from dateutil.rrule import rrule, rrulestr

from outreach.events.rules import EventRefused, Refusal

MOST = 200  # events of one series
LONGEST = timedelta(days=731)  # from the first to the last of them: two years
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Repeat(StrEnum):
    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"  # on the same weekday: the second Tuesday, the last Friday


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a person chooses: how often, on which weekdays (0 is Monday; weekly only), and until a day or for a number of times."""

    repeat: Repeat
    every: int = 1
    weekdays: frozenset[int] = field(default=frozenset())
    until: date | None = None
    count: int | None = None


def write_rule(pattern: Pattern, first_on: date) -> str:
    """The rule of *pattern* for a series that begins on *first_on*. The last day is at the end of that day's wall time."""
    parts = [f"FREQ={pattern.repeat.upper()}"]
    if pattern.every > 1:
        parts.append(f"INTERVAL={pattern.every}")
    if pattern.repeat is Repeat.WEEKLY:
        parts.append("BYDAY=" + ",".join(DAYS[day] for day in sorted(pattern.weekdays or {first_on.weekday()})))
    if pattern.repeat is Repeat.MONTHLY:
        parts.append(f"BYDAY={_place_in_month(first_on)}{DAYS[first_on.weekday()]}")
    if pattern.count:
        parts.append(f"COUNT={pattern.count}")
    elif pattern.until:
        parts.append(f"UNTIL={pattern.until:%Y%m%d}T235959")
    return ";".join(parts)


def read_rule(rule: str) -> Pattern:
    """The pattern that `write_rule` makes *rule* of."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    repeat, until = Repeat(parts["FREQ"].lower()), parts.get("UNTIL")
    named = parts.get("BYDAY", "").split(",") if repeat is Repeat.WEEKLY else []
    return Pattern(
        repeat,
        int(parts.get("INTERVAL", 1)),
        frozenset(DAYS.index(day) for day in named if day),
        datetime.strptime(until, "%Y%m%dT%H%M%S").date() if until else None,  # noqa: DTZ007 - wall time
        int(parts["COUNT"]) if "COUNT" in parts else None,
    )


def days_of(rule: str, first_on: date, left_out: Iterable[date] = ()) -> list[date]:
    """The days that *rule* names from *first_on* on, without those that are left out.

    Raises EventRefused: a rule has an end, at most two years after the first day, and names at most MOST days.
    """
    found = _parse(rule, first_on)
    if found._count is None and found._until is None:
        raise EventRefused(Refusal.TOO_LONG)
    days = [moment.date() for moment in islice(found, MOST + 1)]
    if len(days) > MOST:
        raise EventRefused(Refusal.TOO_MANY)
    if days and days[-1] - first_on > LONGEST:
        raise EventRefused(Refusal.TOO_LONG)
    omitted = set(left_out)
    kept = [day for day in days if day not in omitted]
    if not kept:
        raise EventRefused(Refusal.NO_DAYS)
    return kept


def rest_of(rule: str, first_on: date, begins_on: date) -> tuple[str, str]:
    """*rule* cut in two: until the day before *begins_on*, and from that day on. A count becomes what is left of it."""
    pattern = read_rule(rule)
    before = [day for day in (moment.date() for moment in _parse(rule, first_on)) if day < begins_on]
    head = _with_end(rule, f"UNTIL={begins_on - timedelta(days=1):%Y%m%d}T235959")
    tail = _with_end(rule, f"COUNT={max(pattern.count - len(before), 1)}") if pattern.count else rule
    return head, tail


@dataclass(frozen=True, slots=True)
class Plan:
    """A rule, the first day that it is counted from, and the days that are left out."""

    rule: str
    first_on: date
    left_out: tuple[date, ...] = ()

    def days(self) -> list[date]:
        """Raises EventRefused."""
        return days_of(self.rule, self.first_on, self.left_out)

    def rest(self, begins_on: date) -> Plan:
        """What the plan says of *begins_on* and the days after it."""
        if begins_on <= self.first_on:
            return self
        _head, tail = rest_of(self.rule, self.first_on, begins_on)
        return Plan(tail, begins_on, tuple(day for day in self.left_out if day >= begins_on))


@dataclass(frozen=True, slots=True)
class Matching:
    """How the days of a series that is changed become others: pairs of an old and a new day, days that go, days that come."""

    moved: tuple[tuple[date, date], ...]
    gone: tuple[date, ...]
    new: tuple[date, ...]


def match_days(old: Sequence[date], new: Sequence[date]) -> Matching:
    """A day that stays is its own pair; the others are paired in their order for as long as there are both."""
    same = set(old) & set(new)
    rest_old, rest_new = sorted(set(old) - same), sorted(set(new) - same)
    pairs = [(day, day) for day in sorted(same)] + list(zip(rest_old, rest_new, strict=False))
    number = min(len(rest_old), len(rest_new))
    return Matching(tuple(sorted(pairs)), tuple(rest_old[number:]), tuple(rest_new[number:]))


def _parse(rule: str, first_on: date) -> rrule:
    return rrulestr(rule, dtstart=datetime.combine(first_on, time(0)), ignoretz=True)


def _with_end(rule: str, end: str) -> str:
    kept = [part for part in rule.split(";") if not part.startswith(("COUNT=", "UNTIL="))]
    return ";".join([*kept, end])


def _place_in_month(on: date) -> int:
    """1 to 4, and -1 for a day that might be the fifth of its kind."""
    place = (on.day - 1) // 7 + 1
    return place if place < 5 else -1
