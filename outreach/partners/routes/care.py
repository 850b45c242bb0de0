"""What staff do for partners: approve changes of profiles, confirm by telephone, confirm hours and their payment, look at files."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.queries import find_names
from outreach.accounts.rules import EDITORS, STAFF
from outreach.core.db import db
from outreach.partners.access import seen_organisation
from outreach.partners.changes import compare
from outreach.partners.labels import FIELDS, REFUSALS
from outreach.partners.lists import ALL_HOURS, REVISIONS
from outreach.partners.models import Hours, Organisation, Revision
from outreach.partners.own_forms import ConfirmHoursForm, GiveBackForm, PaidForm
from outreach.partners.profile import overlay
from outreach.partners.queries import get_file, revisions_in_sight
from outreach.partners.revising import approve, give_back
from outreach.partners.routes.keeping import as_download
from outreach.partners.routes.pages import care_bp as bp
from outreach.partners.routes.profile import all_rows
from outreach.partners.rules import PartnerRefused, Payment, Refusal, RevisionState, Stage
from outreach.partners.sections import PUBLIC_FIELDS, describe
from outreach.partners.storing import find_files
from outreach.partners.verifying import Way, confirm
from outreach.partners.working import confirm as confirm_given
from outreach.partners.working import hours_in_sight, pay, sum_up
from outreach.web.forms import form_page


@bp.get("/revisions")
@requires(*STAFF)
def revisions() -> ResponseReturnValue:
    return REVISIONS.answer("partners/revisions.html", revisions_in_sight(current_account().scope))


@bp.get("/revisions/<uuid:revision_id>")
@requires(*STAFF)
def revision(revision_id: UUID) -> ResponseReturnValue:
    """Field by field: what is approved, and what is wanted."""
    return _revision_page(_revision(revision_id), GiveBackForm())


@bp.post("/revisions/<uuid:revision_id>/approve")
@requires(*EDITORS)
def approve_revision(revision_id: UUID) -> ResponseReturnValue:
    found = _revision(revision_id)
    organisation = seen_organisation(found.organisation_id)
    try:
        _still_pending(found)
        approve(organisation, version=request.form.get("version", ""), by=current_account(), now=current_config().clock())
    except PartnerRefused as refused:
        return _refused(refused, revision_id)
    db.session.commit()
    flash(_("Approved. It is the profile now, and the organisation is told by mail."), "success")
    return redirect(url_for(".revisions", state=RevisionState.PENDING), 303)


@bp.post("/revisions/<uuid:revision_id>/give-back")
@requires(*EDITORS)
def give_revision_back(revision_id: UUID) -> ResponseReturnValue:
    found = _revision(revision_id)
    organisation, form = seen_organisation(found.organisation_id), GiveBackForm()
    if not form.validate_on_submit():
        return _revision_page(found, form)
    me, now, version = current_account(), current_config().clock(), request.form.get("version", "")
    try:
        _still_pending(found)
        give_back(organisation, version=version, reason=form.reason.data, by=me, now=now)
    except PartnerRefused as refused:
        return _refused(refused, revision_id)
    db.session.commit()
    flash(_("Given back. The organisation is told why by mail; what was approved stays."), "success")
    return redirect(url_for(".revisions", state=RevisionState.PENDING), 303)


@bp.route("/<uuid:organisation_id>/confirm", methods=["GET", "POST"])
@requires(*EDITORS)
def confirm_by_telephone(organisation_id: UUID) -> ResponseReturnValue:
    """Somebody of the organisation has said on the telephone that all is still true."""
    organisation = seen_organisation(organisation_id)
    if organisation.stage != Stage.APPROVED:
        abort(404)
    if request.method == "POST":
        confirm(organisation, way=Way.TELEPHONE, by=current_account(), now=current_config().clock())
        db.session.commit()
        flash(_("Confirmed as of today, in your name."), "success")
        return redirect(url_for(".confirm_by_telephone", organisation_id=organisation_id), 303)
    return render_template("partners/confirm.html", organisation=organisation, rows=all_rows(organisation))


@bp.get("/<uuid:organisation_id>/files")
@requires(*STAFF)
def files(organisation_id: UUID) -> ResponseReturnValue:
    organisation = seen_organisation(organisation_id)
    return render_template("partners/staff_files.html", organisation=organisation, files=find_files(organisation_id), names=find_names())


@bp.get("/<uuid:organisation_id>/files/<uuid:file_id>")
@requires(*STAFF)
def file(organisation_id: UUID, file_id: UUID) -> ResponseReturnValue:
    return as_download(get_file(seen_organisation(organisation_id).id, file_id) or abort(404))


@bp.get("/hours")
@requires(*STAFF)
def all_hours() -> ResponseReturnValue:
    query = hours_in_sight(current_account().scope)
    return ALL_HOURS.answer("partners/all_hours.html", query, totals=sum_up(query))


@bp.route("/hours/<uuid:hours_id>", methods=["GET", "POST"])
@requires(*EDITORS)
def hours(hours_id: UUID) -> ResponseReturnValue:
    """Confirm hours, agree a payment, or say that it was paid: whichever is next."""
    found = _hours(hours_id)
    form = PaidForm() if found.payment == Payment.AGREED else ConfirmHoursForm()
    if isinstance(form, ConfirmHoursForm) and found.payment != Payment.ASKED:
        del form.decision, form.agreed_pence
    if form.validate_on_submit():
        me, now = current_account(), current_config().clock()
        try:
            if isinstance(form, PaidForm):
                pay(found, form.paid_on.data, by=me, now=now)
            else:
                agreed = form.agreed_pence.data if "decision" in form and form.decision.data == "agree" else None
                confirm_given(found, agreed_pence=agreed, by=me, now=now)
        except PartnerRefused as refused:
            db.session.rollback()
            flash(REFUSALS[refused.refusal], "error")
        else:
            db.session.commit()
            flash(_("Saved. The organisation sees it too."), "success")
        return redirect(url_for(".hours", hours_id=hours_id), 303)
    return form_page("partners/staff_hours.html", form=form, hours=found, names=find_names())


def _hours(hours_id: UUID) -> Hours:
    query = hours_in_sight(current_account().scope).where(Hours.id == hours_id)
    if request.method == "POST":
        query = query.with_for_update(of=Hours).execution_options(populate_existing=True)
    return db.session.scalar(query) or abort(404)


def _revision(revision_id: UUID) -> Revision:
    found = db.session.scalar(select(Revision).where(Revision.id == revision_id).options(joinedload(Revision.organisation))) or abort(404)
    seen_organisation(found.organisation_id)
    return found


def _still_pending(found: Revision) -> None:
    """Raises PartnerRefused where another change waits by now than the one that the address names."""
    db.session.refresh(found)
    if found.state != RevisionState.PENDING:
        raise PartnerRefused(Refusal.NOT_PENDING)


def _revision_page(found: Revision, form: GiveBackForm) -> ResponseReturnValue:
    organisation: Organisation = found.organisation
    present, wanted = organisation.profile, overlay(organisation.profile, found.changes)
    rows = []
    for name in found.changes:
        sides = compare(list(describe(name, getattr(present, name))), list(describe(name, getattr(wanted, name))))
        rows.append((FIELDS[name], name in PUBLIC_FIELDS, *sides))
    me = current_account()
    may_decide = found.state == RevisionState.PENDING and me.role in EDITORS
    return form_page(
        "partners/revision.html", form=form, revision=found, organisation=organisation, rows=rows, may_decide=may_decide, names=find_names()
    )


def _refused(refused: PartnerRefused, revision_id: UUID) -> ResponseReturnValue:
    db.session.rollback()
    flash(REFUSALS[refused.refusal], "error")
    return redirect(url_for(".revision", revision_id=revision_id), 303)
