"""Forms about accounts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _

from outreach.accounts.labels import DUTIES, KINDS, REFUSALS, ROLES, WHOLE_PROGRAMME
from outreach.accounts.library_forms import NEW_PASSWORD_HINT
from outreach.accounts.models import Account
from outreach.accounts.operations import AccountRefused
from outreach.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD, Kind, Part, Refusal, Role, Scope
from outreach.core.areas import AREAS
from outreach.web.choices import Checkboxes, Radios, Select, Tick
from outreach.web.conflicts import EditForm
from outreach.web.fields import Email, Password, Telephone, Text, TextArea
from outreach.web.forms import Form, NewForm
from outreach.web.language import tongues

PLACES = {
    Refusal.KIND: "kind",
    Refusal.AREAS: "areas",
    Refusal.OUT_OF_SCOPE: "areas",
    Refusal.LANGUAGES: "languages",
    Refusal.ADDRESS_TAKEN: "email",
    Refusal.HOME_OFFICE: "email",
}
"""The field at which a refusal is told; 'role' for the others."""


class AddressFields(Form):
    """Who is invited. Stands before the part, so that errors come in the order of the page."""

    email = Email(
        _("Email address"), missing=_("Enter their email address"), hint=_("The invitation goes there. Nobody else should read this mail.")
    )
    language = Radios(_("Language of the invitation"), choices=[("en", "English"), ("cy", "Cymraeg")], default="en", is_inline=True)


class PartFields(Form):
    """What somebody is here, and where."""

    role = Radios(_("Role"), choices=[*ROLES.items()], hints=DUTIES, missing=_("Choose a role"))
    kind = Select(_("Kind of organisation"), choices=[*KINDS.items()], missing=_("Choose the kind of organisation"))
    organisation = Text(_("Organisation"), missing=_("Enter the name of the organisation"))
    is_national = Tick(WHOLE_PROGRAMME, hint=_("Every force area. Leave this empty and choose areas for anybody else."))
    areas = Checkboxes(_("Force areas"))
    languages = Checkboxes(_("Languages"), choices=tongues, hint=_("For translators and reviewers."))

    def offer(self, by: Account) -> None:
        """Offer the areas that *by* may give."""
        scope = by.scope
        self.areas.choices = [(slug, area.name) for slug, area in AREAS.items() if scope.is_national or slug in scope.areas]
        if not scope.is_national:
            del self.is_national

    def part(self) -> Part:
        is_national = "is_national" in self and bool(self.is_national.data)
        scope = Scope(is_national, frozenset(self.areas.data or []))
        return Part(Role(self.role.data), Kind(self.kind.data), scope, frozenset(self.languages.data or []))

    def refuse_all(self, refused: AccountRefused) -> None:
        """Say at the fields what an operation refused."""
        for refusal in refused.refusals:
            self.refuse(self[PLACES.get(refusal, "role")], REFUSALS[refusal])


class InvitationForm(AddressFields, PartFields, NewForm):
    """Somebody new, and their part."""


class PartForm(PartFields, EditForm):
    """The part of an account that is there."""

    @staticmethod
    def values_of(account: Account) -> dict[str, Any]:
        part = account.part
        return {"areas": sorted(part.scope.areas), "languages": sorted(part.languages)}


class ProfileForm(EditForm):
    name = Text(_("Name"), missing=_("Enter your name"), autocomplete="name", longest=100)
    telephone = Telephone(_("Telephone"), hint=_("Colleagues in the programme see it."), autocomplete="tel")
    language = Radios(
        _("Language of these pages"), choices=[("en", "English"), ("cy", "Cymraeg")], missing=_("Choose a language"), is_inline=True
    )
    is_mailed = Tick(_("Mail me when something waits for me"), hint=_("Mails about your account itself always come."))


class ReasonForm(Form):
    reason = TextArea(
        _("Reason"), missing=_("Enter the reason"), longest=500, rows=3, hint=_("It is kept in the audit trail. Write no personal details.")
    )  # fmt: skip


class LeavingForm(Form):
    successor = Select(_("Who takes over"), missing=_("Choose who takes over"), convert=UUID)

    def offer(self, successors: list[Account]) -> None:
        self.successor.choices = [(str(one.id), f"{one.name} ({one.organisation})") for one in successors]


class JoiningForm(Form):
    name = Text(_("Your name"), missing=_("Enter your name"), autocomplete="name", longest=100)
    password = Password(
        _("Password"), missing=_("Enter a password"), hint=NEW_PASSWORD_HINT, autocomplete="new-password", longest=LONGEST_PASSWORD
    )  # fmt: skip
    again = Password(
        _("The same password again"), missing=_("Enter the same password again"), autocomplete="new-password", longest=LONGEST_PASSWORD
    )  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if len(self.password.data) < SHORTEST_PASSWORD:
            self.refuse(self.password, _("Use at least 12 characters. Three words that you do not use together are a good password"))
        elif self.password.data != self.again.data:
            self.refuse(self.again, _("The two passwords differ. Enter the same password twice"))
        return not self.errors


class RecoveryForm(Form):
    email = Email(_("Email address"), missing=_("Enter your email address"), autocomplete="username")
