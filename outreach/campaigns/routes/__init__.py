"""Pages about campaigns."""

from __future__ import annotations

from flask import Blueprint

from outreach.accounts.rules import Role

READERS = (Role.LEAD, Role.COORDINATOR, Role.AUDITOR)
CHANGERS = (Role.LEAD, Role.COORDINATOR)

bp = Blueprint("campaigns", __name__, url_prefix="/manage/campaigns")
