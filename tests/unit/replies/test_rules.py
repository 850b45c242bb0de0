"""What may be answered in public: what ten people or more could have said, and no small number."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.replies.rules import ENOUGH, Basis, Record, Refusal, find_bases, find_refusal, quarter_of, small_number
from tests.conftest import NOW

TODAY = NOW.date()
HEARD = st.frozensets(st.sampled_from(["trust", "hate", "work"]))
RECORDS = st.builds(
    Record,
    event_id=st.uuids(),
    held_on=st.dates(date(2025, 10, 1), TODAY),
    title=st.just("Coffee"),
    least=st.integers(0, 30),
    themes=HEARD,
)


def record(on: date, least: int, *themes: str) -> Record:
    return Record(UUID(int=on.toordinal() * 100 + least), on, "Coffee", least, frozenset(themes))


def test_a_quarter_begins_with_its_first_month() -> None:
    assert [quarter_of(date(2026, month, 30 if month != 2 else 28)).month for month in range(1, 13)] == [1] * 3 + [4] * 3 + [7] * 3 + [
        10
    ] * 3


def test_small_events_can_be_told_of_together_when_their_quarter_is_over() -> None:
    summer = [record(date(2026, 8, 3), 6, "trust"), record(date(2026, 9, 30), 5, "hate")]
    [merged] = find_bases(summer, TODAY)
    assert merged == Basis(None, date(2026, 7, 1), "", 11, frozenset({"trust", "hate"}))
    assert find_bases(summer, date(2026, 9, 30)) == [], "the quarter goes on"
    assert find_bases(summer[:1], TODAY) == [], "six people are too few"


def test_an_event_of_ten_can_be_told_of_alone() -> None:
    assert [one.event_id is not None for one in find_bases([record(TODAY, 10, "trust"), record(TODAY, 9, "hate")], TODAY)] == [True]


@given(st.lists(RECORDS, max_size=12))
def test_nothing_rests_on_fewer_than_ten_people(records: list[Record]) -> None:
    for basis in find_bases(records, TODAY):
        assert basis.least >= ENOUGH
        assert find_refusal(basis, basis.themes) is None
        quarter = [one for one in records if quarter_of(one.held_on) == basis.quarter_on]
        own = [one for one in records if one.event_id == basis.event_id]
        assert basis.least == sum(one.least for one in own or quarter)
        assert not basis.quarter_on or basis.quarter_on < quarter_of(TODAY)


def test_an_answer_is_about_what_was_heard() -> None:
    basis = Basis(None, date(2026, 7, 1), "", 12, frozenset({"trust"}))
    assert find_refusal(basis, ["trust"]) is None
    assert find_refusal(basis, ["trust", "hate"]) is Refusal.UNHEARD
    assert find_refusal(None, ["trust"]) is Refusal.TOO_FEW


@pytest.mark.parametrize("text", ["3 of you asked", "You asked us, and 9 wrote", "Seven people said", "One woman told us", "A victim said"])
def test_a_number_below_ten_is_found(text: str) -> None:
    assert small_number(text)


@pytest.mark.parametrize(
    "text", ["12 of you asked", "In 2026 you asked, at 10:30, for 1,200 cards", "You said one thing above all", "You asked often"]
)
def test_other_words_and_numbers_may_be_told(text: str) -> None:
    assert small_number(text) == ""


@given(st.integers(0, 9), st.sampled_from(["people", "of you", "women"]))
def test_every_digit_before_people_is_found(number: int, who: str) -> None:
    assert small_number(f"Then {number} {who} asked") == str(number)
