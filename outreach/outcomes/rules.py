"""Counts that give nobody away, themes that can be heard, and when an outcome can be recorded: pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SMALL = 5  # a number of people below this is not stored
HIGHEST = 100_000
LONGEST_NOTE = 300
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,6}", re.ASCII)


class Theme(StrEnum):
    """What was heard, as a code. A theme says what was spoken of, and never by whom."""

    SHARING = "sharing"
    TRUST = "trust"
    REPORTING = "reporting"
    ANSWERS = "answers"
    INTERPRETING = "interpreting"
    THREATS = "threats"
    WORK = "work"
    HATE = "hate"
    HOME = "home"
    OFFICERS = "officers"
    SUPPORT = "support"
    EVENT = "event"
    OTHER = "other"


class Quality(StrEnum):
    """How well a language was interpreted: about the service, and never about a person."""

    GOOD = "good"
    ADEQUATE = "adequate"
    POOR = "poor"
    ABSENT = "absent"


class Split(StrEnum):
    """By what those who attended are counted. One or the other: a table of both would show single people."""

    NONE = "none"
    LANGUAGE = "language"
    COMMUNITY = "community"


class Refusal(StrEnum):
    """Why an outcome cannot be recorded."""

    NOT_OVER = "not-over"
    CANCELLED = "cancelled"
    MORE_THAN_ALL = "more-than-all"


class OutcomeRefused(Exception):
    """An outcome cannot be recorded, for this reason."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people: exactly `least`, or at least that many. One to four people are 'at least 1', whichever it was."""

    least: int
    is_exact: bool

    @property
    def is_few(self) -> bool:
        return self == FEW


FEW = Count(1, is_exact=False)
HELD_BACK = Count(SMALL, is_exact=False)
"""Five or more: the number is not kept, since a smaller one could be worked out from it."""


def count_of(number: int) -> Count:
    """*number* as it may be stored."""
    return FEW if 0 < number < SMALL else Count(number, is_exact=True)


def read_count(typed: str) -> Count:
    """'0', '12', '1,200', '<5' or '5+'. Raises ValueError."""
    plain = typed.replace(" ", "")
    if plain in ("<5", "5+"):
        return FEW if plain == "<5" else HELD_BACK
    if not _DIGITS.fullmatch(plain) or int(plain.replace(",", "")) > HIGHEST:
        raise ValueError
    return count_of(int(plain.replace(",", "")))


def write_count(count: Count) -> str:
    """The text that `read_count` makes *count* of."""
    if count.is_exact:
        return str(count.least)
    return "<5" if count.is_few else "5+"


def is_more(part: Count, whole: Count) -> bool:
    """Whether *part* cannot be a part of *whole*."""
    if whole.is_exact:
        return part.least > whole.least
    return whole.is_few and part.least >= SMALL


def protect(total: Count, groups: Mapping[str, Count]) -> tuple[Count, dict[str, Count]]:
    """*total* and *groups* so that no number below five can be worked out from them, where the groups are parts of the total.

    The smallest of the numbers that would give a smaller one away is held back; where no group is left, the total is. Of fewer than five
    people nothing is counted apart.
    """
    kept = {} if total.is_few else dict(groups)
    while total.is_exact and _is_given_away(total.least, kept.values()):
        exact = [name for name, count in kept.items() if count.is_exact and count.least >= SMALL]
        if exact:
            kept[min(exact, key=lambda name: (kept[name].least, name))] = HELD_BACK
        else:
            total = HELD_BACK
    return total, kept


def _is_given_away(total: int, groups: Iterable[Count]) -> bool:
    """Whether the size of a group of fewer than five follows from the numbers that are told."""
    counts = list(groups)
    few, held = sum(count == FEW for count in counts), sum(count == HELD_BACK for count in counts)
    rest = total - sum(count.least for count in counts if count.is_exact)
    if not few:
        return False
    if held:
        return rest == few + SMALL * held
    return few <= rest <= (SMALL - 1) * few and (few == 1 or rest in (few, (SMALL - 1) * few))


def find_refusal(ends_at: datetime, now: datetime, *, is_cancelled: bool) -> Refusal | None:
    """Why nothing can be recorded of an event; None when it can."""
    if is_cancelled:
        return Refusal.CANCELLED
    return Refusal.NOT_OVER if ends_at > now else None


def find_excess(total: Count, groups: Iterable[Count]) -> Refusal | None:
    """Why the groups cannot be of that total: one of them is larger."""
    return Refusal.MORE_THAN_ALL if any(is_more(count, total) for count in groups) else None
