"""Words for what alerts say, how they stand, and what is answered."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

from outreach.alerts.rules import Dispute, Finding, Kind, Obstacle, Refusal, Setting, Standing, Step

KINDS = {
    Kind.STATUS_FIRST: _("Asked about immigration status before anything else"),
    Kind.STATUS_CHECKED: _("Immigration status was checked without need"),
    Kind.PASSED_ON: _("Details were passed to the Home Office, as far as we know"),
    Kind.REFUSED: _("A report was refused or not written down"),
    Kind.SUSPECT_FIRST: _("Treated as a suspect first, not as a victim"),
    Kind.NO_INTERPRETER: _("No interpreter"),
    Kind.NOT_PRIVATE: _("No private place to speak was offered"),
    Kind.GUIDANCE_UNKNOWN: _("Officers or staff did not know the guidance"),
    Kind.DIFFERENT_WORDS: _("The police and the Home Office said different things"),
    Kind.NOT_REFERRED: _("No way to support was offered, or none was known"),
    Kind.NO_OUTREACH: _("Outreach that was agreed did not take place"),
    Kind.NOT_HEARD: _("We asked or told the force something, and got no answer"),
}
SETTINGS = {
    Setting.TELEPHONE: _("On the telephone"),
    Setting.FRONT_DESK: _("At a front desk"),
    Setting.ONLINE: _("Online or by email"),
    Setting.OUT: _("Away from a police station"),
    Setting.INTERVIEW: _("In an interview or when a statement was taken"),
    Setting.EVENT: _("At an event or a meeting"),
    Setting.ELSEWHERE: _("Elsewhere, or we do not know"),
}
STANDINGS = {
    Standing.WAITING: _("Waits for an answer"),
    Standing.LATE: _("Answer overdue"),
    Standing.DISPUTED: _("Not settled"),
    Standing.DISPUTED_LATE: _("Not settled, answer overdue"),
    Standing.ANSWERED: _("Answered"),
    Standing.CLOSED: _("Answered twice"),
    Standing.WITHDRAWN: lazy_pgettext("practice alert", "Withdrawn"),
}
COLOURS = {
    Standing.WAITING: "yellow",
    Standing.LATE: "red",
    Standing.DISPUTED: "orange",
    Standing.DISPUTED_LATE: "red",
    Standing.ANSWERED: "green",
    Standing.CLOSED: "green",
    Standing.WITHDRAWN: "grey",
}
FINDINGS = {
    Finding.CONFIRMED: _("Looked into: practice departed from what was promised"),
    Finding.NOT_FOUND: _("Looked into: nothing was found that shows it"),
    Finding.CANNOT: _("It cannot be looked into"),
}
FINDING_HINTS = {
    Finding.NOT_FOUND: _("That nothing was found does not say that it did not happen. The partner is told so."),
}
STEPS = {
    Step.BRIEFING: _("A briefing was issued"),
    Step.TRAINING: _("Training was given or arranged"),
    Step.GUIDANCE: _("The guidance was sent to those whom it concerns"),
    Step.SUPERVISORS: _("Supervisors were spoken with"),
    Step.PROCESS: _("The way of working was changed"),
    Step.NOTHING: _("Nothing was done"),
}
OBSTACLES = {
    Obstacle.NO_RECORD: _("There is no record that could show it"),
    Obstacle.TOO_GENERAL: _("Area, month and kind are not enough to look into it"),
    Obstacle.OTHER_PROCESS: _("It is part of a complaint or an investigation"),
    Obstacle.OTHER_BODY: _("It was not the force that acted"),
}
DISPUTES = {
    Dispute.BESIDE: _("The answer is about something else"),
    Dispute.AGAIN: _("It has happened again"),
    Dispute.NOTHING_DONE: _("What is said to be done was not done"),
    Dispute.LOOK_AGAIN: _("It should be looked into again, by somebody else"),
}
REFUSALS = {
    Refusal.NOT_A_PARTNER: _("Only an approved partner organisation can raise an alert. Yours is not one now"),
    Refusal.AREA: _("Choose one of the areas that your organisation serves"),
    Refusal.TOO_MANY: _("Your organisation has raised ten alerts today. Go on tomorrow, or speak with the programme’s lead"),
    Refusal.ANSWERED: _("This alert has been answered meanwhile. Read the answer"),
    Refusal.TOO_LATE: _("The time for this is over. The alert stands as it is"),
    Refusal.WITHDRAWN: _("The partner has withdrawn this alert. Nothing has to be answered"),
    Refusal.CHANGED: _("The partner has corrected the alert since you opened this page. Read it again, above; your answer is kept"),
    Refusal.SAME_PERSON: _(
        "You gave the answer that is disputed. Another national lead has to give the second one; until there is one, it stays open"
    ),
    Refusal.NOT_ANSWERED: _("There is no answer yet"),
    Refusal.DISPUTED: _("You have said already that the answer does not settle it"),
}
ACTS = {
    "alert.answered": _("Answered a practice alert"),
    "alert.changed": _("Corrected a practice alert"),
    "alert.disputed": _("Said that an answer does not settle a practice alert"),
    "alert.raised": _("Raised a practice alert"),
    "alert.unnamed": _("Took the name off a practice alert"),
    "alert.withdrawn": _("Withdrew a practice alert"),
}
"""By the names in the audit trail."""
FIELDS = {
    "area": _("Force area"),
    "is_named": _("Whether the organisation is named"),
    "kind": _("What happened"),
    "month_on": _("Month"),
    "setting": _("Where the police were met"),
}


def month_value(on: date) -> str:
    """How forms and addresses write a month: '2026-11'."""
    return f"{on:%Y-%m}"


def month_of(value: str) -> date:
    """The first day of the month that `month_value` wrote."""
    return date.fromisoformat(f"{value}-01")
