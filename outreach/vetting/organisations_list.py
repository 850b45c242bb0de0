"""The list of organisations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from outreach.accounts.access import current_account, current_config
from outreach.accounts.rules import Scope
from outreach.core.areas import AREAS
from outreach.partners.labels import KINDS, STAGE_COLOURS, STAGES, VERIFICATIONS
from outreach.partners.models import Organisation, OrganisationArea, OrganisationIdentifier, OrganisationLanguage
from outreach.partners.queries import in_sight
from outreach.partners.rules import ASKED_AFTER, HIDDEN_AFTER, UNVERIFIED_AFTER, Kind, Stage, Verification, verification_of
from outreach.vetting.queries import waits_for
from outreach.web.cells import Tag
from outreach.web.filters import Between, Chosen, OneOf, Search
from outreach.web.language import tongues_and_english
from outreach.web.listing import Column, Empty, Listing

WHOLE_COUNTRY = _("Everywhere")
VERIFICATION_COLOURS = {
    Verification.CURRENT: "green",
    Verification.DUE: "blue",
    Verification.UNVERIFIED: "orange",
    Verification.HIDDEN: "red",
}
_AREAS = [(slug, area.name) for slug, area in AREAS.items()]
_ORDER = (Verification.CURRENT, Verification.DUE, Verification.UNVERIFIED, Verification.HIDDEN)
_AFTER = (ASKED_AFTER, UNVERIFIED_AFTER, HIDDEN_AFTER)


def now() -> datetime:
    return current_config().clock()


def where_text(organisation: Organisation) -> Any:
    """'Kent, Surrey', or 'Everywhere'."""
    if organisation.is_national:
        return WHOLE_COUNTRY
    return ", ".join(AREAS[row.area].name for row in organisation.areas)


def verification_tag(organisation: Organisation) -> Tag | None:
    """How its word stands; None of those that are no partners."""
    if organisation.stage != Stage.APPROVED or organisation.verified_at is None:
        return None
    standing = verification_of(organisation.verified_at, now())
    return Tag(VERIFICATIONS[standing], VERIFICATION_COLOURS[standing])


def stage_tag(organisation: Organisation) -> Tag:
    if organisation.paused_at:
        return Tag(_("Hidden until decided"), "orange")
    stage = Stage(organisation.stage)
    return Tag(STAGES[stage], STAGE_COLOURS[stage])


def _serves(_form: Any, area: str | None) -> ColumnElement[bool] | None:
    served = exists().where(OrganisationArea.organisation_id == Organisation.id, OrganisationArea.area == area)
    return Organisation.is_national | served if area else None


def _speaks(_form: Any, tag: str | None) -> ColumnElement[bool] | None:
    return exists().where(OrganisationLanguage.organisation_id == Organisation.id, OrganisationLanguage.language == tag) if tag else None


def _stands(_form: Any, chosen: str | None) -> ColumnElement[bool] | None:
    """`rules.verification_of` in SQL: from one age on, and up to the next."""
    if not chosen:
        return None
    place, at = _ORDER.index(Verification(chosen)), Organisation.verified_at
    parts: list[ColumnElement[bool]] = [Organisation.stage == Stage.APPROVED]
    parts += [at <= now() - _AFTER[place - 1]] if place else []
    parts += [at > now() - _AFTER[place]] if place < len(_AFTER) else []
    return and_(*parts)


def _waits(_form: Any, chosen: str | None) -> ColumnElement[bool] | None:
    me = current_account()
    return waits_for(me.id, me.scope) if chosen else None


_numbers = (
    select(func.min(OrganisationIdentifier.org_id)).where(OrganisationIdentifier.organisation_id == Organisation.id).scalar_subquery()
)

ORGANISATIONS = Listing(
    columns=(
        Column("name", _("Name"), lambda one: one.name, sort=func.lower(Organisation.name)),
        Column("kind", _("Kind"), lambda one: KINDS[Kind(one.kind)], sort=Organisation.kind),
        Column("where", _("Where"), where_text),
        Column("stage", _("Stage"), stage_tag, sort=Organisation.stage),
        Column("confirmed", _("Its word"), verification_tag, sort=Organisation.verified_at),
        Column("applied", _("Applied"), lambda one: one.applied_at, sort=Organisation.applied_at),
    ),
    filters=(
        Search((Organisation.name, func.coalesce(_numbers, "")), label=_("Name or number in a register")),
        OneOf("stage", _("Stage"), [*STAGES.items()], Organisation.stage),
        Chosen("area", _("Force area"), _AREAS, _serves),
        Chosen("language", _("Language"), tongues_and_english, _speaks),
        OneOf("kind", _("Kind"), [*KINDS.items()], Organisation.kind),
        Chosen("word", _("Its word"), [*VERIFICATIONS.items()], _stands),
        Chosen("waits", _("Waits for"), [("me", _("Me"))], _waits),
        Between("applied", _("Applied"), Organisation.applied_at),
    ),
    key=Organisation.id,
    link=lambda one: url_for("vetting.organisation", organisation_id=one.id),
    default_sort="name",
    count=lambda number: ngettext("%(num)s organisation", "%(num)s organisations", number),
    empty=Empty(
        _("No organisation yet"),
        _("Organisations register at /partners/register. Those that serve your areas appear here, and two people look at each."),
    ),
    file_name="partners",
)


def organisations_of(scope: Scope) -> Select[Organisation]:
    """The organisations that are in sight from *scope*."""
    return select(Organisation).where(in_sight(scope))
