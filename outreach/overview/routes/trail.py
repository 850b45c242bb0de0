"""The audit trail: searched, read row by row, and taken away as a file."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from outreach.accounts.access import requires
from outreach.accounts.rules import Role
from outreach.audit.models import AuditEntry
from outreach.audit.queries import find_head
from outreach.campaigns.access import current_asker
from outreach.core.db import db
from outreach.overview.labels import ACTIONS
from outreach.overview.trail import TRAIL, name_of, subject_name, subject_url, trail_of

READERS = (Role.LEAD, Role.AUDITOR)

bp = Blueprint("trail", __name__, url_prefix="/manage/audit")


@bp.get("")
@requires(*READERS)
def index() -> ResponseReturnValue:
    return TRAIL.answer("overview/trail.html", trail_of(current_asker()), head=find_head())


@bp.get("/<int:place>")
@requires(*READERS)
def entry(place: int) -> ResponseReturnValue:
    """One row, with the hashes that chain it."""
    row = db.session.scalar(trail_of(current_asker()).where(AuditEntry.place == place))
    if row is None:
        abort(404)
    words = {"who": name_of(row.actor), "what": ACTIONS.get(row.action, row.action), "subject": subject_name(row.subject)}
    return render_template("overview/trail_entry.html", entry=row, **words, subject_url=subject_url(row.subject))
