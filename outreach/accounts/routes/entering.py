"""Coming in by a link: an invitation, and the way to a new password."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import hash_password

from outreach.accounts.access import current_config
from outreach.accounts.forms import JoiningForm, RecoveryForm
from outreach.accounts.links import find_invited
from outreach.accounts.operations import ask_recovery, join
from outreach.accounts.routes import bp
from outreach.core.db import db
from outreach.web.access import public
from outreach.web.forms import form_page


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@public
def invitation(token: str) -> ResponseReturnValue:
    """Take up an invitation: a name, a password, then sign in."""
    config = current_config()
    account = find_invited(token, config, is_locked=request.method == "POST")
    if account is None:
        return render_template("accounts/invitation_over.html"), 404
    form = JoiningForm()
    if form.validate_on_submit():
        password = current_app.extensions["security"].password_util.normalize(form.password.data)
        join(account, name=form.name.data, password_hash=hash_password(password), now=config.clock())
        db.session.commit()
        flash(_("Welcome. Sign in with your new password."), "success")
        return redirect(url_for("security.login"), 303)
    return form_page("accounts/invitation.html", form=form, account=account)


@public
def recover() -> ResponseReturnValue:
    """Ask for the way to a new password. The answer is the same whoever asks. Stands in the place of the library's own view."""
    form = RecoveryForm()
    if form.validate_on_submit():
        ask_recovery(form.email.data, now=current_config().clock())
        db.session.commit()
        return render_template("accounts/recovery_sent.html", email=form.email.data)
    return form_page("accounts/recovery.html", form=form)
