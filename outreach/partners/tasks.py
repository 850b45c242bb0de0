"""Partners in the background."""

from __future__ import annotations

from datetime import datetime

from outreach.core.config import Config
from outreach.core.db import db
from outreach.core.jobs import stopping
from outreach.partners.verifying import find_due_ids, remind


def ask_partners(_config: Config, now: datetime) -> int:
    """Ask every partner whose word has grown old whether all is still true, each step once; returns how much was told."""
    ids, done = find_due_ids(now), 0
    db.session.rollback()
    for organisation_id in ids:
        if stopping.is_set():
            break
        done += remind(organisation_id, now)
        db.session.commit()
    return done
