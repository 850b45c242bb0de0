"""Months, weeks and the days ahead, as arithmetic. Weeks begin on Monday."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from outreach.core.dates import YEARS

AGENDA_DAYS = 28
_DAY = timedelta(days=1)


class View(StrEnum):
    MONTH = "month"
    WEEK = "week"
    AGENDA = "agenda"


@dataclass(frozen=True, slots=True)
class Span:
    """The days from *first* to *last* that a page is about; `previous` and `following` are days in the spans before and after it.

    The days of a month page are of whole weeks: those that belong to other months are `outside`.
    """

    view: View
    first: date
    last: date
    previous: date
    following: date
    month: int | None = None

    def days(self) -> list[date]:
        return [self.first + number * _DAY for number in range((self.last - self.first).days + 1)]

    def weeks(self) -> list[list[date]]:
        days = self.days()
        return [days[start : start + 7] for start in range(0, len(days), 7)]

    def is_outside(self, on: date) -> bool:
        return self.month is not None and on.month != self.month


def span_of(view: View, on: date) -> Span:
    """The span of *view* that has the day *on* in it; an agenda begins with it. A day beyond the known years is moved into them."""
    on = min(max(on, date(YEARS.start, 2, 1)), date(YEARS.stop - 1, 11, 1))
    if view is View.WEEK:
        first = _monday(on)
        return Span(view, first, first + 6 * _DAY, first - 7 * _DAY, first + 7 * _DAY)
    if view is View.AGENDA:
        days = AGENDA_DAYS * _DAY
        return Span(view, on, on + days - _DAY, on - days, on + days)
    begin = on.replace(day=1)
    following = (begin + 31 * _DAY).replace(day=1)
    last = following - _DAY
    return Span(view, _monday(begin), _monday(last) + 6 * _DAY, begin - _DAY, following, begin.month)


def by_day(rows: Iterable[Any]) -> dict[date, list[Any]]:
    """Rows by their day, in their order."""
    found: dict[date, list[Any]] = {}
    for row in rows:
        found.setdefault(row.held_on, []).append(row)
    return found


def _monday(on: date) -> date:
    return on - on.weekday() * _DAY
