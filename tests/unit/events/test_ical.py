"""Calendars as text, read back by a parser that shares nothing with what wrote them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.dates import in_london
from outreach.events.ical import LONGEST_LINE, Entry, escape, fold, write_calendar
from tests.calendars import read_calendar, read_events

ID = "0f0e0d0c-0b0a-4908-8706-050403020100"
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
ENTRY = Entry(ID, 2, AT, date(2026, 12, 1), time(10), time(11, 30), "Dates")
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")) | st.sampled_from("\n;,\\:\"'")).filter(
    lambda text: "\x85" not in text
)


def read(text: str) -> list[Any]:
    return read_events(text.encode())


def test_a_calendar_says_when_and_under_which_id_and_version() -> None:
    text = write_calendar("Dates", [ENTRY])
    assert read_calendar(text)["VERSION"] == "2.0"
    (event,) = read(text)
    assert (UUID(event["UID"]), event["SEQUENCE"], event["DTSTAMP"].dt, event["STATUS"]) == (UUID(ID), 2, AT, "CONFIRMED")
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2026, 12, 1, 10, tzinfo=UTC)
    assert event["DTEND"].dt.astimezone(UTC) == datetime(2026, 12, 1, 11, 30, tzinfo=UTC)
    assert "DESCRIPTION" not in event
    assert "LOCATION" not in event
    assert "URL" not in event


def test_what_is_cancelled_says_so() -> None:
    assert read(write_calendar("Dates", [replace(ENTRY, is_cancelled=True)]))[0]["STATUS"] == "CANCELLED"


@pytest.mark.parametrize("on", [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)])
@pytest.mark.parametrize("after", [-1, 0, 1])
@pytest.mark.parametrize("starts", [time(0, 30), time(3), time(12)])
def test_the_zone_that_it_carries_is_right_across_both_clock_changes(on: date, after: int, starts: time) -> None:
    """By the rules in the file itself, and not by what the reader's system knows of London."""
    day = on + timedelta(days=after)
    entry = Entry(ID, 0, AT, day, starts, time(23), "Dates")
    text = write_calendar("Dates", [entry]).replace("Europe/London", "Elsewhere/Unknown")
    (event,) = read(text)
    assert event["DTSTART"].dt.astimezone(UTC) == in_london(day, starts)


def test_the_same_events_give_the_same_bytes_with_the_line_ends_of_the_standard() -> None:
    text = write_calendar("Dates", [ENTRY])
    assert text == write_calendar("Dates", [ENTRY])
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert "\r" not in text.replace("\r\n", "")


@given(TEXTS)
def test_a_line_is_folded_at_75_octets_and_no_character_is_split(text: str) -> None:
    line = text.replace("\n", "")
    pieces = fold(line).split("\r\n")
    assert all(len(piece.encode()) <= LONGEST_LINE for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


@given(TEXTS)
def test_whatever_a_title_holds_comes_back(text: str) -> None:
    title = f"x{text}x"
    (event,) = read(write_calendar("Dates", [Entry(ID, 0, AT, date(2026, 12, 1), time(10), time(11), title, place=title)]))
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == (title, title)


@given(st.text())
def test_no_text_can_end_its_line_or_begin_another(text: str) -> None:
    assert not [sign for sign in escape(text) if ord(sign) < 32 or ord(sign) == 127]
