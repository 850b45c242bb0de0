"""Open data, attached to the application."""

from __future__ import annotations

from flask import Flask

from outreach.openreferral.forms import VERDICT_COLOURS, VERDICTS
from outreach.openreferral.routes import api, bp, feeds, feeds_bp
from outreach.web.cells import Tag

VIEWS = (api, feeds)  # what their modules register


def set_up_openreferral(app: Flask) -> None:
    app.register_blueprint(bp)
    app.register_blueprint(feeds_bp)
    app.jinja_env.filters["feed_verdict"] = lambda verdict: Tag(VERDICTS[verdict], VERDICT_COLOURS[verdict])
