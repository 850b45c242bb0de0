"""Who takes part: a lead's list of people, and what a lead does about them."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.consequences import find_consequences
from outreach.accounts.forms import InvitationForm, LeavingForm, PartForm, ReasonForm
from outreach.accounts.labels import REFUSALS
from outreach.accounts.models import Account
from outreach.accounts.operations import AccountRefused, change_part, invite_account, invite_again, leave, reinstate, suspend
from outreach.accounts.people_list import PEOPLE, people_of
from outreach.accounts.queries import UnknownAccount, find_responsible, find_successors, get_account
from outreach.accounts.routes import people_bp as bp
from outreach.accounts.rules import Role, Standing, normal_address
from outreach.core.db import db
from outreach.web.conflicts import conflict_page
from outreach.web.forms import find_made, form_page

READERS = (Role.LEAD, Role.AUDITOR)


@bp.get("")
@requires(*READERS)
def index() -> ResponseReturnValue:
    return PEOPLE.answer("accounts/people.html", people_of(current_account().scope), me=current_account())


@bp.get("/<uuid:account_id>")
@requires(*READERS)
def person(account_id: UUID) -> ResponseReturnValue:
    account = _account(account_id)
    responsible = find_responsible(account.id) if account.standing is Standing.LEFT else None
    return render_template("accounts/person.html", account=account, responsible=responsible, me=current_account())


@bp.route("/invite", methods=["GET", "POST"])
@requires(Role.LEAD)
def invite() -> ResponseReturnValue:
    me = current_account()
    form = InvitationForm()
    form.offer(me)
    if form.validate_on_submit():
        made = find_made(Account, form)
        is_again = made is not None and made.email == normal_address(form.email.data) and me.scope.covers(made.scope)
        try:
            account = made if made and is_again else invite_account(
                email=form.email.data, part=form.part(), organisation=form.organisation.data, by=me,
                now=current_config().clock(), account_id=uuid4() if made else form.form_key.data, language=form.language.data,
            )  # fmt: skip
        except AccountRefused as refused:
            form.refuse_all(refused)
            return form_page("accounts/invite.html", form=form)
        db.session.commit()
        flash(_("The invitation is on its way to %(address)s. The link in it works for seven days.", address=account.email), "success")
        return redirect(url_for(".person", account_id=account.id), 303)
    return form_page("accounts/invite.html", form=form)


@bp.route("/<uuid:account_id>/part", methods=["GET", "POST"])
@requires(Role.LEAD)
def change(account_id: UUID) -> ResponseReturnValue:
    """Another role, kind of organisation or scope."""
    account, me = _account(account_id), current_account()
    if account.standing is Standing.LEFT:
        abort(404)
    data = PartForm.values_of(account)
    form = PartForm.of(account, **data)
    form.offer(me)
    if form.validate_on_submit():
        if form.is_stale(account, **data):
            return conflict_page(form, account, **data)
        try:
            is_changed = change_part(account, form.part(), form.organisation.data, by=me, now=current_config().clock())
        except AccountRefused as refused:
            db.session.rollback()
            form.refuse_all(refused)
            return form_page("accounts/change.html", form=form, account=_account(account_id), consequences=[])
        db.session.commit()
        flash(_("Saved. They are told by mail.") if is_changed else _("Nothing was different."), "success")
        return redirect(url_for(".person", account_id=account_id), 303)
    return form_page("accounts/change.html", form=form, account=account, consequences=find_consequences(account))


@bp.post("/<uuid:account_id>/invite-again")
@requires(Role.LEAD)
def send_again(account_id: UUID) -> ResponseReturnValue:
    account = _account(account_id)
    try:
        invite_again(account, by=current_account(), now=current_config().clock())
    except AccountRefused as refused:
        return _refused(account_id, refused)
    return _done(account_id, _("A new invitation is on its way. The link in the earlier one has ended."))


@bp.route("/<uuid:account_id>/suspend", methods=["GET", "POST"])
@requires(Role.LEAD)
def stop(account_id: UUID) -> ResponseReturnValue:
    """Shut an account at once."""
    account = _account(account_id)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            suspend(account, reason=form.reason.data, by=current_account(), now=current_config().clock())
        except AccountRefused as refused:
            return _refused(account_id, refused)
        return _done(account_id, _("The account is suspended. They are signed out everywhere, from this moment."))
    return form_page("accounts/suspend.html", form=form, account=account, consequences=find_consequences(account))


@bp.post("/<uuid:account_id>/reinstate")
@requires(Role.LEAD)
def restart(account_id: UUID) -> ResponseReturnValue:
    account = _account(account_id)
    try:
        reinstate(account, by=current_account(), now=current_config().clock())
    except AccountRefused as refused:
        return _refused(account_id, refused)
    return _done(account_id, _("The account is open again."))


@bp.route("/<uuid:account_id>/leave", methods=["GET", "POST"])
@requires(Role.LEAD)
def end(account_id: UUID) -> ResponseReturnValue:
    """End an account for good, and hand over what it owned. An invitation that nobody took up is simply withdrawn."""
    account = _account(account_id)
    form = LeavingForm()
    successors = [] if account.standing is Standing.INVITED else list(find_successors(account))
    form.offer(successors)
    if account.standing is Standing.INVITED:
        del form.successor
    if form.validate_on_submit():
        chosen = form.successor.data if "successor" in form else None
        successor = next((one for one in successors if one.id == chosen), None)
        try:
            leave(account, successor=successor, by=current_account(), now=current_config().clock())
        except AccountRefused as refused:
            return _refused(account_id, refused)
        return _done(account_id, _("The account has ended. Its address and secrets are erased."))
    consequences = find_consequences(account)
    return form_page("accounts/leave.html", form=form, account=account, successors=successors, consequences=consequences)


def _account(account_id: UUID) -> Account:
    """The account, or 404: out of scope is the same as not there."""
    try:
        return get_account(account_id, scope=current_account().scope, is_locked=request.method == "POST")
    except UnknownAccount:
        abort(404)


def _done(account_id: UUID, text: str) -> ResponseReturnValue:
    db.session.commit()
    flash(text, "success")
    return redirect(url_for(".person", account_id=account_id), 303)


def _refused(account_id: UUID, refused: AccountRefused) -> ResponseReturnValue:
    db.session.rollback()
    for refusal in refused.refusals:
        flash(REFUSALS[refusal], "error")
    return redirect(url_for(".person", account_id=account_id), 303)
