"""Calendars for tests, read by icalendar, which shares nothing with what wrote them."""

from __future__ import annotations

from typing import Any

import icalendar


def read_calendar(data: bytes | str) -> Any:
    """A calendar; `read_events` has its events."""
    return icalendar.Calendar.from_ical(data)


def read_events(data: bytes | str) -> list[Any]:
    """The events of a calendar, each with its properties by their names (RFC 5545)."""
    return list(read_calendar(data).walk("VEVENT"))
