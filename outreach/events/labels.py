"""Words for kinds, states and places of events, for what stands against them, and for acts on record."""

from __future__ import annotations

from datetime import time

from flask_babel import LazyString, get_locale, gettext
from flask_babel import lazy_gettext as _

from outreach.accounts.labels import WHOLE_PROGRAMME
from outreach.core.areas import AREAS
from outreach.events.clashes import Taken
from outreach.events.notable import ABOUT, Notable
from outreach.events.recurrence import Repeat
from outreach.events.rules import BY_RULE, Attends, Kind, Need, Reach, Refusal, StaffRole, State, Visibility, Whereabouts

KINDS = {
    Kind.DROP_IN: _("Drop-in"),
    Kind.WORKSHOP: _("Workshop"),
    Kind.BRIEFING: _("Briefing of officers and staff"),
    Kind.TRAINING: _("Training"),
    Kind.ADVISORY: _("Independent advisory group meeting"),
    Kind.STALL: _("Stall"),
    Kind.WEBINAR: _("Webinar"),
    Kind.MEDIA: _("Media"),
}
STATES = {State.SCHEDULED: _("Scheduled"), State.CANCELLED: _("Cancelled")}
STATE_COLOURS = {State.SCHEDULED: "green", State.CANCELLED: "red"}

VISIBILITIES = {
    Visibility.INTERNAL: _("Internal"),
    Visibility.PARTNERS: _("Partners"),
    Visibility.PUBLIC: _("Public"),
}
VISIBILITY_HINTS = {
    Visibility.INTERNAL: _("Staff only."),
    Visibility.PARTNERS: _("Staff, and partner organisations of the area on their home page: day and times, and no place."),
    Visibility.PUBLIC: _("Everybody. An open timetable shows where people meet: choose this only when the host wants it."),
}
VISIBILITY_COLOURS = {Visibility.INTERNAL: "grey", Visibility.PARTNERS: "blue", Visibility.PUBLIC: "purple"}

PLACES = {
    Whereabouts.VENUE: _("At a venue"),
    Whereabouts.ONLINE: _("Online"),
    Whereabouts.HOST_TELLS: _("The host tells you where"),
}
PLACE_HINTS = {
    Whereabouts.HOST_TELLS: _("For a place that must stay confidential: no address is kept here, and none is shown."),
}
ATTENDS = {
    Attends.NO_POLICE: _("No police"),
    Attends.PLAIN_CLOTHES: _("Police in plain clothes"),
    Attends.UNIFORMED: _("Police in uniform"),
}
NEEDS = {
    Need.NEEDED: _("Needed"),
    Need.BOOKED: _("Booked"),
    Need.CONFIRMED: _("Confirmed"),
    Need.NOT_NEEDED: _("Not needed"),
}
NEED_COLOURS = {Need.NEEDED: "red", Need.BOOKED: "yellow", Need.CONFIRMED: "green", Need.NOT_NEEDED: "grey"}
ROLES = {
    StaffRole.LEAD: _("Leads"),
    StaffRole.SPEAKER: _("Speaks"),
    StaffRole.SUPPORT: _("Helps"),
    StaffRole.SAFEGUARDING: _("Safeguarding"),
}
REPEATS = {
    Repeat.NEVER: _("Once"),
    Repeat.DAILY: _("Every day"),
    Repeat.WEEKLY: _("By the week"),
    Repeat.MONTHLY: _("Each month, on the same weekday"),
}
REPEAT_HINTS = {Repeat.MONTHLY: _("As the first day: if that is the second Tuesday, each second Tuesday.")}
INTERVALS = {"1": _("Every week"), "2": _("Every second week"), "3": _("Every third week"), "4": _("Every fourth week")}
WEEKDAYS = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]
REACHES = {
    Reach.THIS: _("This event only"),
    Reach.FOLLOWING: _("This event and those after it"),
    Reach.ALL: _("All events of the series that lie ahead"),
}
REACH_HINTS = {
    Reach.THIS: _("It then differs from its series, and is left out when the series is changed."),
    Reach.FOLLOWING: _("They become a series of their own."),
    Reach.ALL: _("Those that were changed on their own, and those that are over, stay as they are."),
}

TAKEN = {Taken.PERSON: _("Somebody"), Taken.VENUE: _("The venue"), Taken.INTERPRETER: _("The interpreter")}

NOTABLE = {
    Notable.BANK_HOLIDAY: _("a bank holiday"),
    Notable.SCHOOL_HOLIDAY: _("school holidays (typical weeks; schools set their own)"),
    Notable.UNKNOWN: _("the religious dates of this year are not known here"),
    Notable.RAMADAN: _("Ramadan"),
    Notable.EID_AL_FITR: _("Eid al-Fitr"),
    Notable.EID_AL_ADHA: _("Eid al-Adha"),
    Notable.ASHURA: _("Ashura"),
    Notable.DIWALI: _("Diwali"),
    Notable.VAISAKHI: _("Vaisakhi"),
    Notable.ROSH_HASHANAH: _("Rosh Hashanah"),
    Notable.YOM_KIPPUR: _("Yom Kippur"),
    Notable.LUNAR_NEW_YEAR: _("Lunar New Year"),
    Notable.NOWRUZ: _("Nowruz"),
    Notable.CHRISTMAS: _("Christmas"),
    Notable.ORTHODOX_CHRISTMAS: _("Orthodox Christmas"),
    Notable.EASTER: _("Easter"),
    Notable.ORTHODOX_EASTER: _("Orthodox Easter"),
}

REFUSALS = {
    Refusal.TIMES: _("Enter an end that is after the start"),
    Refusal.NO_SUCH_HOUR: _("The clocks leave this hour out on that night in March. Choose another time"),
    Refusal.CAMPAIGN: _("Choose a campaign that reaches this force area"),
    Refusal.VENUE: _("Choose the venue"),
    Refusal.VENUE_AREA: _("Choose a venue in this force area"),
    Refusal.NOT_AGREED: _("The place can be shown once the host has agreed: enter who agreed, and when"),
    Refusal.NO_ADDRESS: _("Enter the address at which people join, or take the tick away"),
    Refusal.STATEMENT: _("Enter what readers are told about Immigration Enforcement"),
    Refusal.INTERPRETER: _("Choose the interpreter who is booked or confirmed"),
    Refusal.CANCELLED: _("A cancelled event cannot be changed. Put it back first, or schedule a new one"),
    Refusal.REASON: _("Enter the reason"),
    Refusal.PAST: _("This event is over"),
    Refusal.NO_DAYS: _("No day is left. Check the first day, the end and the days that are left out"),
    Refusal.TOO_MANY: _("A series has at most 200 events. Choose an earlier end"),
    Refusal.TOO_LONG: _("A series lasts at most two years. Choose an earlier end"),
    Refusal.SERIES: _("This event belongs to no series"),
    Refusal.NO_DAY: _("Its series has no day for it any more. Change the days of the series, or schedule a new event"),
    Refusal.CHANGED_ALONE: _("This event was changed on its own. Change the series from one of its other events"),
}

ACTS = {
    "event.made": _("Scheduled an event"),
    "event.changed": _("Changed an event"),
    "event.cancelled": _("Cancelled an event"),
    "event.put-back": _("Put a cancelled event back"),
    "event.clash-overridden": _("Let somebody or something be taken twice"),
    "venue.made": _("Entered a venue"),
    "venue.changed": _("Changed a venue"),
    "venue.set-aside": _("Set a venue aside"),
    "venue.taken-back": _("Took a venue back"),
    "interpreter.made": _("Entered an interpreter"),
    "interpreter.changed": _("Changed an interpreter"),
    "interpreter.set-aside": _("Set an interpreter aside"),
    "interpreter.taken-back": _("Took an interpreter back"),
}
"""By the names in the audit trail."""
FROM_FILE = _("Imported an event from a CSV file")


NOT_AGREED = _("The host has not agreed")


def reason_label(reason: str) -> LazyString | str:
    """Why an event was cancelled, for staff."""
    return gettext("The days of the series were changed") if reason == BY_RULE else reason


def area_label(area: str | None) -> LazyString | str:
    """Where an event is. Forces keep their own names."""
    return AREAS[area].name if area in AREAS else WHOLE_PROGRAMME


def notable_label(what: Notable) -> LazyString | str:
    """What a day is; a day of the moon is 'about'."""
    return gettext("about the time of %(what)s", what=NOTABLE[what]) if what in ABOUT else NOTABLE[what]


def time_text(at: time) -> str:
    """'2:30pm', '10am'."""
    half = "am" if at.hour < 12 else "pm"
    return f"{at.hour % 12 or 12}:{at.minute:02}{half}" if at.minute else f"{at.hour % 12 or 12}{half}"


def times_text(starts: time, ends: time) -> str:
    """'10am to 12:30pm'."""
    return str(gettext("%(starts)s to %(ends)s", starts=time_text(starts), ends=time_text(ends)))


def hours_text(starts: time, ends: time) -> str:
    """'10am–12:30pm' in English, and '10:00–12:30' in every other language: there is no word in it that could be misread."""
    return f"{time_text(starts)}–{time_text(ends)}" if str(get_locale() or "en") == "en" else f"{starts:%H:%M}–{ends:%H:%M}"
