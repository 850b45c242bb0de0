"""Answers to what was heard, attached to the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _

from outreach.accounts.access import current_account
from outreach.accounts.rules import EDITORS, STAFF
from outreach.replies.labels import basis_label
from outreach.replies.lists import state_tag
from outreach.replies.queries import count_to_read
from outreach.replies.routes import bp, replies
from outreach.web.navigation import LISTENING, Section, add_section

VIEWS = (replies,)  # what their modules register


def set_up_replies(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.filters.update(reply_basis=basis_label, reply_state=state_tag)
    add_section(
        app, Section(_("You said, we did"), "replies.index", LISTENING, is_shown=lambda: current_account().role in STAFF, count=_count)
    )


def _count() -> int:
    """How many drafts wait for this reader."""
    me = current_account()
    return count_to_read(me.id, me.scope) if me.role in EDITORS else 0
