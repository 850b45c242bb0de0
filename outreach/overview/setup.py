"""Pages that read many features, attached to the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _

from outreach.accounts.access import current_account
from outreach.campaigns.routes import READERS
from outreach.overview.routes import bp, home, timeline, trail
from outreach.web.navigation import Section, add_section

VIEWS = (home,)  # what its module registers


def set_up_overview(app: Flask) -> None:
    app.register_blueprint(bp)
    app.register_blueprint(timeline.bp)
    app.register_blueprint(trail.bp)
    add_section(app, Section(_("Timeline"), "timeline.index", is_shown=lambda: current_account().role in READERS))
    add_section(app, Section(_("Audit trail"), "trail.index", is_shown=lambda: current_account().role in trail.READERS))
