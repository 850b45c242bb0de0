"""Words for answers, what they rest on, and what is refused."""

from __future__ import annotations

from datetime import date

from flask_babel import LazyString, gettext, lazy_pgettext
from flask_babel import lazy_gettext as _

from outreach.replies.rules import Basis, Refusal, State

STATES = {
    State.DRAFT: _("Waits for a second reader"),
    State.PUBLISHED: _("Published"),
    State.SET_ASIDE: lazy_pgettext("state", "Set aside"),
}
STATE_COLOURS = {State.DRAFT: "yellow", State.PUBLISHED: "green", State.SET_ASIDE: "grey"}
QUARTERS = {
    1: _("January to March %(year)s"),
    4: _("April to June %(year)s"),
    7: _("July to September %(year)s"),
    10: _("October to December %(year)s"),
}
REFUSALS = {
    Refusal.DRAFT_THERE: _("Somebody has begun an answer for this area already. Go on with that one"),
    Refusal.NOT_A_DRAFT: _("This answer is no draft any more. Write a new one instead"),
    Refusal.SAME_PERSON: _("Somebody else than its writer has to read it and publish it. Ask a colleague or a lead"),
    Refusal.SET_ASIDE: _("This answer has been set aside already"),
    Refusal.TOO_FEW: _("Fewer than ten people attended: choose a larger event, or a quarter of a year that is over"),
    Refusal.UNHEARD: _("Choose only what was heard there"),
}
ACTS = {
    "reply.written": _("Wrote an answer to what was heard"),
    "reply.changed": _("Changed an answer to what was heard"),
    "reply.published": _("Published an answer to what was heard"),
    "reply.set-aside": _("Set an answer to what was heard aside"),
}
"""By the names in the audit trail."""
FIELDS = {
    "basis": _("What it rests on"),
    "themes": _("What was heard"),
    "heard": _("What people said"),
    "done": _("What was done"),
    "written_by_id": _("Writer"),
}


def quarter_label(on: date) -> str:
    """'July to September 2026'."""
    return str(QUARTERS[on.month]) % {"year": on.year}


def basis_label(basis: Basis) -> LazyString | str:
    """What an answer rests on, and that enough people were there."""
    if basis.quarter_on:
        return gettext("All events from %(quarter)s", quarter=quarter_label(basis.quarter_on))
    return basis.title
