"""Pages that read many features, attached to the application."""

from __future__ import annotations

from flask import Flask

from outreach.overview.routes import bp, home

VIEWS = (home,)  # what their modules register


def set_up_overview(app: Flask) -> None:
    app.register_blueprint(bp)
