"""What stands against an event at its time, and what ought to be known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.events.clashes import (
    Booking,
    Candidate,
    Clash,
    Findings,
    Slot,
    Taken,
    Wanted,
    are_similar,
    find_clashes,
    find_duplicates,
    new_clashes,
)
from outreach.events.notable import Notable
from outreach.events.rules import Kind

ON = date(2026, 12, 1)
TEN = datetime(2026, 12, 1, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
HALL, OTHER = uuid4(), uuid4()


def slot(starts: datetime = TEN, length: timedelta = HOUR) -> Slot:
    return Slot(starts.date(), starts, starts + length, uuid4(), {Taken.VENUE: frozenset({HALL})})


def booking(starts: datetime, length: timedelta = HOUR, taken: Taken = Taken.VENUE) -> Booking:
    return Booking(taken, HALL, OTHER, starts, starts + length)


@given(st.integers(-180, 180), st.integers(1, 120), st.integers(1, 120))
def test_two_events_clash_exactly_when_they_have_a_minute_in_common(shift: int, length: int, other: int) -> None:
    ours, theirs = set(range(length)), set(range(shift, shift + other))
    minute = timedelta(minutes=1)
    wanted = Wanted([slot(TEN, length * minute)])
    found = find_clashes(wanted, [booking(TEN + shift * minute, other * minute)])
    assert bool(found) is bool(ours & theirs)


def test_what_is_taken_as_something_else_is_no_clash() -> None:
    assert find_clashes(Wanted([slot()]), [booking(TEN, taken=Taken.PERSON)]) == []


def test_an_event_does_not_stand_in_its_own_way() -> None:
    assert find_clashes(Wanted([replace(slot(), event_id=OTHER)]), [booking(TEN)]) == []


def test_of_a_series_each_day_concerned_is_named() -> None:
    slots = [slot(TEN + timedelta(days=7 * week)) for week in range(4)]
    found = find_clashes(Wanted(slots), [booking(TEN + timedelta(days=7 * week)) for week in (1, 3)])
    assert [clash.on for clash in found] == [date(2026, 12, 8), date(2026, 12, 22)]


def test_what_was_accepted_before_is_not_asked_about_again() -> None:
    accepted, fresh = (Clash(ON, taken, HALL, OTHER) for taken in (Taken.VENUE, Taken.PERSON))
    assert new_clashes([accepted, fresh], [accepted]) == [fresh]


def candidate(**more: object) -> Candidate:
    return replace(Candidate(OTHER, ON, time(10), "kent", Kind.STALL, "Market stall"), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "kind", "is_found"),
    [
        ("Something else", Kind.STALL, True),
        ("market stall!", Kind.MEDIA, True),
        ("Market stalls", Kind.MEDIA, True),
        ("Something else", Kind.MEDIA, False),
    ],
)
def test_the_same_kind_or_nearly_the_same_title_on_a_day_in_an_area_is_a_likely_duplicate(title: str, kind: Kind, is_found: bool) -> None:
    wanted = Wanted([slot()], area="kent", kind=kind, title=title)
    assert bool(find_duplicates(wanted, [candidate()])) is is_found


def test_elsewhere_or_on_another_day_it_is_none() -> None:
    wanted = Wanted([slot()], area="kent", kind=Kind.STALL, title="Market stall")
    assert find_duplicates(wanted, [candidate(area="surrey"), candidate(on=ON + timedelta(days=1)), candidate(area=None)]) == []


def test_titles_without_letters_are_not_similar() -> None:
    assert not are_similar("…", "—")


def test_each_finding_has_a_mark_of_its_own_that_is_always_the_same() -> None:
    assert Findings().marks == frozenset()
    one, other = Findings(notable=((ON, Notable.DIWALI),)), Findings(notable=((ON, Notable.EASTER),))
    both = Findings(notable=(*one.notable, *other.notable), clashes=(Clash(ON, Taken.VENUE, HALL, OTHER),))
    assert not one.marks & other.marks
    assert one.marks | other.marks < both.marks
    assert one.marks == Findings(notable=((ON, Notable.DIWALI),)).marks


def test_what_was_known_before_is_no_news() -> None:
    known = Findings(notable=((ON, Notable.DIWALI),), duplicates=((ON, candidate()),), clashes=(Clash(ON, Taken.VENUE, HALL, OTHER),))
    assert not known.beyond(known)
    assert known.beyond(Findings()) == known
