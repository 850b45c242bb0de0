"""Values of a list's columns: how a page shows them, and how an export writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import LazyString, gettext
from markupsafe import Markup

from outreach.core.csv_text import neutralise
from outreach.core.dates import sheet_text
from outreach.web.jinja import day, govuk, when


@dataclass(frozen=True, slots=True)
class Tag:
    """A state as a word in a coloured field. *colour* is one of govuk-frontend's, or '' for the plain one."""

    text: LazyString | str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A mail address, or another long word, which may be broken anywhere so that the list stays as wide as the page."""

    text: str


def page_cell(value: Any) -> Any:
    """A value as a cell of the page shows it."""
    if isinstance(value, datetime):
        return when(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Tag):
        return govuk("tag", {"text": value.text, "classes": f"govuk-tag--{value.colour}" if value.colour else ""})
    if isinstance(value, Address):
        return Markup('<span class="app-address">{}</span>').format(value.text)
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    return "–" if value in (None, "") else value


def sheet_cell(value: Any) -> str:
    """A value as a cell of an export has it."""
    if isinstance(value, datetime):
        return sheet_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    if isinstance(value, int | float):
        return str(value)
    return neutralise(str(value.text if isinstance(value, Tag | Address) else value)) if value is not None else ""
