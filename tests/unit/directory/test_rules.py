"""Hours of services told in words, centres that lapse, telephone numbers, and what the search looks for."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.accounts.rules import Scope
from outreach.directory.fields import read_openings, write_openings
from outreach.directory.rules import (
    CONTACT_LASTS,
    TRAINING_LASTS,
    Centre,
    Hours,
    Opening,
    Other,
    Refusal,
    Run,
    centre_of,
    find_overlap,
    find_refusal,
    is_closed_on,
    may_change,
    runs_of,
    spans_on,
)
from outreach.directory.words import dial_of, grams_of, has_markup, wanted_gram

MONDAY = date(2026, 11, 23)
MORNING, EVENING = (time(9), time(12)), (time(18), time(21))


def week(*days: int, span: tuple[time, time] = MORNING) -> list[Opening]:
    return [Opening(day, *span) for day in days]


def test_days_with_the_same_hours_are_told_together() -> None:
    assert runs_of(week(0, 1, 2, 4)) == (Run(0, 2, (MORNING,)), Run(4, 4, (MORNING,)))
    assert runs_of([*week(0, 1), *week(1, span=EVENING)]) == (Run(0, 0, (MORNING,)), Run(1, 1, (MORNING, EVENING)))
    assert runs_of([]) == ()


def test_other_hours_of_a_day_go_before_those_of_its_weekday() -> None:
    hours = Hours(week=tuple(week(0)), others=(Other(MONDAY), Other(MONDAY + timedelta(days=1), *EVENING)))
    assert spans_on(hours, MONDAY) == ()
    assert spans_on(hours, MONDAY + timedelta(days=1)) == (EVENING,)
    assert spans_on(hours, MONDAY + timedelta(days=7)) == (MORNING,)
    assert spans_on(Hours(is_always=True), MONDAY) is None
    assert spans_on(Hours(is_always=True, others=(Other(MONDAY),)), MONDAY) == ()


def test_openings_that_overlap_are_found() -> None:
    assert find_overlap(week(0, 1)) is None
    assert find_overlap([*week(2), Opening(2, time(11), time(13))]) == 2
    assert find_overlap([*week(2), Opening(2, time(12), time(13))]) is None


@given(st.sets(st.tuples(st.integers(0, 6), st.sampled_from([MORNING, EVENING]))))
def test_a_week_in_rows_of_a_form_is_the_same_week(openings: set[tuple[int, tuple[time, time]]]) -> None:
    typed = [(day, *span) for day, span in openings]
    assert sorted(read_openings(write_openings(typed))) == sorted(typed)


@pytest.mark.parametrize(
    ("trained", "contact", "centre"),
    [
        (TRAINING_LASTS - timedelta(days=1), CONTACT_LASTS - timedelta(days=1), Centre.ACTIVE),
        (TRAINING_LASTS, timedelta(0), Centre.LAPSED),
        (timedelta(0), CONTACT_LASTS, Centre.LAPSED),
        (TRAINING_LASTS * 3, timedelta(0), Centre.LAPSED),
    ],
)
def test_a_reporting_centre_lapses_by_itself(trained: timedelta, contact: timedelta, centre: Centre) -> None:
    assert centre_of(MONDAY - trained, MONDAY - contact, MONDAY) is centre


def test_a_centre_of_which_nothing_is_known_has_lapsed() -> None:
    assert centre_of(None, MONDAY, MONDAY) is Centre.LAPSED
    assert centre_of(MONDAY, None, MONDAY) is Centre.LAPSED


def test_both_days_of_a_closure_are_closed() -> None:
    last = MONDAY + timedelta(days=2)
    on = [is_closed_on(MONDAY, last, MONDAY + timedelta(days=day)) for day in range(-1, 4)]
    assert on == [False, True, True, True, False]
    assert is_closed_on(MONDAY, None, MONDAY + timedelta(days=900))
    assert not is_closed_on(None, None, MONDAY)


@pytest.mark.parametrize(
    ("typed", "dial"),
    [
        ("0161 496 0104", "+441614960104"),
        ("+44 (0)161 496 0104", "+441614960104"),
        ("0044 161 496 0104", "+441614960104"),
        ("01632 960123", "+441632960123"),
        ("101", "101"),
        ("999", "999"),
        ("+353 1 496 0104", "+35314960104"),
    ],
)
def test_a_number_is_dialled_as_e164(typed: str, dial: str) -> None:
    assert dial_of(typed) == dial


@pytest.mark.parametrize("typed", ["", "0", "12", "call me", "0161 496 01045678", "+0441614960104"])
def test_what_cannot_be_dialled_is_no_number(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        dial_of(typed)


@given(st.text(alphabet="abcdefghij ü’", max_size=30), st.data())
def test_the_index_has_every_piece_of_every_word(text: str, data: st.DataObject) -> None:
    for word in text.split():
        start = data.draw(st.integers(0, len(word) - 1))
        piece = word[start : data.draw(st.integers(start + 1, len(word)))]
        assert wanted_gram(piece) in grams_of(text)


def test_a_confidential_place_has_nothing_to_be_found_by_but_telephones() -> None:
    plain = {"is_confidential": True, "address": "", "website": "", "email": "", "phones": [("+44", "0", "free", [])]}
    assert find_refusal(plain) is None
    for name in ("address", "website", "email"):
        assert find_refusal({**plain, name: "x"}) is Refusal.CONFIDENTIAL
    assert find_refusal({**plain, "phones": []}) is Refusal.NO_WAY_IN


def test_a_service_for_everywhere_is_changed_by_those_of_the_whole_programme() -> None:
    here, there = (Scope(False, frozenset({slug})) for slug in ("kent", "surrey"))
    everywhere = Scope(True)
    assert may_change(here, here)
    assert not may_change(here, there)
    assert not may_change(here, everywhere)
    assert may_change(everywhere, everywhere)


MARKED = ["[x](page:y)", "{claim:x}", "https://x.example", "# Tea", "*Tea*"]


@pytest.mark.parametrize(("text", "found"), [("Tea, and somebody to talk to.", False), *((text, True) for text in MARKED)])
def test_signs_that_make_more_than_words_are_found(text: str, found: bool) -> None:
    assert has_markup(text) is found
