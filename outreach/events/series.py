"""What is done to several events of a series: made by a rule, changed or cancelled from one on, or all that lie ahead.

Events that were changed on their own, that are cancelled, or whose day has passed are kept as they are. A series of which a part is kept
with its old rule is split: the rest becomes a series of its own, with texts of its own, and says which one it continues.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from outreach.core.db import db
from outreach.events.assigning import (
    TAKING,
    Act,
    assign,
    changed_names,
    check,
    keep_free,
    note_override,
    publish,
    settle,
    tell,
    wanted_of,
    wanted_of_events,
)
from outreach.events.clashes import Wanted
from outreach.events.models import Event, EventSeries
from outreach.events.operations import add_event, cancel_event, check_open, finish_change, make_event, mark_cancelled, present_of
from outreach.events.queries import TEXTS, day_by_rule, find_concerned, find_series_events
from outreach.events.recurrence import Matching, Plan, match_days, rest_of
from outreach.events.rules import BY_RULE, ZONE, EventRefused, Reach, Refusal


def schedule_series(series_id: UUID, plan: Plan, values: Mapping[str, Any], doer: Act) -> list[Event]:
    """Every event of a series, made at once. Raises EventRefused, and Clashing with every day concerned."""
    values = settle(values)
    check(values)
    days = plan.days()
    clashes = keep_free(wanted_of(values, days), doer)
    series = _make_series(series_id, plan, values, doer)
    events = _make_events(series, days, values, doer)
    note_override(events, clashes, doer)
    publish(events, doer)
    return events


def change_series(event: Event, reach: Reach, values: Mapping[str, Any], plan: Plan, doer: Act) -> list[Event]:
    """Give this event and those after it, or all that lie ahead, what is different in *values*, on the days of *plan*.

    Returns the events that were changed or made. Raises EventRefused and Clashing.
    """
    check_open(event)
    values = settle(values)
    check(values)
    concerned = find_concerned(event, reach, today=doer.today, is_locked=True)
    names = [name for name in changed_names(event, values) if name != "held_on"]
    standing, movable, matching = _match(concerned, plan)
    before, after = _outline(event, movable, matching, values, names)
    clashes = keep_free(after, doer, before=before)
    was_public = any(one.is_public for one in concerned)
    series = _own_series(event, concerned, plan, values, doer)
    _share_texts(event, list(movable.values()), values, names, series.id, doer)
    changed = _move(standing, movable, matching, values, names, doer)
    for one in concerned:
        one.series_id = series.id
    db.session.flush()
    changed += _make_events(series, matching.new, values, doer, is_joining=bool(movable))
    note_override(changed, clashes, doer)
    publish(changed, doer, was_public=was_public)
    return changed


def outline_series(event: Event, reach: Reach, values: Mapping[str, Any], plan: Plan, *, today: date) -> tuple[Wanted, Wanted]:
    """What the events concerned take now, and what they and new ones would take. Raises EventRefused."""
    names = [name for name in changed_names(event, values) if name != "held_on"]
    _standing, movable, matching = _match(find_concerned(event, reach, today=today), plan)
    return _outline(event, movable, matching, values, names)


def _match(concerned: Sequence[Event], plan: Plan) -> tuple[list[Event], dict[date, Event], Matching]:
    """The events that have a day in the series, those of them that are changed with it, and how their days become those of *plan*."""
    standing = [one for one in concerned if one.cancelled_because != BY_RULE]
    movable = {day_by_rule(one): one for one in standing if not (one.is_changed or one.is_cancelled)}
    return standing, movable, match_days([day_by_rule(one) for one in standing], plan.days())


def _outline(
    event: Event, movable: Mapping[date, Event], matching: Matching, values: Mapping[str, Any], names: Sequence[str]
) -> tuple[Wanted, Wanted]:  # fmt: skip
    moved = [(movable[old], new) for old, new in matching.moved if old in movable]
    before = wanted_of_events(present_of(event), [(one, one.held_on) for one, _on in moved], ())
    after = wanted_of_events(values, moved, [name for name in names if name in TAKING])
    slots = sorted([*after.slots, *wanted_of(values, matching.new).slots], key=lambda slot: slot.starts_at)
    return before, replace(after, slots=slots)


def _share_texts(
    event: Event, movable: Sequence[Event], values: Mapping[str, Any], names: Sequence[str], series_id: UUID, doer: Act
) -> None:  # fmt: skip
    """Texts that are new, for all of them; and in a series that was split off, what they have, as texts of its own."""
    for name in TEXTS:
        if name in names or series_id != event.series_id:
            tell(movable, name, values[name], owner=series_id, doer=doer)


def cancel_series(event: Event, reach: Reach, reason: str, doer: Act) -> int:
    """Cancel this event, it and those after it, or all that lie ahead; returns how many. Raises EventRefused."""
    if not event.series_id or reach is Reach.THIS:
        cancel_event(event, reason, doer)
        return 1
    if not reason:
        raise EventRefused(Refusal.REASON)
    first = event.held_on if reach is Reach.FOLLOWING else date.min
    rows = find_series_events(event.series_id, is_locked=True)
    ahead = [one for one in rows if one.held_on >= first and one.ends_at > doer.now and not one.is_cancelled]
    if not ahead:
        raise EventRefused(Refusal.PAST)
    for one in ahead:
        mark_cancelled(one, reason, doer)
    publish(ahead, doer)
    return len(ahead)


def _own_series(event: Event, concerned: Sequence[Event], plan: Plan, values: Mapping[str, Any], doer: Act) -> EventSeries:
    """The series of the events concerned: the one that they have, or, where others stay with its old rule, a new one that continues it."""
    series = event.series
    if series is None:
        raise EventRefused(Refusal.SERIES)
    others = [one for one in find_series_events(series.id) if one not in concerned]
    if others:
        begins_on = day_by_rule(concerned[0])
        if any(day_by_rule(one) < begins_on for one in others):
            series.rule, _rest = rest_of(series.rule, series.first_on, begins_on)
        return _make_series(uuid4(), plan, values, doer, continues=series)
    series.rule, series.first_on, series.left_out = plan.rule, plan.first_on, [day.isoformat() for day in plan.left_out]
    series.starts, series.ends = values["starts"], values["ends"]
    return series


def _make_series(series_id: UUID, plan: Plan, values: Mapping[str, Any], doer: Act, *, continues: EventSeries | None = None) -> EventSeries:
    series = EventSeries(id=series_id, rule=plan.rule, first_on=plan.first_on, zone=ZONE, made_at=doer.now)
    series.left_out = [day.isoformat() for day in plan.left_out]
    series.starts, series.ends = values["starts"], values["ends"]
    series.continues_id = continues.id if continues else None
    db.session.add(series)
    db.session.flush()
    return series


def _make_events(
    series: EventSeries, days: Iterable[date], values: Mapping[str, Any], doer: Act, *, is_joining: bool = False
) -> list[Event]:  # fmt: skip
    """An event for each day, with the texts of the series: those that it has where they are *joining* others."""
    events = []
    for on in days:
        event = make_event(uuid4(), {**values, "held_on": on}, doer)
        event.series_id, event.original_on = series.id, on
        events.append(event)
    if events:
        for name in TEXTS:
            if is_joining and values[name]:
                for event in events:
                    setattr(event, f"{name}_key", f"event/{series.id}/{name}")
            else:
                tell(events, name, values[name], owner=series.id, doer=doer)
    for event in events:
        add_event(event, doer, detail=f"series/{series.id}")
    return events


def _move(
    concerned: Sequence[Event],
    movable: Mapping[date, Event],
    matching: Matching,
    values: Mapping[str, Any],
    names: Sequence[str],
    doer: Act,
) -> list[Event]:
    """Put each event on its new day and give it what is different; cancel those that have no day any more. Returns those changed."""
    changed, by_day = [], {day_by_rule(one): one for one in concerned}
    for old, new in matching.moved:
        one = by_day[old]
        one.original_on = new
        if old not in movable:
            continue
        moved = [*names, *(["held_on"] if one.held_on != new else [])]
        if moved:
            assign(one, {**values, "held_on": new}, moved)
            finish_change(one, moved, doer, detail=f"series/{one.series_id}")
            changed.append(one)
    for old in matching.gone:
        if old in movable:
            mark_cancelled(movable[old], BY_RULE, doer)
            changed.append(movable[old])
    return changed
