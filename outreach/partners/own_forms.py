"""Forms of the partner's own pages, and of staff who look after partners."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _

from outreach.accounts.access import current_config
from outreach.accounts.labels import REFUSALS
from outreach.accounts.operations import AccountRefused
from outreach.accounts.rules import Refusal
from outreach.core.dates import LONDON
from outreach.partners.labels import PURPOSES, USES
from outreach.partners.rules import Purpose, Use
from outreach.web.choices import Checkboxes, Choices, Radios, Select, Tick
from outreach.web.conflicts import EditForm
from outreach.web.fields import Email, File
from outreach.web.forms import Form, NewForm
from outreach.web.moments import Day
from outreach.web.notes import Note
from outreach.web.numbers import Money, Number

RIGHTS = [("editor", _("Editor")), ("owner", _("Owner"))]
RIGHTS_HINTS = {
    "editor": _("Changes the profile, enters hours, confirms that all is still true."),
    "owner": _("Does that too, and decides about members, consents and leaving."),
}


class MemberForm(NewForm):
    """Somebody who is to speak for the organisation too."""

    email = Email(
        _("Email address"), missing=_("Enter their email address"), hint=_("The invitation goes there. Nobody else should read this mail.")
    )
    right = Radios(_("What they may do"), choices=RIGHTS, hints=RIGHTS_HINTS, default="editor", missing=_("Choose what they may do"))
    language = Radios(_("Language of the invitation"), choices=[("en", "English"), ("cy", "Cymraeg")], default="en", is_inline=True)

    def refuse_all(self, refused: AccountRefused) -> None:
        for refusal in refused.refusals:
            self.refuse(self.email, ADDRESS_TAKEN if refusal is Refusal.ADDRESS_TAKEN else REFUSALS[refusal])


ADDRESS_TAKEN = _("This address has an account already, and each person speaks for one organisation. Enter another address")


class FileForm(NewForm):
    used_for = Radios(_("What the file is"), choices=[*USES.items()], convert=Use, missing=_("Choose what the file is"))
    file = File(_("File"), accept=".png,.jpg,.jpeg,.pdf,image/png,image/jpeg,application/pdf", missing=_("Choose a file"))


class HoursFields(Form):
    worked_on = Day(_("Day"), missing=_("Enter the day"))
    hours = Number(_("Hours"), missing=_("Enter how many hours"), hint=_("Such as 1.5. Quarters of an hour are enough."), width="4")
    purpose = Select(_("What for"), choices=[*PURPOSES.items()], convert=Purpose, missing=_("Choose what the hours were for"))
    event_id = Select(_("At which event"), blank=_("None"), convert=UUID, hint=_("Those that your organisation hosts."))
    wants_payment = Tick(
        _("We ask for payment"), hint=_("Work for the programme may be paid. Asking changes nothing about how you stand here.")
    )
    asked_pence = Money(_("How much for these hours"), only_if=("wants_payment", "yes"), missing=_("Enter how much you ask for"))

    def offer(self, events: Choices) -> None:
        self.event_id.choices = events
        if not events:
            del self.event_id

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.worked_on.data > current_config().clock().astimezone(LONDON).date():
            self.refuse(self.worked_on, _("Enter a day that is not in the future"))
        elif self.worked_on.data.year < 2020:
            self.refuse(self.worked_on, _("Check the year"))
        if not 0 < round(self.hours.data * 60) <= 24 * 60:
            self.refuse(self.hours, _("Enter more than 0 and at most 24 hours"))
        return not self.errors


class NewHoursForm(HoursFields, NewForm):
    pass


class HoursForm(HoursFields, EditForm):
    pass


class ConfirmHoursForm(Form):
    """Staff say that hours were given; where payment is asked for, what is agreed."""

    decision = Radios(
        _("Payment"),
        choices=[("agree", _("Agreed")), ("refuse", _("Cannot be paid"))],
        missing=_("Choose whether it is paid"),
    )
    agreed_pence = Money(_("How much is agreed"), only_if=("decision", "agree"), missing=_("Enter how much is agreed"))


class PaidForm(Form):
    paid_on = Day(_("Paid on"), missing=_("Enter the day on which it was paid"))

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.paid_on.data > current_config().clock().astimezone(LONDON).date():
            self.refuse(self.paid_on, _("Enter a day that is not in the future"))
        return not self.errors


class GiveBackForm(Form):
    reason = Note(
        _("What has to be different, and why"),
        missing=_("Enter what has to be different"),
        longest=500,
        hint=_("The organisation reads it. Facts only: its views and what it says of the police are no reason."),
    )


class LeaveForm(Form):
    is_sure = Checkboxes(
        _("Leaving"), choices=[("yes", _("We leave the programme now"))], missing=_("Tick this if you want to leave, or go back")
    )
