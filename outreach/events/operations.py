"""What is done to one event: scheduled, changed on its own, cancelled, put back. Each act is on record under its id, with names of fields.

Whoever calls has asked `rules.may_change`, and has an event that is there locked. *values* are those of `assigning.COLUMNS`, the texts
`title`, `summary` and `statement`, and `commitments`, `audiences`, `languages` (tag, need, interpreter) and `staff` (account, role).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert

from outreach.core.db import db
from outreach.events.assigning import (
    ARRANGED,
    TAKING,
    Act,
    assign,
    changed_names,
    check,
    count_up,
    keep_free,
    note,
    note_first_sight,
    note_override,
    publish,
    settle,
    tell,
    wanted_of,
    wanted_of_events,
)
from outreach.events.clashes import Wanted
from outreach.events.models import Event, WithheldEvent
from outreach.events.queries import TEXTS, day_by_rule, find_texts
from outreach.events.rules import ZONE, EventRefused, Refusal, State, find_obstacle


def schedule(event_id: UUID, values: Mapping[str, Any], doer: Act) -> Event:
    """An event of its own. Raises EventRefused, and Clashing where it takes somebody or something twice."""
    values = settle(values)
    check(values)
    clashes = keep_free(wanted_of(values, [values["held_on"]]), doer)
    event = make_event(event_id, values, doer)
    for name in TEXTS:
        tell([event], name, values[name], owner=event_id, doer=doer)
    add_event(event, doer)
    note_override([event], clashes, doer)
    publish([event], doer)
    return event


def make_event(event_id: UUID, values: Mapping[str, Any], doer: Act) -> Event:
    """An event with these values and no texts yet, not added to the session."""
    event = Event(id=event_id, zone=ZONE, sequence=0, state=State.SCHEDULED, is_changed=False, made_by_id=doer.by, made_at=doer.now)
    event.listeners, event.tongues, event.people, event.commitments = set(), [], [], set()
    event.cancelled_because = ""
    with db.session.no_autoflush:
        assign(event, values, values.keys())
    return event


def add_event(event: Event, doer: Act, *, detail: str = "") -> None:
    """Keep a new event, and have it on record."""
    note_first_sight(event, doer)
    note(event, "event.made", doer, detail=detail)
    db.session.add(event)
    db.session.flush()


def change_event(event: Event, values: Mapping[str, Any], doer: Act) -> bool:
    """Give this event alone these values; False when nothing is different. Raises EventRefused and Clashing."""
    check_open(event)
    values = settle(values)
    check(values)
    names = changed_names(event, values)
    if not names:
        return False
    before, after = outline_change(event, values)
    clashes = keep_free(after, doer, before=before)
    write_change(event, values, names, doer)
    note_override([event], clashes, doer)
    return True


def write_change(event: Event, values: Mapping[str, Any], names: list[str], doer: Act) -> None:
    """Give this event alone the named ones of *values*, which fit together and are free to be taken."""
    was_public = event.is_public
    assign(event, values, names)
    for name in TEXTS.keys() & names:
        tell([event], name, values[name], owner=event.id, doer=doer)
    if event.series_id and not ARRANGED.issuperset(names):
        event.is_changed = True
    finish_change(event, names, doer)
    publish([event], doer, was_public=was_public)


def outline_change(event: Event, values: Mapping[str, Any]) -> tuple[Wanted, Wanted]:
    """What the event takes now, and what it would take. Raises EventRefused for times that cannot be."""
    return outline_present([event]), wanted_of_events(values, [(event, values["held_on"])], TAKING)


def present_of(event: Event) -> dict[str, Any]:
    """How the event is known now, by the names of values."""
    return {"area": event.area, "kind": event.kind, "title": find_texts(event)["title"].english}


def finish_change(event: Event, names: list[str], doer: Act, *, detail: str = "") -> None:
    """Count up, note when it is first seen, and have the change on record."""
    count_up(event, names)
    note_first_sight(event, doer)
    note(event, "event.changed", doer, detail=detail, changed=names)
    db.session.flush()


def cancel_event(event: Event, reason: str, doer: Act) -> None:
    """It stays, and is told as cancelled. Done twice, it changes nothing. Raises EventRefused for an event that is over, or no reason."""
    if not reason:
        raise EventRefused(Refusal.REASON)
    if event.is_cancelled:
        return
    if event.ends_at <= doer.now:
        raise EventRefused(Refusal.PAST, event.held_on)
    mark_cancelled(event, reason, doer)
    publish([event], doer)


def mark_cancelled(event: Event, reason: str, doer: Act) -> None:
    event.state, event.cancelled_at, event.cancelled_because = State.CANCELLED, doer.now, reason
    count_up(event, ["state"])
    note(event, "event.cancelled", doer, detail=reason)
    db.session.flush()


def put_back(events: Sequence[Event], doer: Act) -> int:
    """Let cancelled events take place after all; returns how many. Those that are scheduled are left as they are.

    Raises EventRefused for one that is over, or for which its series has no day any more, and Clashing.
    """
    cancelled = [event for event in events if event.is_cancelled]
    for event in cancelled:
        check_can_be_put_back(event, doer)
    clashes = keep_free(outline_present(cancelled), doer)
    for event in cancelled:
        event.state, event.cancelled_at, event.cancelled_because = State.SCHEDULED, None, ""
        event.is_changed = event.is_changed or differs_from_series(event)
        count_up(event, ["state"])
        note_first_sight(event, doer)
        note(event, "event.put-back", doer)
    db.session.flush()
    note_override(cancelled, clashes, doer)
    publish(cancelled, doer)
    return len(cancelled)


def check_can_be_put_back(event: Event, doer: Act) -> None:
    """Raises EventRefused for an event that is over, or for which its series has no day any more."""
    if refusal := find_obstacle(event.ends_at, event.cancelled_because, doer.now):
        raise EventRefused(refusal, event.held_on)


def outline_present(events: Sequence[Event]) -> Wanted:
    """What events that are there take as they are."""
    return wanted_of_events(present_of(events[0]), [(event, event.held_on) for event in events], ()) if events else Wanted(())


def differs_from_series(event: Event) -> bool:
    """Whether the day or the times of an event are not those of its series: they were changed while it was cancelled."""
    series = event.series
    return series is not None and (event.held_on, event.starts, event.ends) != (day_by_rule(event), series.starts, series.ends)


def check_open(event: Event) -> None:
    """Raises EventRefused for an event that is cancelled."""
    if event.is_cancelled:
        raise EventRefused(Refusal.CANCELLED, event.held_on)


def note_withheld(rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep which public events a publication has withheld from readers of which languages, and why (the columns of WithheldEvent), in the
    place of what the publication before it had.
    """
    db.session.execute(delete(WithheldEvent))
    if rows:
        db.session.execute(insert(WithheldEvent), list(rows))
