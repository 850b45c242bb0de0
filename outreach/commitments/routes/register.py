"""The register, and what is done to a row of it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.models import Account
from outreach.accounts.queries import find_names, find_responsible
from outreach.accounts.rules import EDITORS, STAFF, Role
from outreach.commitments.forms import CommitmentForm, NewCommitmentForm, StateForm
from outreach.commitments.labels import REFUSALS
from outreach.commitments.models import Commitment
from outreach.commitments.operations import CommitmentRefused, add_commitment, change_commitment, change_state, confirm_text
from outreach.commitments.queries import UnknownCommitment, find_evidence, find_history, get_commitment
from outreach.commitments.register_list import REGISTER, register_of, today
from outreach.commitments.routes import bp
from outreach.commitments.rules import State, is_overdue, may_edit
from outreach.core.db import db
from outreach.web.conflicts import conflict_page
from outreach.web.forms import find_made, form_page


@bp.get("")
@requires(*STAFF)
def index() -> ResponseReturnValue:
    me = current_account()
    return REGISTER.answer("commitments/register.html", register_of(me.scope), may_add=may_edit(me.part, is_owner=False))


@bp.get("/<key>")
@requires(*STAFF)
def commitment(key: str) -> ResponseReturnValue:
    found, me = get_row(key), current_account()
    return render_template(
        "commitments/commitment.html",
        commitment=found,
        evidence=find_evidence(found.id, scope=me.scope),
        history=find_history(found, scope=me.scope),
        owner=find_owner(found),
        names=find_names(),
        may_edit=may_edit(me.part, is_owner=is_owner(found)),
        may_add=me.role in EDITORS,
        is_overdue=is_overdue(State(found.state), found.due_on, today()),
        me=me,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Role.LEAD)
def new() -> ResponseReturnValue:
    """Enter another row."""
    me = current_account()
    if not may_edit(me.part, is_owner=False):
        abort(403)
    form = NewCommitmentForm()
    if form.validate_on_submit():
        try:
            made = find_made(Commitment, form) or add_commitment(
                form.form_key.data, form.key.data, form.values(), by=me, now=current_config().clock()
            )
        except CommitmentRefused as refused:
            form.refuse(form.key, REFUSALS[refused.refusal])
            return form_page("commitments/edit.html", form=form, commitment=None)
        return _done(made.key, _("Entered. Its official text is to be confirmed by a person who has compared it with the source."))
    return form_page("commitments/edit.html", form=form, commitment=None)


@bp.route("/<key>/edit", methods=["GET", "POST"])
@requires(*EDITORS)
def edit(key: str) -> ResponseReturnValue:
    found = changeable(key)
    form = CommitmentForm.open(found)
    if form.validate_on_submit():
        if form.is_stale(found):
            return conflict_page(form, found)
        is_changed = change_commitment(found, form.values(), by=current_account(), now=current_config().clock())
        return _done(key, _("Saved.") if is_changed else _("Nothing was different."))
    return form_page("commitments/edit.html", form=form, commitment=found)


@bp.route("/<key>/state", methods=["GET", "POST"])
@requires(*EDITORS)
def state(key: str) -> ResponseReturnValue:
    """Move a commitment to another state, with the reason."""
    found = changeable(key)
    form = StateForm(version=str(found.version), state=found.state)
    if form.validate_on_submit():
        if form.version.data != str(found.version):
            form.refuse(form.state, _("Somebody has changed this commitment since you opened the page. Look at it again, then choose"))
            return form_page("commitments/state.html", form=form, commitment=found)
        try:
            change_state(found, form.state.data, reason=form.reason.data, by=current_account(), now=current_config().clock())
        except CommitmentRefused as refused:
            form.refuse(form.state, REFUSALS[refused.refusal])
            return form_page("commitments/state.html", form=form, commitment=found)
        return _done(key, _("The state is changed. The reason stands in the history."))
    return form_page("commitments/state.html", form=form, commitment=found)


@bp.post("/<key>/confirm")
@requires(*EDITORS)
def confirm(key: str) -> ResponseReturnValue:
    """Say that the official text is the one of the source; refused when it was changed since the page was opened."""
    found = changeable(key)
    if request.form.get("version") != str(found.version):
        flash(_("Somebody has changed this commitment since you opened the page. Compare the text again."), "error")
        return redirect(url_for(".commitment", key=key), 303)
    try:
        confirm_text(found, by=current_account(), now=current_config().clock())
    except CommitmentRefused as refused:
        flash(REFUSALS[refused.refusal], "error")
        return redirect(url_for(".commitment", key=key), 303)
    return _done(key, _("The text is confirmed, in your name and with today's date."))


def get_row(key: str) -> Commitment:
    """The row, locked for a POST, or 404."""
    try:
        return get_commitment(key, is_locked=request.method == "POST")
    except UnknownCommitment:
        abort(404)


def changeable(key: str) -> Commitment:
    """The row that the present account may change, or 403."""
    found = get_row(key)
    if not may_edit(current_account().part, is_owner=is_owner(found)):
        abort(403)
    return found


def find_owner(commitment: Commitment) -> Account | None:
    """Whoever answers for the row: its owner, or whoever took over from them."""
    return find_responsible(commitment.owner_id) if commitment.owner_id else None


def is_owner(commitment: Commitment) -> bool:
    return find_owner(commitment) == current_account()


def _done(key: str, text: str) -> ResponseReturnValue:
    db.session.commit()
    flash(text, "success")
    return redirect(url_for(".commitment", key=key), 303)
