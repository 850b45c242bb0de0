"""The axis of the timeline as arithmetic: which days it shows, where on the drawing they are, and which labels have room. Pure.

Places are in units of the drawing, which is WIDTH wide; the names of the lanes stand before BEGIN.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from unicodedata import east_asian_width

WIDTH, BEGIN = 948, 232
LETTER = 6.6  # the width of an average letter at the size of labels
GAP = 8  # between two labels
TICK_ROOM = 44  # for the date of a week
ROWS = 2  # of labels under each lane


class View(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Window:
    """The days that are shown, from *first* to *last*, both included."""

    view: View
    first: date
    last: date

    def contains(self, on: date) -> bool:
        return self.first <= on <= self.last

    @property
    def before(self) -> date:
        """A day in the window before this one."""
        return self.first - timedelta(days=1)

    @property
    def after(self) -> date:
        return self.last + timedelta(days=1)

    def place(self, on: date) -> float:
        """Where the day *on* begins; days outside lie beyond the edges."""
        days = (self.last - self.first).days + 1
        return round(BEGIN + (WIDTH - BEGIN) * (on - self.first).days / days, 1)

    def mondays(self) -> list[date]:
        """The weeks of the window by their Mondays, with the first day in the place of one that lies before it."""
        monday = self.first - timedelta(days=self.first.weekday())
        found = [max(monday, self.first)]
        while (monday := monday + timedelta(days=7)) <= self.last:
            found.append(monday)
        return found

    def ticks(self) -> list[tuple[date, float, bool]]:
        """For each week its first day, where it begins, and whether there is room for its date before the next."""
        places = [(on, self.place(on)) for on in self.mondays()]
        nexts = [x for _on, x in places[1:]] + [WIDTH]
        return [(on, x, following - x >= TICK_ROOM) for (on, x), following in zip(places, nexts, strict=True)]


def window_of(view: View, on: date) -> Window:
    """The month or the quarter of the year that *on* lies in."""
    months = 1 if view is View.MONTH else 3
    first = date(on.year, (on.month - 1) // months * months + 1, 1)
    following = first.month - 1 + months
    return Window(view, first, date(first.year + following // 12, following % 12 + 1, 1) - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Bar:
    """A span of days as it is drawn; it is cut where it goes on beyond the window."""

    x: float
    width: float
    is_cut_before: bool
    is_cut_after: bool


def clip(starts_on: date, ends_on: date, window: Window) -> Bar | None:
    """The part of a span that lies in *window*, or None when there is none."""
    if ends_on < window.first or starts_on > window.last:
        return None
    x, end = window.place(max(starts_on, window.first)), window.place(min(ends_on, window.last) + timedelta(days=1))
    return Bar(x, round(end - x, 1), starts_on < window.first, ends_on > window.last)


@dataclass(frozen=True, slots=True)
class Placed:
    """A label: where it begins, and on which row under its lane; *row* is None where it has no room, and stands in the table only."""

    x: float
    row: int | None


def text_width(text: str) -> float:
    """About how wide *text* is; wide signs count twice."""
    return LETTER * sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def place_labels(labels: Sequence[tuple[float, str]]) -> list[Placed]:
    """A place for each label, near its own x and inside the drawing, so that no two overlap. *labels* come in the order of their x."""
    ends = [float("-inf")] * ROWS
    placed = []
    for x, text in labels:
        width = text_width(text)
        start = max(min(x, WIDTH - width), BEGIN)
        row = next((number for number, end in enumerate(ends) if end + GAP <= start), None)
        if row is None or start + width > WIDTH:
            placed.append(Placed(start, None))
            continue
        ends[row] = start + width
        placed.append(Placed(start, row))
    return placed


def shorten(text: str, room: float) -> str:
    """*text*, cut at its end where it is wider than *room*."""
    if text_width(text) <= room:
        return text
    kept = text
    while kept and text_width(kept) + LETTER > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def by_week(days: Iterable[tuple[date, int]], window: Window) -> list[tuple[date, int]]:
    """Counts by day, added up for each week of *window* that has any, under the first day of the week."""
    weeks = window.mondays()
    sums = [0] * len(weeks)
    for on, count in days:
        if window.contains(on):
            sums[bisect_right(weeks, on) - 1] += count
    return [(week, total) for week, total in zip(weeks, sums, strict=True) if total]
