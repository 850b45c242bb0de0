"""Forms about progress updates."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from outreach.commitments.forms import commitment_choices
from outreach.commitments.models import Evidence
from outreach.updates.labels import VERDICTS
from outreach.updates.models import UpdateParty, UpdateSection
from outreach.updates.rules import Verdict
from outreach.web.choices import Checkboxes, Radios, Tick
from outreach.web.conflicts import EditForm
from outreach.web.fields import Text, TextArea
from outreach.web.forms import Form, NewForm
from outreach.web.moments import Day
from outreach.web.notes import Note

FIELDS = (
    "title", "dated_on", "period_from", "period_to", "addressee_name", "addressee_office", "addressee_body", "address", "salutation",
    "opening", "closing", "signed_name", "signed_office",
)  # fmt: skip
TEXTS = ("done", "not_done", "gaps")
PARTY = ("name", "described_as", "contribution", "dissent", "is_left_out")
MARK_HINT = _("Behind each figure put the number of the evidence that shows it, such as [L2.1].")


class LetterFields(Form):
    """What stands around the sections."""

    title = Text(_("Title"), missing=_("Enter a title"), longest=150)
    dated_on = Day(_("Date of the document"), missing=_("Enter the date"))
    period_from = Day(_("Period from"), missing=_("Enter the first day"))
    period_to = Day(_("Period to"), missing=_("Enter the last day"))
    addressee_name = Text(_("To: name"), missing=_("Enter who it is to"))
    addressee_office = Text(_("To: office"), hint=_("For example, Super-complaints Lead."))
    addressee_body = Text(_("To: organisation"), missing=_("Enter the organisation"))
    address = TextArea(_("To: address"), rows=4, longest=400, hint=_("Of the office, for the head of the letter."))
    salutation = Text(_("Salutation"), missing=_("Enter the salutation"), hint=_("For example, Dear Ms Example,"))
    opening = Note(_("Opening"), rows=5, hint=MARK_HINT)
    closing = Note(_("Closing"), hint=MARK_HINT)
    signed_name = Text(_("Signed by: name"), missing=_("Enter who signs"))
    signed_office = Text(_("Signed by: office"))

    def values(self) -> dict[str, Any]:
        """By the names of the columns; a text that was left empty is ''."""
        return {name: "" if self[name].data is None else self[name].data for name in FIELDS}

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.period_to.data < self.period_from.data:
            self.refuse(self.period_to, _("Enter a day that is not before the first"))
        return not self.errors


class NewUpdateForm(LetterFields, NewForm):
    commitments = Checkboxes(_("Commitments"), choices=commitment_choices, missing=_("Choose at least one commitment"))


class UpdateForm(LetterFields, EditForm):
    """What stands around the sections of an update that is there."""


class CommitmentsForm(Form):
    commitments = Checkboxes(_("Commitments"), choices=commitment_choices, missing=_("Choose at least one commitment"))


class SectionForm(EditForm):
    """What is said of one commitment."""

    done = Note(_("Done"), rows=6, longest=8000, hint=MARK_HINT)
    not_done = Note(_("Not done"), rows=5, longest=8000, hint=_("Plainly, and with the reason where there is one."))
    gaps = Note(
        _("What is missing or not known"), rows=4, longest=4000,
        hint=_("Figures that nobody has, evidence that is wanting, texts not yet checked."),
    )  # fmt: skip
    evidence = Checkboxes(_("Evidence to refer to"), hint=_("Only what is chosen here can be referred to."))

    def offer(self, pieces: list[Evidence]) -> None:
        self.evidence.choices = [(piece.ref, f"[{piece.ref}] {piece.title}") for piece in pieces]

    @staticmethod
    def values_of(section: UpdateSection) -> dict[str, Any]:
        return {"evidence": sorted(source.evidence.ref for source in section.sources if source.evidence.withdrawn_at is None)}

    def texts(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in TEXTS}


class PartyFields(Form):
    """An organisation that the document speaks of."""

    name = Text(
        _("Name of the organisation"), missing=_("Enter its name"), hint=_("It is printed only when the organisation has approved.")
    )
    described_as = Text(
        _("What it is called until then"), missing=_("Enter a description without the name"), hint=_("For example, A specialist charity.")
    )
    contribution = Note(_("What is said of it"), missing=_("Enter what is said of it"), longest=2000)
    dissent = Note(_("Its own note"), longest=4000, hint=_("Word for word, where it sees something differently. It is printed beside."))
    approved_by = Text(
        _("Approved by"), longest=300,
        hint=_("Who approved these words for the organisation, and where that is on record. It is not printed."),
    )  # fmt: skip
    approved_on = Day(_("Approved on"), hint=_("Leave both empty until it has approved."))

    def values(self) -> dict[str, Any]:
        names = [name for name in PARTY if name in self]
        return {name: self[name].data or ("" if name != "is_left_out" else False) for name in names} | {
            "approved_by": self.approved_by.data or "",
            "approved_on": self.approved_on.data,
        }

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if bool(self.approved_by.data) != (self.approved_on.data is not None):
            field = self.approved_on if self.approved_by.data else self.approved_by
            self.refuse(field, _("An approval has a name and a day. Enter both, or neither"))
        return not self.errors


class NewPartyForm(PartyFields, NewForm):
    pass


class PartyForm(PartyFields, EditForm):
    is_left_out = Tick(_("Leave it out of the document"), hint=_("What is recorded here is kept."))

    @classmethod
    def open(cls, party: UpdateParty) -> PartyForm:
        return cls.of(party)


class ReviewForm(Form):
    seen = HiddenField()
    verdict = Radios(_("What do you say?"), choices=[*VERDICTS.items()], missing=_("Choose what you say"), convert=Verdict)
    words = Note(_("Comment"), longest=2000)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.verdict.data is not Verdict.APPROVE and not self.words.data:
            self.refuse(self.words, _("Enter a comment"))
        return not self.errors


class SetAsideForm(Form):
    reason = Note(_("Reason"), missing=_("Enter the reason"), longest=500)
