"""What stands beside every signed-in page: the sections of the product, and the menu of the account. Features hand theirs in when composed.

add_section(app, Section(lazy_gettext("Events"), "events.index", PLANNING, is_shown=can_see_events, count=count_events_to_confirm))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app, g, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

SECTIONS = "outreach sections"
ACCOUNT = "outreach account menu"
SIGN_IN = "outreach address to sign in at"
PLANNING, LISTENING, PROMISES = _("Planning"), _("Listening"), _("Promises")
HELP, ADMINISTRATION = _("Who helps"), _("Administration")
GROUPS = (PLANNING, LISTENING, PROMISES, HELP, ADMINISTRATION)
MANY = 8  # sections, from which on a list of them wants headings


@dataclass(frozen=True, slots=True)
class Section:
    """A noun of the product. *endpoint* is its first page; every page of that blueprint belongs to it.

    *is_shown* says whether the present account sees it; *count*, what waits there for this account, or None where nothing is counted.
    """

    label: LazyString
    endpoint: str
    group: LazyString | None = None  # one of GROUPS; what is in none stands before them
    is_shown: Callable[[], bool] = lambda: True
    count: Callable[[], int] | None = None
    also: tuple[str, ...] = ()  # blueprints above this feature whose pages belong to the section


@dataclass(frozen=True, slots=True)
class Entry:
    """A section as the page shows it."""

    label: LazyString
    group: LazyString | None
    url: str
    is_current: bool
    count: int | None


@dataclass(frozen=True, slots=True)
class AccountMenu:
    """Who is signed in, where the profile is, and the address that a POST signs out at."""

    name: str
    profile_url: str
    sign_out_url: str


def add_section(app: Flask, section: Section) -> None:
    """Show *section* beside the signed-in pages, after those that were added before."""
    app.extensions.setdefault(SECTIONS, []).append(section)


def set_account_menu(app: Flask, find: Callable[[], AccountMenu | None], *, sign_in: str = "") -> None:
    """Ask *find*, for each page, who is signed in: None when nobody is, and then there is neither menu nor navigation.

    *sign_in* is the endpoint where people sign in.
    """
    app.extensions[ACCOUNT], app.extensions[SIGN_IN] = find, sign_in


def account_menu() -> AccountMenu | None:
    find: Callable[[], AccountMenu | None] = current_app.extensions.get(ACCOUNT, lambda: None)
    return find()


def sign_in_url() -> str:
    """Where people sign in, or '' where nobody can."""
    endpoint = current_app.extensions.get(SIGN_IN, "")
    return url_for(endpoint) if endpoint else ""


def navigation() -> list[Entry]:
    """The sections that the present account sees; found once for a page, which shows them twice."""
    if "navigation" not in g:
        sections: list[Section] = current_app.extensions.get(SECTIONS, [])
        g.navigation = [_entry(section) for section in sections if section.is_shown()]
    return cast(list[Entry], g.navigation)


def navigation_groups() -> list[tuple[LazyString | None, list[Entry]]]:
    """The same under their headings; where there are few, they need none."""
    entries = navigation()
    if len(entries) < MANY:
        return [(None, entries)]
    groups = [(group, [entry for entry in entries if entry.group is group]) for group in (None, *GROUPS)]
    return [(group, those) for group, those in groups if those]


def _entry(section: Section) -> Entry:
    blueprints = (section.endpoint.rpartition(".")[0], *section.also)
    is_current = bool(request.endpoint) and (request.blueprint or "") in blueprints
    return Entry(section.label, section.group, url_for(section.endpoint), is_current, section.count() if section.count else None)
