"""Small sums about plans: how grave a risk is, how far an objective has come, when an action began and ended, dates of a copy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from outreach.campaigns.rules import Doing


class Gravity(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


def gravity_of(weight: int) -> Gravity:
    """Of likelihood × impact, 1 to 25."""
    return Gravity.HIGH if weight >= 15 else Gravity.MEDIUM if weight >= 8 else Gravity.LOW


def share_done(baseline: float, target: float, value: float) -> float | None:
    """How far *value* is on the way from *baseline* to *target*: 0 at the start, 1 when it is reached, more beyond; it may have gone back.

    None where the two are the same, and there is no way to go.
    """
    return None if baseline == target else (value - baseline) / (target - baseline)


def days_of(doing: Doing, *, started_on: date | None, done_on: date | None, today: date) -> tuple[date | None, date | None]:
    """When an action began and when it was done, after it was put where it stands now."""
    match doing:
        case Doing.TODO:
            return None, None
        case Doing.DONE:
            return started_on or today, done_on or today
        case _:
            return started_on or today, None


def shift(on: date | None, by: timedelta) -> date | None:
    return on + by if on else None


def sum_lines(amounts: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Planned and spent of all lines together, in pence."""
    planned, spent = 0, 0
    for each_planned, each_spent in amounts:
        planned, spent = planned + each_planned, spent + each_spent
    return planned, spent
