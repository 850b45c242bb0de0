"""Pages about events, venues and interpreters."""

from __future__ import annotations

from flask import Blueprint

from outreach.accounts.rules import Role

READERS = (Role.LEAD, Role.COORDINATOR, Role.AUDITOR)
CHANGERS = (Role.LEAD, Role.COORDINATOR)

bp = Blueprint("events", __name__, url_prefix="/manage/events")
