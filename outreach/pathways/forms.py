"""Forms about pathways. What is typed is about an arrangement, never about a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _

from outreach.directory.rules import Need
from outreach.pathways.labels import CAPACITIES, EXTENT_MEANINGS, EXTENTS, NEED_CHOICES, REFUSALS
from outreach.pathways.operations import FIELDS
from outreach.pathways.rules import Capacity, Extent, Refusal
from outreach.web.addresses import WebAddress
from outreach.web.choices import Radios, Select
from outreach.web.conflicts import EditForm
from outreach.web.fields import Words
from outreach.web.forms import Form, NewForm
from outreach.web.moments import Day
from outreach.web.notes import Heard, Line, refuse_person, refuse_private_data


class Arrangement(Line):
    """One line about the arrangement: no case, and nobody who was a part of one."""

    def __init__(self, label: Words = "", *args: Any, **rest: Any) -> None:
        super().__init__(label, *args, **{"longest": 200, **rest})
        self.validators = [refuse_private_data, refuse_person]


class PathwayFields(Form):
    need = Select(_("For which need"), choices=NEED_CHOICES, missing=_("Choose the need"), convert=Need)
    extent = Radios(
        _("How far does it go?"), choices=[*EXTENTS.items()], hints=EXTENT_MEANINGS, missing=_("Choose how far it goes"), convert=Extent
    )
    service_id = Select(_("To which service"), blank=_("None of these"), convert=UUID, hint=_("From the services that work in this area."))
    recipient = Arrangement(_("Or to whom else"), hint=_("The name of an organisation or unit that is no service here."))
    referred_by = Arrangement(_("Who refers"), hint=_("For example: every officer; the victim care unit."))
    how = Heard(_("How somebody is referred"), longest=1000, rows=3, hint=_("The steps, and what is asked of the person before."))
    hours = Arrangement(_("Hours"), hint=_("When somebody can be referred, and what happens outside these hours."))
    capacity = Radios(
        _("Capacity"), choices=[*CAPACITIES.items()], default=Capacity.UNKNOWN, missing=_("Choose the capacity"), convert=Capacity,
        hint=_("In bands: a small number could point at somebody."),
    )  # fmt: skip
    agreed_on = Day(_("Agreed on"), hint=_("Leave it empty where nothing is agreed."))
    agreed_for_police = Arrangement(_("Who agreed for the police"), hint=_("The role, not the name."))
    agreed_for_service = Arrangement(_("Who agreed for the service"), hint=_("The role, not the name."))
    review_on = Day(_("Look again by"), missing=_("Enter the day"), hint=_("At the latest a year from now."))
    evidence_url = WebAddress(_("Evidence"), hint=_("The address of the agreement or of a page about it, if there is one."))

    def offer(self, services: Iterable[Any]) -> None:
        """Give the field of the service its choices: rows with id, name and provider."""
        self.service_id.choices = [(str(row.id), f"{row.name} ({row.provider})") for row in services]

    def values(self) -> dict[str, Any]:
        kept = {"service_id", "agreed_on", "review_on"}
        return {name: self[name].data if name in kept else self[name].data or "" for name in FIELDS}

    def refuse_for(self, refusal: Refusal) -> None:
        """Say what an operation found wrong where it is mended."""
        self.refuse(self[_PLACES.get(refusal, "extent")], REFUSALS[refusal])


_PLACES = {
    Refusal.TO_WHOM: "service_id",
    Refusal.TWO_RECIPIENTS: "recipient",
    Refusal.TO_NOBODY: "service_id",
    Refusal.SERVICE: "service_id",
    Refusal.HOW: "how",
    Refusal.NOT_AGREED: "agreed_on",
    Refusal.AGREED_LATER: "agreed_on",
    Refusal.TOO_EARLY: "review_on",
    Refusal.TOO_LATE: "review_on",
}


class NewPathwayForm(PathwayFields, NewForm):
    pass


class PathwayForm(PathwayFields, EditForm):
    """A route that is there."""
