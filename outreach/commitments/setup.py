"""Commitments, attached to the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from outreach.accounts.access import current_account, current_ids
from outreach.accounts.rules import STAFF
from outreach.commitments.labels import ACTS, FIELDS, KINDS, places_label
from outreach.commitments.queries import count_overdue
from outreach.commitments.register_list import state_tag, today
from outreach.commitments.routes import bp, evidence, register
from outreach.commitments.rules import Kind, may_withdraw
from outreach.web.cells import page_cell
from outreach.web.navigation import PROMISES, Section, add_section

VIEWS = (register, evidence)  # what their modules register


def set_up_commitments(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.filters.update(
        commitment_state=lambda state: Markup(page_cell(state_tag(state))),  # noqa: S704 - a component, which escapes
        commitment_act=lambda act: ACTS[act],
        commitment_field=lambda name: FIELDS.get(name, name),
        evidence_kind=lambda kind: KINDS[Kind(kind)],
        places=places_label,
        may_be_withdrawn=lambda piece, me: may_withdraw(me.part, piece.places, is_adder=piece.added_by_id == me.id),
    )
    add_section(app, Section(_("Commitments"), "commitments.index", PROMISES, is_shown=_is_shown, count=_count))


def _is_shown() -> bool:
    return current_account().role in STAFF


def _count() -> int:
    """How many of one's own are overdue."""
    return count_overdue(current_ids(), today())
