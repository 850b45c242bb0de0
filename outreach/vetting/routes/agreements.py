"""The agreements: read by every member of a partner, accepted by an owner."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.rules import Role
from outreach.core.db import db
from outreach.partners.models import Member
from outreach.partners.operations import accept_agreement
from outreach.partners.queries import find_membership
from outreach.partners.rules import Stage
from outreach.vetting.forms import AcceptForm
from outreach.vetting.queries import find_agreements
from outreach.vetting.routes import agreements_bp as bp
from outreach.vetting.texts import current_version, list_versions, read_agreements
from outreach.web.forms import form_page


@bp.route("", methods=["GET", "POST"])
@requires(Role.PARTNER)
def agreement() -> ResponseReturnValue:
    """Read the texts that hold now; an owner accepts them for the organisation."""
    member, me = _membership(), current_account()
    texts = read_agreements(current_version(), me.language)
    accepted = find_agreements(member.organisation_id)
    may_accept = member.is_owner and member.organisation.stage == Stage.APPROVED
    form = AcceptForm(name=me.name)
    shown = {"texts": texts, "accepted": accepted, "is_accepted": any(one.version == texts.version for one in accepted)}
    if not may_accept or shown["is_accepted"]:
        return render_template("vetting/agreement.html", organisation=member.organisation, **shown)
    if form.validate_on_submit():
        about = {"version": texts.version, "digest": texts.digest, "language": texts.language}
        who = {"name": form.name.data, "position": form.position.data}
        accept_agreement(member.organisation, **about, **who, by=me, now=current_config().clock())
        db.session.commit()
        flash(_("Accepted, in your name. Thank you."), "success")
        return redirect(url_for(".agreement"), 303)
    return form_page("vetting/agreement.html", organisation=member.organisation, form=form, **shown)


@bp.get("/<version>")
@requires(Role.PARTNER)
def earlier(version: str) -> ResponseReturnValue:
    """The texts as they were accepted once."""
    member = _membership()
    accepted = [one for one in find_agreements(member.organisation_id) if one.version == version]
    if not accepted or version not in list_versions():
        abort(404)
    texts = read_agreements(version, accepted[0].language)
    return render_template("vetting/agreement.html", organisation=member.organisation, texts=texts, accepted=accepted, is_accepted=True)


def _membership() -> Member:
    member = find_membership(current_account().id)
    if member is None:
        abort(404)
    return member
