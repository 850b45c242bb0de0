"""Forms about events and series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from outreach.accounts.labels import WHOLE_PROGRAMME
from outreach.accounts.models import Account
from outreach.campaigns.forms import values_of as typed_values
from outreach.campaigns.rules import Asker
from outreach.commitments.forms import commitment_choices
from outreach.content.never_say import find_said
from outreach.core.areas import AREAS
from outreach.events.fields import Days, Names
from outreach.events.labels import (
    ATTENDS,
    INTERVALS,
    KINDS,
    NEEDS,
    PLACE_HINTS,
    PLACES,
    REPEAT_HINTS,
    REPEATS,
    ROLES,
    VISIBILITIES,
    VISIBILITY_HINTS,
    WEEKDAYS,
    area_label,
)
from outreach.events.models import Event, Interpreter, Venue
from outreach.events.queries import values_of
from outreach.events.recurrence import Pattern, Plan, Repeat, read_rule, write_rule
from outreach.events.rules import Need, Refusal, StaffRole, Visibility, Whereabouts
from outreach.partners.models import Organisation
from outreach.web.addresses import WebAddress
from outreach.web.choices import Checkboxes, Choices, Radios, Select, Tick
from outreach.web.conflicts import EditForm
from outreach.web.fields import Email
from outreach.web.forms import Form, NewForm
from outreach.web.moments import Clock, Day
from outreach.web.notes import Line, Note
from outreach.web.numbers import Number
from outreach.web.rows import Choice, Rows

NATIONAL = "national"  # in the place of an area, for the whole programme
UNTIL, COUNT = "until", "count"
AT_VENUE = ("whereabouts", str(Whereabouts.VENUE))
ONLINE = ("whereabouts", str(Whereabouts.ONLINE))
BY_WEEK = ("repeat", str(Repeat.WEEKLY))


class Override(Note):
    """A lead's reason for taking somebody or something twice. It belongs to the act of saving, and not to the event."""

    is_secret = True


def reason_in(form: Any) -> str:
    """Why somebody or something is taken twice; '' where nobody said so, or may."""
    return (form.override.data or "") if "override" in form else ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be chosen in the form of an event."""

    people: Sequence[Account]
    venues: Sequence[Venue]
    interpreters: Sequence[Interpreter]
    campaigns: Choices
    languages: Choices
    contacts: Choices
    hosts: Sequence[Organisation]


class EventFields(Form):
    """What an event is. `seen` has the marks of the findings that its sender has been shown."""

    seen = HiddenField()
    title = Line(
        _("Title"),
        missing=_("Enter a title"),
        longest=120,
        hint=_("Readers see it, and it is translated. Keep it neutral: somebody else may see it in a calendar."),
    )
    summary = Note(_("Summary for readers"), longest=600, rows=3, hint=_("What happens there, in short sentences. It is translated."))
    kind = Select(_("Kind"), choices=[*KINDS.items()], missing=_("Choose the kind"))
    purpose = Note(_("Purpose"), longest=600, rows=2, hint=_("For staff: what it is meant to achieve."))
    area = Select(_("Force area"), missing=_("Choose the force area"))
    held_on = Day(_("Day"), missing=_("Enter the day"))
    starts = Clock(_("Starts at"), missing=_("Enter when it starts"), hint=_("Like 2:30pm"))
    ends = Clock(_("Ends at"), missing=_("Enter when it ends"), hint=_("Like 4pm"))
    whereabouts = Radios(_("Place"), choices=[*PLACES.items()], hints=PLACE_HINTS, missing=_("Choose the place"))
    venue_id = Select(_("Venue"), missing=_("Choose the venue"), convert=UUID, only_if=AT_VENUE)
    shows_place = Tick(_("Readers are shown the venue"), hint=_("Without this they see the force area only."), only_if=AT_VENUE)
    agreed_by = Line(
        _("Who agreed for the host"), longest=120, hint=_("Only where the venue’s own record does not say so already."), only_if=AT_VENUE
    )
    agreed_on = Day(_("When they agreed"), only_if=AT_VENUE)
    join_url = WebAddress(
        _("Address at which people join"),
        longest=500,
        hint=_("Whoever has it can join, and see who else is there. Staff see it, and it is in the mails to interpreters and hosts."),
        only_if=ONLINE,
    )
    shows_join = Tick(
        _("Readers are shown this address"),
        hint=_("Only when everybody may join, whoever they are. Without this, readers are told that it is online and no more."),
        only_if=ONLINE,
    )
    host_organisation_id = Select(
        _("Partner that hosts it"),
        blank=_("None"),
        convert=UUID,
        hint=_("Its own pages name the event, unless it is for staff. Name and address below are filled in where you leave them empty."),
    )
    host_name = Line(_("Host organisation"), longest=120)
    host_email = Email(_("Email address of its contact"), hint=_("For staff. Readers never see it."))
    staff = Rows(
        _("Who works there"),
        columns=(
            Choice("person", _("Person"), convert=UUID, missing=_("Choose the person")),
            Choice("role", _("Role"), convert=StaffRole, missing=_("Choose what they do there")),
        ),
        twice=_("Choose each person once"),
    )
    attends = Radios(_("Police who attend"), choices=[*ATTENDS.items()], missing=_("Choose which police attend"))
    immigration_enforcement = Tick(_("Immigration Enforcement attends"), hint=_("Then readers are told so, in the words below."))
    statement = Note(
        _("What readers are told about it"),
        longest=300,
        rows=2,
        missing=_("Enter what readers are told about Immigration Enforcement"),
        only_if=("immigration_enforcement", "yes"),
    )
    languages = Rows(
        _("Languages and interpreters"),
        columns=(
            Choice("language", _("Language"), missing=_("Choose the language")),
            Choice("need", _("Needed or found"), convert=Need, missing=_("Choose how far an interpreter is found")),
            Choice("interpreter", _("Interpreter"), convert=UUID),
        ),
        twice=_("Choose each language once"),
    )
    audiences = Names(_("Communities"), hint=_("One on each line, as its members would call it."))
    capacity = Number(_("Places"), lowest=1, width="5", hint=_("How many people can come. Leave it empty where that does not matter."))
    campaign_id = Select(_("Campaign"), blank=_("None"), convert=UUID)
    commitments = Checkboxes(_("Commitments that it serves"))
    contact_key = Select(_("Contact for readers"), blank=_("None"), hint=_("From the numbers that the public pages name."))
    visibility = Radios(
        _("Who sees it"),
        choices=[*VISIBILITIES.items()],
        hints=VISIBILITY_HINTS,
        default=Visibility.INTERNAL,
        missing=_("Choose who sees it"),
    )
    safeguarding = Note(_("Safeguarding"), longest=1000, rows=3, hint=_("What has to be in place so that nobody is harmed by coming."))
    risks = Note(_("Risks"), longest=1000, rows=3)
    override = Override(_("Reason for taking them twice"), longest=300, rows=2)

    def offer(self, asker: Asker, offer: Offer, *, present: Event | None, may_override: bool) -> None:
        """Offer what *asker* may choose; the area of the *present* event stays to be chosen."""
        scope, kept = asker.scope, (present.area or NATIONAL) if present else ""
        national = [(NATIONAL, WHOLE_PROGRAMME)] if scope.is_national or kept == NATIONAL else []
        areas = [(slug, area.name) for slug, area in AREAS.items() if scope.is_national or slug in scope.areas | {kept}]
        self.area.choices = [*national, *areas]
        self.venue_id.choices = [(str(one.id), f"{one.name} ({area_label(one.area)})") for one in offer.venues]
        self.staff.choices = {"person": [(str(one.id), one.name) for one in offer.people], "role": [*ROLES.items()]}
        interpreters = [(str(one.id), one.name) for one in offer.interpreters]
        self.languages.choices = {"language": offer.languages, "need": [*NEEDS.items()], "interpreter": interpreters}
        self.campaign_id.choices, self.contact_key.choices = offer.campaigns, offer.contacts
        self.commitments.choices = commitment_choices()
        self.hosts = {one.id: one for one in offer.hosts}
        self.host_organisation_id.choices = [(str(one.id), one.name) for one in offer.hosts]
        if not may_override:
            del self.override

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if bool(self.agreed_by.data) is not bool(self.agreed_on.data):
            self.refuse(self.agreed_by if not self.agreed_by.data else self.agreed_on, _("Enter who agreed, and when"))
        for field in (self.title, self.summary, self.statement):
            if phrase := find_said(field.data or ""):
                self.refuse(field, _("Take “%(words)s” out: no page may say that", words=phrase.text))
        return not self.errors

    def values(self) -> dict[str, Any]:
        """What was typed, in the shape in which operations take it."""
        values = typed_values(self)
        values |= {"area": None if values["area"] == NATIONAL else values["area"], "contact_key": values["contact_key"] or ""}
        values["join_url"] = values["join_url"] or ""
        values["capacity"] = None if values["capacity"] is None else int(values["capacity"])
        if host := self.hosts.get(values["host_organisation_id"]):
            values["host_name"] = values["host_name"] or host.name
            values["host_email"] = values["host_email"] or host.profile.contact_email
        return {name: value for name, value in values.items() if name not in _OTHER} | {"audiences": self.audiences.data or []}

    def refuse_for(self, refusal: Refusal, message: Any) -> None:
        """Say what an operation found wrong where it is mended."""
        self.refuse(self[_PLACES.get(refusal, "held_on")], message)


_OTHER = frozenset({"override", "repeat", "every", "weekdays", "ending", "until", "count", "left_out"})  # no values of an event
_PLACES = {
    Refusal.TIMES: "ends",
    Refusal.NO_SUCH_HOUR: "starts",
    Refusal.CAMPAIGN: "campaign_id",
    Refusal.VENUE: "venue_id",
    Refusal.VENUE_AREA: "venue_id",
    Refusal.NOT_AGREED: "agreed_by",
    Refusal.NO_ADDRESS: "join_url",
    Refusal.STATEMENT: "statement",
    Refusal.INTERPRETER: "languages",
}


class SeriesFields(Form):
    """How an event comes again."""

    repeat = Radios(_("How often"), choices=[*REPEATS.items()], hints=REPEAT_HINTS, default=Repeat.NEVER, missing=_("Choose how often"))
    every = Select(_("Weeks"), choices=[*INTERVALS.items()], blank=None, convert=int, only_if=BY_WEEK)
    weekdays = Checkboxes(
        _("On"),
        choices=[(str(number), label) for number, label in enumerate(WEEKDAYS)],
        convert=int,
        hint=_("Leave all empty for the weekday of the first day."),
        only_if=BY_WEEK,
    )
    ending = Radios(_("Until when"), choices=[(UNTIL, _("Until a day")), (COUNT, _("A number of times"))])
    until = Day(_("Last day"), missing=_("Enter the last day"), only_if=("ending", UNTIL))
    count = Number(_("How many events"), missing=_("Enter how many events"), lowest=1, width="3", only_if=("ending", COUNT))
    left_out = Days(_("Days without an event"), hint=_("One on each line, like 27 12 2026."))

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.repeat.data == Repeat.NEVER:
            return True
        if not self.ending.data:
            self.refuse(self.ending, _("Choose until when it comes again: at most two years, and 200 events"))
        first_on: date = self["held_on"].data
        if self.weekdays.data and first_on.weekday() not in self.weekdays.data:
            self.refuse(self.weekdays, _("Choose the weekday of the first day too: %(day)s", day=WEEKDAYS[first_on.weekday()]))
        return not self.errors

    def plan(self) -> Plan | None:
        """The rule that was chosen, or None for an event that comes once."""
        if self.repeat.data == Repeat.NEVER:
            return None
        weekdays, count = frozenset(self.weekdays.data or ()), self.count.data
        pattern = Pattern(
            Repeat(self.repeat.data), self.every.data or 1, weekdays, self.until.data, int(count) if count is not None else None
        )
        first_on: date = self["held_on"].data
        return Plan(write_rule(pattern, first_on), first_on, tuple(self.left_out.data or ()))


class NewEventForm(SeriesFields, EventFields, NewForm):
    """A new event, or the first of a new series: then the form's key is that of the series."""


class EventForm(EventFields, EditForm):
    """One event."""


class SeriesForm(SeriesFields, EventFields, EditForm):
    """An event and those after it, or all of its series that lie ahead."""

    def once_more(self) -> None:
        """A series does not become a single event."""
        self.repeat.choices = [pair for pair in self.repeat.choices if pair[0] != Repeat.NEVER]


def data_of(event: Event) -> dict[str, Any]:
    """What of an event is no plain attribute, as its form shows it."""
    data = values_of(event)
    return data | {"area": event.area or NATIONAL, "contact_key": event.contact_key or None}


def data_of_plan(plan: Plan) -> dict[str, Any]:
    """How a series comes again, as its form shows it."""
    pattern = read_rule(plan.rule)
    ending: Mapping[str, Any] = {"ending": COUNT, "count": pattern.count} if pattern.count else {"ending": UNTIL, "until": pattern.until}
    weekdays = sorted(pattern.weekdays - {plan.first_on.weekday()} and pattern.weekdays)
    about = {"repeat": pattern.repeat, "every": pattern.every, "weekdays": weekdays}
    return {"count": None, "until": None, **about, **ending, "left_out": list(plan.left_out), "held_on": plan.first_on}
