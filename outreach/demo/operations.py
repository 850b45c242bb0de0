"""Loading the demonstration."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select

from outreach.content.models import PublicationRequest
from outreach.content.operations import request_publication
from outreach.core.db import db


def load_demonstration(*, now: datetime) -> bool:
    """Fill an empty installation; False, and nothing changed, when it has been filled before."""
    if db.session.scalar(select(exists().where(PublicationRequest.id.is_not(None)))):
        return False
    request_publication("demonstration loaded", now=now)
    return True
