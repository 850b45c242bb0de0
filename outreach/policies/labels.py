"""Words for policies, their states and what is refused."""

from __future__ import annotations

from flask_babel import LazyString, lazy_pgettext
from flask_babel import lazy_gettext as _

from outreach.core.areas import AREAS
from outreach.policies.rules import NATIONAL, PLACES, Found, Refusal, Standing, State, Told, Tone

FOUND = {
    Found.LINK: _("Published: there is a page or a document"),
    Found.TEXT: _("Published: the words are here, without a page to link to"),
    Found.NOTHING: _("Looked, and found nothing published"),
}

TONES = {Tone.WARNING: _("It warns"), Tone.ENCOURAGING: _("It encourages")}

TONE_HINTS = {
    Tone.WARNING: _(
        "Readers have to know it before they decide. Where its translation is missing, they get the English, and are told that it is being "
        "checked."
    ),
    Tone.ENCOURAGING: _("Readers get it only together with every warning of that page, in their own language."),
}

TOLD = {
    Told.SHOWN: _("It is on the page “Who may see my information” of this area."),
    Told.LAPSED: _("The day for another look has passed: readers are told that this advice is being checked."),
    Told.WITHDRAWN: _("It was withdrawn: until an operator restores it, readers are told that this advice is being checked."),
    Told.NOT: _("It is not on readers’ pages, because the page on which it would stand is not there."),
}
"""How readers are told a sentence."""

STATES = {State.DRAFT: _("Waits for a second reader"), State.APPROVED: _("Approved"), State.SET_ASIDE: lazy_pgettext("state", "Set aside")}

STANDINGS = {
    Standing.MISSING: _("Nobody has looked"),
    Standing.WAITING: _("Waits for a second reader"),
    Standing.DUE: _("Due for another look"),
    Standing.NOTHING: _("Looked, nothing published"),
    Standing.APPROVED: _("Approved"),
}

SHORT = {
    Standing.MISSING: _("No entry"),
    Standing.WAITING: _("Second reader"),
    Standing.DUE: _("Look again"),
    Standing.NOTHING: _("None published"),
    Standing.APPROVED: _("Approved"),
}
"""How places stand, in the width of a tile."""

OUT_OF_SIGHT = _("Not yours")

STATE_COLOURS = {State.DRAFT: "yellow", State.APPROVED: "green", State.SET_ASIDE: "grey"}

COLOURS = {
    Standing.MISSING: "red",
    Standing.WAITING: "yellow",
    Standing.DUE: "orange",
    Standing.NOTHING: "grey",
    Standing.APPROVED: "green",
}

REFUSALS = {
    Refusal.DRAFT_THERE: _("Somebody has begun an entry for this place already. Go on with that one"),
    Refusal.NOT_A_DRAFT: _("This entry is no draft any more. Enter a new version instead"),
    Refusal.SAME_READER: _("The second reader has to be somebody else than the first. Ask a colleague or a lead"),
    Refusal.SET_ASIDE: _("This entry has been set aside already"),
    Refusal.TOO_LATE: _("Choose a day within a year"),
    Refusal.TOO_EARLY: _("Choose a day after the one on which it was read"),
}

FIELDS = {
    "found": _("What was found"),
    "url": _("Link"),
    "wording": _("Text"),
    "edition": _("Version"),
    "dated_on": _("Date"),
    "differences": _("Differences"),
    "for_readers": _("What readers are told"),
    "tone": _("Tone"),
    "read_by_id": _("Reader"),
    "read_on": _("Read on"),
    "look_again_on": _("Look again on"),
}

NATIONAL_GUIDANCE = _("National guidance")


def place_name(place: str) -> str | LazyString:
    """The name of a place. Forces keep their own names."""
    return NATIONAL_GUIDANCE if place == NATIONAL else AREAS[place].name


def place_choices() -> list[tuple[str, str | LazyString]]:
    return [(place, place_name(place)) for place in PLACES]
