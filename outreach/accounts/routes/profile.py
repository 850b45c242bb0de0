"""My own account: what I say of myself, how I sign in, where I am signed in."""

from __future__ import annotations

from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import tf_profile_changed
from flask_security.tf_plugin import tf_clean_session
from flask_security.utils import check_and_get_token_status

from outreach.accounts.access import current_account, current_config, current_sign_in, requires
from outreach.accounts.calendar_keys import end_calendar_address, find_calendar_key, make_calendar_address
from outreach.accounts.forms import ProfileForm
from outreach.accounts.labels import LIBRARY
from outreach.accounts.library_forms import CodeForm
from outreach.accounts.operations import change_profile, end_sign_ins, subject_of
from outreach.accounts.queries import find_sign_ins
from outreach.accounts.routes import bp
from outreach.accounts.rules import SETUP_LASTS, STAFF
from outreach.audit.operations import record
from outreach.core.db import db
from outreach.web.conflicts import conflict_page
from outreach.web.forms import form_page


@bp.get("/profile")
@requires()
def profile() -> ResponseReturnValue:
    account, now = current_account(), current_config().clock()
    sign_ins = find_sign_ins(account.id, now)
    calendar = find_calendar_key(account.id) if account.role in STAFF else None
    shown = {"sign_ins": sign_ins, "this": current_sign_in(), "calendar": calendar, "has_calendar": account.role in STAFF}
    return render_template("accounts/profile.html", account=account, **shown)


@bp.route("/profile/details", methods=["GET", "POST"])
@requires()
def edit_profile() -> ResponseReturnValue:
    account = current_account()
    if request.method == "POST":
        db.session.refresh(account, with_for_update=True)
    form = ProfileForm.of(account)
    if form.validate_on_submit():
        if form.is_stale(account):
            return conflict_page(form, account)
        details = {name: form[name].data for name in ("name", "language", "is_mailed")}
        if change_profile(account, telephone=form.telephone.data or "", now=current_config().clock(), **details):
            db.session.commit()
            flash(_("Your details are saved."), "success")
        return redirect(url_for(".profile"), 303)
    return form_page("accounts/edit_profile.html", form=form)


@requires()
def confirm_authenticator(token: str) -> ResponseReturnValue:
    """Take the first code of a new authenticator app. Stands in the place of the library's own view, for which a mistyped code is the end
    of the key that was scanned.
    """
    expired, invalid, state = check_and_get_token_status(token, "tf_setup", SETUP_LASTS)
    if expired or invalid:
        flash(LIBRARY["TWO_FACTOR_SETUP_EXPIRED"], "error")
        return redirect(url_for("security.two_factor_setup"), 303)
    account, security = current_account(), current_app.extensions["security"]
    method, key = state["method"], state["totp_secret"]
    form = CodeForm()
    form.user, form.primary_method, form.tf_totp_secret, form.is_setup = account, method, key, True
    if form.validate_on_submit():
        tf_clean_session()  # type: ignore[no-untyped-call]
        security.datastore.tf_set(account, method, key)
        tf_profile_changed.send(current_app._get_current_object(), user=account, method=method)  # type: ignore[attr-defined]
        db.session.commit()
        flash(LIBRARY["TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL"], "success")
        return redirect(url_for("accounts.profile"), 303)
    shown = security.totp_factory.fetch_setup_values(key, account)
    about = {"chosen_method": method, "authr_key": shown["key"], "authr_qrcode": shown["image"], "state_token": token, "changing": True}
    return render_template("security/two_factor_setup.html", two_factor_verify_code_form=form, **about), 422


@bp.post("/profile/sign-ins/<uuid:sign_in_id>/end")
@requires()
def end_sign_in(sign_in_id: UUID) -> ResponseReturnValue:
    """End one of my own sessions; one of somebody else is not found among mine, and nothing happens."""
    _end(only=sign_in_id)
    return redirect(url_for(".profile"), 303)


@bp.post("/profile/sign-ins/end-others")
@requires()
def end_other_sign_ins() -> ResponseReturnValue:
    _end(but=current_sign_in())
    return redirect(url_for(".profile"), 303)


def _end(*, only: UUID | None = None, but: UUID | None = None) -> None:
    account, now = current_account(), current_config().clock()
    count = end_sign_ins(account.id, now=now, only=only, but=but)
    if count:
        record("account.sessions-ended", subject_of(account.id), by=str(account.id), now=now)
    db.session.commit()
    flash(_("You are signed out there.") if count else _("That session had ended already."), "success")


@bp.post("/profile/calendar")
@requires(*STAFF)
def make_calendar() -> ResponseReturnValue:
    """A new secret address of my calendar, shown in this answer and never again."""
    address = make_calendar_address(current_account(), current_config(), now=current_config().clock())
    db.session.commit()
    return render_template("accounts/calendar.html", address=address)


@bp.post("/profile/calendar/end")
@requires(*STAFF)
def end_calendar() -> ResponseReturnValue:
    """Switch the address off; done twice, nothing more happens."""
    if end_calendar_address(current_account(), now=current_config().clock()):
        db.session.commit()
    flash(_("The address of your calendar is switched off."), "success")
    return redirect(url_for(".profile"), 303)
