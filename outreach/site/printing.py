"""The programme of an area on paper, in one language: what its public pages say, and no more."""

from __future__ import annotations

from datetime import date

from flask import render_template
from flask_babel import force_locale
from markupsafe import Markup

from outreach.content.library import EVENTS_PAGE, Library
from outreach.content.never_say import read_never_say
from outreach.core.areas import AREAS
from outreach.core.config import Config
from outreach.core.languages import ENGLISH, LANGUAGES
from outreach.events.told import Programme
from outreach.site.blocks import blocks_of, repeats_in
from outreach.site.event_pages import OF_EVENTS, EventPages
from outreach.site.rendering import make_renderer


def languages_printed(library: Library, config: Config, today: date) -> list[str]:
    """The tags of the languages that readers are offered."""
    renderer = make_renderer(library, config, today=today, never_say={}, known={})
    return [tag for tag in LANGUAGES if tag in renderer.offered]


def print_programme(library: Library, programme: Programme, config: Config, *, area: str, tag: str, today: date) -> Markup | None:
    """The sheet; None before the content has a page for events."""
    page = next((page for page in library.pages if page.slug == EVENTS_PAGE), None)
    if page is None:
        return None
    renderer, spoken = make_renderer(library, config, today=today, never_say=read_never_say(), known={}), LANGUAGES[tag]
    with force_locale(spoken.cldr):
        pages = EventPages(renderer, page, programme, tag, spoken)
        shown = pages.shown(area)
        shared = pages.read(OF_EVENTS if shown else ("none", *OF_EVENTS))
        reading, shown = shared.reading, [] if shared.overclaim else shown
        blocks = blocks_of(reading, tag)
        return Markup(  # noqa: S704 - a template of ours
            render_template(
                "site/sheet.html",
                language=spoken,
                languages=LANGUAGES,
                english=LANGUAGES[ENGLISH],
                page=reading,
                kinds=shared.kinds,
                blocks=blocks,
                repeats=repeats_in(blocks, reading),
                shown=shown,
                area=AREAS[area].name,
                today=today,
                is_demo=config.is_demo,
                is_unchecked=reading.is_unchecked or any(one.is_unchecked for one in shown),
            )
        )
