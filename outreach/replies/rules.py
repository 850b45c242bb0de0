"""What may be answered in public: only what ten people or more could have said; and who may write and publish it: pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from outreach.accounts.rules import EDITORS, STAFF, Part, Scope

ENOUGH = 10  # people, at the least, of whom what was heard is told
LONGEST = 400
_SMALL = re.compile(r"(?<![\d.,:/-])\d(?![\d.,:/-]*\d)|\b(?:two|three|four|five|six|seven|eight|nine)\b", re.I)
_ONE = re.compile(
    r"\b(?:one|a|an|another) (?:person|woman|man|mother|father|girl|boy|victim|witness|worker|student|reader|visitor)\b", re.I
)


class State(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    SET_ASIDE = "set-aside"


class Refusal(StrEnum):
    """Why something about an answer is not possible."""

    DRAFT_THERE = "draft-there"
    NOT_A_DRAFT = "not-a-draft"
    SAME_PERSON = "same-person"
    SET_ASIDE = "set-aside"
    TOO_FEW = "too-few"
    UNHEARD = "unheard"


@dataclass(frozen=True, slots=True)
class Record:
    """What was recorded of one event of an area."""

    event_id: UUID
    held_on: date
    title: str
    least: int
    themes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Basis:
    """What an answer rests on: one event, or a quarter of a year of the area, and the fewest people who can have attended."""

    event_id: UUID | None
    quarter_on: date | None
    title: str
    least: int
    themes: frozenset[str]

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"event/{self.event_id}" if self.event_id else f"quarter/{self.quarter_on}"


def quarter_of(on: date) -> date:
    """The first day of the quarter of the year that *on* is in."""
    return date(on.year, on.month - (on.month - 1) % 3, 1)


def find_bases(records: Iterable[Record], today: date) -> list[Basis]:
    """Everything in one area that an answer may rest on, the latest first: quarters that are over, and events, of ten people or more."""
    quarters: dict[date, list[Record]] = {}
    found = []
    for one in sorted(records, key=lambda one: (one.held_on, one.event_id.int), reverse=True):
        quarters.setdefault(quarter_of(one.held_on), []).append(one)
        if one.least >= ENOUGH:
            found.append(Basis(one.event_id, None, one.title, one.least, one.themes))
    over = [(on, ones) for on, ones in quarters.items() if on < quarter_of(today)]
    merged = [Basis(None, on, "", sum(one.least for one in ones), frozenset().union(*(one.themes for one in ones))) for on, ones in over]
    return [*(one for one in merged if one.least >= ENOUGH), *found]


def find_refusal(basis: Basis | None, themes: Collection[str]) -> Refusal | None:
    """Why an answer cannot rest on *basis* (None: on nothing that may be told) and be about *themes*; None when it can."""
    if basis is None or basis.least < ENOUGH:
        return Refusal.TOO_FEW
    return None if set(themes) <= basis.themes else Refusal.UNHEARD


def small_number(text: str) -> str:
    """The first number below ten, or single person, that *text* tells of; '' where it tells of none."""
    found = _SMALL.search(text) or _ONE.search(text)
    return found[0] if found else ""


def scope_of(area: str) -> Scope:
    return Scope(is_national=False, areas=frozenset({area}))


def may_see(part: Part, area: str) -> bool:
    return part.role in STAFF and part.scope.meets(scope_of(area))


def may_change(part: Part, area: str) -> bool:
    """Whether somebody may write, publish and set aside what readers of *area* are told."""
    return part.role in EDITORS and part.scope.covers(scope_of(area))


def unit_keys(area: str) -> Mapping[str, str]:
    """The units of content that readers of *area* get, by 'heard' and 'done'."""
    return {name: f"reply/{area}/{name}" for name in ("heard", "done")}
