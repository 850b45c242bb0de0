"""What organisations ask for about their services, for staff: looked at field by field, approved, or given back with a reason."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, requires
from outreach.accounts.queries import find_names
from outreach.accounts.rules import EDITORS, STAFF
from outreach.core.db import db
from outreach.directory.access import current_act, may_decide, seen_change
from outreach.directory.assigning import values_of
from outreach.directory.describing import differences, facts_of
from outreach.directory.history import field_labels
from outreach.directory.labels import REFUSALS
from outreach.directory.models import ServiceChange
from outreach.directory.operations import ServiceRefused
from outreach.directory.queries import find_alike
from outreach.directory.revising import approve, give_back, overtaken, version_of
from outreach.directory.routes import bp
from outreach.partners.own_forms import GiveBackForm
from outreach.partners.rules import RevisionState
from outreach.web.forms import form_page


@bp.get("/changes/<uuid:change_id>")
@requires(*STAFF)
def change(change_id: UUID) -> ResponseReturnValue:
    return _page(seen_change(change_id), GiveBackForm())


@bp.post("/changes/<uuid:change_id>/approve")
@requires(*EDITORS)
def approve_change(change_id: UUID) -> ResponseReturnValue:
    found = _in_hand(change_id)
    try:
        approve(found, version=request.form.get("version", ""), act=current_act())
    except ServiceRefused as refused:
        return _refused(refused, change_id)
    db.session.commit()
    flash(_("Approved, and the organisation is told by mail. Readers’ pages are made anew."), "success")
    return redirect(url_for(".service", service_id=found.service_id), 303)


@bp.post("/changes/<uuid:change_id>/give-back")
@requires(*EDITORS)
def give_change_back(change_id: UUID) -> ResponseReturnValue:
    found, form = _in_hand(change_id), GiveBackForm()
    if not form.validate_on_submit():
        return _page(found, form)
    try:
        give_back(found, version=request.form.get("version", ""), reason=form.reason.data, act=current_act())
    except ServiceRefused as refused:
        return _refused(refused, change_id)
    db.session.commit()
    flash(_("Given back. The organisation is told why by mail; what was approved stays."), "success")
    return redirect(url_for(".service", service_id=found.service_id), 303)


def _page(found: ServiceChange, form: GiveBackForm) -> ResponseReturnValue:
    service, is_pending = found.service, found.state == RevisionState.PENDING
    labels = field_labels()
    return form_page(
        "directory/change.html",
        form=form,
        change=found,
        service=service,
        version=version_of(found),
        rows=() if found.is_new else differences(found),
        facts=facts_of(service, is_staff=False) if found.is_new else (),
        alike=find_alike(service.name, current_account().scope, but=service.id) if found.is_new and is_pending else (),
        overtaken=[labels[name] for name in overtaken(found, values_of(service))] if is_pending else (),
        may_decide=is_pending and may_decide(found),
        names=find_names(),
    )


def _in_hand(change_id: UUID) -> ServiceChange:
    found = seen_change(change_id)
    if not may_decide(found):
        abort(403)
    return found


def _refused(refused: ServiceRefused, change_id: UUID) -> ResponseReturnValue:
    db.session.rollback()
    flash(REFUSALS[refused.refusal], "error")
    return redirect(url_for(".change", change_id=change_id), 303)
