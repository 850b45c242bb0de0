"""Giving an event its values: what is checked, what is written, and which texts it shares with others. For operations only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from outreach.audit.operations import record
from outreach.campaigns.models import Campaign
from outreach.campaigns.queries import find_commitments
from outreach.campaigns.rules import Asker
from outreach.content.library import Gravity
from outreach.content.operations import copy_text, request_publication, write_text
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.events.clashes import Clash, Slot, Taken, Wanted, find_clashes, new_clashes
from outreach.events.models import Event, EventLanguage, EventStaff, Venue
from outreach.events.queries import find_bookings, find_sharing, values_of
from outreach.events.rules import (
    EventRefused,
    Kind,
    Need,
    Refusal,
    State,
    Visibility,
    Whereabouts,
    find_contradictions,
    instants_of,
)

COLUMNS = (
    *("kind", "area", "campaign_id", "purpose", "whereabouts", "venue_id", "shows_place", "agreed_by", "agreed_on", "host_name"),
    "host_organisation_id",
    *("host_email", "capacity", "safeguarding", "risks", "visibility", "contact_key", "attends", "immigration_enforcement"),
    *("join_url", "shows_join", "held_on", "starts", "ends"),
)
ARRANGED = frozenset({"staff", "languages", "safeguarding", "risks"})
"""What is arranged for one day: an event that differs from its series in this alone does not count as changed on its own."""
COUNTED = frozenset(
    {
        *("title", "summary", "held_on", "starts", "ends", "state", "area", "whereabouts", "venue_id", "shows_place", "visibility"),
        *("join_url", "staff", "languages", "host_email"),
    }
)
"""What a calendar, or somebody who is told of the event by mail, has to know: a change of any of these counts up the sequence."""
TAKING = ("starts", "ends", "venue_id", "staff", "languages")
"""What decides whom and what an event takes, and when."""
GRAVITY = {"title": Gravity.MEANING, "summary": Gravity.MEANING, "statement": Gravity.SAFETY}
_BOOKINGS = 0x45564E54  # the advisory lock of all bookings


class Clashing(Exception):
    """Somebody or something would be taken twice, and no lead has given a reason why that is right."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        self.clashes = tuple(clashes)
        super().__init__(len(clashes))


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, and when. *override* is a lead's reason for taking somebody or something twice."""

    asker: Asker
    by: UUID
    now: datetime
    override: str = ""

    @property
    def today(self) -> date:
        """The day in London."""
        return self.now.astimezone(LONDON).date()


def subject_of(event_id: UUID) -> str:
    """How the trail names an event."""
    return f"event/{event_id}"


def note(event: Event, act: str, doer: Act, *, detail: str = "", changed: Collection[str] = ()) -> None:
    """Have an act on record. The day of a change is the event's, whatever was changed."""
    event.changed_at = doer.now
    record(act, subject_of(event.id), by=str(doer.by), now=doer.now, detail=detail, changed=sorted(changed))


def publish(events: Collection[Event], doer: Act, *, was_public: bool = False) -> None:
    """Ask for a publication when readers see any of *events*, or saw one before."""
    shown = [event for event in events if event.is_public]
    if shown or (was_public and events):
        request_publication(f"{subject_of((shown or list(events))[0].id)} changed", now=doer.now)


def settle(values: Mapping[str, Any]) -> dict[str, Any]:
    """*values* without what other choices leave no room for: a venue elsewhere than at a venue, an address at which people join an event
    that is not online, a statement that nothing needs.
    """
    settled = dict(values)
    if settled["whereabouts"] != Whereabouts.VENUE:
        settled |= {"venue_id": None, "shows_place": False, "agreed_by": "", "agreed_on": None}
    if settled["whereabouts"] != Whereabouts.ONLINE:
        settled |= {"join_url": "", "shows_join": False}
    if not settled["immigration_enforcement"]:
        settled["statement"] = ""
    settled["languages"] = [(tag, need, who if need in (Need.BOOKED, Need.CONFIRMED) else None) for tag, need, who in settled["languages"]]
    return settled


def check(values: Mapping[str, Any]) -> None:
    """Raises EventRefused for values that do not fit together, or name a campaign or a venue of other areas."""
    venue = db.session.get(Venue, values["venue_id"]) if values["venue_id"] else None
    contradictions = find_contradictions(
        place=Whereabouts(values["whereabouts"]),
        has_venue=venue is not None,
        shows_place=values["shows_place"],
        is_agreed=bool(values["agreed_on"] or (venue and venue.agreed_on)),
        has_statement=bool(values["statement"]),
        needs_statement=values["immigration_enforcement"],
        has_address=bool(values["join_url"]),
        shows_address=values["shows_join"],
    )
    if contradictions:
        raise EventRefused(contradictions[0])
    if venue and values["area"] is not None and venue.area != values["area"]:
        raise EventRefused(Refusal.VENUE_AREA)
    campaign = db.session.get(Campaign, values["campaign_id"]) if values["campaign_id"] else None
    if campaign and not (campaign.is_national or values["area"] in campaign.areas):
        raise EventRefused(Refusal.CAMPAIGN)
    if any(need in (Need.BOOKED, Need.CONFIRMED) and who is None for _tag, need, who in values["languages"]):
        raise EventRefused(Refusal.INTERPRETER)


def wanted_of(values: Mapping[str, Any], days: Sequence[date]) -> Wanted:
    """What new events with *values* take on these days. Raises EventRefused for their times."""
    return _wanted(values, [slot_of(values, on) for on in days])


def wanted_of_events(values: Mapping[str, Any], moved: Sequence[tuple[Event, date]], names: Collection[str]) -> Wanted:
    """What events that are there take when each is put on its day and given the named ones of *values*. Raises EventRefused."""
    return _wanted(values, [slot_of({**taken_by(event), **{name: values[name] for name in names}}, on, event.id) for event, on in moved])


def _wanted(values: Mapping[str, Any], slots: Sequence[Slot]) -> Wanted:
    return Wanted(slots, values["area"], Kind(values["kind"]), values["title"])


def slot_of(values: Mapping[str, Any], on: date, event_id: UUID | None = None) -> Slot:
    return Slot(on, *instants_of(on, values["starts"], values["ends"]), event_id, _resources(values))


def taken_by(event: Event) -> dict[str, Any]:
    """Times and resources of an event that is there, by the names of values."""
    return {
        "starts": event.starts,
        "ends": event.ends,
        "venue_id": event.venue_id,
        "staff": [(one.account_id, one.role) for one in event.people],
        "languages": [(one.language, one.need, one.interpreter_id) for one in event.tongues],
    }


def _resources(values: Mapping[str, Any]) -> dict[Taken, frozenset[UUID]]:
    return {
        Taken.PERSON: frozenset(account_id for account_id, _role in values["staff"]),
        Taken.VENUE: frozenset({values["venue_id"]} - {None}),
        Taken.INTERPRETER: frozenset(who for _tag, _need, who in values["languages"] if who),
    }


def keep_free(wanted: Wanted, doer: Act, *, before: Wanted | None = None) -> Sequence[Clash]:
    """Let nobody and nothing be taken twice, until the transaction ends. Returns the clashes that a lead's reason lets stand.

    What clashed *before* at the same time was accepted then. Raises Clashing.
    """
    if not wanted.slots:
        return ()
    hold_bookings()
    clashes = new_clashes(_clashes(wanted), _clashes(before) if before and has_same_times(before, wanted) else ())
    if clashes and not doer.override:
        raise Clashing(clashes)
    return clashes


def hold_bookings() -> None:
    """Nobody else books anybody or anything until this transaction ends; writers on SQLite take turns anyway."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _BOOKINGS})


def has_same_times(one: Wanted, other: Wanted) -> bool:
    times = ({(slot.starts_at, slot.ends_at) for slot in wanted.slots} for wanted in (one, other))
    return next(times) == next(times)


def _clashes(wanted: Wanted) -> list[Clash]:
    first, last = min(slot.starts_at for slot in wanted.slots), max(slot.ends_at for slot in wanted.slots)
    return find_clashes(wanted, find_bookings(wanted.resources, first, last))


def note_override(events: Sequence[Event], clashes: Sequence[Clash], doer: Act) -> None:
    """Have it on record that somebody or something is taken twice, for each event concerned, with the reason."""
    days = {clash.on for clash in clashes}
    for event in events:
        if event.held_on in days:
            note(event, "event.clash-overridden", doer, detail=doer.override)


def changed_names(event: Event, values: Mapping[str, Any]) -> list[str]:
    """The names of those of *values* that the event has differently."""
    present = values_of(event)
    return [name for name, value in values.items() if _plain(present.get(name, getattr(event, name, None))) != _plain(value)]


def _plain(value: Any) -> Any:
    return sorted(value, key=repr) if isinstance(value, list | set) else value


def assign(event: Event, values: Mapping[str, Any], names: Collection[str]) -> None:
    """Give *event* the named ones of *values*, except texts; its instants follow from its wall times. Raises EventRefused."""
    for name in names:
        if name in COLUMNS:
            setattr(event, name, values[name])
    if "audiences" in names:
        event.audiences = set(values["audiences"])
    if "commitments" in names:
        event.commitments = find_commitments(values["commitments"])
    if "languages" in names:
        _assign_languages(event, values["languages"])
    if "staff" in names:
        _assign_staff(event, dict(values["staff"]))
    event.starts_at, event.ends_at = instants_of(event.held_on, event.starts, event.ends)


def _assign_languages(event: Event, wanted: Sequence[tuple[str, str, UUID | None]]) -> None:
    present = {one.language: one for one in event.tongues}
    event.tongues = [present.get(tag) or EventLanguage(language=tag) for tag, _need, _who in wanted]
    for one, (_tag, need, who) in zip(event.tongues, wanted, strict=True):
        one.need, one.interpreter_id = need, who


def _assign_staff(event: Event, wanted: Mapping[UUID, str]) -> None:
    present = {one.account_id: one for one in event.people}
    event.people = [present.get(account_id) or EventStaff(account_id=account_id) for account_id in wanted]
    for one in event.people:
        one.role = wanted[one.account_id]


def tell(events: Sequence[Event], name: str, english: str, *, owner: UUID, doer: Act) -> None:
    """Give *events* this text in common, as a unit of *owner* (an event or a series); without one where it is empty.

    Whoever else has that unit keeps what it says, in a unit of their own.
    """
    key, column = f"event/{owner}/{name}", f"{name}_key"
    if not english:
        for event in events:
            setattr(event, column, None)
        return
    ours = {event.id for event in events}
    for other in [one for one in find_sharing(name, key) if one.id not in ours]:
        own = f"event/{other.id}/{name}"
        copy_text(own, like=key, kind=GRAVITY[name], on=doer.today)
        setattr(other, column, own)
    present = next((getattr(event, column) for event in events if getattr(event, column)), None)
    write_text(key, english, kind=GRAVITY[name], like=present, on=doer.today)
    db.session.flush()
    for event in events:
        setattr(event, column, key)


def count_up(event: Event, names: Collection[str]) -> None:
    """Another version of the event, where others have to know."""
    if COUNTED.intersection(names):
        event.sequence += 1


def note_first_sight(event: Event, doer: Act) -> None:
    """The moment when others than staff could first see it."""
    if event.published_at is None and event.visibility != Visibility.INTERNAL and event.state == State.SCHEDULED:
        event.published_at = doer.now
