"""Content in the background."""

from __future__ import annotations

import logging
from datetime import datetime

from outreach.content.operations import note_lapses
from outreach.content.queries import list_unnoted_lapses
from outreach.core.config import Config
from outreach.core.db import db, reading

_log = logging.getLogger(__name__)


def note_lapsed_claims(_config: Config, now: datetime) -> None:
    """Note claims whose review date has passed; readers get the withdrawal text with the publication that follows."""
    with reading():
        is_due = bool(list_unnoted_lapses(now.date()))
        db.session.rollback()
    if is_due:
        for key in note_lapses(now=now):
            _log.warning("claim/%s is past its review date", key)
        db.session.commit()
