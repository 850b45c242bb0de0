"""Coverage as sums: how many people of each area were addressed and reached, against a target, and which gaps are the worst. Pure.

Shares are of the people addressed. How many work in a force altogether is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from outreach.briefings.rules import is_small

EVERYBODY = 100  # per cent: what counts as reached while nobody has set a target


class Cover(StrEnum):
    """How an area stands; the gravest gap of its teams counts."""

    OUT_OF_DATE = "out-of-date"
    NOT_ISSUED = "not-issued"
    UNACKNOWLEDGED = "unacknowledged"
    BELOW = "below"
    REACHED = "reached"


GAPS = (Cover.OUT_OF_DATE, Cover.NOT_ISSUED, Cover.UNACKNOWLEDGED, Cover.BELOW)
"""From the worst on: people who act upon what does not hold, people who were told nothing, people of whom nothing is known."""


@dataclass(frozen=True, slots=True)
class Result:
    """Answers to the question, of sessions in which enough people have answered."""

    answered: int = 0
    right: int = 0

    @property
    def percent(self) -> int | None:
        return share(self.right, self.answered)

    def __add__(self, other: Result) -> Result:
        return Result(self.answered + other.answered, self.right + other.right)


@dataclass(frozen=True, slots=True)
class Tally:
    """An issue that stands, as coverage counts it. *result* holds no small numbers."""

    area: str
    headcount: int
    reached: int
    is_acknowledged: bool
    is_out_of_date: bool
    is_late: bool = False
    result: Result = Result()


@dataclass(frozen=True, slots=True)
class Coverage:
    """An area: teams, those of them whose version is out of date, those that wait for an acknowledgement and are late,
    people addressed, and people reached with a version that holds.
    """

    area: str
    standing: Cover
    teams: int
    out_of_date: int
    waiting: int
    late: int
    addressed: int
    reached: int
    result: Result

    @property
    def percent(self) -> int | None:
        """Of the people addressed, rounded down so that it never says more than was reached; None when nobody was addressed."""
        return share(self.reached, self.addressed)

    @property
    def missing(self) -> int:
        return self.addressed - self.reached


@dataclass(frozen=True, slots=True)
class Total:
    """Several areas together."""

    addressed: int
    reached: int
    result: Result

    @property
    def percent(self) -> int | None:
        return share(self.reached, self.addressed)


def share(part: int, whole: int) -> int | None:
    """Per cent, rounded down; None of nothing."""
    return 100 * part // whole if whole else None


def result_of(counts: Iterable[tuple[int, int]]) -> Result:
    """The sum of pairs of answered and right. Small ones are left out: they could be worked out from the sum."""
    kept = [Result(answered, right) for answered, right in counts if not is_small(answered)]
    return sum(kept, Result())


def is_met(reached: int, addressed: int, target: int | None) -> bool:
    """Whether *target* per cent are reached, with no rounding."""
    return addressed > 0 and 100 * reached >= (EVERYBODY if target is None else target) * addressed


def cover(area: str, tallies: Sequence[Tally], target: int | None) -> Coverage:
    """How *area* stands, of its issues that stand. Who has had a version that is out of date does not count as reached."""
    current = [one for one in tallies if not one.is_out_of_date]
    waiting = [one for one in current if not one.is_acknowledged]
    addressed, reached = sum(one.headcount for one in tallies), sum(one.reached for one in current)
    out_of_date = len(tallies) - len(current)
    if not tallies:
        standing = Cover.NOT_ISSUED
    elif out_of_date:
        standing = Cover.OUT_OF_DATE
    elif len(waiting) == len(tallies):
        standing = Cover.UNACKNOWLEDGED
    else:
        standing = Cover.REACHED if is_met(reached, addressed, target) else Cover.BELOW
    result = sum((one.result for one in current), Result())
    late = sum(one.is_late for one in waiting)
    return Coverage(area, standing, len(tallies), out_of_date, len(waiting), late, addressed, reached, result)


def cover_all(areas: Sequence[str], tallies: Sequence[Tally], target: int | None) -> list[Coverage]:
    """How each of *areas* stands, in their order."""
    by_area: dict[str, list[Tally]] = {area: [] for area in areas}
    for one in tallies:
        if one.area in by_area:
            by_area[one.area].append(one)
    return [cover(area, found, target) for area, found in by_area.items()]


def add_up(coverages: Sequence[Coverage]) -> Total:
    result = sum((one.result for one in coverages), Result())
    return Total(sum(one.addressed for one in coverages), sum(one.reached for one in coverages), result)


def rank_gaps(coverages: Iterable[Coverage]) -> list[Coverage]:
    """The areas with a gap, the worst first: by the kind of gap, then by teams out of date, teams late, and people not reached."""
    gaps = [one for one in coverages if one.standing is not Cover.REACHED]
    return sorted(gaps, key=lambda one: (GAPS.index(one.standing), -one.out_of_date, -one.late, -one.missing))
