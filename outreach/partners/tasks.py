"""What is cleared away in the background."""

from __future__ import annotations

from datetime import datetime

from outreach.core.config import Config
from outreach.core.db import db
from outreach.partners.applying import erase_old


def erase_drafts(_config: Config, now: datetime) -> int:
    """Erase registrations that were begun and not sent, 30 days after their latest change; returns how many."""
    count = erase_old(now)
    db.session.commit()
    return count
