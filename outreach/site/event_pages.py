"""Public events become pages: lists for the whole programme and for each area, in parts where they are long, and a page for each event.

They are the page `library.EVENTS_PAGE` of the content with what `events.told` says put into it: the same rules, the same notices.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from outreach.content.library import EVENTS_PAGE, Library, Page
from outreach.content.phrases import NeverSay, Overclaim, find_overclaim
from outreach.content.rules import PageReading, read_page, withheld
from outreach.core.areas import AREAS
from outreach.core.config import Config
from outreach.core.languages import ENGLISH, LANGUAGES, Language
from outreach.events.told import EventReading, Programme, find_overclaim_of, read_event
from outreach.site.rendering import Renderer, Rendering, blocks_of, make_renderer, render, repeats_in, spoken_languages
from outreach.site.rules import feed_path, page_file, page_path, slug_of

MOST = 30  # events in one part of a list: it has to arrive in the first flight in every script
OF_LISTS = ("what", "said", "honest", "adviser", "area")
OF_EMPTY_LISTS = ("none", "adviser", "honest", "area")
OF_EVENTS = ("said", "honest", "adviser")


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of a list leads to: the other parts, by their first and last day, and the calendar file of the whole."""

    events: tuple[tuple[str, EventReading], ...]
    others: tuple[tuple[str, date, date, bool], ...]
    calendar: str


def render_events(
    library: Library, programme: Programme, config: Config, *, today: date, never_say: NeverSay, known: Mapping[str, str]
) -> Iterator[Rendering]:
    """Every page about public events, in every language; none before the content has a page for them. As `rendering.render_site`."""
    page = next((page for page in library.pages if page.slug == EVENTS_PAGE), None)
    if page is None:
        return
    renderer = make_renderer(library, config, today=today, never_say=never_say, known=known)
    for tag, spoken in spoken_languages():
        yield from EventPages(renderer, page, programme, tag, spoken).all()


def event_slug(reading: EventReading) -> str:
    return slug_of(EVENTS_PAGE, str(reading.event.id))


class EventPages:
    """The pages about events in one language."""

    def __init__(self, renderer: Renderer, page: Page, programme: Programme, tag: str, spoken: Language) -> None:
        self.renderer, self.page, self.programme, self.tag, self.spoken = renderer, page, programme, tag, spoken
        self.library, self.today = renderer.library, renderer.today
        read = [read_event(event, self.library, spoken.tag, today=self.today) for event in programme.events]
        self.refused = {one.event.id: found for one in read if (found := find_overclaim_of(one, renderer.never_say))}
        self.readings = read

    def all(self) -> Iterator[Rendering]:
        for area in ("", *self.programme.areas):
            yield from self._lists(area)
        base, overclaim = self.read(OF_EVENTS)
        for reading in self.readings:
            yield self._event(reading, base, overclaim)

    def read(self, keys: Sequence[str]) -> tuple[PageReading, Overclaim | None]:
        """The page with these of its blocks, and what it says too much."""
        blocks = {block.key.rpartition("/")[2]: block for block in self.page.blocks}
        narrowed = replace(self.page, blocks=tuple(blocks[key] for key in keys if key in blocks))
        reading = read_page(narrowed, library=self.library, tag=self.spoken.tag, today=self.today)
        return reading, find_overclaim(reading, self.library, self.renderer.never_say)

    def shown(self, area: str) -> list[EventReading]:
        """What the list of an area shows: its events and those of the whole programme, but for those that say too much."""
        return [one for one in self.readings if one.event.area in ("", area) and one.event.id not in self.refused]

    def _lists(self, area: str) -> Iterator[Rendering]:
        """The list of an area, with the events of the whole programme; or of the latter alone, which leads to the areas."""
        slug = slug_of(EVENTS_PAGE, area)
        shown = self.shown(area)
        parts = [shown[start : start + MOST] for start in range(0, len(shown), MOST)] or [[]]
        for number, part in enumerate(parts, 1):
            yield self._list(area, part, _links(slug, parts, number, self.spoken.tag), slug if number == 1 else f"{slug}/{number}")

    def _list(self, area: str, part: Sequence[EventReading], others: Sequence[tuple[str, date, date, bool]], slug: str) -> Rendering:
        has_other_areas = not area and any(self.programme.areas)
        reading, overclaim = self.read(OF_LISTS if part or (has_other_areas and self.programme.events) else OF_EMPTY_LISTS)
        if overclaim:
            reading = withheld(self.page, library=self.library, tag=self.spoken.tag)
        tag = self.spoken.tag
        entries = tuple((page_path(tag, event_slug(one)), one) for one in part)
        context = {
            "area": AREAS[area].name if area else "",
            "areas": [] if area else [(page_path(tag, slug_of(EVENTS_PAGE, other)), AREAS[other].name) for other in self.programme.areas],
            "part": Part(() if overclaim else entries, tuple(others), f"/{feed_path(tag, slug_of(EVENTS_PAGE, area))}"),
            "is_unchecked": reading.is_unchecked or any(one.is_unchecked for one in part),
            "up": [(page_path(tag, EVENTS_PAGE), reading.heading)] if area else [],
        }
        return self._make("site/events.html", slug, reading, context, overclaim)

    def _event(self, reading: EventReading, base: PageReading, overclaim: Overclaim | None) -> Rendering:
        overclaim = overclaim or self.refused.get(reading.event.id)
        event, tag = reading.event, self.spoken.tag
        if event.contact_key in base.contacts:
            reading = replace(reading, contact=None)  # the page names it anyway
        page = withheld(self.page, library=self.library, tag=tag) if overclaim else replace(base, heading=reading.title)
        context = {
            "area": AREAS[event.area].name if event.area else "",
            "told": None if overclaim else reading,
            "is_unchecked": page.is_unchecked or (not overclaim and reading.is_unchecked),
            "up": [(page_path(tag, slug_of(EVENTS_PAGE, event.area)), base.heading)],
        }
        return self._make("site/event.html", event_slug(reading), page, context, overclaim)

    def _make(
        self, template: str, slug: str, page: PageReading, context: Mapping[str, object], overclaim: Overclaim | None
    ) -> Rendering:  # fmt: skip
        up = context["up"]
        assert isinstance(up, list)
        whole = {
            **context,
            "page": page,
            "kinds": {key: self.library.claims[key].kind for key in page.claims},
            "choices": self.renderer.choices(slug),
            "contents": [*up, *self.renderer.contents(self.page, page, self.spoken.tag)],
            "english_path": page_path(ENGLISH, slug),
        }
        write = partial(self._html, template, page, whole)
        made = self.renderer.make(page_file(self.tag, slug), self.spoken, (template, *whole.values()), write)
        return replace(made, overclaim=overclaim)

    def _html(self, template: str, page: PageReading, context: Mapping[str, object]) -> bytes:
        blocks = blocks_of(page, self.spoken.tag)
        texts = {"blocks": blocks, "repeats": repeats_in(blocks, page), "tongues": LANGUAGES}
        return render(template, self.spoken, self.renderer.config, **texts, **context)


def _links(
    slug: str, parts: Sequence[Sequence[EventReading]], current: int, tag: str
) -> list[tuple[str, date, date, bool]]:  # fmt: skip
    """The parts of a list: address, first and last day, and whether it is the one that is open. Nothing where there is one part only."""
    if len(parts) == 1:
        return []
    addresses = [page_path(tag, slug if number == 1 else f"{slug}/{number}") for number in range(1, len(parts) + 1)]
    return [
        (address, part[0].event.held_on, part[-1].event.held_on, number == current)
        for number, (address, part) in enumerate(zip(addresses, parts, strict=True), 1)
    ]
