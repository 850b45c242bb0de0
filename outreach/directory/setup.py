"""Services, attached to the application."""

from __future__ import annotations

from babel.dates import get_day_names
from flask import Flask
from flask_babel import get_locale


def set_up_directory(app: Flask) -> None:
    app.jinja_env.filters.update(weekday=weekday)


def weekday(day: int) -> str:
    """The name of a day of the week (Monday is 0), in the language of the page."""
    return str(get_day_names("wide", context="stand-alone", locale=str(get_locale() or "en"))[day])
