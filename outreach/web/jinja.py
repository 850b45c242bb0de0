"""What every template may use: components of govuk-frontend, dates as this country writes them, and what stands around a page."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_timedelta
from flask import Flask, current_app
from flask_babel import LazyString, get_locale
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup, escape

from outreach.core.config import Config
from outreach.core.dates import LONDON, clock_text
from outreach.web.language import interface
from outreach.web.navigation import account_menu, navigation, navigation_groups

_components = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    autoescape=True,
    undefined=ChainableUndefined,  # their templates ask for parameters that were not given; ours may not
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,  # what is installed does not change; to look whether it has took a tenth of a page
)


def _escaped(text: LazyString) -> Markup:
    return escape(str(text))


LazyString.__html__ = _escaped
"""Flask-Babel says of every lazy text that it is HTML already. Ours are not: what somebody typed may stand in one."""


def govuk(component: str, params: dict[str, Any]) -> Markup:
    """A component of govuk-frontend ('error-summary') with the parameters that its documentation names; texts are escaped."""
    module = _components.get_template(f"govuk_frontend_jinja/components/{component}/macro.html").module
    macro = getattr(module, "govuk" + component.title().replace("-", ""))
    return Markup(macro(params))  # noqa: S704 - their templates escape


def when(instant: datetime | None) -> Markup:
    """'Tue 24 November 2026, 2:30pm' in London, in the language of the page; nothing for None."""
    if instant is None:
        return Markup("")
    return Markup('<time datetime="{}">{}</time>').format(instant.isoformat(timespec="seconds"), instant_text(instant))


def instant_text(instant: datetime) -> str:
    return f"{day_text(instant.astimezone(LONDON).date())}, {clock_text(instant)}"


def day_text(on: date) -> str:
    """'Tue 24 November 2026' without markup: for mails and for texts that are put together."""
    return _written(on, "EEE d MMMM y", str(get_locale() or "en"))


@lru_cache(maxsize=10_000)
def _written(on: date, pattern: str, locale: str) -> str:
    """A page may name hundreds of days, and the same ones again and again."""
    return format_date(on, pattern, locale=locale)


def long_day(on: date) -> str:
    """'24 November 2026', and in other languages as their readers write it."""
    locale = str(get_locale() or "en")
    return _written(on, "d MMMM y" if locale == "en" else "long", locale)


def whole_day(on: date) -> str:
    """'Tuesday 24 November 2026', and in other languages as their readers write it."""
    locale = str(get_locale() or "en")
    return _written(on, "EEEE d MMMM y" if locale == "en" else "full", locale)


def short_day(on: date) -> str:
    """'24 Nov 2026', where there is little room."""
    return _written(on, "d MMM y", str(get_locale() or "en"))


def tick_day(on: date) -> str:
    """'24 Nov', on an axis that says the year elsewhere."""
    return _written(on, "d MMM", str(get_locale() or "en"))


def month(on: date) -> str:
    """'November 2026'."""
    return _written(on, "LLLL y", str(get_locale() or "en"))


def day(on: date | None) -> Markup:
    """'Tue 24 November 2026', in the language of the page; an instant is the day that it falls on in London."""
    if on is None:
        return Markup("")
    local = on.astimezone(LONDON).date() if isinstance(on, datetime) else on
    return Markup('<time datetime="{}">{}</time>').format(local.isoformat(), day_text(local))


def relative(instant: datetime) -> str:
    """'3 days ago', 'in 2 hours': only ever beside the instant itself."""
    config: Config = current_app.config["OUTREACH"]
    return format_timedelta(instant - config.clock(), add_direction=True, locale=get_locale() or "en")


def prepare_templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.autoescape = _is_markup
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        govuk=govuk, navigation=navigation, navigation_groups=navigation_groups, account_menu=account_menu, interface=interface
    )
    app.jinja_env.globals["is_demonstration"] = app.config["OUTREACH"].is_demo
    days = {
        "day": day,
        "day_text": day_text,
        "long_day": long_day,
        "whole_day": whole_day,
        "short_day": short_day,
        "tick_day": tick_day,
        "month": month,
    }
    app.jinja_env.filters.update(when=when, relative=relative, **days)


def _is_markup(template: str | None) -> bool:
    """Whether what is put into *template* has to be escaped; what has no name is."""
    return template is None or template.endswith((".html", ".mjml", ".svg", ".xml"))
