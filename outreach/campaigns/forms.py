"""Forms about campaigns as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _

from outreach.accounts.labels import WHOLE_PROGRAMME
from outreach.accounts.models import Account
from outreach.campaigns.models import Campaign
from outreach.campaigns.rules import Asker
from outreach.commitments.forms import commitment_choices
from outreach.core.areas import AREAS
from outreach.web.choices import Checkboxes, Select, Tick
from outreach.web.conflicts import EditForm
from outreach.web.fields import Shown, Text
from outreach.web.forms import Form, NewForm
from outreach.web.moments import Day
from outreach.web.notes import Line, Note
from outreach.web.numbers import Money, Number

_CHOOSE_AREAS = _("Choose the force areas, or the whole programme")


def values_of(form: Form) -> dict[str, Any]:
    """What was typed, by the names of the form's own fields; a text that is left empty is empty, and not missing."""
    return {field.short_name: _value(field) for field in form.shown_fields()}


def _value(field: Shown) -> Any:
    is_words = isinstance(field, Text) and not isinstance(field, Money | Number)
    return field.data or "" if is_words else field.data


class DetailFields(Form):
    """What a campaign is, whose, when and where."""

    name = Line(_("Name"), missing=_("Enter a name"), longest=120)
    purpose = Note(_("What it is for"), missing=_("Enter what it is for"), longest=600, rows=3)
    starts_on = Day(_("First day"))
    ends_on = Day(_("Last day"))
    is_national = Tick(WHOLE_PROGRAMME, hint=_("Every force area. Leave this empty and choose areas for anything else."))
    areas = Checkboxes(_("Force areas"))
    team = Checkboxes(_("Team"), hint=_("They can change it too, wherever they work."), convert=UUID)
    commitments = Checkboxes(_("Commitments that it serves"))

    def offer(self, asker: Asker, staff: Sequence[Account], *, present: Campaign | None = None) -> None:
        """Offer what *asker* may choose; what the present campaign has beyond that stays, and is not asked about."""
        scope = asker.scope
        if not scope.is_national:
            del self.is_national
        if present and present.is_national and not scope.is_national:
            del self.areas
        else:
            kept = set(present.areas) if present else set()
            self.areas.choices = [(slug, area.name) for slug, area in AREAS.items() if scope.is_national or slug in scope.areas | kept]
        kept_people = set(present.team) if present else set()
        self.team.choices = [(str(one.id), one.name) for one in staff if one.left_at is None or one.id in kept_people]
        self.commitments.choices = commitment_choices()

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.starts_on.data and self.ends_on.data and self.ends_on.data < self.starts_on.data:
            self.refuse(self.ends_on, _("Enter a last day that is not before the first"))
        if "areas" in self and not self.areas.data and not ("is_national" in self and self.is_national.data):
            self.refuse(self.areas, _CHOOSE_AREAS)
        return not self.errors

    def values(self) -> dict[str, Any]:
        """What was typed; nothing is both everywhere and somewhere."""
        values = values_of(self)
        return values | {"areas": []} if values.get("is_national") else values


class NewCampaignForm(DetailFields, NewForm):
    """Whoever makes it owns it."""


class DetailsForm(DetailFields, EditForm):
    owner_id = Select(_("Owner"), missing=_("Choose who owns it"), convert=UUID, blank=None)

    def offer(self, asker: Asker, staff: Sequence[Account], *, present: Campaign | None = None) -> None:
        super().offer(asker, staff, present=present)
        self.owner_id.choices = [(str(one.id), one.name) for one in staff]

    @staticmethod
    def data_of(campaign: Campaign, staff: Sequence[Account]) -> dict[str, Any]:
        """What is to-many, in the order in which it is offered."""
        return {
            "areas": [slug for slug in AREAS if slug in campaign.areas],
            "team": [one.id for one in staff if one.id in campaign.team],
            "commitments": sorted(one.key for one in campaign.commitments),
        }


class StrategyForm(EditForm):
    """The rest of OASIS: the objectives are a list of their own."""

    insight = Note(_("Audience insight"), hint=_("What is known of these communities: what they fear, whom they trust, where it is from."))
    strategy = Note(_("Strategy"), hint=_("How the objectives are to be reached, and why this way."))
    implementation = Note(_("Implementation"), hint=_("With whom, through which channels, in which order."))
    scoring = Note(_("Scoring"), hint=_("How and when it is measured whether the campaign has worked."))
    learning = Note(_("What was learnt"), hint=_("Once it is closed: what worked, what did not, what you would do differently."))


class MoveForm(Form):
    reason = Note(_("Reason"), longest=500, rows=3, hint=_("It is kept in the history."))


class CopyForm(NewForm):
    name = Line(_("Name of the copy"), missing=_("Enter a name"), longest=120)
    starts_on = Day(_("First day of the copy"), missing=_("Enter the first day"), hint=_("All other days are moved with it."))
