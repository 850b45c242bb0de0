"""Partners in the background: asked whether all is still true; registrations that were not sent are cleared away."""

from __future__ import annotations

from datetime import datetime

from outreach.core.config import Config
from outreach.core.db import db
from outreach.core.jobs import stopping
from outreach.partners.applying import erase_old
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


def erase_drafts(_config: Config, now: datetime) -> int:
    """Erase registrations that were begun and not sent, 30 days after their latest change; returns how many."""
    count = erase_old(now)
    db.session.commit()
    return count
