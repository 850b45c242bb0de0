"""The forms of a service. What readers get is written without anybody's data, and without what no page may ever say."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _

from outreach.accounts.rules import Scope
from outreach.content.never_say import find_said
from outreach.core.areas import AREAS
from outreach.core.text import one_line
from outreach.directory.fields import (
    languages_field,
    offer_rows,
    openings_field,
    other_days_field,
    phones_field,
    read_languages,
    read_openings,
    read_phones,
    write_languages,
    write_openings,
    write_phones,
)
from outreach.directory.labels import ACCESS, CAPACITIES, COSTS, NEEDS, PASSES_ON, REASONS, RECIPIENTS, RECOURSES, REFUSALS, STANDINGS
from outreach.directory.revising import OF_STAFF
from outreach.directory.rules import (
    Capacity,
    Cost,
    Need,
    Opening,
    PassesOn,
    Recourse,
    Refusal,
    find_overlap,
    find_refusal,
)
from outreach.directory.words import has_markup
from outreach.partners.labels import COMMUNITIES, TIES
from outreach.web.addresses import WebAddress
from outreach.web.choices import Checkboxes, Radios, Select, Tick
from outreach.web.conflicts import EditForm
from outreach.web.fields import Email, Integer, TextArea
from outreach.web.forms import Form, NewForm
from outreach.web.moments import Day
from outreach.web.notes import Line, Note

SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("What it is"), ("organisation_id", "provider", "name", "description", "main_need", "needs", "immigration_level")),
    (_("Where it is"), ("is_national", "areas", "is_confidential", "address", "website", "email")),
    (_("How to reach it"), ("phones", "access", "cost")),
    (_("Languages"), ("languages",)),
    (_("When it is open"), ("is_always_open", "openings", "other_days", "capacity")),
    (_("Whom it is for"), ("recourse", "communities", "min_age", "max_age")),
    (_("Who stands behind it"), ("standing", "ties", "passes_on", "passes_to")),
    (_("Third-party reporting centre"), ("trained_on", "contact_on")),
    (_("For staff"), ("note",)),
)
"""The fields of a service in the order of the form and of its page, under their headings."""


class WhenFields(Form):
    """What holds at once, whoever of the organisation says it."""

    is_always_open = Tick(_("Open day and night"))
    openings = openings_field()
    other_days = other_days_field()
    capacity = Radios(_("Room for more people"), choices=[*CAPACITIES.items()], default=Capacity.OPEN, missing=_("Choose one"))

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        week = read_openings(self.openings.data or [])
        if any(closes <= opens for _day, opens, closes in week):
            self.refuse(self.openings, _("Enter a time to close that is after the time to open"))
        elif find_overlap([Opening(*one) for one in week]) is not None:
            self.refuse(self.openings, _("Two of these overlap on the same day"))
        for _on, opens, closes in self.other_days.data or []:
            if (opens is None) is not (closes is None) or (opens and closes <= opens):
                self.refuse(self.other_days, _("Enter both times, the later one second, or none for a day when it is closed"))
                break
        return not self.errors

    def when(self) -> dict[str, Any]:
        week = [] if self.is_always_open.data else read_openings(self.openings.data or [])
        others = list(self.other_days.data or [])
        return {"is_always_open": self.is_always_open.data, "openings": week, "other_days": others, "capacity": self.capacity.data}


class WhenForm(WhenFields, EditForm):
    """Hours and room of a service that is there."""


class ServiceFields(WhenFields):
    name = Line(_("Name"), missing=_("Enter the name"), longest=100, hint=_("As people ask for it on the telephone. It is not translated."))
    description = Note(
        _("What it does"), missing=_("Enter what it does"), longest=300, rows=3,
        hint=_("One or two short, plain sentences. Readers get them in their language when they are translated."),
    )  # fmt: skip
    provider = Line(_("Who runs it"), longest=120, hint=_("The public body. Leave this empty for a service of a partner organisation."))
    main_need = Select(_("What it is for first of all"), choices=[*NEEDS.items()], missing=_("Choose what it is for"))
    needs = Checkboxes(_("What else it is for"), choices=[*NEEDS.items()])
    immigration_level = Select(
        _("Level of immigration advice"), choices=[(str(level), str(level)) for level in (1, 2, 3)], convert=int, blank=_("None")
    )
    is_national = Tick(_("Everywhere in England and Wales"))
    areas = Checkboxes(_("Force areas"))
    is_confidential = Tick(
        _("A confidential place"), hint=_("Then no address, web address or email address is kept here: its areas and telephones alone.")
    )
    address = TextArea(_("Address"), longest=300, rows=3, hint=_("Readers see it. Leave it empty where people call first."))
    website = WebAddress(_("Web address"), hint=_("Readers see it as text: no page of ours leads to another site."))
    email = Email(_("Email address"), hint=_("Of the service and not of a person. Readers see it."))
    phones = phones_field()
    access = Checkboxes(_("How people get in"), choices=[*ACCESS.items()], missing=_("Choose how people get in"))
    cost = Radios(_("What it costs"), choices=[*COSTS.items()], default=Cost.UNKNOWN, missing=_("Choose what it costs"))
    languages = languages_field()
    recourse = Radios(
        _("People with no recourse to public funds"), choices=[*RECOURSES.items()], default=Recourse.UNKNOWN, missing=_("Choose one")
    )
    communities = Checkboxes(_("Only for"), choices=[*COMMUNITIES.items()], hint=_("Leave this empty when it is for everybody."))
    min_age = Integer(_("From the age of"), highest=120, wrong=_("Enter an age in years"))
    max_age = Integer(_("Up to the age of"), highest=120, wrong=_("Enter an age in years"))
    standing = Radios(_("Independence"), choices=[*STANDINGS.items()], missing=_("Choose who stands behind it"))
    ties = Checkboxes(_("Money and contracts"), choices=[*TIES.items()])
    passes_on = Radios(
        _("What it tells others about people"), choices=[*PASSES_ON.items()], default=PassesOn.UNKNOWN, missing=_("Choose one")
    )
    passes_to = Checkboxes(_("Whom it may tell"), choices=[*RECIPIENTS.items()])
    trained_on = Day(_("Last training"), hint=_("A reporting centre lapses two years after its last training."))
    contact_on = Day(_("Last contact"), hint=_("And half a year after somebody last spoke to it."))
    note = Note(_("Note for staff"), longest=1000, hint=_("Readers and the public never get it."))

    def offer(self, scope: Scope, *, kept: frozenset[str] = frozenset()) -> None:
        """Offer the areas of *scope*, and those that it has already."""
        self.areas.choices = [(slug, area.name) for slug, area in AREAS.items() if scope.is_national or slug in scope.areas | kept]
        if not scope.is_national:
            del self.is_national
        offer_rows(self)

    def offer_to_members(self, scope: Scope, *, kept: frozenset[str] = frozenset()) -> None:
        """As `offer`, with *scope* of their organisation, and without what only staff say."""
        for name in OF_STAFF:
            del self[name]
        self.offer(scope, kept=kept)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        self._check_words()
        if not self.areas.data and not ("is_national" in self and self.is_national.data):
            self.refuse(self.areas, _("Choose the force areas"))
        if self.min_age.data is not None and self.max_age.data is not None and self.max_age.data < self.min_age.data:
            self.refuse(self.max_age, _("Enter an age that is not below the other"))
        if (self.passes_on.data == PassesOn.MAY) is not bool(self.passes_to.data):
            self.refuse(self.passes_to, _("Choose whom it may tell, or that it asks people first"))
        self._check_whole()
        return not self.errors

    def _check_words(self) -> None:
        text = self.description.data or ""
        if has_markup(text):
            self.refuse(self.description, _("Write words only: no links, no braces, no headings and no lists"))
        elif phrase := find_said(text):
            self.refuse(self.description, _("Take “%(words)s” out: no page may say that", words=phrase.text))

    def _check_whole(self) -> None:
        refusal = find_refusal(self.values())
        if refusal:
            self.refuse(self.is_confidential if refusal is Refusal.CONFIDENTIAL else self.phones, REFUSALS[refusal])

    def values(self) -> dict[str, Any]:
        """What was typed, as operations take it. Nothing is both everywhere and somewhere."""
        is_national = bool("is_national" in self and self.is_national.data)
        main = self.main_need.data
        plain = ("name", "provider", "website", "email", "note")
        chosen = ("ties", "passes_to", "communities", "access")
        same = ("standing", "passes_on", "recourse", "cost", "is_confidential", "min_age", "max_age", "trained_on", "contact_on")
        return {
            **self.when(),
            **{name: self[name].data or "" for name in plain if name in self},
            **{name: list(self[name].data or []) for name in chosen},
            **{name: self[name].data for name in same if name in self},
            "description": one_line(self.description.data or ""),
            "address": self.address.data or "",
            "needs": [main, *(need for need in self.needs.data or [] if need != main)],
            "immigration_level": self.immigration_level.data,
            "is_national": is_national,
            "areas": [] if is_national else list(self.areas.data or []),
            "phones": read_phones(self.phones.data or []),
            "languages": read_languages(self.languages.data or []),
        }


class NewServiceForm(ServiceFields, NewForm):
    organisation_id = Select(_("Partner organisation"), blank=_("None: a public body"), convert=UUID)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if bool(self.organisation_id.data) is bool(self.provider.data):
            self.refuse(self.provider, REFUSALS[Refusal.ORGANISATION])
        return not self.errors


class OfferForm(ServiceFields, NewForm):
    """A service that a member enters for their organisation."""


class ServiceForm(ServiceFields, EditForm):
    """A service that is there."""


class CloseForm(Form):
    closed_from = Day(_("First day"), missing=_("Enter the first day"))
    closed_until = Day(_("Last day"), hint=_("Leave it empty when nobody knows yet."))
    because = Radios(_("Reason"), choices=[*REASONS.items()], missing=_("Choose the reason"), hint=_("Readers are told it."))

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.closed_until.data and self.closed_until.data < self.closed_from.data:
            self.refuse(self.closed_until, _("Enter a last day that is not before the first"))
        return not self.errors


def data_of(values: dict[str, Any]) -> dict[str, Any]:
    """What of a service is no plain attribute, as its form shows it. *values*: as `operations.values_of`."""
    needs = values["needs"]
    order = list(Need)
    return {
        **{name: values[name] for name in ("description", "provider", "areas")},
        **when_of(values),
        "main_need": needs[0] if needs else None,
        "needs": sorted(needs[1:], key=order.index),
        "phones": write_phones(values["phones"]),
        "languages": write_languages(values["languages"]),
    }


def when_of(values: dict[str, Any]) -> dict[str, Any]:
    return {"openings": write_openings(values["openings"]), "other_days": values["other_days"]}
