"""Words for what commitments are, for what is refused, and for their history."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

from outreach.accounts.labels import WHOLE_PROGRAMME
from outreach.accounts.rules import Scope
from outreach.commitments.rules import Kind, Refusal, State
from outreach.core.areas import AREAS

STATES = {
    State.TO_ENTER: _("To be entered"),
    State.OPEN: _("Open"),
    State.IN_PROGRESS: _("In progress"),
    State.DONE: _("Done"),
    State.ANNOUNCED: _("Announced, not found"),
    State.DISAGREED: _("Disagreed"),
    State.REJECTED: _("Rejected by the addressee"),
    State.SET_ASIDE: lazy_pgettext("state", "Set aside"),
}

STATE_HINTS = {
    State.TO_ENTER: _("The number is known, its text is not here yet."),
    State.IN_PROGRESS: _("Something has been done, and evidence says what."),
    State.DONE: _("All of it. There has to be evidence."),
    State.ANNOUNCED: _("Said to be coming; nothing published has been found."),
    State.DISAGREED: _("The addressee, or the body that speaks for it, disagreed."),
    State.SET_ASIDE: _("Entered by mistake, or taken up by another row. It stays on record."),
}

COLOURS = {
    State.TO_ENTER: "grey",
    State.OPEN: "blue",
    State.IN_PROGRESS: "yellow",
    State.DONE: "green",
    State.ANNOUNCED: "orange",
    State.DISAGREED: "red",
    State.REJECTED: "red",
    State.SET_ASIDE: "grey",
}

KINDS = {
    Kind.LINK: _("A page on the web"),
    Kind.FILE: _("A file that is kept elsewhere"),
    Kind.RECORD: _("A record in this system"),
}

REFUSALS = {
    Refusal.KEY_TAKEN: _("There is a row with this number already. Enter another number"),
    Refusal.SAME_STATE: _("It is in this state already. Choose another state"),
    Refusal.NO_EVIDENCE: _("Nothing is done without evidence. Add evidence first, or choose another state"),
    Refusal.NO_TEXT: _("There is no official text to confirm yet. Enter it first"),
    Refusal.PLACES: _("Choose the force areas, or the whole programme"),
    Refusal.OUT_OF_SCOPE: _("This reaches beyond your own areas. Choose among yours"),
    Refusal.WITHDRAWN: _("This evidence has been withdrawn already"),
}

ACTS = {
    "commitment.made": _("Entered in the register"),
    "commitment.changed": _("Changed"),
    "commitment.text-confirmed": _("Compared the text with its source"),
    "evidence.added": _("Added evidence"),
    "evidence.withdrawn": _("Withdrew evidence"),
}
"""The acts of the trail that the history of a commitment shows, beside the changes of state."""

FIELDS = {
    "addressee": _("Addressee"),
    "summary": _("Summary"),
    "official_text": _("Official text"),
    "official_url": _("Link to the official text"),
    "position": _("Position"),
    "owner_id": _("Owner"),
    "due_on": _("Due"),
    "source": _("Source"),
    "source_url": _("Link to the source"),
    "remark": _("Remark"),
}

TEXT_TO_ENTER = _("Official text to be entered")


def places_label(places: Scope) -> str:
    """Where something was done, for a person to read. Forces keep their own names."""
    return WHOLE_PROGRAMME if places.is_national else ", ".join(area.name for slug, area in AREAS.items() if slug in places.areas)
