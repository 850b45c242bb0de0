"""Services as one reader gets them: in their language, and in the order in which they are of use to them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from outreach.content.phrases import NeverSay, Overclaim, find_phrase
from outreach.content.rules import Reading, read_unit
from outreach.directory.rules import Capacity, Need, Standing
from outreach.directory.told import Told

_ORDER = {standing: place for place, standing in enumerate(Standing)}


@dataclass(frozen=True, slots=True)
class ServiceReading:
    """What a reader gets of a service: what it does in their language as far as that is there."""

    service: Told
    description: Reading


def read_service(service: Told, tag: str) -> ServiceReading:
    """What a reader of *tag* gets of *service*."""
    return ServiceReading(service, read_unit(service.description, tag))


def arrange(readings: Iterable[ServiceReading], tag: str) -> list[tuple[Need, list[ServiceReading]]]:
    """Services by what they are for first of all, in the order of the taxonomy; in each, the language of the page first, then those that
    can be reached, then the independent ones.
    """

    def order(reading: ServiceReading) -> tuple[bool, bool, bool, int, str]:
        one = reading.service
        return not one.speaks(tag), one.is_closed, one.capacity is Capacity.FULL, _ORDER[one.standing], one.name

    found: defaultdict[Need, list[ServiceReading]] = defaultdict(list)
    for reading in sorted(readings, key=order):
        found[reading.service.needs[0]].append(reading)
    return [(need, found[need]) for need in Need if need in found]


def find_overclaim_in(reading: ServiceReading, never_say: NeverSay) -> Overclaim | None:
    """The first thing in the text of a service that must never be said in the language that it is said in."""
    text = reading.description
    if phrase := find_phrase(text.text, never_say.get(text.tag, ())):
        return Overclaim(phrase.text, reading.service.description.key, text.tag, phrase.reason)
    return None
