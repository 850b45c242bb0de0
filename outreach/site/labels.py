"""Words that readers get: for what can go wrong when they ask for a page, and for services."""

from __future__ import annotations

from flask_babel import LazyString, lazy_gettext

from outreach.directory.rules import Access, CallCost, Capacity, Cost, Mode, Need, Reason, Recourse
from outreach.partners.rules import Community

ERROR_HEADINGS: dict[int, LazyString] = {
    400: lazy_gettext("This address cannot be read"),
    404: lazy_gettext("There is no page here"),
    405: lazy_gettext("This page cannot do that"),
    500: lazy_gettext("Something went wrong here"),
    503: lazy_gettext("The page is not ready"),
}

ERROR_ADVICE: dict[int, LazyString] = {
    400: lazy_gettext("Look at the address again, or go to the first page."),
    404: lazy_gettext("Look at the address again, or go to the first page."),
    405: lazy_gettext("Go to the first page and choose a page there."),
    500: lazy_gettext("It is our mistake. Try again later. In an emergency call 999."),
    503: lazy_gettext("Try again in a minute. In an emergency call 999."),
}

NEEDS: dict[Need, LazyString] = {
    Need.ADVICE: lazy_gettext("Advice"),
    Need.ABUSE: lazy_gettext("Hurt or controlled by a partner or family"),
    Need.REFUGE: lazy_gettext("A place to live away from someone who hurts you"),
    Need.COUNSELLING: lazy_gettext("Someone to talk to"),
    Need.SEXUAL_ASSAULT: lazy_gettext("After rape or sexual assault"),
    Need.EXPLOITATION: lazy_gettext("Forced to work, or badly used at work"),
    Need.IMMIGRATION: lazy_gettext("Immigration advice"),
    Need.LEGAL: lazy_gettext("Legal help"),
    Need.INTERPRETER: lazy_gettext("Interpreters"),
    Need.HEALTH: lazy_gettext("Health"),
    Need.ESSENTIALS: lazy_gettext("Food, money, somewhere to sleep"),
    Need.CHILDREN: lazy_gettext("Children and young people"),
    Need.MEN: lazy_gettext("Men"),
    Need.LGBT: lazy_gettext("Lesbian, gay, bisexual and transgender people"),
    Need.REPORTING: lazy_gettext("Places that can tell the police for you"),
}
"""What services are for, as headings."""

GROUPS: dict[Community, LazyString] = {
    Community.WOMEN: lazy_gettext("Women"),
    Community.MEN: lazy_gettext("Men"),
    Community.CHILDREN: lazy_gettext("Children and young people"),
    Community.OLDER: lazy_gettext("Older people"),
    Community.LGBT: lazy_gettext("Lesbian, gay, bisexual and transgender people"),
    Community.DISABLED: lazy_gettext("Disabled people"),
    Community.DEAF: lazy_gettext("Deaf people"),
    Community.REFUGEES: lazy_gettext("Refugees and people who asked for asylum"),
    Community.WORKERS: lazy_gettext("Workers"),
    Community.STUDENTS: lazy_gettext("Students"),
    Community.ROMA: lazy_gettext("Roma, Gypsies and Travellers"),
    Community.FAITH: lazy_gettext("People of one religion"),
}
"""Whom a service is for, after "For:"."""

MODES: dict[Mode, LazyString] = {
    Mode.NATIVE: lazy_gettext("Staff speak:"),
    Mode.BOOKED: lazy_gettext("Ask them to book an interpreter for:"),
    Mode.PHONE: lazy_gettext("With an interpreter on the phone:"),
    Mode.WRITTEN: lazy_gettext("Only in writing:"),
}
"""How languages are offered, before their names."""

ACCESS: dict[Access, LazyString] = {
    Access.DROP_IN: lazy_gettext("You can come without an appointment."),
    Access.PHONE: lazy_gettext("You can call."),
    Access.APPOINTMENT: lazy_gettext("Make an appointment first."),
    Access.ONLINE: lazy_gettext("You can talk to them online."),
    Access.REFERRAL: lazy_gettext("Another service has to send you there."),
}

COSTS: dict[Cost, LazyString] = {
    Cost.FREE: lazy_gettext("It is free."),
    Cost.PARTLY: lazy_gettext("Some of it costs money."),
    Cost.PAID: lazy_gettext("It costs money."),
}

CALL_COSTS: dict[CallCost, LazyString] = {
    CallCost.FREE: lazy_gettext("The call is free."),
    CallCost.LOCAL: lazy_gettext("The call can cost money."),
    CallCost.PREMIUM: lazy_gettext("The call costs a lot of money."),
}

RECOURSES: dict[Recourse, LazyString] = {
    Recourse.YES: lazy_gettext("They say that you can use it if you have “no recourse to public funds”."),
    Recourse.ASK: lazy_gettext("If you have “no recourse to public funds”, ask first."),
    Recourse.UNKNOWN: lazy_gettext("If you have “no recourse to public funds”, ask first."),
    Recourse.NO: lazy_gettext("They say that you cannot use it if you have “no recourse to public funds”."),
}

REASONS: dict[Reason, LazyString] = {
    Reason.HOLIDAY: lazy_gettext("The reason: holidays."),
    Reason.STAFF: lazy_gettext("The reason: too few staff."),
    Reason.MOVING: lazy_gettext("The reason: it is moving."),
    Reason.BUILDING: lazy_gettext("The reason: work on the building."),
    Reason.MONEY: lazy_gettext("The reason: there is no money now."),
}
"""Why a service is closed for a time; other reasons are not told."""

CAPACITIES: dict[Capacity, LazyString] = {
    Capacity.WAITING: lazy_gettext("There is a waiting list."),
    Capacity.FULL: lazy_gettext("It is full now."),
}
