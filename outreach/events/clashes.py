"""What stands against an event at its time, or ought to be known before it is saved: pure rules over what queries have found."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from difflib import SequenceMatcher
from enum import StrEnum
from uuid import UUID

from outreach.events.notable import Notable
from outreach.events.rules import Kind

SIMILAR = 0.85  # of two titles, as a share of the letters that they have in common in order


class Taken(StrEnum):
    PERSON = "person"
    VENUE = "venue"
    INTERPRETER = "interpreter"


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that an event takes, and whom and what it takes; `event_id` is None for one that is not made yet."""

    on: date
    starts_at: datetime
    ends_at: datetime
    event_id: UUID | None = None
    resources: Mapping[Taken, frozenset[UUID]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Booking:
    """A person, venue or interpreter that another event has taken."""

    taken: Taken
    resource_id: UUID
    event_id: UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Clash:
    """A person, venue or interpreter that would be taken twice on a day. It blocks."""

    on: date
    taken: Taken
    resource_id: UUID
    event_id: UUID


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event that is there already, as far as it may be seen."""

    event_id: UUID
    on: date
    starts: time
    area: str | None
    kind: Kind
    title: str


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that was found. Clashes block; days of note and likely duplicates are to be known."""

    clashes: tuple[Clash, ...] = ()
    notable: tuple[tuple[date, Notable], ...] = ()
    duplicates: tuple[tuple[date, Candidate], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.clashes or self.notable or self.duplicates)

    def beyond(self, before: Findings) -> Findings:
        """What is not among what was known *before*."""
        pairs = {(on, one.event_id) for on, one in before.duplicates}
        return Findings(
            tuple(new_clashes(self.clashes, before.clashes)),
            tuple(one for one in self.notable if one not in before.notable),
            tuple((on, one) for on, one in self.duplicates if (on, one.event_id) not in pairs),
        )

    @property
    def marks(self) -> frozenset[str]:
        """A short mark of each finding, by which a form tells what its sender has seen."""
        parts = [f"{one.on}{one.taken}{one.resource_id}{one.event_id}" for one in self.clashes]
        parts += [f"{on}{what}" for on, what in self.notable] + [f"{on}{one.event_id}" for on, one in self.duplicates]
        return frozenset(hashlib.sha256(part.encode()).hexdigest()[:8] for part in parts)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an event or a series takes, and how it would be known."""

    slots: Sequence[Slot]
    area: str | None = None
    kind: Kind = Kind.DROP_IN
    title: str = ""

    @property
    def ids(self) -> frozenset[UUID]:
        """The events that this is about, which never stand in their own way."""
        return frozenset(slot.event_id for slot in self.slots if slot.event_id)

    @property
    def resources(self) -> dict[Taken, frozenset[UUID]]:
        """Whom and what it takes at any time."""
        return {taken: frozenset(one for slot in self.slots for one in slot.resources.get(taken, ())) for taken in Taken}


def find_clashes(wanted: Wanted, bookings: Iterable[Booking]) -> list[Clash]:
    """Each thing that is taken at a time that overlaps, by the day. One event that ends as the next begins is no overlap."""
    found, ours = set(), wanted.ids
    others = [one for one in bookings if one.event_id not in ours]
    for slot in wanted.slots if others else ():
        for one in others:
            is_taken = one.resource_id in slot.resources.get(one.taken, ())
            if is_taken and one.starts_at < slot.ends_at and slot.starts_at < one.ends_at:
                found.add(Clash(slot.on, one.taken, one.resource_id, one.event_id))
    return sorted(found, key=lambda clash: (clash.on, clash.taken, clash.resource_id.int, clash.event_id.int))


def find_duplicates(wanted: Wanted, candidates: Iterable[Candidate]) -> list[tuple[date, Candidate]]:
    """Events of the same area on the same day that are of the same kind or have nearly the same title."""
    by_day: dict[date, list[Candidate]] = {}
    for one in candidates:
        if one.area == wanted.area and one.event_id not in wanted.ids:
            by_day.setdefault(one.on, []).append(one)
    return [
        (slot.on, one)
        for slot in wanted.slots
        for one in by_day.get(slot.on, ())
        if one.kind is wanted.kind or are_similar(one.title, wanted.title)
    ]


def are_similar(one: str, other: str) -> bool:
    """Whether two titles say nearly the same, whatever their case and punctuation."""
    left, right = _letters(one), _letters(other)
    return bool(left and right) and SequenceMatcher(None, left, right).ratio() >= SIMILAR


def new_clashes(clashes: Iterable[Clash], before: Collection[Clash]) -> list[Clash]:
    """Those that were not there *before*: what was accepted once is not asked about again."""
    return [clash for clash in clashes if clash not in before]


def _letters(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))
