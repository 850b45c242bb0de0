"""Review, freezing, giving up: the steps of a progress update that are not writing."""

from __future__ import annotations

from uuid import UUID

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.rules import EDITORS, Role
from outreach.updates.assembling import assemble
from outreach.updates.forms import ReviewForm, SetAsideForm
from outreach.updates.labels import REFUSALS
from outreach.updates.letter import digest, write_canonical
from outreach.updates.operations import UpdateRefused, freeze, review, send_to_review, set_update_aside
from outreach.updates.routes import bp, done, find_update, find_writable, refused
from outreach.updates.rules import Refusal, State, may_review
from outreach.web.forms import form_page


@bp.post("/<uuid:update_id>/review")
@requires(*EDITORS)
def send(update_id: UUID) -> ResponseReturnValue:
    """Let a second lead read it."""
    try:
        send_to_review(find_writable(update_id), by=current_account(), now=current_config().clock())
    except UpdateRefused as error:
        return refused(update_id, error)
    return done(update_id, _("In review. Another lead, who has not written in it, has to approve it."))


@bp.route("/<uuid:update_id>/verdict", methods=["GET", "POST"])
@requires(Role.LEAD)
def verdict(update_id: UUID) -> ResponseReturnValue:
    """Comment on it, approve it, or send it back."""
    update, me = find_update(update_id), current_account()
    if not may_review(me.part):
        abort(403)
    if update.state != State.REVIEW:
        return refused(update_id, UpdateRefused(Refusal.NOT_IN_REVIEW))
    letter = assemble(update)
    form = ReviewForm(seen=digest(write_canonical(letter)))
    if form.validate_on_submit():
        said, seen = form.words.data or "", str(form.seen.data)
        try:
            review(update, form.verdict.data, said, seen=seen, by=me, now=current_config().clock())
        except UpdateRefused as error:
            form.refuse(form.verdict, REFUSALS[error.refusal])
            return form_page("updates/verdict.html", form=form, update=update)
        return done(update_id, _("It is on record, in your name."))
    return form_page("updates/verdict.html", form=form, update=update)


@bp.route("/<uuid:update_id>/freeze", methods=["GET", "POST"])
@requires(Role.LEAD)
def stop_changes(update_id: UUID) -> ResponseReturnValue:
    """Freeze it: asked once, with what it means."""
    update, me = find_update(update_id), current_account()
    if not may_review(me.part):
        abort(403)
    if request.method == "POST":
        try:
            freeze(update, by=me, now=current_config().clock())
        except UpdateRefused as error:
            return refused(update_id, error)
        return done(update_id, _("Frozen. Send the PDF to whom it is addressed; nobody can change it any more, here or in the database."))
    if update.state != State.REVIEW or not update.approved_at:
        return refused(update_id, UpdateRefused(Refusal.NOT_APPROVED))
    return render_template("updates/freeze.html", update=update)


@bp.route("/<uuid:update_id>/set-aside", methods=["GET", "POST"])
@requires(*EDITORS)
def set_aside(update_id: UUID) -> ResponseReturnValue:
    """Give up a draft, with the reason."""
    update = find_writable(update_id)
    form = SetAsideForm()
    if form.validate_on_submit():
        try:
            set_update_aside(update, reason=form.reason.data, by=current_account(), now=current_config().clock())
        except UpdateRefused as error:
            return refused(update_id, error)
        return done(update_id, _("Set aside. It stays to be read."))
    return form_page("updates/set_aside.html", form=form, update=update)
