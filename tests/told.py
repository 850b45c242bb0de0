"""Public events as readers get them, for tests: the pages of a language, from the events of the database and the project's own content."""

from __future__ import annotations

from datetime import date

from flask import Flask
from flask_babel import force_locale

from outreach.content.library import EVENTS_PAGE, Library
from outreach.content.phrases import NeverSay
from outreach.core.languages import LANGUAGES
from outreach.events.told import find_programme
from outreach.replies.queries import find_shown
from outreach.site.event_pages import EventPages
from outreach.site.rendering import Rendering, make_renderer
from tests.campaigns import TODAY
from tests.own_content import own_library
from tests.pages import Page, parse_page


def make_pages(
    app: Flask, tag: str = "en", *, today: date = TODAY, library: Library | None = None, never_say: NeverSay | None = None
) -> list[Rendering]:
    """Every page about events in the language *tag*; in an application context."""
    content = library or own_library()
    renderer = make_renderer(content, app.config["OUTREACH"], today=today, never_say=never_say or {}, known={})
    page = next(page for page in content.pages if page.slug == EVENTS_PAGE)
    with force_locale(LANGUAGES[tag].cldr):
        return list(EventPages(renderer, page, find_programme(today), tag, LANGUAGES[tag], find_shown()).all())


def read_pages(app: Flask, tag: str = "en", *, today: date = TODAY) -> dict[str, Page]:
    """Those pages, parsed, by what follows the language in their paths: 'events', 'events/kent', 'events/<id>'."""
    return {
        made.path.removeprefix(f"{tag}/").removesuffix(".html"): parse_page(made.body or b"") for made in make_pages(app, tag, today=today)
    }
