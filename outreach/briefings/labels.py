"""Words for material, versions, issues, coverage and the protocol, and for what is refused."""

from __future__ import annotations

from flask_babel import LazyString, lazy_pgettext
from flask_babel import lazy_gettext as _

from outreach.briefings.arithmetic import Cover
from outreach.briefings.rules import Gravity, Held, Means, Protocol, Refusal, Standing, State, Team
from outreach.core.areas import AREAS

STATES = {State.DRAFT: _("Waits for a second person"), State.APPROVED: _("Approved"), State.SET_ASIDE: lazy_pgettext("state", "Set aside")}
STATE_COLOURS = {State.DRAFT: "yellow", State.APPROVED: "green", State.SET_ASIDE: "grey"}

HELD = {
    Held.TEXT: _("The words are entered here"),
    Held.LINK: _("The words lie elsewhere, and there is a link to them"),
}

GRAVITIES = {Gravity.MEANING: _("A change of meaning"), Gravity.WORDING: _("A change of wording only")}
GRAVITY_HINTS = {
    Gravity.MEANING: _("Every team that has an earlier version needs this one: those issues count as out of date."),
    Gravity.WORDING: _("Nobody would act differently. Teams keep the version that they have."),
}

TEAMS = {
    Team.RESPONSE: _("Response"),
    Team.CONTROL_ROOM: _("Control room"),
    Team.FRONT_DESK: _("Front desk"),
    Team.NEIGHBOURHOOD: _("Neighbourhood policing"),
    Team.INVESTIGATION: _("Investigation"),
    Team.CUSTODY: _("Custody"),
    Team.VICTIM_CARE: _("Victim care"),
    Team.OTHER: _("Another team"),
}

MEANS = {Means.IN_PERSON: _("In person"), Means.ONLINE: _("Online"), Means.READ: _("They have read it")}

STANDINGS = {
    Standing.WAITING: _("Waits for acknowledgement"),
    Standing.LATE: _("Acknowledgement overdue"),
    Standing.ACKNOWLEDGED: _("Acknowledged"),
    Standing.OUT_OF_DATE: _("Out of date"),
    Standing.REISSUED: _("Re-issued"),
    Standing.TAKEN_BACK: _("Taken back"),
}
STANDING_COLOURS = {
    Standing.WAITING: "blue",
    Standing.LATE: "red",
    Standing.ACKNOWLEDGED: "green",
    Standing.OUT_OF_DATE: "orange",
    Standing.REISSUED: "grey",
    Standing.TAKEN_BACK: "grey",
}

COVERS = {
    Cover.OUT_OF_DATE: _("Out of date"),
    Cover.NOT_ISSUED: _("Not issued"),
    Cover.UNACKNOWLEDGED: _("Not acknowledged"),
    Cover.BELOW: _("Below target"),
    Cover.REACHED: _("Reached"),
}
COVER_COLOURS = {
    Cover.OUT_OF_DATE: "orange",
    Cover.NOT_ISSUED: "red",
    Cover.UNACKNOWLEDGED: "grey",
    Cover.BELOW: "blue",
    Cover.REACHED: "green",
}
FILLS = {
    Cover.OUT_OF_DATE: "due",
    Cover.NOT_ISSUED: "missing",
    Cover.UNACKNOWLEDGED: "nothing",
    Cover.BELOW: "waiting",
    Cover.REACHED: "approved",
}
"""How tiles are filled; a number or a word stands in each."""

OUT_OF_SIGHT = _("Not yours")

ANNOUNCED = _(
    "The Immigration Enforcement Migrant Victims Protocol was announced in December 2021 and promised again on 31 July 2023 "
    "(written answer HL9622)."
)
SOURCES = _(
    "Sources: Written Ministerial Statement “Data sharing: immigration”, 15 December 2021; written answer HL9622, 31 July 2023; "
    "letter of the National Police Chiefs’ Council, 25 January 2022."
)
PROTOCOL = {
    Protocol.NOT_FOUND: _("No published protocol has been found. It is not a protection: promise nobody anything because of it."),
    Protocol.SEEN: _(
        "Whoever looked last has found something that may be it. Nobody has entered in the register yet what it says: until then promise "
        "nobody anything because of it."
    ),
    Protocol.REGISTERED: _(
        "The register of commitments no longer says “announced, not found”. Read its row there before you say anything about it."
    ),
    Protocol.UNKNOWN: _("The register of commitments has no row about it. Promise nobody anything because of it."),
}
"""What follows `ANNOUNCED` in the state line."""

REFUSALS = {
    Refusal.DRAFT_THERE: _("Somebody has begun a version already. Go on with that one"),
    Refusal.NOT_A_DRAFT: _("This version is no draft any more. Write a new version instead"),
    Refusal.SAME_PERSON: _("The second person has to be somebody else than whoever drafted it. Ask a colleague or a lead"),
    Refusal.SET_ASIDE: _("This version has been set aside already"),
    Refusal.SAYS_TOO_MUCH: _("No briefing may say “%(phrase)s”: %(reason)s. Take it out"),
    Refusal.NOTHING_TO_ISSUE: _("No version is approved. Nothing can be issued until one is"),
    Refusal.ISSUED_ALREADY: _("This team has the material already. Change that issue, or choose another team"),
    Refusal.NOTHING_OUT_OF_DATE: _("Nothing of what was shown is out of date any more"),
    Refusal.VERSION_CHANGED: _("Another version holds now. Look at the list again before you re-issue"),
    Refusal.ENDED: _("This issue has been re-issued or taken back meanwhile"),
    Refusal.OUT_OF_DATE: _("This version is out of date. It has to be re-issued before it can be acknowledged"),
    Refusal.TOO_EARLY: _("Enter a day that is not before the one on which it was issued"),
    Refusal.IN_THE_FUTURE: _("Enter a day that has come"),
    Refusal.DUE_PASSED: _("Enter a day that comes after the day of the issue"),
    Refusal.TOO_MANY_REACHED: _(
        "More people would be reached than were addressed. Check the number, or change the headcount of the issue first"
    ),
    Refusal.TOO_MANY_ANSWERS: _("More people answered than were reached. Check both numbers"),
    Refusal.TOO_MANY_RIGHT: _("More people answered right than answered. Check both numbers"),
    Refusal.FEWER_THAN_REACHED: _("More people than that are acknowledged. Enter a higher number, or correct an acknowledgement first"),
    Refusal.CORRECTED: _("Somebody has corrected this already. Look at the issue again"),
    Refusal.SOURCE: _("Enter who told you, and where it is on record"),
    Refusal.TITLE_FIXED: _("The title stands on a version that was approved. Make new material for another title"),
    Refusal.PUT_AWAY: _("This material is archived. Take it out of the archive first"),
}


def area_name(area: str) -> str:
    """Forces keep their own names."""
    return AREAS[area].name


def team_label(team: str, name: str) -> str | LazyString:
    """A team for a person to read: in the words of our list, or in those that were typed."""
    return name or TEAMS[Team(team)]
