"""Words for services, for staff and members. Readers get theirs from the templates of `site`."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from outreach.directory.rules import (
    Access,
    CallCost,
    Capacity,
    Centre,
    Cost,
    Mode,
    Need,
    PassesOn,
    Reason,
    Recipient,
    Recourse,
    Refusal,
    Stage,
    Standing,
)

NEEDS: dict[Need, LazyString] = {
    Need.ADVICE: _("Advice"),
    Need.ABUSE: _("Domestic abuse"),
    Need.REFUGE: _("Refuge"),
    Need.COUNSELLING: _("Counselling"),
    Need.SEXUAL_ASSAULT: _("Rape and sexual assault"),
    Need.EXPLOITATION: _("Exploitation at work and trafficking"),
    Need.IMMIGRATION: _("Immigration advice"),
    Need.LEGAL: _("Legal help"),
    Need.INTERPRETER: _("Interpreters"),
    Need.HEALTH: _("Health"),
    Need.ESSENTIALS: _("Food, money and somewhere to sleep"),
    Need.CHILDREN: _("Children and young people"),
    Need.MEN: _("Men"),
    Need.LGBT: _("LGBT+ people"),
    Need.REPORTING: _("Third-party reporting centre"),
}

STAGES = {
    Stage.DRAFT: _("Draft"),
    Stage.SHOWN: _("For readers"),
    Stage.ENDED: _("Closed for good"),
    Stage.ARCHIVED: _("Archived"),
}

STAGE_COLOURS = {Stage.DRAFT: "yellow", Stage.SHOWN: "green", Stage.ENDED: "grey", Stage.ARCHIVED: "grey"}

RECOURSES = {
    Recourse.YES: _("Can use it"),
    Recourse.ASK: _("Have to ask first"),
    Recourse.NO: _("Cannot use it"),
    Recourse.UNKNOWN: _("Not known yet"),
}

COSTS = {
    Cost.FREE: _("Free"),
    Cost.PARTLY: _("Some of it costs money"),
    Cost.PAID: _("Costs money"),
    Cost.UNKNOWN: _("Not known yet"),
}

ACCESS = {
    Access.DROP_IN: _("Drop in"),
    Access.PHONE: _("By telephone"),
    Access.APPOINTMENT: _("By appointment"),
    Access.ONLINE: _("Online"),
    Access.REFERRAL: _("Only when another service refers"),
}

CALL_COSTS = {
    CallCost.FREE: _("Free call"),
    CallCost.LOCAL: _("Costs as much as a call to a landline"),
    CallCost.PREMIUM: _("Costs more than that"),
    CallCost.UNKNOWN: _("Not known yet"),
}

MODES = {
    Mode.NATIVE: _("Staff speak it"),
    Mode.BOOKED: _("An interpreter is booked"),
    Mode.PHONE: _("An interpreter by telephone"),
    Mode.WRITTEN: _("In writing only"),
}

STANDINGS = {
    Standing.INDEPENDENT: _("Independent of the police and the Home Office"),
    Standing.PUBLIC: _("Another public body, such as a council or the NHS"),
    Standing.CONTRACTOR: _("Works for the police or the Home Office under a contract"),
    Standing.POLICE: _("Run by the police"),
    Standing.HOME_OFFICE: _("Run by the Home Office"),
}

PASSES_ON = {
    PassesOn.ASKS_FIRST: _("It says that it asks people before it tells anybody"),
    PassesOn.MAY: _("It may tell others without being asked to"),
    PassesOn.UNKNOWN: _("Not known yet"),
}

RECIPIENTS = {
    Recipient.POLICE: _("The police"),
    Recipient.HOME_OFFICE: _("The Home Office"),
    Recipient.COUNCIL: _("A council"),
    Recipient.HEALTH: _("The health service"),
}

REASONS = {
    Reason.HOLIDAY: _("Holidays"),
    Reason.STAFF: _("Too few staff"),
    Reason.MOVING: _("It is moving"),
    Reason.BUILDING: _("Work on the building"),
    Reason.MONEY: _("Money"),
    Reason.OTHER: _("Another reason"),
}

CAPACITIES = {Capacity.OPEN: _("Open to more people"), Capacity.WAITING: _("Waiting list"), Capacity.FULL: _("Full")}

CAPACITY_COLOURS = {Capacity.OPEN: "green", Capacity.WAITING: "yellow", Capacity.FULL: "red"}

CENTRES = {Centre.ACTIVE: _("Active"), Centre.LAPSED: _("Lapsed")}

REFUSALS = {
    Refusal.STAGE: _("That is not possible as this service stands now."),
    Refusal.OUT_OF_SCOPE: _("Choose areas of yours"),
    Refusal.NOT_THEIRS: _("That is for staff to change. Ask them."),
    Refusal.CONFIDENTIAL: _("A confidential service has no address, web address or email address here: leave them empty"),
    Refusal.NO_WAY_IN: _("Enter a telephone, or another way to reach it"),
    Refusal.ORGANISATION: _("Choose a partner organisation, or enter who runs it"),
    Refusal.PAUSED: _("Your organisation is paused, or no partner now. Its services stay as they are until that is decided."),
    Refusal.WAITS: _("Its organisation waits for an answer about it. Give that first."),
    Refusal.NOT_PENDING: _("Nothing waits any more: somebody has decided, or it was taken back"),
    Refusal.CHANGED: _("Somebody has changed this service since you opened the page. Read it again."),
    Refusal.OVERTAKEN: _(
        "The service has been changed since, in the same places. Give this back, so that the organisation looks at it again."
    ),
    Refusal.OWN: _("You asked for this change or speak for the organisation. Somebody else has to approve it"),
    Refusal.WORDS: _("What it does says something that no page may say, or is more than words. Give it back, and say so."),
}

WAITS = {True: _("A new service"), False: _("A change")}
"""What the organisation of a service waits for, by whether the service is new."""

ACTS = {
    "service.archived": _("Archived a service"),
    "service.change-approved": _("Approved what an organisation asked for of a service"),
    "service.change-asked": _("Asked for a change of a service"),
    "service.change-changed": _("Changed what is asked for of a service"),
    "service.change-given-back": _("Gave back what an organisation asked for of a service"),
    "service.change-taken-back": _("Took back what was asked for of a service"),
    "service.changed": _("Changed a service"),
    "service.closed": _("Closed a service for a time"),
    "service.confirmed": _("Confirmed that a service is still so"),
    "service.ended": _("Closed a service for good"),
    "service.made": _("Entered a service"),
    "service.offered": _("Sent a service, to be shown"),
    "service.reopened": _("Opened a service again"),
    "service.shown": _("Showed a service to readers"),
    "service.taken-back": _("Took a service out of the archive"),
    "service.unshown": _("Took a service off readers’ pages"),
}

NEEDS_FIELD = _("What it is for")
"""How histories and pages name the needs of a service together; its form asks for the first of all and for the others."""
