"""Pages about practice alerts: for members of partner organisations, and for staff of the areas."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from outreach.accounts.access import current_account
from outreach.accounts.rules import STAFF, Role
from outreach.alerts.labels import REFUSALS
from outreach.alerts.models import Alert
from outreach.alerts.operations import AlertRefused
from outreach.alerts.queries import UnknownAlert, get_alert
from outreach.core.db import db

bp = Blueprint("alerts", __name__, url_prefix="/manage/alerts")

READERS = (*sorted(STAFF), Role.PARTNER)


def find_alert(alert_id: UUID) -> Alert:
    """The alert, locked for a POST, or 404: out of sight is the same as not there."""
    try:
        return get_alert(alert_id, account=current_account(), is_locked=request.method == "POST")
    except UnknownAlert:
        abort(404)


def done(alert_id: UUID, text: str) -> ResponseReturnValue:
    db.session.commit()
    flash(text, "success")
    return redirect(url_for("alerts.alert", alert_id=alert_id), 303)


def refused(alert_id: UUID, error: AlertRefused) -> ResponseReturnValue:
    db.session.rollback()
    flash(REFUSALS[error.refusal], "error")
    return redirect(url_for("alerts.alert", alert_id=alert_id), 303)
