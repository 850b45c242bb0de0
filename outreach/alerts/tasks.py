"""What time does to alerts, in the background."""

from __future__ import annotations

from datetime import datetime

from outreach.alerts.operations import forget_raisers, remind
from outreach.core.config import Config
from outreach.core.db import db


def follow_alerts(_config: Config, now: datetime) -> int:
    """Remind those who have to answer, and forget who raised what ended long ago; returns how much was done."""
    done = remind(now) + forget_raisers(now)
    db.session.commit()
    return done
