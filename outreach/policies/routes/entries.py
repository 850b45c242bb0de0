"""An entry about a policy: begun, changed while it is a draft, approved by a second reader, set aside."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.queries import find_names
from outreach.accounts.rules import EDITORS, STAFF
from outreach.core.db import db
from outreach.policies.forms import NewPolicyForm, PolicyFields, PolicyForm, SetAsideForm
from outreach.policies.labels import REFUSALS
from outreach.policies.models import Policy
from outreach.policies.operations import PolicyRefused, approve_policy, change_policy, draft_policy, set_policy_aside
from outreach.policies.queries import UnknownPolicy, find_current, get_policy
from outreach.policies.routes import bp
from outreach.policies.rules import PLACES, Refusal, State, may_change
from outreach.web.conflicts import conflict_page
from outreach.web.forms import find_made, form_page


@bp.get("/entries/<uuid:policy_id>")
@requires(*STAFF)
def entry(policy_id: UUID) -> ResponseReturnValue:
    found, me = _entry(policy_id), current_account()
    may = may_change(me.part, found.place)
    may_approve = may and found.state == State.DRAFT and found.read_by_id != me.id
    return render_template("policies/entry.html", entry=found, names=find_names(), may_change=may, may_approve=may_approve)


@bp.route("/<place>/new", methods=["GET", "POST"])
@requires(*EDITORS)
def new(place: str) -> ResponseReturnValue:
    """Begin the next version of what is known of a place."""
    me = current_account()
    if place not in PLACES or not may_change(me.part, place):
        abort(404)
    form = NewPolicyForm()
    form.suit(place)
    if form.validate_on_submit():
        try:
            made = find_made(Policy, form) or draft_policy(form.form_key.data, place, form.values(), by=me, now=current_config().clock())
        except PolicyRefused as refused:
            _refuse(form, refused)
            return form_page("policies/edit.html", form=form, place=place, entry=None)
        return _done(made, _("Entered. It counts when a second person has read the same source."))
    return form_page("policies/edit.html", form=form, place=place, entry=None)


@bp.route("/entries/<uuid:policy_id>/edit", methods=["GET", "POST"])
@requires(*EDITORS)
def edit(policy_id: UUID) -> ResponseReturnValue:
    """Change a draft. What is approved is never changed: a new version takes its place."""
    found = _changeable(policy_id)
    if found.state != State.DRAFT:
        flash(REFUSALS[Refusal.NOT_A_DRAFT], "error")
        return redirect(url_for(".entry", policy_id=policy_id), 303)
    form = PolicyForm.of(found)
    form.suit(found.place)
    if form.validate_on_submit():
        if form.is_stale(found):
            return conflict_page(form, found)
        try:
            is_changed = change_policy(found, form.values(), by=current_account(), now=current_config().clock())
        except PolicyRefused as refused:
            _refuse(form, refused)
            return form_page("policies/edit.html", form=form, place=found.place, entry=found)
        return _done(found, _("Saved. You are its first reader now.") if is_changed else _("Nothing was different."))
    return form_page("policies/edit.html", form=form, place=found.place, entry=found)


@bp.post("/entries/<uuid:policy_id>/approve")
@requires(*EDITORS)
def approve(policy_id: UUID) -> ResponseReturnValue:
    """Say that one has read the source too; refused when the entry was changed since the page was opened."""
    found = _changeable(policy_id)
    if request.form.get("version") != str(found.version):
        flash(_("Somebody has changed this entry since you opened the page. Read it again."), "error")
        return redirect(url_for(".entry", policy_id=policy_id), 303)
    try:
        approve_policy(found, by=current_account(), now=current_config().clock())
    except PolicyRefused as refused:
        return _refused(policy_id, refused)
    return _done(found, _("Approved, in your name and with today's date."))


@bp.route("/entries/<uuid:policy_id>/set-aside", methods=["GET", "POST"])
@requires(*EDITORS)
def set_aside(policy_id: UUID) -> ResponseReturnValue:
    """Take an entry out of use, with the reason."""
    found = _changeable(policy_id)
    form = SetAsideForm()
    if form.validate_on_submit():
        try:
            set_policy_aside(found, reason=form.reason.data, by=current_account(), now=current_config().clock())
        except PolicyRefused as refused:
            return _refused(policy_id, refused)
        return _done(found, _("Set aside. It stays among the versions of this place, with your reason."))
    return form_page("policies/set_aside.html", form=form, entry=found, current=find_current(found.place))


def _entry(policy_id: UUID) -> Policy:
    """The entry, locked for a POST, or 404: out of sight is the same as not there."""
    try:
        return get_policy(policy_id, scope=current_account().scope, is_locked=request.method == "POST")
    except UnknownPolicy:
        abort(404)


def _changeable(policy_id: UUID) -> Policy:
    """The entry that the present account may change, or 403."""
    found = _entry(policy_id)
    if not may_change(current_account().part, found.place):
        abort(403)
    return found


def _refuse(form: PolicyFields, refused: PolicyRefused) -> None:
    field = form.look_again_on if refused.refusal in (Refusal.TOO_EARLY, Refusal.TOO_LATE) else form.found
    form.refuse(field, REFUSALS[refused.refusal])


def _refused(policy_id: UUID, refused: PolicyRefused) -> ResponseReturnValue:
    db.session.rollback()
    flash(REFUSALS[refused.refusal], "error")
    return redirect(url_for(".entry", policy_id=policy_id), 303)


def _done(found: Policy, text: str) -> ResponseReturnValue:
    db.session.commit()
    flash(text, "success")
    return redirect(url_for(".place", place=found.place), 303)
