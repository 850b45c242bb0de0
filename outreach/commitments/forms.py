"""Forms about commitments and their evidence."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from outreach.accounts.labels import WHOLE_PROGRAMME
from outreach.accounts.models import Account
from outreach.accounts.queries import find_editors
from outreach.accounts.rules import Scope
from outreach.commitments.labels import KINDS, REFUSALS, STATE_HINTS, STATES
from outreach.commitments.models import Commitment
from outreach.commitments.operations import CommitmentRefused
from outreach.commitments.queries import list_commitments
from outreach.commitments.rules import KEY, Kind, Refusal, State
from outreach.core.areas import AREAS
from outreach.web.addresses import WebAddress
from outreach.web.choices import Checkboxes, Radios, Select, Tick
from outreach.web.conflicts import EditForm
from outreach.web.fields import Text, TextArea
from outreach.web.forms import Form, NewForm
from outreach.web.moments import Day
from outreach.web.notes import Line, Note

FIELDS = ("addressee", "summary", "official_text", "official_url", "position", "owner_id", "due_on", "source", "source_url", "remark")


def commitment_choices() -> list[tuple[str, str]]:
    """Every commitment that is not set aside, to be chosen in a form: its key, and its key and summary."""
    return [(row.key, f"{row.key} {row.summary}") for row in list_commitments()]


def owner_choices() -> list[tuple[str, str]]:
    """Everybody who can own a record: its id as text, and the name."""
    return [(str(one.id), f"{one.name} ({one.organisation})") for one in find_editors()]


class KeyText(Text):
    """The number of a commitment, such as L2."""

    def read(self, typed: str) -> str:
        if not KEY.fullmatch(typed.upper()):
            raise ValueError
        return typed.upper()


class CommitmentFields(Form):
    """What is known of a commitment. An official text is copied from its source, or left empty."""

    addressee = Text(_("Addressee"), hint=_("Whoever has to act, as the source names them."))
    summary = Line(_("Summary"), missing=_("Enter a summary in a few words"), longest=300)
    official_text = TextArea(
        _("Official text"), hint=_("Word for word from the source. Leave it empty rather than write it in your own words."), longest=8000
    )
    official_url = WebAddress(_("Link to the official text"))
    position = Note(_("Position"), hint=_("What the addressee and others have said and done, with dates."))
    owner_id = Select(_("Owner"), choices=owner_choices, blank=_("Nobody yet"), convert=UUID)
    due_on = Day(_("Due"))
    source = Text(_("Source"), hint=_("Title and date of the document that it comes from."), longest=300)
    source_url = WebAddress(_("Link to the source"))
    remark = Line(_("Remark"), longest=300)

    def values(self) -> dict[str, Any]:
        """By the names of the columns; a text that was left empty is ''."""
        kept = {"owner_id", "due_on"}
        return {name: self[name].data if name in kept else self[name].data or "" for name in FIELDS}


class NewCommitmentForm(CommitmentFields, NewForm):
    key = KeyText(
        _("Number"), missing=_("Enter the number"), wrong=_("Enter a capital letter and a number, such as A2"), width="4",
        hint=_("R for a recommendation, A for an action, L for a promise of the letter. It cannot be changed later."),
    )  # fmt: skip


class CommitmentForm(CommitmentFields, EditForm):
    """A row that is there."""

    @classmethod
    def open(cls, commitment: Commitment) -> CommitmentForm:
        """The form of *commitment*, with its owner to be chosen even when they can own nothing new."""
        form = cls.of(commitment)
        owner = commitment.owner
        if owner and str(owner.id) not in form.owner_id.labels():
            form.owner_id.choices = [*form.owner_id.choices, (str(owner.id), owner.name)]
        return form


class StateForm(Form):
    version = HiddenField()
    state = Radios(_("State"), choices=[*STATES.items()], hints=STATE_HINTS, missing=_("Choose a state"), convert=State)
    reason = Note(_("Reason"), missing=_("Enter the reason"), longest=1000, hint=_("It is kept in the history of this commitment."))


class EvidenceForm(NewForm):
    title = Line(
        _("What it shows"), missing=_("Enter what it shows"), hint=_("In a few words, with the figure if there is one."), longest=300
    )
    kind = Radios(_("What it is"), choices=[*KINDS.items()], missing=_("Choose what it is"), convert=Kind)
    url = WebAddress(_("Address of the page"), missing=_("Enter the address of the page"), only_if=("kind", Kind.LINK))
    file = Text(
        _("Where the file is kept"), missing=_("Enter where the file is kept"), only_if=("kind", Kind.FILE),
        hint=_("Name and reference, so that a colleague can find it. Files are not uploaded here."), longest=300,
    )  # fmt: skip
    record = Text(
        _("Which record"), missing=_("Enter which record"), only_if=("kind", Kind.RECORD),
        hint=_("Its name, or its address here, which begins with /manage/."), longest=300,
    )  # fmt: skip
    dated_on = Day(_("Date of what it shows"), missing=_("Enter the date"))
    is_national = Tick(WHOLE_PROGRAMME, hint=_("Not about certain areas."))
    areas = Checkboxes(_("Force areas"))
    note = Note(_("Note"), longest=1000)

    def offer(self, by: Account) -> None:
        """Offer the places for which *by* may speak."""
        scope = by.scope
        self.areas.choices = [(slug, area.name) for slug, area in AREAS.items() if scope.is_national or slug in scope.areas]
        if not scope.is_national:
            del self.is_national

    def places(self) -> Scope:
        is_national = "is_national" in self and bool(self.is_national.data)
        return Scope(is_national, frozenset() if is_national else frozenset(self.areas.data or []))

    def values(self) -> dict[str, Any]:
        kept = {"kind": self.kind.data, "title": self.title.data, "dated_on": self.dated_on.data, "note": self.note.data or ""}
        return kept | {"url": self.url.data or "", "reference": self.file.data or self.record.data or "", "places": self.places()}

    def refuse_for(self, refused: CommitmentRefused) -> None:
        """Say at its field what an operation refused."""
        place = self.areas if refused.refusal in (Refusal.PLACES, Refusal.OUT_OF_SCOPE) else self.title
        self.refuse(place, REFUSALS[refused.refusal])


class WithdrawForm(Form):
    reason = Note(_("Reason"), missing=_("Enter the reason"), longest=500)
