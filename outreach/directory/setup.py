"""Services, attached to the application."""

from __future__ import annotations

from typing import Any

from babel.dates import get_day_names
from flask import Flask
from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from outreach.accounts.access import current_account, current_config
from outreach.accounts.rules import EDITORS, STAFF, Role
from outreach.directory.lists import capacity_tag, stage_tag
from outreach.directory.queries import count_waiting
from outreach.directory.routes import bp, changes, offering, services
from outreach.partners.rules import ASKED_AFTER
from outreach.web.cells import page_cell
from outreach.web.navigation import HELP, Section, add_section

VIEWS = (changes, offering, services)  # what their modules register


def set_up_directory(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.filters.update(
        weekday=weekday,
        service_stage=lambda stage: _cell(stage_tag(stage)),
        service_capacity=lambda capacity: _cell(capacity_tag(capacity)),
    )
    is_shown = STAFF | {Role.PARTNER}
    add_section(app, Section(_("Services"), "directory.index", HELP, is_shown=lambda: current_account().role in is_shown, count=_count))


def weekday(day: int) -> str:
    """The name of a day of the week (Monday is 0), in the language of the page."""
    return str(get_day_names("wide", context="stand-alone", locale=str(get_locale() or "en"))[day])


def _cell(tag: Any) -> Markup:
    return Markup(page_cell(tag))  # noqa: S704 - a component of govuk-frontend, which escapes


def _count() -> int:
    """How many services of their areas have to be confirmed, or wait for a decision."""
    me = current_account()
    if me.role not in EDITORS:
        return 0
    return count_waiting(me.scope, current_config().clock() - ASKED_AFTER)
