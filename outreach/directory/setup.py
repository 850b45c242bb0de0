"""Services, attached to the application."""

from __future__ import annotations

from flask import Flask

from outreach.directory.operations import AT_ONCE


def set_up_directory(app: Flask) -> None:
    app.extensions["directory"] = AT_ONCE
