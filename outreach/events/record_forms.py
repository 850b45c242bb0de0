"""Forms about venues and interpreters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from outreach.campaigns.forms import values_of
from outreach.campaigns.rules import Asker
from outreach.core.areas import AREAS
from outreach.events.models import Interpreter, Venue
from outreach.web.choices import Checkboxes, Select, Tick
from outreach.web.conflicts import EditForm
from outreach.web.fields import Email, Text, TextArea
from outreach.web.forms import Form, NewForm
from outreach.web.language import tongues
from outreach.web.moments import Day
from outreach.web.notes import Note


class RecordFields(Form):
    """What the forms of venues and interpreters share."""

    def offer(self, asker: Asker) -> None:
        """Offer what *asker* may choose."""

    @staticmethod
    def data_of(record: Any) -> dict[str, Any]:  # noqa: ARG004 - for those that have more
        """What of the record is no plain attribute."""
        return {}

    def values(self) -> dict[str, Any]:
        return values_of(self)


class VenueFields(RecordFields):
    name = Text(_("Name"), missing=_("Enter the name"), longest=120)
    area = Select(_("Force area"), missing=_("Choose the force area"))
    address = TextArea(
        _("Address"),
        missing=_("Enter the address"),
        longest=400,
        rows=3,
        hint=_("Never a confidential place: for that an event says that the host tells the place."),
    )
    is_step_free = Tick(_("Step-free from the street"))
    has_hearing_loop = Tick(_("Hearing loop"))
    has_prayer_space = Tick(_("Prayer space"))
    has_childcare = Tick(_("Childcare"))
    transport = Note(_("How to get there"), longest=600, rows=3)
    agreed_by = Text(
        _("Who agreed for the host that the place may be shown"), longest=120, hint=_("Leave this and the day empty until they have.")
    )
    agreed_on = Day(_("When they agreed that it may be shown"))

    def offer(self, asker: Asker) -> None:
        scope = asker.scope
        self.area.choices = [(slug, area.name) for slug, area in AREAS.items() if scope.is_national or slug in scope.areas]

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if bool(self.agreed_by.data) is not bool(self.agreed_on.data):
            self.refuse(self.agreed_by if not self.agreed_by.data else self.agreed_on, _("Enter who agreed, and when"))
        return not self.errors


class InterpreterFields(RecordFields):
    name = Text(_("Name"), missing=_("Enter the name"), longest=120)
    agency = Text(_("Agency"), longest=120, hint=_("Leave it empty for somebody who works alone."))
    email = Email(_("Email address"), hint=_("For bookings. Readers never see it."))
    languages = Checkboxes(_("Languages"), choices=tongues, missing=_("Choose at least one language"))

    @staticmethod
    def data_of(record: Any) -> dict[str, Any]:
        return {"languages": [tag for tag, _name in tongues() if tag in record.languages]}


@dataclass(frozen=True)
class RecordKind:
    """Table, fields and words of one kind of record."""

    model: type[Any]
    fields: type[RecordFields]
    title: LazyString
    add: LazyString
    change: LazyString

    @cached_property
    def new_form(self) -> type[Any]:
        return type("NewRecordForm", (self.fields, NewForm), {})

    @cached_property
    def edit_form(self) -> type[Any]:
        return type("RecordForm", (self.fields, EditForm), {})


RECORDS = {
    "venues": RecordKind(Venue, VenueFields, _("Venues"), _("Enter a venue"), _("Change a venue")),
    "interpreters": RecordKind(Interpreter, InterpreterFields, _("Interpreters"), _("Enter an interpreter"), _("Change an interpreter")),
}
"""By the word that names them in addresses."""
