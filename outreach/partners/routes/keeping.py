"""What an organisation agrees to, who speaks for it, and its files."""

from __future__ import annotations

from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import logout_user

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.labels import REFUSALS as ACCOUNT_REFUSALS
from outreach.accounts.models import Account
from outreach.accounts.operations import AccountRefused, invite_again
from outreach.accounts.rules import Role
from outreach.core.db import db
from outreach.partners.access import current_membership
from outreach.partners.labels import CONSENT_MEANINGS, REFUSALS, WRONG_FILES
from outreach.partners.membership import change_member, find_members, get_member, invite_member, remove_member
from outreach.partners.models import Member, Organisation, StoredFile
from outreach.partners.operations import give_consent, withdraw_consent
from outreach.partners.own_forms import FileForm, MemberForm
from outreach.partners.publishing import note_listed
from outreach.partners.queries import find_consent_history, find_consents, get_file
from outreach.partners.routes.pages import own_bp as bp
from outreach.partners.rules import Consent, PartnerRefused, Use
from outreach.partners.storing import find_files, keep_file, throw_away
from outreach.partners.uploads import LARGEST_DOCUMENT, WrongFile, read_document, read_picture
from outreach.web.forms import find_made, form_page
from outreach.web.limits import takes_files

LARGEST = LARGEST_DOCUMENT + 2**18


@bp.get("/consents")
@requires(Role.PARTNER)
def consents() -> ResponseReturnValue:
    member = current_membership()
    given = find_consents(member.organisation_id)
    history = find_consent_history(member.organisation_id)
    return render_template("partners/consents.html", member=member, given=given, meanings=CONSENT_MEANINGS, history=history)


@bp.post("/consents/<consent>/<any(give, withdraw):act>")
@requires(Role.PARTNER)
def consent(consent: str, act: str) -> ResponseReturnValue:
    """Agree, or agree no longer; at once. Done twice, it changes nothing."""
    organisation = current_membership(as_owner=True).organisation
    if consent not in [*Consent]:
        abort(404)
    change = give_consent if act == "give" else withdraw_consent
    if change(organisation, Consent(consent), by=current_account(), now=current_config().clock()):
        note_listed(organisation, now=current_config().clock())
        db.session.commit()
    flash(_("You have agreed, from now on.") if act == "give" else _("Withdrawn, from this moment on."), "success")
    return redirect(url_for(".consents"), 303)


@bp.get("/members")
@requires(Role.PARTNER)
def members() -> ResponseReturnValue:
    member = current_membership()
    return render_template("partners/members.html", member=member, members=find_members(member.organisation_id))


@bp.route("/members/invite", methods=["GET", "POST"])
@requires(Role.PARTNER)
def invite() -> ResponseReturnValue:
    organisation, me = current_membership(as_owner=True).organisation, current_account()
    form = MemberForm()
    if form.validate_on_submit():
        about = {"is_owner": form.right.data == "owner", "language": form.language.data, "by": me, "now": current_config().clock()}
        if find_made(Account, form) is None:
            try:
                invite_member(organisation, form.form_key.data, email=form.email.data, **about)
            except AccountRefused as refused:
                db.session.rollback()
                form.refuse_all(refused)
                return form_page("partners/invite.html", form=form)
            db.session.commit()
        flash(_("The invitation is on its way. The link in it works for seven days."), "success")
        return redirect(url_for(".members"), 303)
    return form_page("partners/invite.html", form=form)


@bp.post("/members/<uuid:account_id>/invite-again")
@requires(Role.PARTNER)
def send_again(account_id: UUID) -> ResponseReturnValue:
    """A new invitation for somebody who has not joined; the link in the earlier one ends."""
    organisation = current_membership(as_owner=True).organisation
    try:
        invite_again(_member(organisation, account_id).account, by=current_account(), now=current_config().clock())
    except AccountRefused as refused:
        db.session.rollback()
        flash(ACCOUNT_REFUSALS[refused.refusals[0]], "error")
    else:
        db.session.commit()
        flash(_("A new invitation is on its way. The link in the earlier one has ended."), "success")
    return redirect(url_for(".members"), 303)


@bp.post("/members/<uuid:account_id>/<any(owner, editor):right>")
@requires(Role.PARTNER)
def set_right(account_id: UUID, right: str) -> ResponseReturnValue:
    organisation = current_membership(as_owner=True).organisation
    member = _member(organisation, account_id)
    try:
        change_member(organisation, member, is_owner=right == "owner", by=current_account(), now=current_config().clock())
    except PartnerRefused as refused:
        return _refused(refused, ".members")
    db.session.commit()
    flash(_("Changed. It is so from now on."), "success")
    return redirect(url_for(".members"), 303)


@bp.route("/members/<uuid:account_id>/remove", methods=["GET", "POST"])
@requires(Role.PARTNER)
def remove(account_id: UUID) -> ResponseReturnValue:
    """End somebody's account: an owner anybody's, everybody their own."""
    me = current_account()
    is_self = account_id == me.id
    organisation = current_membership(as_owner=not is_self).organisation
    member = _member(organisation, account_id)
    if request.method != "POST":
        return render_template("partners/remove.html", member=member, is_self=is_self, organisation=organisation)
    try:
        remove_member(organisation, member, by=me, now=current_config().clock())
    except PartnerRefused as refused:
        return _refused(refused, ".members")
    db.session.commit()
    if is_self:
        logout_user()
        return redirect(url_for("security.login"), 303)
    flash(_("Their account has ended, and with it what they could do here."), "success")
    return redirect(url_for(".members"), 303)


@bp.route("/files", methods=["GET", "POST"])
@requires(Role.PARTNER)
@takes_files(largest=LARGEST)
def files() -> ResponseReturnValue:
    organisation = current_membership().organisation
    form = FileForm()
    if form.validate_on_submit() and (find_made(StoredFile, form) is not None or _keep(organisation, form)):
        return redirect(url_for(".files"), 303)
    shown = find_files(organisation.id)
    return form_page("partners/files.html", form=form, files=shown, consents=find_consents(organisation.id))


def _keep(organisation: Organisation, form: FileForm) -> bool:
    """Whether the file is kept; where it is not, the form says why."""
    sent, use = form.file.data.stream.read(), form.used_for.data
    try:
        upload = read_picture(sent) if use is Use.LOGO else read_document(sent)
        keep_file(organisation, form.form_key.data, use, upload, by=current_account(), now=current_config().clock())
    except WrongFile as wrong:
        form.refuse(form.file, WRONG_FILES[wrong.fault])
        return False
    except PartnerRefused as refused:
        db.session.rollback()
        form.refuse(form.used_for, REFUSALS[refused.refusal])
        return False
    db.session.commit()
    flash(_("Kept."), "success")
    return True


@bp.get("/files/<uuid:file_id>")
@requires(Role.PARTNER)
def file(file_id: UUID) -> ResponseReturnValue:
    return as_download(get_file(current_membership().organisation_id, file_id) or abort(404))


@bp.post("/files/<uuid:file_id>/remove")
@requires(Role.PARTNER)
def remove_file(file_id: UUID) -> ResponseReturnValue:
    organisation = current_membership().organisation
    found = get_file(organisation.id, file_id) or abort(404)
    throw_away(organisation, found, by=current_account(), now=current_config().clock())
    db.session.commit()
    flash(_("Thrown away. Nobody can get it here any more."), "success")
    return redirect(url_for(".files"), 303)


def as_download(found: StoredFile) -> Response:
    """The file, for a browser to keep and never to show: whatever it holds, it runs nothing here."""
    extension = {"image/png": "png", "image/jpeg": "jpg", "application/pdf": "pdf"}[found.media_type]
    headers = {
        "Content-Disposition": f'attachment; filename="{found.used_for}-{found.digest[:8]}.{extension}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(found.content, mimetype=found.media_type, headers=headers)


def _member(organisation: Organisation, account_id: UUID) -> Member:
    return get_member(organisation.id, account_id) or abort(404)


def _refused(refused: PartnerRefused, endpoint: str) -> ResponseReturnValue:
    db.session.rollback()
    flash(REFUSALS[refused.refusal], "error")
    return redirect(url_for(endpoint), 303)
