"""Lists of events, venues and interpreters. Events are read as rows and not as records: there are many."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext, ngettext
from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select

from outreach.accounts.access import current_account
from outreach.accounts.rules import EDITORS
from outreach.campaigns.access import current_asker
from outreach.campaigns.lists import today
from outreach.campaigns.models import Campaign
from outreach.campaigns.rules import Asker
from outreach.core.areas import AREAS
from outreach.core.db import STATEMENTS_KEPT, id_text, kept_id
from outreach.events.labels import (
    KINDS,
    NOT_AGREED,
    STATE_COLOURS,
    STATES,
    VISIBILITIES,
    VISIBILITY_COLOURS,
    area_label,
    time_text,
)
from outreach.events.models import Event, EventLanguage, EventStaff, Interpreter, InterpreterLanguage, Venue, WithheldEvent
from outreach.events.queries import Title, find_campaigns, find_workers, in_sight, visible
from outreach.events.rules import Kind, State, Visibility
from outreach.web.cells import Tag
from outreach.web.choices import Choices
from outreach.web.filters import Between, Chosen, OneOf, Search
from outreach.web.language import language_name, tongues
from outreach.web.listing import Column, Empty, Listing

_ASIDE = lazy_pgettext("state", "Set aside")
_AREAS = [(slug, area.name) for slug, area in AREAS.items()]


def _in_area(_form: Any, area: str | None) -> ColumnElement[bool] | None:
    """In the area; what is of the whole programme is in every area."""
    return Event.area.is_(None) | (Event.area == area) if area else None


def _in_language(_form: Any, tag: str | None) -> ColumnElement[bool] | None:
    return exists().where(EventLanguage.event_id == Event.id, EventLanguage.language == tag) if tag else None


def _with_person(_form: Any, person: str | None) -> ColumnElement[bool] | None:
    return exists().where(EventStaff.event_id == Event.id, EventStaff.account_id == UUID(person)) if person else None


def _of_campaign(_form: Any, campaign: str | None) -> ColumnElement[bool] | None:
    return Event.campaign_id == UUID(campaign) if campaign else None


def _when(form: Any, chosen: str | None) -> ColumnElement[bool] | None:
    """What lies ahead, unless something else is chosen or days are given."""
    if chosen == "past":
        return Event.held_on < today()
    has_days = form["on_from"].data or form["on_to"].data
    return None if chosen == "all" or has_days else Event.held_on >= today()


def _is_withheld(_form: Any, chosen: str | None) -> ColumnElement[bool] | None:
    return exists().where(WithheldEvent.event_id == Event.id) if chosen else None


def _campaigns() -> Choices:
    return [(str(row.id), row.name) for row in find_campaigns(current_asker())]


def _people() -> Choices:
    return [(str(one.id), one.name) for one in find_workers()]


def _first_step() -> tuple[str, str] | None:
    return (_("Schedule an event"), url_for("events.new")) if current_account().role in EDITORS else None


_COMMON = (
    Search((Title.english,), label=_("Title")),
    Chosen("area", _("Force area"), _AREAS, _in_area),
    Chosen("language", _("Language"), tongues, _in_language),
    Chosen("campaign", _("Campaign"), _campaigns, _of_campaign),
    OneOf("kind", _("Kind"), [*KINDS.items()], Event.kind),
    Chosen("person", _("Person"), _people, _with_person),
    OneOf("visibility", _("Who sees it"), [*VISIBILITIES.items()], Event.visibility),
    OneOf("state", _("State"), [*STATES.items()], Event.state),
    Chosen("shown", _("Shown to readers"), [("withheld", _("Public, and withheld from readers"))], _is_withheld),
)

EVENTS = Listing(
    columns=(
        Column("title", _("Event"), lambda row: row.title, sort=func.lower(Title.english)),
        Column("on", _("Day"), lambda row: row.held_on, sort=Event.starts_at),
        Column("starts", _("Starts"), lambda row: time_text(row.starts)),
        Column("kind", _("Kind"), lambda row: KINDS[Kind(row.kind)], sort=Event.kind),
        Column("area", _("Force area"), lambda row: area_label(row.area), sort=Event.area),
        Column("campaign", _("Campaign"), lambda row: row.campaign, sort=func.lower(Campaign.name)),
        Column("state", _("State"), lambda row: state_tag(row), sort=Event.state),
        Column("visibility", _("Who sees it"), lambda row: visibility_tag(row), sort=Event.visibility),
    ),
    filters=(
        *_COMMON,
        Chosen("when", _("When"), [("past", _("Past")), ("all", _("Past and to come"))], _when, blank=_("Today and later")),
        Between("on", _("Day"), Event.held_on),
    ),
    key=Event.id,
    link=lambda row: url_for("events.event", event_id=id_text(row.id)),
    default_sort="on",
    count=lambda number: ngettext("%(num)s event", "%(num)s events", number),
    empty=Empty(
        _("No events yet"),
        _("An event says when and where people meet, who works there, in which languages, and who may know of it. Schedule the first one."),
        _first_step,
    ),
    file_name="events",
)

CALENDAR = replace(EVENTS, filters=_COMMON)
"""The same rows, narrowed alike, for pages that are about a time of their own."""


def state_tag(event: Any) -> Tag:
    return Tag(STATES[State(event.state)], STATE_COLOURS[State(event.state)])


def visibility_tag(event: Any) -> Tag:
    return Tag(VISIBILITIES[Visibility(event.visibility)], VISIBILITY_COLOURS[Visibility(event.visibility)])


def _all_events() -> Select[*tuple[Any, ...]]:
    own = (kept_id(Event.id), Event.held_on, Event.starts, Event.kind, Event.area, Event.state, Event.visibility)
    columns = (*own, Title.english.label("title"), Campaign.name.label("campaign"))
    return select(*columns).join(Title, Event.title_key == Title.key).outerjoin(Campaign, Event.campaign_id == Campaign.id)


_ALL_EVENTS = _all_events()


@lru_cache(maxsize=STATEMENTS_KEPT)
def events_listed(asker: Asker) -> Select[*tuple[Any, ...]]:
    """The events that *asker* may see, as rows."""
    return _ALL_EVENTS.where(visible(asker))


@lru_cache(maxsize=STATEMENTS_KEPT)
def events_between(asker: Asker) -> Select[*tuple[Any, ...]]:
    """The same, of the days from `first` to `last`, which are given when it is read; in the order in which they begin."""
    days = Event.held_on.between(bindparam("first"), bindparam("last"))
    return events_listed(asker).where(days).order_by(Event.starts_at, Event.id)


VENUES = Listing(
    columns=(
        Column("name", _("Venue"), lambda venue: venue.name, sort=func.lower(Venue.name)),
        Column("area", _("Force area"), lambda venue: area_label(venue.area), sort=Venue.area),
        Column("step-free", _("Step-free"), lambda venue: venue.is_step_free),
        Column("loop", _("Hearing loop"), lambda venue: venue.has_hearing_loop),
        Column("prayer", _("Prayer space"), lambda venue: venue.has_prayer_space),
        Column("childcare", _("Childcare"), lambda venue: venue.has_childcare),
        Column("agreed", _("May be shown since"), lambda venue: venue.agreed_on or NOT_AGREED, sort=Venue.agreed_on),
    ),
    filters=(
        Search((Venue.name, Venue.address)),
        Chosen("area", _("Force area"), _AREAS, lambda _form, area: Venue.area == area if area else None),
        Chosen("aside", _ASIDE, [("only", _("Set aside only"))], lambda _form, chosen: _aside(Venue, chosen), blank=_("In use")),
    ),
    key=Venue.id,
    link=lambda venue: url_for("events.record", kind="venues", record_id=venue.id),
    default_sort="name",
    count=lambda number: ngettext("%(num)s venue", "%(num)s venues", number),
    empty=Empty(_("No venues yet"), _("A venue is a place that can be chosen for events, with what people who come there need to know.")),
    file_name="venues",
)

INTERPRETERS = Listing(
    columns=(
        Column("name", _("Interpreter"), lambda one: one.name, sort=func.lower(Interpreter.name)),
        Column("languages", _("Languages"), lambda one: ", ".join(sorted(language_name(tag) for tag in one.languages))),
        Column("agency", _("Agency"), lambda one: one.agency, sort=func.lower(Interpreter.agency)),
    ),
    filters=(
        Search((Interpreter.name, Interpreter.agency)),
        Chosen("language", _("Language"), tongues, lambda _form, tag: _speaks(tag)),
        Chosen("aside", _ASIDE, [("only", _("Set aside only"))], lambda _form, chosen: _aside(Interpreter, chosen), blank=_("In use")),
    ),
    key=Interpreter.id,
    link=lambda one: url_for("events.record", kind="interpreters", record_id=one.id),
    default_sort="name",
    count=lambda number: ngettext("%(num)s interpreter", "%(num)s interpreters", number),
    empty=Empty(_("No interpreters yet"), _("Interpreters are entered once, and then chosen for events, so that nobody is booked twice.")),
    file_name="interpreters",
)


def _aside(model: type[Venue] | type[Interpreter], chosen: str | None) -> ColumnElement[bool]:
    return model.archived_at.is_not(None) if chosen else model.archived_at.is_(None)


def _speaks(tag: str | None) -> ColumnElement[bool] | None:
    spoken = exists().where(InterpreterLanguage.interpreter_id == Interpreter.id, InterpreterLanguage.language == tag)
    return spoken if tag else None


def records_listed(model: type[Venue] | type[Interpreter], asker: Asker) -> Select[Any]:
    """The venues that *asker* may see, or the interpreters."""
    return select(Venue).where(in_sight(asker)) if model is Venue else select(Interpreter)
