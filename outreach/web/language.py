"""Which language a page speaks: a signed-in one that of its account, and before anybody has signed in what the browser asks for."""

from __future__ import annotations

from flask import g, request
from flask_babel import get_locale

from outreach.core.i18n import DOMAINS
from outreach.core.languages import ENGLISH, LANGUAGES, Language
from outreach.web.headers import is_staff_request


def select_locale() -> str | None:
    """The CLDR name of the language of the present request; None leaves it at English (readers' pages are rendered in advance).

    Whoever knows the account sets `g.interface_language` to a tag before anything is translated.
    """
    if not is_staff_request():
        return None
    return LANGUAGES[g.get("interface_language") or _asked_for()].cldr


def _asked_for() -> str:
    """The first language in the browser's order of which we have the words: 'cy-GB' is Welsh."""
    asked = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    return next((tag for tag in asked if tag in DOMAINS["staff"]), ENGLISH)


def language_name(tag: str) -> str:
    """The name of a language in that of the present page: 'Urdu', 'Wrdw'."""
    return LANGUAGES[tag].name_in(str(get_locale() or ENGLISH))


def tongues() -> list[tuple[str, str]]:
    """Every language but English with its name, in the order of the names: choices for a field."""
    return sorted(((tag, language_name(tag)) for tag in LANGUAGES if tag != ENGLISH), key=lambda pair: pair[1])


def tongues_and_english() -> list[tuple[str, str]]:
    """The same, and English first."""
    return [(ENGLISH, language_name(ENGLISH)), *tongues()]


def interface() -> Language:
    """The language that the present page is in."""
    spoken = str(get_locale() or ENGLISH)
    return next((language for language in LANGUAGES.values() if language.cldr == spoken), LANGUAGES[ENGLISH])
