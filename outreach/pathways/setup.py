"""Pathways, attached to the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from outreach.accounts.access import current_account
from outreach.accounts.rules import EDITORS, STAFF
from outreach.core.areas import AREAS
from outreach.directory.labels import NEEDS
from outreach.directory.rules import Need
from outreach.pathways.labels import CAPACITIES, EXTENTS, STANDING_COLOURS, STANDINGS
from outreach.pathways.lists import extent_tag, look_tag, today
from outreach.pathways.queries import count_due
from outreach.pathways.routes import areas, bp, routes
from outreach.pathways.rules import Capacity, Extent, Standing
from outreach.web.cells import Tag, page_cell
from outreach.web.navigation import HELP, Section, add_section

VIEWS = (areas, routes)  # what their modules register


def set_up_pathways(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.filters.update(
        force_area=lambda slug: AREAS[slug].name,
        need_of_service=lambda need: NEEDS[Need(need)],
        route_capacity=lambda capacity: CAPACITIES[Capacity(capacity)],
        route_extent=lambda extent: _tag(extent_tag(extent)),
        route_look=lambda route: _tag(tag) if (tag := look_tag(route)) else "",
        route_extent_word=lambda extent: EXTENTS[Extent(extent)],
        route_standing=lambda standing: _tag(Tag(STANDINGS[Standing(standing)], STANDING_COLOURS[Standing(standing)])),
    )
    add_section(app, Section(_("Pathways"), "pathways.index", HELP, is_shown=_is_shown, count=_count))


def _tag(tag: Tag) -> Markup:
    return Markup(page_cell(tag))  # noqa: S704 - a component of govuk-frontend, which escapes


def _is_shown() -> bool:
    return current_account().role in STAFF


def _count() -> int:
    """How many routes this account has to look at again."""
    me = current_account()
    return count_due(me.scope, today()) if me.role in EDITORS else 0
