"""What the link in a mail opens: what stands of an organisation, for somebody who is not signed in to say that it is still true.

A GET shows, a POST does. The signed address is the key to both, so the form carries no token of a session: there is none here.
"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach.accounts.access import current_config
from outreach.core.db import db
from outreach.partners.access import lock_organisation
from outreach.partners.models import Organisation
from outreach.partners.routes.pages import still_true_bp as bp
from outreach.partners.routes.profile import all_rows
from outreach.partners.rules import HIDDEN_AFTER, UNVERIFIED_AFTER, Stage, verification_of
from outreach.partners.verifying import Way, confirm, read_token
from outreach.web.access import public


@bp.route("/still-true/<token>", methods=["GET", "POST"])
@public
def answer(token: str) -> ResponseReturnValue:
    read = read_token(token, current_config())
    if read is None:
        return render_template("partners/link_over.html", is_whole=False), 404
    organisation_id, since = read
    if request.method == "POST":
        lock_organisation(organisation_id)
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None or organisation.stage != Stage.APPROVED or organisation.verified_at is None:
        return render_template("partners/link_over.html", is_whole=True), 404
    if organisation.verified_at != since:
        db.session.rollback()
        return render_template("partners/link_used.html", organisation=organisation)
    now = current_config().clock()
    if request.method == "POST":
        confirm(organisation, way=Way.LINK, by=None, now=now)
        db.session.commit()
        return redirect(url_for(".answer", token=token), 303)
    days = {"unverified_at": since + UNVERIFIED_AFTER, "hidden_at": since + HIDDEN_AFTER}
    return render_template(
        "partners/link.html", organisation=organisation, rows=all_rows(organisation), verification=verification_of(since, now), **days
    )


@bp.get("/left")
@public
def left() -> ResponseReturnValue:
    """What a member sees whose organisation has left: nobody is signed in here any more. It names nobody."""
    return render_template("partners/left.html")
