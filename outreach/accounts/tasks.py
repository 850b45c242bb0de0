"""What is cleared away in the background."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete

from outreach.accounts.models import SignIn, Tries
from outreach.core.config import Config
from outreach.core.db import db

KEPT = timedelta(days=90)  # sessions that have ended, so that an unusual sign-in can be told from a usual one
TRIES_KEPT = timedelta(days=1)


def clear_away(_config: Config, now: datetime) -> int:
    """Forget sessions that ended long ago, and tries; returns how many."""
    old = (delete(SignIn).where(SignIn.ends_at < now - KEPT), delete(Tries).where(Tries.latest_at < now - TRIES_KEPT))
    count = sum(cast(CursorResult[Any], db.session.execute(each)).rowcount for each in old)
    db.session.commit()
    return count
