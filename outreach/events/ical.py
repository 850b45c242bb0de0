"""Events as a calendar that other programs read (RFC 5545): pure, and text from end to end, since a calendar may hold ten thousand.

The same events give the same bytes: nothing here knows the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache

CONTENT_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75  # octets, without the line break (RFC 5545, 3.1)
ZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")
"""Summer time by the rule of the Summer Time Act 1972 as it has stood since 1996."""
_SPECIAL = re.compile(r"[\\;,]")
_UNFIT = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a calendar. `uid` never changes, `sequence` goes up with every change that a calendar has to know of; `stamp` is when
    the event was changed last. Times are wall times in London.
    """

    uid: str
    sequence: int
    stamp: datetime
    on: date
    starts: time
    ends: time
    summary: str
    is_cancelled: bool = False
    place: str = ""
    address: str = ""


def write_calendar(name: str, entries: Iterable[Entry]) -> str:
    """The calendar of this name with these entries."""
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Outreach//Dates//EN\r\nCALSCALE:GREGORIAN\r\n"
    return f"{head}{fold(f'X-WR-CALNAME:{escape(name)}')}\r\n{ZONE}{''.join(map(write_entry, entries))}END:VCALENDAR\r\n"


def write_entry(entry: Entry) -> str:
    """One event, as the lines between BEGIN:VEVENT and END:VEVENT with both."""
    day = f"TZID=Europe/London:{entry.on.isoformat().replace('-', '')}"
    place = _line("LOCATION", entry.place) if entry.place else ""
    address = f"{fold(f'URL:{entry.address}')}\r\n" if entry.address else ""
    return (
        f"BEGIN:VEVENT\r\nUID:{entry.uid}\r\nDTSTAMP:{_instant(entry.stamp)}\r\nSEQUENCE:{entry.sequence}\r\n"
        f"DTSTART;{day}T{_clock(entry.starts)}\r\nDTEND;{day}T{_clock(entry.ends)}\r\n"
        f"{_line('SUMMARY', entry.summary)}{place}{address}"
        f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"
    )


@lru_cache(maxsize=2_000)  # a calendar says the same words, hours and moments again and again
def _line(name: str, text: str) -> str:
    return f"{fold(f'{name}:{escape(text)}')}\r\n"


@lru_cache(maxsize=2_000)
def _clock(at: time) -> str:
    return f"{at:%H%M%S}"


@lru_cache(maxsize=2_000)
def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    r"""*text* as a value: `\`, `;`, `,` and line breaks escaped, other controls left out (RFC 5545, 3.3.11)."""
    plain = _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _SPECIAL.sub(r"\\\g<0>", plain).replace("\n", "\\n")


def fold(line: str) -> str:
    """*line* in pieces of at most 75 octets, each but the first after a line break and a space; no character is split."""
    if len(line) <= LONGEST_LINE and line.isascii():
        return line
    pieces, size, start = [], 0, 0
    for place, character in enumerate(line):
        width = len(character.encode())
        if size + width > LONGEST_LINE:
            pieces.append(line[start:place])
            start, size = place, 1  # the space counts
        size += width
    return "\r\n ".join([*pieces, line[start:]])
