"""Pages about organisations: for the staff, for applicants by a signed link, and for owners who accept the agreements."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString

from outreach.accounts.access import current_account
from outreach.core.db import db
from outreach.partners.models import Organisation
from outreach.partners.queries import UnknownOrganisation, get_organisation
from outreach.vetting.labels import REFUSALS
from outreach.vetting.operations import VettingRefused

bp = Blueprint("vetting", __name__, url_prefix="/manage/partners")
applications_bp = Blueprint("applications", __name__, url_prefix="/partners/application")
agreements_bp = Blueprint("agreements", __name__, url_prefix="/manage/organisation/agreement")


def find_in_sight(organisation_id: UUID) -> Organisation:
    """The organisation, locked for a POST, or 404: out of sight is the same as not there."""
    try:
        return get_organisation(organisation_id, scope=current_account().scope, is_locked=request.method == "POST")
    except UnknownOrganisation:
        abort(404)


def to_organisation(organisation_id: UUID, text: str | LazyString, kind: str = "success") -> ResponseReturnValue:
    """Back to the page of the organisation, saying what happened."""
    flash(text, kind)
    return redirect(url_for("vetting.organisation", organisation_id=organisation_id), 303)


def refused(organisation_id: UUID, error: VettingRefused) -> ResponseReturnValue:
    """Nothing is kept; the page of the organisation says why."""
    db.session.rollback()
    return to_organisation(organisation_id, REFUSALS[error.refusal], "error")
