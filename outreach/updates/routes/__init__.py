"""Pages about progress updates: writing one, reviewing and freezing it, and the document itself."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from outreach.accounts.access import current_account
from outreach.core.db import db
from outreach.updates.labels import REFUSALS
from outreach.updates.models import ProgressUpdate
from outreach.updates.operations import UpdateRefused
from outreach.updates.queries import UnknownUpdate, get_update
from outreach.updates.rules import Refusal, State, may_write

bp = Blueprint("updates", __name__, url_prefix="/manage/updates")


def find_update(update_id: UUID, *, has_content: bool = False) -> ProgressUpdate:
    """The update, locked for a POST, or 404."""
    try:
        return get_update(update_id, is_locked=request.method == "POST", has_content=has_content)
    except UnknownUpdate:
        abort(404)


def find_writable(update_id: UUID) -> ProgressUpdate:
    """The update that the present account may write in, or 403. The forms of one that is no draft are not shown: back to its page.

    What is sent to one that has ceased to be a draft meanwhile is for the operation to refuse, so that the form keeps what was typed.
    """
    update, me = find_update(update_id), current_account()
    if not may_write(me.part, is_owner=update.owner_id == me.id):
        abort(403)
    if update.state != State.DRAFT and request.method != "POST":
        flash(REFUSALS[Refusal.NOT_A_DRAFT], "error")
        abort(redirect(url_for("updates.update", update_id=update_id), 303))
    return update


def done(update_id: UUID, text: str) -> ResponseReturnValue:
    db.session.commit()
    flash(text, "success")
    return redirect(url_for("updates.update", update_id=update_id), 303)


def refused(update_id: UUID, error: UpdateRefused) -> ResponseReturnValue:
    db.session.rollback()
    flash(REFUSALS[error.refusal], "error")
    return redirect(url_for("updates.update", update_id=update_id), 303)
