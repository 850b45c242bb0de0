"""The list of events that are over, with what was heard."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, exists, func

from outreach.core.areas import AREAS
from outreach.events.labels import area_label
from outreach.events.models import Event
from outreach.events.queries import Title
from outreach.outcomes.labels import THEMES, count_label
from outreach.outcomes.models import OutcomeTheme
from outreach.outcomes.queries import IS_RECORDED
from outreach.outcomes.rules import Theme
from outreach.web.cells import Tag
from outreach.web.filters import Between, Chosen, Search
from outreach.web.listing import Column, Empty, Listing

_WHETHER = [("no", _("Not recorded")), ("yes", _("Recorded"))]


def _is_in(_form: Any, area: str | None) -> ColumnElement[bool] | None:
    return Event.area == area if area else None


def _is_heard(_form: Any, theme: str | None) -> ColumnElement[bool] | None:
    return exists().where(OutcomeTheme.event_id == Event.id, OutcomeTheme.theme == theme) if theme else None


def _is_recorded(_form: Any, chosen: str | None) -> ColumnElement[bool] | None:
    return (IS_RECORDED if chosen == "yes" else ~IS_RECORDED) if chosen else None


def _attended(row: Any) -> Any:
    return count_label(row.Outcome.attended) if row.Outcome else Tag(_("Not recorded"), "yellow")


def _themes(row: Any) -> str:
    return "; ".join(str(THEMES[Theme(one.theme)]) for one in row.Outcome.heard) if row.Outcome else ""


OUTCOMES = Listing(
    columns=(
        Column("title", _("Event"), lambda row: row.title, sort=func.lower(Title.english)),
        Column("on", _("Day"), lambda row: row.held_on, sort=Event.starts_at),
        Column("area", _("Force area"), lambda row: area_label(row.area), sort=Event.area),
        Column("attended", _("Attended"), _attended),
        Column("heard", _("What was heard"), _themes),
    ),
    filters=(
        Search((Title.english,), label=_("Title")),
        Chosen("area", _("Force area"), [(slug, area.name) for slug, area in AREAS.items()], _is_in),
        Chosen("heard", _("What was heard"), [*THEMES.items()], _is_heard),
        Chosen("recorded", _("Outcome"), _WHETHER, _is_recorded),
        Between("on", _("Day"), Event.held_on),
    ),
    key=Event.id,
    link=lambda row: url_for("outcomes.outcome", event_id=row.id),
    default_sort="-on",
    count=lambda number: ngettext("%(num)s event", "%(num)s events", number),
    empty=Empty(
        _("Nothing has taken place yet"),
        _("The day after an event its lead is asked what came of it: how many attended, what was heard, what is to be done."),
    ),
    file_name="outcomes",
)
