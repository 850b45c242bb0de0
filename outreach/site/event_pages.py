"""Public events become pages: lists for the whole programme and for each area, in parts where they are long, and a page for each event.

They are the page `library.EVENTS_PAGE` of the content with what `events.told` says put into it: the same rules, the same notices.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from outreach.content.library import EVENTS_PAGE, Library, Page
from outreach.content.phrases import NeverSay, find_phrase
from outreach.content.rules import Reading, read_unit
from outreach.core.areas import AREAS
from outreach.core.config import Config
from outreach.core.languages import Language
from outreach.events.told import EventReading, Programme, find_overclaim_of, read_event
from outreach.replies.queries import Shown
from outreach.site.composing import Composer
from outreach.site.rendering import Renderer, Rendering, make_renderer, spoken_languages
from outreach.site.rules import feed_path, page_path, slug_of

MOST = 30  # events in one part of a list: it has to arrive in the first flight in every script
OF_LISTS = ("what", "said", "honest", "adviser", "area")
OF_EMPTY_LISTS = ("none", "adviser", "honest", "area")
OF_EVENTS = ("said", "honest", "adviser")


NO_ANSWERS: Mapping[str, Shown] = {}

Other = tuple[str, date, date, bool]
"""Another part of a list: its address, first and last day, and whether it is the one that is open."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of a list leads to: its events, the other parts, and the calendar file of the whole."""

    events: tuple[tuple[str, EventReading], ...]
    others: tuple[Other, ...]
    calendar: str


def render_events(
    library: Library,
    programme: Programme,
    config: Config,
    *,
    answers: Mapping[str, Shown] = NO_ANSWERS,
    today: date,
    never_say: NeverSay,
    known: Mapping[str, str],
) -> Iterator[Rendering]:
    """Every page about public events, in every language; none before the content has a page for them. As `rendering.render_site`."""
    page = next((page for page in library.pages if page.slug == EVENTS_PAGE), None)
    if page is None:
        return
    renderer = make_renderer(library, config, today=today, never_say=never_say, known=known)
    for tag, spoken in spoken_languages():
        yield from EventPages(renderer, page, programme, tag, spoken, answers).all()


def read_answer(shown: Shown, tag: str, never_say: NeverSay) -> tuple[Reading, Reading] | None:
    """What people said in an area and what was done, for one reader; None where a text says what no page may say."""
    heard, done = read_unit(shown.heard, tag), read_unit(shown.done, tag)
    says = any(find_phrase(one.text, never_say.get(one.tag, ())) for one in (heard, done))
    return None if says else (heard, done)


def event_slug(reading: EventReading) -> str:
    return slug_of(EVENTS_PAGE, str(reading.event.id))


class EventPages(Composer):
    """The pages about events in one language."""

    def __init__(
        self, renderer: Renderer, page: Page, programme: Programme, tag: str, spoken: Language, answers: Mapping[str, Shown] = NO_ANSWERS
    ) -> None:  # fmt: skip
        super().__init__(renderer, page, tag, spoken)
        self.programme = programme
        self.readings = [read_event(event, self.library, spoken.tag, today=self.today) for event in programme.events]
        self.refused = {one.event.id: found for one in self.readings if (found := find_overclaim_of(one, renderer.never_say))}
        self.answers = {area: told for area, shown in answers.items() if (told := read_answer(shown, spoken.tag, renderer.never_say))}
        self.areas = sorted({*programme.areas, *answers}, key=lambda area: AREAS[area].name)

    def all(self) -> Iterator[Rendering]:
        for area in ("", *self.areas):
            yield from self._lists(area)
        for reading in self.readings:
            yield self._event(reading)

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

    def _list(self, area: str, part: Sequence[EventReading], others: Sequence[Other], slug: str) -> Rendering:
        leads_on = not area and self.areas and (self.programme.events or self.answers)
        answer = self.answers.get(area) if slug == slug_of(EVENTS_PAGE, area) else None
        shared, tag = self.read(OF_LISTS if part or leads_on else OF_EMPTY_LISTS), self.spoken.tag
        entries = () if shared.overclaim else tuple((page_path(tag, event_slug(one)), one) for one in part)
        calendar = f"/{feed_path(tag, slug_of(EVENTS_PAGE, area))}"
        context = {
            "area": AREAS[area].name if area else "",
            "areas": [] if area else [(page_path(tag, slug_of(EVENTS_PAGE, other)), AREAS[other].name) for other in self.areas],
            "part": Part(entries, tuple(others), calendar),
            "answer": answer,
            "is_unchecked": shared.reading.is_unchecked or any(one.is_unchecked for one in (*part, *(answer or ()))),
            "up": [(page_path(tag, EVENTS_PAGE), shared.reading.heading)] if area else [],
        }
        return self.make("site/events.html", slug, shared, shared.reading, context)

    def _event(self, reading: EventReading) -> Rendering:
        event, tag, shared = reading.event, self.spoken.tag, self.read(OF_EVENTS)
        heading = shared.reading.heading
        if event.id in self.refused:
            shared = self.share(self.withheld(), self.refused[event.id])
        if event.contact_key in shared.reading.contacts:
            reading = replace(reading, contact=None)  # the page names it anyway
        is_told = not shared.overclaim
        context = {
            "area": AREAS[event.area].name if event.area else "",
            "told": reading if is_told else None,
            "is_unchecked": shared.reading.is_unchecked or (is_told and reading.is_unchecked),
            "up": [(page_path(tag, slug_of(EVENTS_PAGE, event.area)), heading)],
        }
        page = replace(shared.reading, heading=reading.title) if is_told else shared.reading
        return self.make("site/event.html", event_slug(reading), shared, page, context)


def _links(slug: str, parts: Sequence[Sequence[EventReading]], current: int, tag: str) -> list[Other]:
    """The parts of a list; nothing where there is one part only."""
    if len(parts) == 1:
        return []
    addresses = [page_path(tag, slug if number == 1 else f"{slug}/{number}") for number in range(1, len(parts) + 1)]
    return [
        (address, part[0].event.held_on, part[-1].event.held_on, number == current)
        for number, (address, part) in enumerate(zip(addresses, parts, strict=True), 1)
    ]
