"""Forms about briefings."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from outreach.accounts.models import Account
from outreach.briefings.issuing import Session
from outreach.briefings.labels import GRAVITIES, GRAVITY_HINTS, HELD, MEANS, REFUSALS, TEAMS
from outreach.briefings.models import Acknowledgement, Edition
from outreach.briefings.operations import BriefingRefused
from outreach.briefings.rules import (
    ANSWERS,
    Count,
    Gravity,
    Held,
    Means,
    Refusal,
    Team,
    find_answer_gaps,
    is_small,
    may_issue,
    needs_source,
)
from outreach.commitments.forms import commitment_choices
from outreach.core.areas import AREAS
from outreach.web.addresses import WebAddress
from outreach.web.choices import Checkboxes, Radios, Select, Tick
from outreach.web.conflicts import EditForm
from outreach.web.fields import Integer, TextArea, Words
from outreach.web.forms import Form, NewForm
from outreach.web.moments import Day
from outreach.web.notes import Line, Note

TEXTS = ("wording", "url", "changes", "question", *(f"answer_{letter}" for letter in ANSWERS), "why")
MOST_PEOPLE = 50_000


def refusal_text(refused: BriefingRefused) -> Words:
    """What to say of a refusal; a phrase that says too much is named with its reason."""
    text = REFUSALS[refused.refusal]
    return str(text) % {"phrase": refused.phrase.text, "reason": refused.phrase.reason} if refused.phrase else text


class _Refusing(Form):
    """Says what an operation refused at the field that it is about, or else at the first."""

    at: ClassVar[dict[Refusal, str]] = {}

    def refuse_for(self, refused: BriefingRefused) -> None:
        name = self.at.get(refused.refusal)
        field = self[name] if name in self else next(self.shown_fields())
        self.refuse(field, refusal_text(refused))


class BriefingFields(_Refusing):
    """What a piece of material is."""

    title = Line(_("Title"), missing=_("Enter a title"), longest=120)
    about = Note(_("What it is about"), missing=_("Enter what it is about"), longest=600, rows=3)
    commitments = Checkboxes(_("Commitments that it serves"), choices=commitment_choices)
    at: ClassVar = {Refusal.SAYS_TOO_MUCH: "title", Refusal.TITLE_FIXED: "title"}

    def values(self) -> dict[str, Any]:
        return {"title": self.title.data, "about": self.about.data, "commitments": self.commitments.data or []}


class NewBriefingForm(BriefingFields, NewForm):
    pass


class BriefingForm(BriefingFields, EditForm):
    """Material that is there."""


class TargetForm(EditForm):
    target_percent = Integer(
        _("Per cent of the people addressed"), missing=_("Enter a number from 1 to 100"), wrong=_("Enter a number from 1 to 100"),
        lowest=1, highest=100, width="3",
    )  # fmt: skip
    target_on = Day(_("To be reached by"), missing=_("Enter the day"))


class EditionFields(_Refusing):
    """A version: its words, what it changed, and a question with answers of which one is right."""

    held = Radios(_("Where are its words?"), choices=[*HELD.items()], missing=_("Choose where its words are"), convert=Held)
    wording = TextArea(
        _("Its words"), longest=12_000, rows=14, missing=_("Enter its words"), only_if=("held", Held.TEXT),
        hint=_("Plain paragraphs with an empty line between them. Say no more than the source says, and name the source."),
    )  # fmt: skip
    url = WebAddress(_("Address of the page or document"), missing=_("Enter the address"), only_if=("held", Held.LINK))
    changes = Note(_("What changed since the version before"), missing=_("Enter what changed"), longest=1000, rows=3)
    gravity = Radios(
        _("What kind of change is it?"), choices=[*GRAVITIES.items()], hints=GRAVITY_HINTS, missing=_("Choose the kind of change"),
        convert=Gravity,
    )  # fmt: skip
    question = Line(
        _("Question"),
        missing=_("Enter a question"),
        longest=300,
        hint=_("One, about what has to be understood. It is asked at the end of each session."),
    )
    answer_a = Line(_("Answer a"), missing=_("Enter an answer"), longest=300)
    answer_b = Line(_("Answer b"), missing=_("Enter an answer"), longest=300)
    answer_c = Line(_("Answer c"), missing=_("Enter an answer"), longest=300)
    answer_d = Line(_("Answer d"), longest=300, hint=_("A fourth, if you want one."))
    right_answer = Radios(
        _("Which one is right?"), choices=[(letter, letter) for letter in ANSWERS], missing=_("Choose the right answer"), is_inline=True
    )
    why = Note(_("Why it is right"), missing=_("Enter why it is right"), longest=1000, rows=3)
    at: ClassVar = {Refusal.SAYS_TOO_MUCH: "wording"}

    def suit(self, number: int) -> None:
        """Ask only what makes sense for the version *number*: the first changes nothing."""
        if number == 1:
            del self.changes, self.gravity

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        answers = {letter: self[f"answer_{letter}"].data or "" for letter in ANSWERS}
        for letter in find_answer_gaps(answers, self.right_answer.data):
            self.refuse(self[f"answer_{letter}"], _("Enter an answer"))
        return not self.errors

    def values(self) -> dict[str, Any]:
        """By the names of the columns; what is not asked for is empty, and a first version changes the meaning."""
        texts = {name: (self[name].data or "") if name in self else "" for name in TEXTS}
        gravity = self.gravity.data if "gravity" in self else Gravity.MEANING
        return texts | {"held": self.held.data, "gravity": gravity, "right_answer": self.right_answer.data}


class NewEditionForm(EditionFields, NewForm):
    def begin(self, before: Edition | None) -> None:
        """Begin with the words of the version that holds."""
        if before and not self.is_submitted():
            names = ("held", "wording", "url", "question", *(f"answer_{letter}" for letter in ANSWERS), "right_answer", "why")
            for name in names:
                self[name].process_data(getattr(before, name))


class EditionForm(EditionFields, EditForm):
    """A draft that is there."""


class ReasonForm(Form):
    reason = Note(_("Reason"), missing=_("Enter the reason"), longest=500)


class IssueForm(_Refusing, NewForm):
    area = Select(_("Force area"), missing=_("Choose the force area"))
    team = Radios(_("Team"), choices=[*TEAMS.items()], missing=_("Choose the team"), convert=Team)
    team_name = Line(
        _("Which team"), longest=60, missing=_("Enter which team"), only_if=("team", Team.OTHER), hint=_("A team, never a person.")
    )
    headcount = Integer(
        _("How many people are addressed"), missing=_("Enter how many people"), wrong=_("Enter a number from 1 to 50,000"), lowest=1,
        highest=MOST_PEOPLE, hint=_("Everybody in the team who has to know it."),
    )  # fmt: skip
    due_on = Day(_("To be acknowledged by"), missing=_("Enter the day"))
    at: ClassVar = {Refusal.ISSUED_ALREADY: "team", Refusal.DUE_PASSED: "due_on"}

    def offer(self, by: Account) -> None:
        """Offer the areas to which *by* may issue."""
        self.area.choices = [(slug, area.name) for slug, area in AREAS.items() if may_issue(by.part, slug)]

    def values(self) -> dict[str, Any]:
        names = ("area", "team", "headcount", "due_on")
        return {name: self[name].data for name in names} | {"team_name": self.team_name.data or ""}


class ChangeIssueForm(_Refusing, EditForm):
    headcount = IssueForm.headcount
    due_on = IssueForm.due_on
    at: ClassVar = {Refusal.FEWER_THAN_REACHED: "headcount", Refusal.DUE_PASSED: "due_on"}


class ReissueForm(_Refusing):
    """What was shown is sent along: `seen` has the ids of the issues, `number` the version that takes their place."""

    due_on = Day(_("To be acknowledged by"), missing=_("Enter the day"))
    seen = HiddenField()
    number = HiddenField()

    def seen_ids(self) -> set[UUID]:
        """What is no id was not shown."""
        found = set()
        for typed in str(self.seen.data or "").split():
            try:
                found.add(UUID(typed))
            except ValueError:
                continue
        return found


class AcknowledgeForm(_Refusing, NewForm):
    """Numbers of one session, and never names."""

    reached = Integer(
        _("How many people were reached?"), missing=_("Enter how many people"), wrong=_("Enter a whole number, like 42"), lowest=1,
        highest=MOST_PEOPLE,
    )  # fmt: skip
    held_on = Day(_("On which day?"), missing=_("Enter the day"))
    means = Radios(_("By which means?"), choices=[*MEANS.items()], missing=_("Choose the means"), convert=Means)
    answered = Integer(
        _("How many answered the question?"), missing=_("Enter how many answered, or 0"), wrong=_("Enter a whole number, like 40"),
        highest=MOST_PEOPLE,
    )  # fmt: skip
    right = Integer(
        _("How many of them answered right?"), missing=_("Enter how many answered right, or 0"), wrong=_("Enter a whole number, like 35"),
        highest=MOST_PEOPLE,
    )  # fmt: skip
    source = Line(
        _("Who told you, and where is it on record?"), missing=_("Enter who told you, and where it is on record"), longest=200,
        hint=_("An office and a day, never a person: “Training unit, by mail, 12 November 2026”."),
    )  # fmt: skip
    at: ClassVar = {
        Refusal.TOO_MANY_REACHED: "reached",
        Refusal.TOO_MANY_ANSWERS: "answered",
        Refusal.TOO_MANY_RIGHT: "right",
        Refusal.TOO_EARLY: "held_on",
        Refusal.IN_THE_FUTURE: "held_on",
        Refusal.SOURCE: "source",
    }

    def suit(self, by: Account) -> None:
        """Ask for a source where *by* does not work for the area."""
        if not needs_source(by.part):
            del self.source

    def session(self) -> Session:
        count = Count(self.reached.data, self.answered.data, self.right.data)
        return Session(count, self.held_on.data, self.means.data, (self.source.data or "") if "source" in self else "")


class CorrectForm(AcknowledgeForm):
    """Nobody at all can be right: a session that did not take place."""

    reached = Integer(
        _("How many people were reached?"),
        missing=_("Enter how many people"),
        wrong=_("Enter a whole number, like 42"),
        highest=MOST_PEOPLE,
    )
    reason = Note(_("What was wrong?"), missing=_("Enter what was wrong"), longest=500, rows=3)

    def begin(self, wrong: Acknowledgement) -> None:
        """Begin with what was noted; small numbers of answers are not shown again."""
        if self.is_submitted():
            return
        known = {"reached": wrong.reached, "held_on": wrong.held_on, "means": wrong.means, "source": wrong.source}
        if not is_small(wrong.answered):
            known |= {"answered": wrong.answered, "right": wrong.right_answers}
        for name, value in known.items():
            if name in self:
                self[name].process_data(value)


class LookForm(_Refusing, NewForm):
    looked_on = Day(_("Looked on"), missing=_("Enter the day"))
    places = Line(
        _("Where you looked"),
        missing=_("Enter where you looked"),
        longest=300,
        hint=_("Sites and searches, so that somebody can do it again."),
    )
    is_found = Tick(_("I have found a published protocol, or something that may be it"))
    url = WebAddress(_("Its address"), hint=_("Only when you have found something."))
    at: ClassVar = {Refusal.IN_THE_FUTURE: "looked_on"}

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.is_found.data and not self.url.data:
            self.refuse(self.url, _("Enter the address"))
        if self.url.data and not self.is_found.data:
            self.refuse(self.is_found, _("Tick this, or take the address out"))
        return not self.errors

    def values(self) -> dict[str, Any]:
        kept = {"looked_on": self.looked_on.data, "places": self.places.data}
        return kept | {"is_found": bool(self.is_found.data), "url": self.url.data or ""}
