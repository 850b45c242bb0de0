"""Days and instants on signed-in pages: London's, in the language of the page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale

from outreach.web.jinja import day, relative, when
from tests.conftest import NOW

INSTANT = datetime(2026, 7, 14, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cldr", "expected"),
    [("en", "Tue 14 July 2026, 2:05pm"), ("cy", "Maw 14 Gorffennaf 2026, 2:05pm")],
)
def test_an_instant_is_written_as_people_say_it(toy_app: Flask, cldr: str, expected: str) -> None:
    with toy_app.app_context(), force_locale(cldr):
        assert when(INSTANT) == f'<time datetime="2026-07-14T13:05:00+00:00">{expected}</time>'


def test_a_day_is_the_one_in_london(toy_app: Flask) -> None:
    with toy_app.app_context(), force_locale("en"):
        assert day(date(2026, 11, 24)) == '<time datetime="2026-11-24">Tue 24 November 2026</time>'
        assert day(datetime(2026, 7, 14, 23, 30, tzinfo=UTC)) == '<time datetime="2026-07-15">Wed 15 July 2026</time>'


def test_nothing_is_written_for_nothing(toy_app: Flask) -> None:
    with toy_app.app_context():
        assert (when(None), day(None)) == ("", "")


def test_the_distance_is_told_from_the_clock_of_the_installation(toy_app: Flask) -> None:
    with toy_app.app_context(), force_locale("en"):
        assert relative(NOW - timedelta(days=3)) == "3 days ago"
        assert relative(NOW + timedelta(hours=2)) == "in 2 hours"
