"""Forms of the parts of a campaign: one set of fields for each kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from outreach.campaigns.labels import ASSESSMENT_STATES, ASSESSMENTS, LEVEL_HINTS, LEVELS, LINES
from outreach.campaigns.models import Part
from outreach.campaigns.rules import AssessmentState, Doing, LineKind
from outreach.web.choices import Checkboxes, Choices, Radios, Select
from outreach.web.fields import Text
from outreach.web.forms import Form
from outreach.web.language import tongues_and_english
from outreach.web.moments import Day
from outreach.web.notes import Line, Note
from outreach.web.numbers import Money, Number

_CHOOSE_PERSON = _("Choose who")
_ENTER_DAY = _("Enter the day")
_LIKELIHOODS: list[tuple[str, LazyString]] = [
    ("1", _("1, rare")),
    ("2", _("2, unlikely")),
    ("3", _("3, possible")),
    ("4", _("4, likely")),
    ("5", _("5, almost certain")),
]
_IMPACTS: list[tuple[str, LazyString]] = [
    ("1", _("1, hardly felt")),
    ("2", _("2, small")),
    ("3", _("3, felt")),
    ("4", _("4, grave")),
    ("5", _("5, it ends the campaign")),
]


class PartFields(Form):
    """What the forms of parts share. `title` stands for the part in lists and in the history."""

    def offer(self, *, people: Choices, objectives: Choices, commitments: Choices) -> None:
        """Give each field that chooses among what is there its choices."""
        offered = {"owner_id": people, "by_id": people, "objective_id": objectives, "commitments": commitments}
        for name, choices in offered.items():
            if name in self:
                self[name].choices = choices

    def settle(self, part: Part) -> None:
        """Take away what does not concern *part* as it stands."""

    @staticmethod
    def data_of(part: Part) -> dict[str, Any]:  # noqa: ARG004 - for those that have more
        """What of the part is no plain attribute, in the order in which it is offered."""
        return {}


class AudienceFields(PartFields):
    title = Line(_("Community"), missing=_("Enter the community"), longest=120, hint=_("As its members would call it."))
    languages = Checkboxes(_("Languages"), choices=tongues_and_english, missing=_("Choose at least one language"))

    @staticmethod
    def data_of(part: Any) -> dict[str, Any]:
        return {"languages": [tag for tag, _name in tongues_and_english() if tag in part.languages]}


class ObjectiveFields(PartFields):
    title = Line(_("Objective"), missing=_("Enter the objective"), hint=_("One sentence: who will do, know or have what."))
    level = Radios(_("What it measures"), choices=[*LEVELS.items()], hints=LEVEL_HINTS, missing=_("Choose what it measures"))
    measure = Line(
        _("Measure"),
        missing=_("Enter the measure"),
        hint=_("What is counted. Never how many crimes a community tells the police about: that would need people’s immigration status."),
    )
    unit = Line(_("Unit"), missing=_("Enter the unit"), longest=40, width="20", hint=_("Such as people, leaflets, per cent."))
    baseline = Number(_("Now"), missing=_("Enter the value now"))
    target = Number(_("Target"), missing=_("Enter the target"))
    due_on = Day(_("To be reached by"), missing=_ENTER_DAY)


class MeasurementFields(PartFields):
    objective_id = Select(_("Objective"), missing=_("Choose the objective"), convert=UUID)
    measured_on = Day(_("Measured on"), missing=_ENTER_DAY)
    value = Number(_("Value"), missing=_("Enter the value"))
    title = Line(
        _("How it was measured"), missing=_("Enter how it was measured"), hint=_("Such as: count at the door, survey of 40 people.")
    )
    by_id = Select(_("Who measured it"), missing=_CHOOSE_PERSON, convert=UUID)
    note = Note(_("Note"), longest=600)


class MilestoneFields(PartFields):
    title = Line(_("Milestone"), missing=_("Enter the milestone"), longest=120)
    due_on = Day(_("Planned for"), missing=_ENTER_DAY)
    reached_on = Day(_("Reached on"), hint=_("Leave this empty until it is."))


class ActionFields(PartFields):
    title = Line(_("Action"), missing=_("Enter the action"), longest=160, hint=_("Begin with a verb: “Print the leaflets”."))
    owner_id = Select(_("Who does it"), blank=_("Nobody yet"), convert=UUID)
    due_on = Day(_("Due on"))
    started_on = Day(_("Started on"), missing=_ENTER_DAY)
    done_on = Day(_("Done on"), missing=_ENTER_DAY)
    note = Note(_("Note"), longest=1000)
    commitments = Checkboxes(_("Commitments that it serves"))

    def settle(self, part: Any) -> None:
        if part.doing != Doing.DONE:
            del self.done_on
        if part.doing in (None, Doing.TODO):
            del self.started_on

    @staticmethod
    def data_of(part: Any) -> dict[str, Any]:
        return {"commitments": sorted(one.key for one in part.commitments)}


class BudgetFields(PartFields):
    line = Radios(_("Kind"), choices=[*LINES.items()], missing=_("Choose the kind"))
    hours_planned = Number(_("Hours planned"), missing=_("Enter the hours, 0 if none"), only_if=("line", LineKind.PARTNER_HOURS))
    hours_given = Number(_("Hours given so far"), only_if=("line", LineKind.PARTNER_HOURS))
    title = Line(_("What for"), missing=_("Enter what it is for"), longest=120)
    planned = Money(_("Planned"), missing=_("Enter an amount, 0 if none"))
    spent = Money(_("Spent so far"), missing=_("Enter an amount, 0 if none"))
    note = Note(_("Note"), longest=600)


class RiskFields(PartFields):
    title = Line(_("Risk"), missing=_("Enter the risk"), hint=_("What could happen, to whom."))
    likelihood = Radios(_("Likelihood"), choices=_LIKELIHOODS, missing=_("Choose how likely it is"), convert=int)
    impact = Radios(_("Impact"), choices=_IMPACTS, missing=_("Choose how grave it would be"), convert=int)
    owner_id = Select(_("Who watches it"), blank=_("Nobody yet"), convert=UUID)
    mitigation = Note(_("What is done about it"), missing=_("Enter what is done about it"), longest=1000)
    reviewed_on = Day(_("Reviewed on"))


class DecisionFields(PartFields):
    title = Line(_("What was decided"), missing=_("Enter what was decided"))
    reasons = Note(_("Reasons"), missing=_("Enter the reasons"), longest=2000)
    decided_on = Day(_("Decided on"), missing=_ENTER_DAY)
    by_id = Select(_("Who decided"), missing=_CHOOSE_PERSON, convert=UUID)


class AssessmentFields(PartFields):
    about = Radios(_("About"), choices=[*ASSESSMENTS.items()], missing=_("Choose what it is about"))
    title = Line(_("In one line"), missing=_("Enter it in one line"))
    text = Note(
        _("Assessment"), missing=_("Enter the assessment"), rows=8, hint=_("Who could be harmed or left out, and what is done about it.")
    )
    assessed_on = Day(_("Assessed on"), missing=_ENTER_DAY)
    by_id = Select(_("Who assessed it"), missing=_CHOOSE_PERSON, convert=UUID)
    state = Radios(
        _("State"), choices=[*ASSESSMENT_STATES.items()], missing=_("Choose the state"), default=AssessmentState.DRAFT, is_inline=True
    )


class Address(Text):
    """A page on the web."""

    kind = "url"

    def __init__(self, label: Any = "", *args: Any, **rest: Any) -> None:
        super().__init__(label, *args, **{"longest": 500, "wrong": _("Enter a whole address, like https://example.org/page"), **rest})

    def read(self, typed: str) -> str:
        host = typed.removeprefix("https://").removeprefix("http://").split("/")[0]
        if host == typed.split("/")[0] or "." not in host or " " in typed or "@" in host:
            raise ValueError
        return typed


class LinkFields(PartFields):
    title = Line(_("What it leads to"), missing=_("Enter what it leads to"), longest=120)
    url = Address(_("Address"), missing=_("Enter the address"))


def choices_of(parts: Sequence[Part]) -> list[tuple[str, str]]:
    return [(str(part.id), part.title) for part in parts]
