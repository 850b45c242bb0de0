"""Days and times as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.dates import LONDON, clock_text, day_digits, in_london, read_date, read_day, read_time, sheet_text


def test_a_date_is_read_from_three_numbers() -> None:
    assert read_date("27", "3", "2026") == date(2026, 3, 27)


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        (("31", "2", "2026"), "day"),
        (("0", "2", "2026"), "day"),
        (("x", "2", "2026"), "day"),
        (("", "2", "2026"), "day"),
        (("1", "13", "2026"), "month"),
        (("1", "", "2026"), "month"),
        (("1", "1", "26"), "year"),
        (("1", "1", "99999"), "year"),
        (("²", "1", "2026"), "day"),
    ],
)
def test_a_date_that_is_none_names_the_part_that_is_wrong(typed: tuple[str, str, str], part: str) -> None:
    with pytest.raises(ValueError, match=f"^{part}$"):
        read_date(*typed)


@given(st.text(), st.text(), st.text())
def test_no_text_makes_reading_a_date_fail_in_another_way(day: str, month: str, year: str) -> None:
    with suppress(ValueError):
        assert read_date(day, month, year).year == int(year)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2:30pm", time(14, 30)),
        ("2pm", time(14)),
        ("2 PM", time(14)),
        ("14:30", time(14, 30)),
        ("14.30", time(14, 30)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("midday", time(12)),
        ("Hanner nos", time(0)),
        ("2:30yh", time(14, 30)),
    ],
)
def test_a_time_is_read_as_people_say_it(typed: str, expected: time) -> None:
    assert read_time(typed) == expected


@pytest.mark.parametrize("typed", ["2", "13pm", "0am", "24:00", "9:60", "soon", "2:3pm", ""])
def test_a_time_that_is_none_or_might_be_two_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"time|hour|minute"):
        read_time(typed)


def test_a_wall_time_is_placed_by_londons_clock_in_summer_and_in_winter() -> None:
    assert in_london(date(2026, 7, 1), time(14, 30)) == datetime(2026, 7, 1, 13, 30, tzinfo=UTC)
    assert in_london(date(2026, 12, 1), time(14, 30)) == datetime(2026, 12, 1, 14, 30, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_the_first_and_one_that_does_not_come_is_refused() -> None:
    assert in_london(date(2026, 10, 25), time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    with pytest.raises(ValueError, match="time"):
        in_london(date(2026, 3, 29), time(1, 30))


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 24 * 60 - 1))
def test_an_instant_that_is_written_out_is_read_back_but_for_the_hour_that_comes_twice(on: date, minutes: int) -> None:
    instant = datetime.combine(on, time(0), UTC) + timedelta(minutes=minutes)
    local = instant.astimezone(LONDON)
    back = in_london(local.date(), read_time(clock_text(instant)))
    assert back.astimezone(LONDON).replace(tzinfo=None) == local.replace(tzinfo=None)
    assert sheet_text(instant) == f"{local:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize("typed", ["27 3 2026", "27/3/2026", "27.03.2026"])
def test_a_day_is_read_in_one_piece(typed: str) -> None:
    assert read_day(typed) == date(2026, 3, 27)
    assert day_digits(date(2026, 3, 27)) == "27 3 2026"


@pytest.mark.parametrize("typed", ["", "27 3", "27 3 2026 1", "31 2 2026", "2026-03-27", "a b c"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"day|month|year"):
        read_day(typed)
