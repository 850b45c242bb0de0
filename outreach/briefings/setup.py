"""Briefings, attached to the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from outreach.accounts.access import current_account, current_ids
from outreach.accounts.rules import STAFF
from outreach.briefings.arithmetic import Cover
from outreach.briefings.labels import ANNOUNCED, COVER_COLOURS, COVERS, GRAVITIES, MEANS, PROTOCOL, SOURCES, area_name, team_label
from outreach.briefings.lists import standing_tag, state_tag, today
from outreach.briefings.queries import count_to_do
from outreach.briefings.routes import acknowledging, bp, coverage, issuing, materials, protocol, versions
from outreach.briefings.rules import Gravity, Means, Protocol, is_small
from outreach.web.cells import Tag, page_cell
from outreach.web.navigation import PROMISES, Section, add_section

VIEWS = (materials, versions, issuing, acknowledging, coverage, protocol)  # what their modules register


def set_up_briefings(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.filters.update(
        area_name=area_name,
        briefing_state=lambda state: _tag(state_tag(state)),
        briefing_team=lambda issue: team_label(issue.team, issue.team_name),
        cover=lambda cover: _tag(Tag(COVERS[Cover(cover)], COVER_COLOURS[Cover(cover)])),
        gravity_of_change=lambda gravity: GRAVITIES[Gravity(gravity)],
        is_small=is_small,
        issue_standing=lambda standing: _tag(standing_tag(standing)),
        means=lambda means: MEANS[Means(means)],
        protocol_words=lambda standing: PROTOCOL[Protocol(standing)],
    )
    app.jinja_env.globals.update(protocol_announced=ANNOUNCED, protocol_sources=SOURCES)
    add_section(app, Section(_("Briefings"), "briefings.index", PROMISES, is_shown=_is_shown, count=_count))


def _tag(tag: Tag) -> Markup:
    return Markup(page_cell(tag))  # noqa: S704 - a component of govuk-frontend, which escapes


def _is_shown() -> bool:
    return current_account().role in STAFF


def _count() -> int:
    """Acknowledgements whose day has come, and drafts that this account may approve."""
    me = current_account()
    return count_to_do(current_ids(), me.part, today())
