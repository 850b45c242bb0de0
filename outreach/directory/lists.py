"""Every service as a list, read as rows and not as records: there are many. The search has an index of its own (`queries.has_words`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, func

from outreach.accounts.access import current_account, current_config
from outreach.accounts.rules import EDITORS, Role
from outreach.core.areas import AREAS
from outreach.directory.labels import CAPACITIES, CAPACITY_COLOURS, NEEDS, STAGE_COLOURS, STAGES, STANDINGS, WAITS
from outreach.directory.models import Service
from outreach.directory.queries import asks_for, covers, has_words, is_for, offers
from outreach.directory.rules import Capacity, Need, Stage
from outreach.partners.rules import ASKED_AFTER, HIDDEN_AFTER, UNVERIFIED_AFTER
from outreach.web.cells import Tag
from outreach.web.filters import Chosen, OneOf, Search
from outreach.web.language import tongues_and_english
from outreach.web.listing import Column, Empty, Listing

AGES = {"due": ASKED_AFTER, "unverified": UNVERIFIED_AFTER, "hidden": HIDDEN_AFTER}


@dataclass(frozen=True)
class Words(Search):
    """Every word that is typed has to stand in the name or the provider, by the index of both."""

    columns: Sequence[Any] = ()

    def condition(self, form: Any) -> ColumnElement[bool] | None:
        return has_words(form[self.key].data or "")


def _at_stage(_form: Any, stage: str | None) -> ColumnElement[bool] | None:
    """Those that are there, unless a stage is chosen."""
    return Service.stage == stage if stage else Service.stage.in_((Stage.DRAFT, Stage.SHOWN))


def _of_age(_form: Any, chosen: str | None) -> ColumnElement[bool] | None:
    return Service.confirmed_at <= current_config().clock() - AGES[chosen] if chosen else None


def _in_area(_form: Any, area: str | None) -> ColumnElement[bool] | None:
    return Service.is_national | covers([area]) if area else None


def _waiting(_form: Any, chosen: str | None) -> ColumnElement[bool] | None:
    return asks_for(is_new=chosen == "new") if chosen else None


def _step() -> tuple[str, str] | None:
    role = current_account().role
    if role == Role.PARTNER:
        return gettext("Add a service"), url_for("directory.offer")
    return (gettext("Enter a service"), url_for("directory.new")) if role in EDITORS else None


def stage_tag(stage: str) -> Tag:
    return Tag(STAGES[Stage(stage)], STAGE_COLOURS[Stage(stage)])


def capacity_tag(capacity: str) -> Tag:
    return Tag(CAPACITIES[Capacity(capacity)], CAPACITY_COLOURS[Capacity(capacity)])


SERVICES = Listing(
    columns=(
        Column("name", _("Name"), lambda row: row.name, sort=func.lower(Service.name)),
        Column("provider", _("Who runs it"), lambda row: row.provider, sort=func.lower(Service.provider)),
        Column("need", _("What it is for first of all"), lambda row: NEEDS[Need(row.main_need)] if row.main_need else ""),
        Column("stage", _("State"), lambda row: stage_tag(row.stage), sort=Service.stage),
        Column("capacity", _("Room for more people"), lambda row: capacity_tag(row.capacity), sort=Service.capacity),
        Column("waits", _("Waiting"), lambda row: "" if row.waits is None else WAITS[row.waits]),
        Column("confirmed", _("Confirmed"), lambda row: row.confirmed_at, sort=Service.confirmed_at),
    ),
    filters=(
        Words(),
        Chosen("stage", _("State"), [*STAGES.items()], _at_stage, blank=_("Drafts and those for readers")),
        Chosen("waits", _("Waiting"), [("new", _("New, from partners")), ("change", _("Changes by partners"))], _waiting),
        Chosen("need", _("Need"), [*NEEDS.items()], lambda _form, need: is_for(need) if need else None),
        Chosen("area", _("Force area"), [(slug, area.name) for slug, area in AREAS.items()], _in_area),
        Chosen("language", _("Language"), tongues_and_english, lambda _form, tag: offers(tag) if tag else None),
        OneOf("capacity", _("Room for more people"), [*CAPACITIES.items()], Service.capacity),
        OneOf("standing", _("Independence"), [*STANDINGS.items()], Service.standing),
        Chosen(
            "confirmed",
            _("Confirmed"),
            [
                ("due", _("60 days ago or longer")),
                ("unverified", _("90 days ago or longer")),
                ("hidden", _("Hidden: 120 days ago or longer")),
            ],
            _of_age,
        ),
    ),
    key=Service.id,
    link=lambda row: url_for("directory.service", service_id=row.id),
    default_sort="name",
    count=lambda number: ngettext("%(num)s service", "%(num)s services", number),
    empty=Empty(
        _("No services yet"),
        _("Services that people can turn to stand here: what they do, where, when, and in which languages truly."),
        _step,
    ),
    file_name="services",
)
