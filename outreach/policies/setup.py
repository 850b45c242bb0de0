"""Forces' policies, attached to the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from outreach.accounts.access import current_account
from outreach.accounts.rules import EDITORS, STAFF
from outreach.policies.entries_list import state_tag, today
from outreach.policies.labels import COLOURS, FOUND, STANDINGS, TOLD, TONES, place_name
from outreach.policies.queries import count_to_read
from outreach.policies.routes import bp, entries, places
from outreach.policies.rules import Found, Standing, Tone
from outreach.web.cells import Tag, page_cell
from outreach.web.navigation import PROMISES, Section, add_section

VIEWS = (places, entries)  # what their modules register


def set_up_policies(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.filters.update(
        place_name=place_name,
        policy_found=lambda found: FOUND[Found(found)],
        policy_told=lambda told: TOLD[told],
        policy_tone=lambda tone: TONES[Tone(tone)],
        policy_state=lambda state: _tag(state_tag(state)),
        policy_standing=lambda standing: _tag(Tag(STANDINGS[Standing(standing)], COLOURS[Standing(standing)])),
    )
    add_section(app, Section(_("Forces’ policies"), "policies.index", PROMISES, is_shown=_is_shown, count=_count))


def _tag(tag: Tag) -> Markup:
    return Markup(page_cell(tag))  # noqa: S704 - a component of govuk-frontend, which escapes


def _is_shown() -> bool:
    return current_account().role in STAFF


def _count() -> int:
    """How many entries wait for this reader."""
    me = current_account()
    return count_to_read(me.id, me.scope, today()) if me.role in EDITORS else 0
