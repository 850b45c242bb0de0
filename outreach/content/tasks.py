"""Content in the background."""

from __future__ import annotations

import logging
from datetime import datetime

from outreach.content.operations import note_lapses, request_publication
from outreach.content.queries import has_request_since, list_unnoted_lapses
from outreach.core.config import Config
from outreach.core.db import db, reading

_log = logging.getLogger(__name__)


def ask_each_day(_config: Config, now: datetime) -> None:
    """Ask for a publication once a day: what a page says of a number or a file says of itself may depend on the date."""
    with reading():
        is_asked = has_request_since(now.replace(hour=0, minute=0, second=0, microsecond=0))
        db.session.rollback()
    if not is_asked:
        request_publication("a new day", now=now)
        db.session.commit()


def note_lapsed_claims(_config: Config, now: datetime) -> None:
    """Note claims whose review date has passed; readers get the withdrawal text with the publication that follows."""
    with reading():
        is_due = bool(list_unnoted_lapses(now.date()))
        db.session.rollback()
    if is_due:
        for key in note_lapses(now=now):
            _log.warning("claim/%s is past its review date", key)
        db.session.commit()
