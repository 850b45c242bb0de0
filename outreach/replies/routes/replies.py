"""An answer to what was heard: written, changed while it is a draft, published by a second reader, set aside."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.queries import find_names
from outreach.accounts.rules import EDITORS, STAFF
from outreach.campaigns.lists import today
from outreach.core.areas import AREAS
from outreach.core.db import db
from outreach.events.history import find_history
from outreach.replies.forms import NewReplyForm, ReplyFields, ReplyForm, SetAsideForm, data_of
from outreach.replies.labels import ACTS, FIELDS, REFUSALS
from outreach.replies.lists import REPLIES
from outreach.replies.models import Reply
from outreach.replies.operations import ReplyRefused, change_reply, publish_reply, set_reply_aside, subject_of, write_reply
from outreach.replies.queries import UnknownReply, find_areas, find_basis, find_current, find_records, get_reply, replies_of
from outreach.replies.routes import bp
from outreach.replies.rules import Refusal, State, find_bases, may_change
from outreach.web.conflicts import conflict_page
from outreach.web.forms import find_made, form_page


@bp.get("")
@requires(*STAFF)
def index() -> ResponseReturnValue:
    me = current_account()
    return REPLIES.answer("replies/index.html", replies_of(me.scope), may_write=me.role in EDITORS)


@bp.get("/areas")
@requires(*EDITORS)
def choose() -> ResponseReturnValue:
    """For which area an answer is to be written."""
    rows = [row for row in find_areas(current_account().scope, today()) if may_change(current_account().part, row.area)]
    return render_template("replies/choose.html", rows=rows)


@bp.get("/<uuid:reply_id>")
@requires(*STAFF)
def reply(reply_id: UUID) -> ResponseReturnValue:
    found, me = _reply(reply_id), current_account()
    may = may_change(me.part, found.area)
    is_draft = found.state == State.DRAFT
    return render_template(
        "replies/reply.html",
        reply=found,
        basis=find_basis(found.area, found.basis_key, today()),
        names=find_names(),
        is_told=found == find_current(found.area),
        may_change=may,
        may_publish=may and is_draft and found.written_by_id != me.id,
        history=find_history(subject_of(found), acts=ACTS, words=FIELDS),
    )


@bp.route("/areas/<place>/new", methods=["GET", "POST"])
@requires(*EDITORS)
def new(place: str) -> ResponseReturnValue:
    """Begin the next answer of an area."""
    me = current_account()
    if place not in AREAS or not may_change(me.part, place):
        abort(404)
    form = NewReplyForm()
    bases = find_bases(find_records(place, today()), today())
    form.offer(bases)
    if form.validate_on_submit():
        try:
            made = find_made(Reply, form) or write_reply(form.form_key.data, place, form.values(), by=me, now=current_config().clock())
        except ReplyRefused as refused:
            _refuse(form, refused)
        else:
            return _done(made, _("Written. Readers are told it when a second person has read it."))
    return form_page("replies/edit.html", form=form, place=place, reply=None, has_bases=bool(bases))


@bp.route("/<uuid:reply_id>/edit", methods=["GET", "POST"])
@requires(*EDITORS)
def edit(reply_id: UUID) -> ResponseReturnValue:
    """Change a draft. What is published is never changed: a new answer takes its place."""
    found = _changeable(reply_id)
    if found.state != State.DRAFT:
        return _refused(reply_id, ReplyRefused(Refusal.NOT_A_DRAFT))
    data = data_of(found)
    form = ReplyForm.of(found, **data)
    form.offer(find_bases(find_records(found.area, today()), today()))
    if form.validate_on_submit():
        if form.is_stale(found, **data):
            return conflict_page(form, found, **data)
        try:
            is_changed = change_reply(found, form.values(), by=current_account(), now=current_config().clock())
        except ReplyRefused as refused:
            _refuse(form, refused)
        else:
            return _done(found, _("Saved. You are its writer now.") if is_changed else _("Nothing was different."))
    return form_page("replies/edit.html", form=form, place=found.area, reply=found, has_bases=True)


@bp.post("/<uuid:reply_id>/publish")
@requires(*EDITORS)
def publish(reply_id: UUID) -> ResponseReturnValue:
    """Say that one has read it too; refused when it was changed since the page was opened."""
    found = _changeable(reply_id)
    if request.form.get("version") != str(found.version):
        flash(_("Somebody has changed this answer since you opened the page. Read it again."), "error")
        return redirect(url_for(".reply", reply_id=reply_id), 303)
    try:
        publish_reply(found, by=current_account(), now=current_config().clock())
    except ReplyRefused as refused:
        return _refused(reply_id, refused)
    return _done(found, _("Published, in your name and with today's date. Readers' pages are made anew."))


@bp.route("/<uuid:reply_id>/set-aside", methods=["GET", "POST"])
@requires(*EDITORS)
def set_aside(reply_id: UUID) -> ResponseReturnValue:
    found = _changeable(reply_id)
    form = SetAsideForm()
    if form.validate_on_submit():
        try:
            set_reply_aside(found, reason=form.reason.data or "", by=current_account(), now=current_config().clock())
        except ReplyRefused as refused:
            return _refused(reply_id, refused)
        return _done(found, _("Set aside. It stays in the list, with your reason."))
    return form_page("replies/set_aside.html", form=form, reply=found)


def _reply(reply_id: UUID) -> Reply:
    """The answer, locked for a POST, or 404: out of sight is the same as not there."""
    try:
        return get_reply(reply_id, scope=current_account().scope, is_locked=request.method == "POST")
    except UnknownReply:
        abort(404)


def _changeable(reply_id: UUID) -> Reply:
    """The answer that the present account may change, or 403."""
    found = _reply(reply_id)
    if not may_change(current_account().part, found.area):
        abort(403)
    return found


def _refuse(form: ReplyFields, refused: ReplyRefused) -> None:
    db.session.rollback()
    form.refuse(form.themes if refused.refusal is Refusal.UNHEARD else form.basis, REFUSALS[refused.refusal])


def _refused(reply_id: UUID, refused: ReplyRefused) -> ResponseReturnValue:
    db.session.rollback()
    flash(REFUSALS[refused.refusal], "error")
    return redirect(url_for(".reply", reply_id=reply_id), 303)


def _done(found: Reply, text: str) -> ResponseReturnValue:
    reply_id = found.id
    db.session.commit()
    flash(text, "success")
    return redirect(url_for(".reply", reply_id=reply_id), 303)
