"""What a pathway is worth, when it has to be looked at again, and who may change it: pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from outreach.accounts.rules import EDITORS, Part, Scope
from outreach.directory.rules import Need

SOON_DAYS = 30
LONGEST = timedelta(days=366)  # from one look to the next
ESSENTIAL = (Need.ABUSE, Need.REFUGE, Need.SEXUAL_ASSAULT, Need.EXPLOITATION, Need.IMMIGRATION, Need.ESSENTIALS)
"""What cannot wait: somebody who has just told the police may need it the same day, to be safe or to know where they stand."""


class Extent(StrEnum):
    """How far a route goes, the least first. What each word means is written out in `labels.EXTENT_MEANINGS`."""

    NONE = "none"
    PARTIAL = "partial"
    EXTANT = "extant"
    ENHANCED = "enhanced"


AGREED = frozenset({Extent.EXTANT, Extent.ENHANCED})
"""Words that are true only of what both sides have agreed on a day."""


class Capacity(StrEnum):
    """How many people a month can go that way, in bands: a number that could point at somebody cannot be stored."""

    UNKNOWN = "unknown"
    FEW = "few"  # fewer than five
    SOME = "some"  # 5 to 19
    MANY = "many"  # 20 or more
    ALL = "all"  # nobody is turned away


class Standing(StrEnum):
    """How an area stands for a need, by the best of its routes."""

    MISSING = "missing"
    DUE = "due"
    NONE = "none"
    PARTIAL = "partial"
    EXTANT = "extant"
    ENHANCED = "enhanced"


class Refusal(StrEnum):
    """Why a pathway cannot be as it was asked for."""

    TO_WHOM = "to-whom"
    TWO_RECIPIENTS = "two-recipients"
    TO_NOBODY = "to-nobody"
    HOW = "how"
    NOT_AGREED = "not-agreed"
    AGREED_LATER = "agreed-later"
    SERVICE = "service"
    TOO_EARLY = "too-early"
    TOO_LATE = "too-late"
    ARCHIVED = "archived"


class PathwayRefused(Exception):
    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal)


def scope_of(area: str) -> Scope:
    return Scope(is_national=False, areas=frozenset({area}))


def may_see(scope: Scope, area: str) -> bool:
    """Whether the routes of *area* are in sight from *scope*."""
    return scope.meets(scope_of(area))


def may_change(part: Part, area: str) -> bool:
    """Whether somebody may enter, change and archive the routes of *area*."""
    return part.role in EDITORS and part.scope.covers(scope_of(area))


def is_due(review_on: date, today: date) -> bool:
    """Whether a route is to be looked at again. A day that was missed is made up for: `>=`."""
    return today >= review_on


def find_refusal(
    *, extent: Extent, to_service: bool, recipient: str, how: str, agreed_on: date | None, sides: Iterable[str],
    review_on: date, today: date,
) -> Refusal | None:  # fmt: skip
    """The first thing about a route that does not fit together; *sides* are who agreed for each."""
    checks = (
        (extent is Extent.NONE and (to_service or bool(recipient)), Refusal.TO_NOBODY),
        (to_service and bool(recipient), Refusal.TWO_RECIPIENTS),
        (extent is not Extent.NONE and not (to_service or recipient), Refusal.TO_WHOM),
        (extent is not Extent.NONE and not how, Refusal.HOW),
        (extent in AGREED and not (agreed_on and all(sides)), Refusal.NOT_AGREED),
        (agreed_on is not None and agreed_on > today, Refusal.AGREED_LATER),
    )
    return next((refusal for is_wrong, refusal in checks if is_wrong), None) or find_look_refusal(review_on, today)


def find_look_refusal(review_on: date, today: date) -> Refusal | None:
    """Why a route that was looked at today cannot be looked at again only on that day; None when it can."""
    if review_on <= today:
        return Refusal.TOO_EARLY
    return Refusal.TOO_LATE if review_on > today + LONGEST else None


_ORDER = {extent: place for place, extent in enumerate(Extent)}


def standing_of(routes: Iterable[tuple[Extent, bool]]) -> Standing:
    """How an area stands for a need, from the extent of each of its routes and whether it is to be looked at again.

    The best route that is not due says it. Where all are due, nobody knows any more whether anything still holds.
    """
    found = list(routes)
    if not found:
        return Standing.MISSING
    holding = [extent for extent, is_to_be_looked_at in found if not is_to_be_looked_at]
    return Standing(max(holding, key=_ORDER.__getitem__)) if holding else Standing.DUE
