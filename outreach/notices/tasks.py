"""Telling people of events in the background."""

from __future__ import annotations

from datetime import datetime

from outreach.core.config import Config
from outreach.core.db import db
from outreach.core.jobs import stopping
from outreach.notices.operations import forget_addresses, tell_of
from outreach.notices.queries import find_events, find_ids_to_look_at

AT_ONCE = 200  # events of one transaction


def tell_people(_config: Config, now: datetime) -> int:
    """Tell everybody who works, interprets or hosts at an event what is new to them, and remind them; returns how many mails were put."""
    forget_addresses(now)
    db.session.commit()
    ids, number = find_ids_to_look_at(now), 0
    for first in range(0, len(ids), AT_ONCE):
        if stopping.is_set():
            break
        number += tell_of(find_events(ids[first : first + AT_ONCE]), now)
        db.session.commit()
    return number
