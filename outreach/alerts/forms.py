"""The forms of an alert, its answer, and what a partner says of the answer. A partner is asked for no words: codes cannot hold a case."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from outreach.alerts.labels import DISPUTES, FINDING_HINTS, FINDINGS, KINDS, OBSTACLES, SETTINGS, STEPS, month_of, month_value
from outreach.alerts.models import Alert
from outreach.alerts.queries import find_briefings
from outreach.alerts.rules import LONGEST_ANSWER, Dispute, Finding, Kind, Obstacle, Setting, Step, lacks_steps, months_before
from outreach.core.areas import AREAS
from outreach.partners.models import Organisation
from outreach.web.choices import Checkboxes, Radios, Select, Tick
from outreach.web.conflicts import EditForm
from outreach.web.forms import Form, NewForm
from outreach.web.jinja import month
from outreach.web.notes import Heard


class MonthOf(Select):
    """A month from a list. The data is its first day."""

    def __init__(self, label: Any = "", *args: Any, **rest: Any) -> None:
        super().__init__(label, *args, convert=month_of, **rest)

    def write(self, data: date | None) -> str:
        return month_value(data) if data else ""


class AlertFields(Form):
    """What happened, where and when, in codes; and whether whoever answers may know who says so."""

    kind = Radios(_("What happened"), choices=[*KINDS.items()], missing=_("Choose what happened"), convert=Kind)
    area = Select(_("Force area"), missing=_("Choose the force area"), hint=_("Of those that your organisation serves."))
    month_on = MonthOf(
        _("Month"), missing=_("Choose the month"), hint=_("When it happened, or when you heard of it. No day: a day could tell who it was.")
    )
    setting = Radios(_("Where the police were met"), choices=[*SETTINGS.items()], missing=_("Choose where"), convert=Setting)
    is_named = Tick(
        _("The lead who answers may know which organisation we are"),
        hint=_("Only leads of this area and national leads. Without it, nobody of the police is told. You can take it back at any time."),
    )

    def offer(self, organisation: Organisation, today: date, kept: Alert | None = None) -> None:
        """Offer the areas that the organisation serves, and the months of a year; and whatever the alert has already."""
        scope, own = organisation.scope, (kept.area if kept else "")
        served = [slug for slug in AREAS if scope.is_national or slug in scope.areas or slug == own]
        self.area.choices = [(slug, AREAS[slug].name) for slug in served]
        months = months_before(today)
        months += [kept.month_on] if kept and kept.month_on not in months else []
        self.month_on.choices = [(month_value(on), month(on)) for on in months]

    def values(self) -> dict[str, Any]:
        kept = {"area": self.area.data, "month_on": self.month_on.data, "kind": self.kind.data, "setting": self.setting.data}
        return kept | {"is_named": bool(self.is_named.data)}


class NewAlertForm(AlertFields, NewForm):
    pass


class AlertForm(AlertFields, EditForm):
    """An alert that nobody has answered."""


def _briefing_choices() -> list[tuple[str, str]]:
    return [(str(row.id), row.title) for row in find_briefings()]


class AnswerForm(NewForm):
    """`form_key` becomes the id of the answer; `version` is the one of the alert that it is about."""

    version = HiddenField()
    finding = Radios(
        _("What you found"), choices=[*FINDINGS.items()], hints=FINDING_HINTS, missing=_("Choose what you found"), convert=Finding
    )
    obstacle = Radios(
        _("Why it cannot be looked into"),
        choices=[*OBSTACLES.items()],
        missing=_("Choose why it cannot be looked into"),
        convert=Obstacle,
        only_if=("finding", Finding.CANNOT),
    )
    steps = Checkboxes(_("What was done"), choices=[*STEPS.items()], convert=Step, hint=_("Done, not planned. Choose all that were."))
    briefing_id = Select(
        _("Which briefing was issued"), choices=_briefing_choices, blank=_("None of those here"), convert=UUID,
        hint=_("If it is one of the programme’s. The partner sees its title."),
    )  # fmt: skip
    words = Heard(
        _("In your words"),
        longest=LONGEST_ANSWER,
        rows=6,
        missing=_("Enter an answer in your words"),
        hint=_("To the partner: what you looked at, what you found, what is different now. Name nobody."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if lacks_steps(self.finding.data, self.steps.data or []):
            self.refuse(self.steps, _("Choose what was done, or “Nothing was done” alone"))
        if self.briefing_id.data and Step.BRIEFING not in (self.steps.data or []):
            self.refuse(self.steps, _("Choose “A briefing was issued” too, or no briefing"))
        return not self.errors

    def values(self) -> dict[str, Any]:
        return {
            "finding": self.finding.data,
            "obstacle": self.obstacle.data or "",
            "steps": [str(step) for step in self.steps.data or []],
            "briefing_id": self.briefing_id.data,
            "words": self.words.data or "",
        }


class DisputeForm(Form):
    dispute = Radios(
        _("Why it does not settle it"), choices=[*DISPUTES.items()], missing=_("Choose why it does not settle it"), convert=Dispute
    )


class WithdrawForm(Form):
    """Nothing but the agreement to do it: no reason is asked for."""
