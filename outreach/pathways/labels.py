"""Words for pathways: what each extent means stands here, and is shown beside every choice of one."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from outreach.directory.labels import NEEDS
from outreach.pathways.rules import Capacity, Extent, Refusal, Standing

EXTENTS = {
    Extent.NONE: _("None"),
    Extent.PARTIAL: _("Partial"),
    Extent.EXTANT: _("Extant"),
    Extent.ENHANCED: _("Enhanced"),
}

EXTENT_MEANINGS = {
    Extent.NONE: _("Somebody has looked: there is nobody to whom officers of this area can refer for this need."),
    Extent.PARTIAL: _(
        "Officers can refer, but something is missing: it is not agreed by both sides, or holds for a part of the area, of the hours or of "
        "the people only, for example not for those without recourse to public funds."
    ),
    Extent.EXTANT: _(
        "Agreed by both sides and written down: every officer in the area can refer everybody who has this need, whatever their "
        "immigration status, and the hours and the capacity are known."
    ),
    Extent.ENHANCED: _(
        "As extant, and more: people can be referred without giving the police their name, the service tells nobody without asking them "
        "first, it can speak with them in their language, and both sides look together at how it works."
    ),
}
"""Words of the programme's own, for gradings like those of inspections. They say what is agreed, not how well it works for anybody."""

EXTENT_COLOURS = {Extent.NONE: "red", Extent.PARTIAL: "yellow", Extent.EXTANT: "turquoise", Extent.ENHANCED: "green"}

CAPACITIES = {
    Capacity.UNKNOWN: _("Not known yet"),
    Capacity.FEW: _("Fewer than five people a month"),
    Capacity.SOME: _("5 to 19 people a month"),
    Capacity.MANY: _("20 people a month or more"),
    Capacity.ALL: _("Nobody is turned away"),
}

STANDINGS = {
    Standing.MISSING: _("Nobody has looked"),
    Standing.DUE: _("To be looked at again"),
    Standing.NONE: _("No route"),
    Standing.PARTIAL: _("Partial route"),
    Standing.EXTANT: _("Extant route"),
    Standing.ENHANCED: _("Enhanced route"),
}

STANDING_COLOURS = {
    Standing.MISSING: "grey",
    Standing.DUE: "orange",
    Standing.NONE: "red",
    Standing.PARTIAL: "yellow",
    Standing.EXTANT: "turquoise",
    Standing.ENHANCED: "green",
}

SHORT = {
    Standing.MISSING: _("No entry"),
    Standing.DUE: _("Look again"),
    Standing.NONE: _("None"),
    Standing.PARTIAL: _("Partial"),
    Standing.EXTANT: _("Extant"),
    Standing.ENHANCED: _("Enhanced"),
}
"""How areas stand, in the width of a tile."""

OUT_OF_SIGHT = _("Not yours")

REFUSALS = {
    Refusal.TO_WHOM: _("Choose the service, or enter who it is"),
    Refusal.TWO_RECIPIENTS: _("Choose the service or enter who it is, not both"),
    Refusal.TO_NOBODY: _("Where there is no route, there is nobody to whom it leads: leave both empty"),
    Refusal.HOW: _("Enter how somebody is referred"),
    Refusal.NOT_AGREED: _("An extant or enhanced route is agreed by both sides: enter the day and who agreed on each, or choose “Partial”"),
    Refusal.AGREED_LATER: _("Enter the day on which it was agreed, not a day to come"),
    Refusal.SERVICE: _("Choose a service that works in this area"),
    Refusal.TOO_EARLY: _("Choose a day after today"),
    Refusal.TOO_LATE: _("Choose a day within a year"),
    Refusal.ARCHIVED: _("This route is archived. Take it out of the archive first"),
}

FIELDS = {
    "need": _("Need"),
    "extent": _("How far it goes"),
    "service_id": _("To which service"),
    "recipient": _("To whom"),
    "referred_by": _("Who refers"),
    "how": _("How somebody is referred"),
    "hours": _("Hours"),
    "capacity": _("Capacity"),
    "agreed_on": _("Agreed on"),
    "agreed_for_police": _("Who agreed for the police"),
    "agreed_for_service": _("Who agreed for the service"),
    "review_on": _("Look again by"),
    "evidence_url": _("Evidence"),
}

ACTS = {
    "pathway.archived": _("Archived a route"),
    "pathway.changed": _("Changed a route"),
    "pathway.made": _("Entered a route"),
    "pathway.taken-back": _("Took a route out of the archive"),
}

NEED_CHOICES = [(str(need), label) for need, label in NEEDS.items()]
