"""The kinds of parts that a campaign is made of: table, form, words, and the page on which each stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from outreach.campaigns import part_forms as forms
from outreach.campaigns.models import (
    Action,
    Assessment,
    Audience,
    BudgetLine,
    Decision,
    Link,
    Measurement,
    Milestone,
    Objective,
    Risk,
)
from outreach.campaigns.rules import Doing
from outreach.web.conflicts import EditForm
from outreach.web.forms import NewForm

SECTIONS = {
    "plan": _("Plan"),
    "objectives": _("Objectives"),
    "actions": _("Actions"),
    "budget": _("Budget"),
    "risks": _("Risks"),
    "decisions": _("Decisions"),
    "notes": _("Assessments"),
    "history": _("History"),
}
"""The pages of a campaign, in their order."""


@dataclass(frozen=True)
class PartKind:
    """*section* is the page on which parts of this kind stand; *add* and *change* are the headings of their forms."""

    model: type[Any]
    fields: type[forms.PartFields]
    section: str
    add: LazyString
    change: LazyString

    @cached_property
    def new_form(self) -> type[Any]:
        return type("NewPartForm", (self.fields, NewForm), {})

    def start(self) -> dict[str, Any]:
        """What a new part has that nobody is asked for."""
        return {"doing": Doing.TODO} if self.model is Action else {}

    @cached_property
    def edit_form(self) -> type[Any]:
        return type("PartForm", (self.fields, EditForm), {})


KINDS = {
    kind.model.kind: kind
    for kind in (
        PartKind(Audience, forms.AudienceFields, "plan", _("Add an audience"), _("Change an audience")),
        PartKind(Objective, forms.ObjectiveFields, "objectives", _("Add an objective"), _("Change an objective")),
        PartKind(Measurement, forms.MeasurementFields, "objectives", _("Add a measurement"), _("Change a measurement")),
        PartKind(Milestone, forms.MilestoneFields, "actions", _("Add a milestone"), _("Change a milestone")),
        PartKind(Action, forms.ActionFields, "actions", _("Add an action"), _("Change an action")),
        PartKind(BudgetLine, forms.BudgetFields, "budget", _("Add a budget line"), _("Change a budget line")),
        PartKind(Risk, forms.RiskFields, "risks", _("Add a risk"), _("Change a risk")),
        PartKind(Decision, forms.DecisionFields, "decisions", _("Add a decision"), _("Change a decision")),
        PartKind(Assessment, forms.AssessmentFields, "notes", _("Add an assessment"), _("Change an assessment")),
        PartKind(Link, forms.LinkFields, "plan", _("Add a link"), _("Change a link")),
    )
}
"""By the word that names them in addresses and in the trail."""
