"""Words for progress updates: of the pages around them, and those that stand in the document itself.

The document is written in English, whatever language its writer reads these pages in: its own words are no texts of the interface.
"""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

from outreach.updates.rules import Lack, Refusal, State, Verdict

STATES = {
    State.DRAFT: _("Draft"),
    State.REVIEW: _("In review"),
    State.FROZEN: _("Frozen"),
    State.SET_ASIDE: lazy_pgettext("state", "Set aside"),
}
COLOURS = {State.DRAFT: "yellow", State.REVIEW: "blue", State.FROZEN: "green", State.SET_ASIDE: "grey"}

VERDICTS = {
    Verdict.COMMENT: _("Comment"),
    Verdict.APPROVE: _("Approve it as it is"),
    Verdict.RETURN: _("Send it back to be changed"),
}

LACKS = {
    Lack.NO_SECTIONS: _("The document has no commitment in it"),
    Lack.EMPTY: _("Say what was done, or what was not"),
    Lack.NO_GAPS: _("Say what is missing or not known, or that nothing is known to be missing"),
    Lack.FIGURE: _("A figure without evidence. Put the number of the evidence behind it, such as [L2.1], or take the figure out"),
    Lack.UNKNOWN_MARK: _("This evidence is not chosen here, or has been withdrawn"),
    Lack.NAMED: _("This organisation is named and has not agreed to it. Record its approval, or take the name out"),
}

REFUSALS = {
    Refusal.NOT_A_DRAFT: _("This update is no draft now. It has to be sent back before it can be changed"),
    Refusal.NOT_IN_REVIEW: _("This update is not in review now"),
    Refusal.LACKS: _("Something has to be mended first. It is listed on this page"),
    Refusal.OWN_WORK: _("Whoever has written an update cannot approve it. Ask another lead"),
    Refusal.NOT_APPROVED: _("Another lead has to approve it first"),
    Refusal.CHANGED: _("Something has changed since it was approved, such as evidence that was withdrawn. It has to be approved again"),
    Refusal.FROZEN: _("This update is frozen. Nothing of it can be changed"),
    Refusal.PDF: _("The PDF cannot be made of this text. Look for unusual signs in it"),
}

FEW = "fewer than five"

WORDS = {
    "by_email": "Progress update",
    "reporting": "Period",
    "to": "to",
    "promised": "What was promised",
    "not_entered": "The official text has not been entered in the register yet.",
    "unconfirmed": "Nobody has compared this text with its source yet.",
    "confirmed": "Text confirmed against its source on",
    "addressee": "Addressed to",
    "state": "State",
    "done": "Done",
    "not_done": "Not done",
    "gaps": "What is missing or not known",
    "none": "Nothing is recorded.",
    "parties": "Organisations that took part",
    "named": "Named with its approval of",
    "unnamed": "Not named: it has not approved being named.",
    "dissent": "Its own note, in its own words",
    "alerts": "What partner organisations told",
    "alerts_intro": "A partner organisation can record that practice departed from what was promised, by kind, area and month. A lead of "
    "the police has to answer within 28 days. The numbers are of alerts that were raised in the period, as they stood at its end. They "
    "say what partners told; they are not a count of cases, and where none was told nothing follows from it. From 1 to 4 alerts are told "
    "as fewer than five.",
    "alerts_none": "No partner organisation has raised an alert in the period. It does not follow that practice was as promised.",
    "area": "Area",
    "alerts_waiting": "Wait for an answer",
    "alerts_late": "Answer overdue",
    "alerts_answered": "Answered",
    "alerts_disputed": "Answered, and not settled for the partner",
    "evidence": "Evidence",
    "evidence_intro": "Figures in this document refer to the evidence below by its number in the register.",
    "number": "Number",
    "shows": "What it shows",
    "dated": "Date",
    "where": "Where it is",
    "no_evidence": "No evidence is referred to.",
    "yours": "Yours sincerely,",
    "hash": "SHA-256 of the content of this document",
    "draft": "Draft. Not frozen, not sent.",
    "frozen": "Frozen on",
    "page": "Page",
    "of": "of",
}
"""What the document says by itself."""


def day_in_english(iso: str) -> str:
    """'24 November 2026', as the document writes days; '' for none."""
    return format_date(date.fromisoformat(iso), "d MMMM y", locale="en_GB") if iso else ""
