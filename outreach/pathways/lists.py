"""Every route as a list: what is to be looked at again stands first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement

from outreach.accounts.access import current_config
from outreach.core.areas import AREAS
from outreach.core.dates import LONDON
from outreach.directory.labels import NEEDS
from outreach.directory.models import Service
from outreach.directory.rules import Need
from outreach.pathways.labels import EXTENT_COLOURS, EXTENTS, NEED_CHOICES
from outreach.pathways.models import Pathway
from outreach.pathways.queries import IS_KEPT, due_by
from outreach.pathways.rules import SOON_DAYS, Extent, is_due
from outreach.web.cells import Tag
from outreach.web.choices import Select
from outreach.web.filters import Between, Chip, OneOf, Search
from outreach.web.listing import Column, Empty, Listing

DAYS = {"now": 0, "soon": SOON_DAYS}


def today() -> date:
    return current_config().clock().astimezone(LONDON).date()


@dataclass(frozen=True)
class Due:
    """Routes that have to be looked at again: now, or soon."""

    key: str = "due"

    def fields(self) -> dict[str, Any]:
        choices = [("now", _("To be looked at again")), ("soon", _("To be looked at within 30 days"))]
        return {self.key: Select(_("Another look"), choices=choices, blank=_("Any"))}

    def condition(self, form: Any) -> ColumnElement[bool] | None:
        chosen = form[self.key].data
        return due_by(today() + timedelta(days=DAYS[chosen])) if chosen else None

    def chips(self, form: Any) -> Iterator[Chip]:
        if chosen := form[self.key].data:
            yield Chip(form[self.key].describe(chosen), self.key, chosen)


@dataclass(frozen=True)
class Archived:
    """Routes that are kept, unless those in the archive are asked for."""

    key: str = "archive"

    def fields(self) -> dict[str, Any]:
        return {self.key: Select(_("Archive"), choices=[("yes", _("Archived"))], blank=_("Not archived"))}

    def condition(self, form: Any) -> ColumnElement[bool] | None:
        return Pathway.archived_at.is_not(None) if form[self.key].data else IS_KEPT

    def chips(self, form: Any) -> Iterator[Chip]:
        if chosen := form[self.key].data:
            yield Chip(form[self.key].describe(chosen), self.key, chosen)


def extent_tag(extent: str) -> Tag:
    return Tag(EXTENTS[Extent(extent)], EXTENT_COLOURS[Extent(extent)])


def look_tag(route: Any) -> Tag | None:
    """That a route is to be looked at again: its day has come, or its service is gone."""
    if route.leads_nowhere:
        return Tag(_("Leads nowhere"), "red")
    return Tag(_("To be looked at again"), "orange") if is_due(route.review_on, today()) else None


ROUTES = Listing(
    columns=(
        Column("area", _("Force area and need"), lambda row: f"{AREAS[row.area].name}: {NEEDS[Need(row.need)]}", sort=Pathway.area),
        Column("to", _("To whom"), lambda row: row.to_whom),
        Column("extent", _("How far it goes"), lambda row: extent_tag(row.extent), sort=Pathway.extent),
        Column("agreed", _("Agreed on"), lambda row: row.agreed_on, sort=Pathway.agreed_on),
        Column("again", _("Look again by"), lambda row: row.review_on, sort=Pathway.review_on),
        Column("stands", _("Stands"), lambda row: Tag(_("Archived"), "grey") if row.archived_at else look_tag(row)),
    ),
    filters=(
        Search((Service.name, Pathway.recipient, Pathway.referred_by, Pathway.how)),
        Due(),
        OneOf("need", _("Need"), NEED_CHOICES, Pathway.need),
        OneOf("extent", _("How far it goes"), [*EXTENTS.items()], Pathway.extent),
        OneOf("area", _("Force area"), [(slug, area.name) for slug, area in AREAS.items()], Pathway.area),
        Archived(),
        Between("again", _("Look again by"), Pathway.review_on),
    ),
    key=Pathway.id,
    link=lambda row: url_for("pathways.route", pathway_id=row.id),
    default_sort="again",
    count=lambda number: ngettext("%(num)s route", "%(num)s routes", number),
    empty=Empty(
        _("No route yet"),
        _("For each area and need: to whom officers can refer, how, and whether both sides have agreed. Begin with an area."),
        lambda: (_("See all areas"), url_for("pathways.index")),
    ),
    file_name="pathways",
)
