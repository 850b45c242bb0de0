"""Calendars of public events. A phone's calendar is seen by others: a feed says when, and nothing of what, where or with whom."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from flask_babel import gettext

from outreach.content.library import EVENTS_PAGE, Library
from outreach.content.rules import read_unit
from outreach.events.ical import Entry, write_calendar
from outreach.events.told import Programme, Told
from outreach.site.rendering import spoken_languages
from outreach.site.rules import feed_path, slug_of


def render_feeds(library: Library, programme: Programme) -> Iterator[tuple[str, bytes]]:
    """(path in the export tree, bytes) of the calendar of the whole programme and of each area, in every language."""
    page = next((page for page in library.pages if page.slug == EVENTS_PAGE), None)
    if page is None:
        return
    for tag, spoken in spoken_languages():
        name, summary = read_unit(page.title, spoken.tag).text, gettext("Event")
        entries = {event.id: neutral_entry(event, summary) for event in programme.events}
        for area in ("", *programme.areas):
            yield feed_path(tag, slug_of(EVENTS_PAGE, area)), _write(name, programme.of(area), entries)


def neutral_entry(event: Told, summary: str) -> Entry:
    """When the event is, under a *summary* that is the same for all."""
    return Entry(
        uid=str(event.id),
        sequence=event.sequence,
        stamp=event.changed_at,
        on=event.held_on,
        starts=event.starts,
        ends=event.ends,
        summary=summary,
        is_cancelled=event.is_cancelled,
    )


def _write(name: str, events: tuple[Told, ...], entries: dict[UUID, Entry]) -> bytes:
    return write_calendar(name, (entries[event.id] for event in events)).encode()
