"""Days and times as people in this country write them, read and placed. The programme's clock is London's."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from babel.dates import get_timezone

LONDON = get_timezone("Europe/London")
YEARS = range(1900, 2200)

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?(am|pm|yb|yh)?", re.I)
_NAMED = {"noon": time(12), "midday": time(12), "hanner dydd": time(12), "midnight": time(0), "hanner nos": time(0)}


def read_date(day: str, month: str, year: str) -> date:
    """The date of three typed numbers. Raises ValueError with the name of the part that is wrong: 'day', 'month' or 'year'."""
    numbers = {}
    for part, typed, most in (("day", day, 2), ("month", month, 2), ("year", year, 4)):
        if not (typed.isdecimal() and len(typed) <= most):
            raise ValueError(part)
        numbers[part] = int(typed)
    if not 1 <= numbers["month"] <= 12:
        raise ValueError("month")
    if numbers["year"] not in YEARS:
        raise ValueError("year")
    try:
        return date(**numbers)
    except ValueError:
        raise ValueError("day") from None


def read_day(typed: str) -> date:
    """The date of '27 3 2026', '27/3/2026' or '27.3.2026'. Raises ValueError."""
    parts = typed.replace("/", " ").replace(".", " ").split()
    if len(parts) != 3:
        raise ValueError("day")
    return read_date(*parts)


def day_digits(on: date) -> str:
    """'27 3 2026': what `read_day` reads."""
    return f"{on.day} {on.month} {on.year}"


def read_time(typed: str) -> time:
    """'2:30pm', '2pm', '14:30', '14.30', 'midday'. Raises ValueError for anything else; '2' alone might be either half of the day."""
    if typed.casefold() in _NAMED:
        return _NAMED[typed.casefold()]
    found = _TIME.fullmatch(typed)
    if not found or not (found[2] or found[3]):
        raise ValueError("time")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError("time")
    if half:
        hour = hour % 12 + (12 if half in ("pm", "yh") else 0)
    return time(hour, minute)


def in_london(on: date, at: time) -> datetime:
    """The instant of a London wall time, in UTC; of an hour that comes twice, the first.

    Raises ValueError for an hour that the clocks leave out in spring.
    """
    instant = _localised(datetime.combine(on, at))
    if instant.astimezone(LONDON).time() != at:
        raise ValueError("time")
    return instant.astimezone(UTC)


def _localised(wall: datetime) -> datetime:
    """Both kinds of zones that Babel may hand out: of pytz, which must place the time itself, and of zoneinfo."""
    place = getattr(LONDON, "localize", None)
    placed: datetime = place(wall, is_dst=True) if place else wall.replace(tzinfo=LONDON)
    return placed


def clock_text(instant: datetime) -> str:
    """'2:30pm' in London: what `read_time` reads."""
    return wall_text(instant.astimezone(LONDON).time())


def wall_text(at: time) -> str:
    """'2:30pm': what `read_time` reads."""
    return f"{at.hour % 12 or 12}:{at.minute:02}{'am' if at.hour < 12 else 'pm'}"


def sheet_text(instant: datetime) -> str:
    """'2026-11-24 14:30' in London, for spreadsheets."""
    return instant.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")
