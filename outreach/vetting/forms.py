"""Forms of vetting. They ask for facts: opinions of the police, and criticism of them, have no place in what is decided here."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from outreach.partners.fields import SaidNote
from outreach.partners.sections import SECTIONS
from outreach.vetting.labels import FINDINGS, GROUNDS
from outreach.vetting.rules import LONGEST_WORDS, Finding, Ground, Item, Kind
from outreach.web.choices import Checkboxes, Radios, Select, Tick
from outreach.web.fields import Email, Text
from outreach.web.forms import Form, NewForm
from outreach.web.notes import Heard, Line

FACTS = _("Facts only, which the organisation may read. What it thinks or says of the police is no fact about it.")
NO_TIE = _("I have no tie to this organisation: no work, no money, no family or friends there, no quarrel")
NO_TIE_MISSING = _("Tick this, or step back from this organisation")


class CheckForm(Form):
    """What was found at one item of the checklist."""

    finding = Radios(_("What did you find?"), choices=[*FINDINGS.items()], missing=_("Choose what you found"), convert=Finding)
    entry_name = Text(_("Name in the register"), hint=_("Word for word."), longest=300)
    entry_status = Line(_("Status in the register"), hint=_("As it is called there, such as “Registered”."), longest=100, width="20")
    asked = Line(_("Who was asked"), hint=_("An organisation and what the person is there, without a name."), longest=200)
    note = Heard(_("Note"), longest=LONGEST_WORDS, hint=FACTS)

    def suit(self, item: Item) -> None:
        """Ask only what belongs to *item*."""
        if item is not Item.REGISTER:
            del self.entry_name, self.entry_status
        if item is not Item.REFERENCE:
            del self.asked

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.finding.data is Finding.DONE and "entry_name" in self and not self.entry_name.data:
            self.refuse(self.entry_name, _("Enter the name that stands in the register"))
        if self.finding.data is Finding.DONE and "asked" in self and not self.asked.data:
            self.refuse(self.asked, _("Enter who was asked"))
        if self.finding.data is not Finding.DONE and not self.note.data:
            self.refuse(self.note, _("Say why it is not needed, or what the problem is"))
        return not self.errors

    def values(self) -> dict[str, Any]:
        return {name: self[name].data or "" for name in ("note", "asked", "entry_name", "entry_status") if name in self}


class AskForm(NewForm):
    section = Select(
        _("What do you ask about?"),
        choices=[(key, section.title) for key, section in SECTIONS.items()],
        missing=_("Choose what you ask about"),
        hint=_("The organisation gets a link to just this part of its registration."),
    )
    words = Heard(
        _("What do you need to know?"),
        missing=_("Enter what you need to know"),
        longest=LONGEST_WORDS,
        hint=_("This text goes to the organisation by mail. Say what is missing, why it is asked, and what would do."),
    )


class ApproveForm(NewForm):
    no_tie = Tick(NO_TIE, missing=NO_TIE_MISSING)


class AgainstForm(NewForm):
    """A decision against an organisation: grounds of fact, and words that it gets."""

    grounds = Checkboxes(
        _("On what grounds?"),
        choices=[*GROUNDS.items()],
        missing=_("Choose at least one ground of fact"),
        hint=_("There are no others. An opinion about the police, criticism of them, or a campaign against them is no ground."),
        convert=Ground,
    )
    words = Heard(
        _("The facts, in your words"),
        missing=_("Enter the facts"),
        longest=LONGEST_WORDS,
        hint=_("The organisation gets this text by mail, and can appeal. Say what was found, where and when."),
    )
    is_paused = Tick(
        _("Hide it from readers until a second person has decided"),
        hint=_("Only where readers could come to harm. The organisation is told at once."),
    )
    no_tie = Tick(NO_TIE, missing=NO_TIE_MISSING)

    def suit(self, kind: Kind) -> None:
        if kind is not Kind.TAKE_BACK:
            del self.is_paused


CONFIRM, SEND_BACK = "confirm", "send-back"


class DecideForm(Form):
    """What a second person decides."""

    version = HiddenField()
    verdict = Radios(
        _("Your decision"),
        choices=[(CONFIRM, _("I decide as proposed")), (SEND_BACK, _("I do not follow the proposal"))],
        missing=_("Choose your decision"),
    )
    remark = Heard(
        _("Why not?"),
        only_if=("verdict", SEND_BACK),
        missing=_("Say why you do not follow it"),
        hint=_("The organisation can read this."),
        longest=LONGEST_WORDS,
    )
    no_tie = Tick(NO_TIE, missing=NO_TIE_MISSING)


UPHOLD, REJECT = "uphold", "reject"


class AppealAnswerForm(Form):
    """What a third person answers to an appeal."""

    verdict = Radios(
        _("Your decision"),
        choices=[(UPHOLD, _("The appeal is right")), (REJECT, _("The decision stands"))],
        missing=_("Choose your decision"),
    )
    words = Heard(_("Why?"), missing=_("Enter the reason"), longest=LONGEST_WORDS, hint=_("The organisation gets this text by mail."))
    no_tie = Tick(NO_TIE, missing=NO_TIE_MISSING)


class OwnerForm(NewForm):
    """A new owner of a partner that has none."""

    address = Email(
        _("Email address of its owner"), missing=_("Enter their email address"), hint=_("The organisation has to have named it.")
    )
    words = Heard(
        _("How do you know that they may speak for it?"),
        missing=_("Say how you know that they may speak for it"),
        longest=LONGEST_WORDS,
        hint=_("Say what whoever you asked is there, and how you reached them, without a name. The organisation can read this."),
    )
    no_tie = Tick(NO_TIE, missing=NO_TIE_MISSING)


class Remark(Form):
    """Stands under the section that an applicant is asked about."""

    answer = SaidNote(_("Anything to add"), longest=LONGEST_WORDS, hint=_("For those who look at your registration only."))


class AppealForm(Form):
    words = SaidNote(
        _("Why is the decision wrong?"),
        missing=_("Say in your words why the decision is wrong"),
        longest=LONGEST_WORDS,
        rows=8,
        hint=_("Say which of the reasons is not so, and what shows it."),
    )


class AcceptForm(Form):
    """Somebody of an organisation accepts the agreements for it."""

    name = Text(_("Your name"), missing=_("Enter your name"), longest=120, autocomplete="name")
    position = Text(_("What you are in your organisation"), missing=_("Enter what you are in your organisation"), longest=120)
    no_client_data = Tick(
        _("We put no data about the people whom we help onto this platform"), missing=_("Tick this if your organisation agrees")
    )
    partnership = Tick(
        _("We have read how we work together, what being listed means and what it does not mean"),
        missing=_("Tick this if your organisation agrees"),
    )
