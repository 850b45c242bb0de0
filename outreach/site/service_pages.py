"""Services become pages: a list for the whole country and one for each area, by what they are for, in parts where they are long.

They are the page `library.SERVICES_PAGE` of the content with what `directory.told` says put into it: the same rules, the same notices.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from markupsafe import Markup

from outreach.content.library import SERVICES_PAGE, Library, Page
from outreach.content.phrases import NeverSay
from outreach.core.areas import AREAS
from outreach.core.config import Config
from outreach.core.languages import ENGLISH, Language
from outreach.directory.arranging import ServiceReading, arrange, find_overclaim_in, read_service
from outreach.directory.rules import Need
from outreach.directory.told import Directory
from outreach.site.composing import Composer
from outreach.site.labels import ACCESS, CALL_COSTS, CAPACITIES, COSTS, GROUPS, MODES, NEEDS, REASONS, RECOURSES
from outreach.site.rendering import Renderer, Rendering, make_renderer, spoken_languages
from outreach.site.rules import page_path, slug_of

ROOM = 6_000  # for services in one part of a list, by `weigh`: it has to arrive in the first flight in every script
CARD = 130  # what stands around a service, packed
BEFORE = ("what", "none", "empty")
AFTER = ("ask", "adviser", "area")
NATIONAL = ("adviser", "national", "ask", "area")

Section = tuple[Need, tuple[ServiceReading, ...]]
Other = tuple[str, tuple[Need, ...], bool]
"""Another part of a list: its address, what its services are for, and whether it is the one that is open."""


WORDS = {
    "NEEDS": NEEDS,
    "GROUPS": GROUPS,
    "MODES": MODES,
    "ACCESS": ACCESS,
    "COSTS": COSTS,
    "CALL_COSTS": CALL_COSTS,
    "RECOURSES": RECOURSES,
    "REASONS": REASONS,
    "CAPACITIES": CAPACITIES,
}


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of a list shows, and the other parts."""

    sections: tuple[Section, ...]
    others: tuple[Other, ...]


def render_services(
    library: Library, directory: Directory, config: Config, *, today: date, never_say: NeverSay, known: Mapping[str, str]
) -> Iterator[Rendering]:
    """Every page about services, in every language; none before the content has a page for them. As `rendering.render_site`."""
    page = next((page for page in library.pages if page.slug == SERVICES_PAGE), None)
    if page is None:
        return
    renderer = make_renderer(library, config, today=today, never_say=never_say, known=known)
    for tag, spoken in spoken_languages():
        yield from ServicePages(renderer, page, directory, tag, spoken).all()


class ServicePages(Composer):
    """The pages about services in one language."""

    def __init__(self, renderer: Renderer, page: Page, directory: Directory, tag: str, spoken: Language) -> None:
        super().__init__(renderer, page, tag, spoken)
        self.directory, self.words = directory, {**WORDS, "card": self.card}
        readings = [read_service(service, spoken.tag) for service in directory.services]
        self.readings = {one.service.id: one for one in readings if not find_overclaim_in(one, renderer.never_say)}
        self._cards: dict[UUID, Markup] = {}
        self.weights = {id_: weigh(one) for id_, one in self.readings.items()}

    def card(self, reading: ServiceReading) -> Markup:
        """A service, as it stands in every list in this language."""
        found = reading.service.id
        if found not in self._cards:
            self._cards[found] = self._macros.card(reading, self.spoken)
        return self._cards[found]

    @cached_property
    def _macros(self) -> Any:
        return self.macros("components/service.html", today=self.directory.on)

    def all(self) -> Iterator[Rendering]:
        for area in ("", *self.directory.areas):
            yield from self._parts(area)

    def _parts(self, area: str) -> Iterator[Rendering]:
        """The list of an area, with the services for everywhere; or of the latter alone, which leads to the areas."""
        readings = [self.readings[one.id] for one in self.directory.of(area) if one.id in self.readings]
        parts = divide(arrange(readings, self.spoken.tag), self.weights)
        speaks = self.spoken.tag == ENGLISH or any(one.service.speaks(self.spoken.tag) for one in readings)
        for number in range(1, len(parts) + 1):
            yield self._part(area, parts, number, is_spoken=speaks)

    def _part(self, area: str, parts: Sequence[Sequence[Section]], number: int, *, is_spoken: bool) -> Rendering:
        first = slug_of(SERVICES_PAGE, area)
        sections, is_last = tuple(parts[number - 1]), number == len(parts)
        shared = self.read(_blocks(area, is_first=number == 1, is_last=is_last, is_empty=not sections, is_spoken=is_spoken))
        told = () if shared.overclaim else sections
        heading = (page_path(self.tag, SERVICES_PAGE), shared.reading.heading)
        context = {
            "area": AREAS[area].name if area else "",
            "areas": [] if area else [(page_path(self.tag, slug_of(SERVICES_PAGE, one)), AREAS[one].name) for one in self.directory.areas],
            "part": Part(told, tuple(_others(first, parts, number, self.tag))),
            "today": self.directory.on if told else None,
            "before": BEFORE,
            "is_unchecked": shared.reading.is_unchecked or any(one.description.is_unchecked for _need, of in told for one in of),
            "up": [heading] if area or number > 1 else [],
        }
        return self.make("site/services.html", first if number == 1 else f"{first}/{number}", shared, shared.reading, context)


def weigh(reading: ServiceReading) -> int:
    """About how many bytes a service takes on the wire, packed."""
    return CARD + len(zlib.compress(f"{reading.service}{reading.description.text}".encode(), 9))


def divide(sections: Iterable[tuple[Need, Sequence[ServiceReading]]], weights: Mapping[UUID, int]) -> list[list[Section]]:
    """Sections in as many parts as it takes; one without any where there are none."""
    parts: list[list[Section]] = [[]]
    left = ROOM
    for need, readings in sections:
        for reading in readings:
            weight = weights[reading.service.id]
            if weight > left and parts[-1]:
                parts.append([])
                left = ROOM
            left -= weight
            last = parts[-1]
            if last and last[-1][0] is need:
                last[-1] = (need, (*last[-1][1], reading))
            else:
                last.append((need, (reading,)))
    return parts


def _blocks(area: str, *, is_first: bool, is_last: bool, is_empty: bool, is_spoken: bool) -> tuple[str, ...]:
    if is_empty:
        return ("what", *(("empty",) if area else ()), *NATIONAL)
    before = ("what", *(() if is_spoken else ("none",))) if is_first else ()
    return (*before, *(NATIONAL if is_last else AFTER))


def _others(first: str, parts: Sequence[Sequence[Section]], current: int, tag: str) -> Iterator[Other]:
    """The parts of a list; nothing where there is one part only."""
    if len(parts) == 1:
        return
    for number, part in enumerate(parts, 1):
        address = page_path(tag, first if number == 1 else f"{first}/{number}")
        yield address, tuple(need for need, _readings in part), number == current
