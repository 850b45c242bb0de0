"""Adding to the trail."""

from __future__ import annotations

from datetime import datetime

from outreach.audit.models import AuditEntry
from outreach.core.db import db


def record(action: str, subject: str, *, by: str, now: datetime, detail: str = "") -> None:
    """Note that *by* did *action* to *subject*, in the same transaction as the act itself."""
    db.session.add(AuditEntry(at=now, actor=by, action=action, subject=subject, detail=detail))
