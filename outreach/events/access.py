"""The event or record that an address names, for whoever asks: out of their sight it is not there, and out of their hands it is refused."""

from __future__ import annotations

from uuid import UUID

from flask import abort, request

from outreach.accounts.access import current_account, current_config
from outreach.campaigns.access import current_asker
from outreach.events.assigning import Act
from outreach.events.models import Event, Interpreter, Venue
from outreach.events.queries import UnknownEvent, UnknownRecord, get_event, get_interpreter, get_venue
from outreach.events.rules import may_change

Record = Venue | Interpreter


def current_act(override: str = "") -> Act:
    """Whoever is signed in does something now."""
    return Act(current_asker(), current_account().id, current_config().clock(), override)


def seen_event(event_id: UUID) -> Event:
    """The event, or 404; locked where the request writes."""
    try:
        return get_event(event_id, asker=current_asker(), is_locked=request.method == "POST")
    except UnknownEvent:
        abort(404)


def changed_event(event_id: UUID) -> Event:
    """The event, for a view that changes it: 404 out of sight, 403 where it is only to be read."""
    event = seen_event(event_id)
    if not may_change(current_asker(), event.place):
        abort(403)
    return event


def seen_record(model: type[Record], record_id: UUID) -> Record:
    """The venue or interpreter, or 404; locked where the request writes."""
    is_locked = request.method == "POST"
    try:
        if model is Venue:
            return get_venue(record_id, asker=current_asker(), is_locked=is_locked)
        return get_interpreter(record_id, is_locked=is_locked)
    except UnknownRecord:
        abort(404)
