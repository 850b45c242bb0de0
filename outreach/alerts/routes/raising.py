"""What a partner does: raise an alert, correct it, withdraw it, take its name off, say that an answer does not settle it."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.rules import Role
from outreach.alerts.forms import AlertFields, AlertForm, DisputeForm, NewAlertForm, WithdrawForm
from outreach.alerts.labels import REFUSALS
from outreach.alerts.models import Alert
from outreach.alerts.operations import AlertRefused, correct_alert, dispute_alert, raise_alert, unname_alert, withdraw_alert
from outreach.alerts.queries import day_of, find_answerers, find_own_organisation, would_wait
from outreach.alerts.routes import bp, done, find_alert, refused
from outreach.alerts.rules import Refusal, State, can_dispute, can_withdraw
from outreach.campaigns.lists import today
from outreach.core.db import db
from outreach.web.conflicts import conflict_page
from outreach.web.forms import find_made, form_page


@bp.route("/new", methods=["GET", "POST"])
@requires(Role.PARTNER)
def new() -> ResponseReturnValue:
    """Whoever speaks for no approved partner is told so, and why there is no form."""
    me = current_account()
    organisation = find_own_organisation(me.id)
    if organisation is None:
        flash(REFUSALS[Refusal.NOT_A_PARTNER], "error")
        return redirect(url_for(".index"), 303)
    form = NewAlertForm()
    form.offer(organisation, today())
    if form.validate_on_submit():
        try:
            made = find_made(Alert, form)
            if made is None:
                made = raise_alert(form.form_key.data, organisation, form.values(), by=me, now=current_config().clock())
            elif made.organisation_id != organisation.id:
                abort(404)
        except AlertRefused as error:
            _refuse(form, error)
        else:
            return done(made.id, _("Raised. A lead has to answer. You are told when there is an answer."))
    return form_page("alerts/edit.html", form=form, alert=None)


@bp.route("/<uuid:alert_id>/edit", methods=["GET", "POST"])
@requires(Role.PARTNER)
def edit(alert_id: UUID) -> ResponseReturnValue:
    """Correct an alert that nobody has answered."""
    found, organisation = find_alert(alert_id), find_own_organisation(current_account().id)
    if organisation is None:
        return refused(alert_id, AlertRefused(Refusal.NOT_A_PARTNER))
    if found.state != State.OPEN:
        return refused(alert_id, AlertRefused(Refusal.TOO_LATE if found.state == State.WITHDRAWN else Refusal.ANSWERED))
    form = AlertForm.of(found)
    form.offer(organisation, today(), found)
    if form.validate_on_submit():
        if form.is_stale(found):
            return conflict_page(form, found)
        try:
            is_changed = correct_alert(found, organisation, form.values(), now=current_config().clock())
        except AlertRefused as error:
            _refuse(form, error)
        else:
            return done(alert_id, _("Corrected.") if is_changed else _("Nothing was different."))
    return form_page("alerts/edit.html", form=form, alert=found)


@bp.route("/<uuid:alert_id>/withdraw", methods=["GET", "POST"])
@requires(Role.PARTNER)
def withdraw(alert_id: UUID) -> ResponseReturnValue:
    found, form = find_alert(alert_id), WithdrawForm()
    raised_on = day_of(found.raised_at)
    if form.validate_on_submit():
        try:
            withdraw_alert(found, now=current_config().clock())
        except AlertRefused as error:
            return refused(alert_id, error)
        return done(alert_id, _("Withdrawn. It counts nowhere any more."))
    if raised_on is None or not can_withdraw(State(found.state), raised_on, today()):
        return refused(alert_id, AlertRefused(Refusal.TOO_LATE))
    return form_page("alerts/withdraw.html", form=form, alert=found)


@bp.post("/<uuid:alert_id>/unname")
@requires(Role.PARTNER)
def unname(alert_id: UUID) -> ResponseReturnValue:
    """Take the name off, at any time."""
    unname_alert(find_alert(alert_id), now=current_config().clock())
    return done(alert_id, _("From now on nobody is told here which organisation you are. Whoever has read it already knows it."))


@bp.route("/<uuid:alert_id>/dispute", methods=["GET", "POST"])
@requires(Role.PARTNER)
def dispute(alert_id: UUID) -> ResponseReturnValue:
    """Say that the answer does not settle it."""
    found, form = find_alert(alert_id), DisputeForm()
    if form.validate_on_submit():
        try:
            dispute_alert(found, form.dispute.data, now=current_config().clock())
        except AlertRefused as error:
            return refused(alert_id, error)
        if find_answerers(found):
            return done(alert_id, _("Said. It counts as not settled, and stays open until there is another national lead."))
        return done(alert_id, _("A national lead has to answer now. You are told when there is an answer."))
    ended_on = day_of(found.ended_at)
    if ended_on is None or not can_dispute(State(found.state), ended_on, today()):
        return refused(alert_id, AlertRefused(Refusal.NOT_ANSWERED if found.state == State.OPEN else Refusal.TOO_LATE))
    return form_page("alerts/dispute.html", form=form, alert=found, would_wait=would_wait(found))


def _refuse(form: AlertFields, error: AlertRefused) -> None:
    db.session.rollback()
    form.refuse(form.area if error.refusal is Refusal.AREA else form.kind, REFUSALS[error.refusal])
