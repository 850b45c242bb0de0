"""Counts that give nobody away, and when an outcome can be recorded."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.outcomes.rules import (
    FEW,
    HELD_BACK,
    SMALL,
    Count,
    Refusal,
    count_of,
    find_excess,
    find_refusal,
    protect,
    read_count,
    write_count,
)
from tests.conftest import NOW

EXACT_TWELVE = Count(12, is_exact=True)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0", Count(0, True)),
        ("1", FEW),
        ("4", FEW),
        ("5", Count(5, True)),
        ("1,200", Count(1200, True)),
        ("<5", FEW),
        ("< 5", FEW),
        ("5+", HELD_BACK),
    ],
)
def test_one_to_four_people_are_the_same_count(typed: str, kept: Count) -> None:
    assert read_count(typed) == kept
    assert read_count(write_count(kept)) == kept


@pytest.mark.parametrize("typed", ["", "-1", "about 10", "4.5", "<6", "1,20", "1000000", "٣"])
def test_what_is_no_whole_number_is_no_count(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it says nothing more
        read_count(typed)


@given(st.integers(0, 100_000))
def test_no_number_from_one_to_four_is_kept_whatever_is_counted(number: int) -> None:
    count = count_of(number)
    assert count.is_exact is not (0 < number < SMALL)
    assert count.least == (number if count.is_exact else 1)


def test_a_small_number_that_would_follow_from_the_others_is_protected_by_holding_back_the_next() -> None:
    total, groups = protect(EXACT_TWELVE, {"pl": Count(9, True), "ur": FEW})
    assert (total, groups) == (EXACT_TWELVE, {"pl": HELD_BACK, "ur": FEW})
    total, groups = protect(Count(30, True), {"ar": Count(20, True), "pl": Count(8, True), "ur": FEW})
    assert groups == {"ar": Count(20, True), "pl": HELD_BACK, "ur": FEW}
    total, groups = protect(Count(8, True), {"pl": FEW, "ur": FEW})
    assert (total, groups) == (HELD_BACK, {"pl": FEW, "ur": FEW})
    assert protect(FEW, {"pl": FEW, "ur": FEW}) == (FEW, {}), "four of four languages would be one each"
    untold = {"pl": Count(6, True), "ur": FEW}  # the rest speaks something else
    assert protect(EXACT_TWELVE, untold) == (EXACT_TWELVE, untold)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_whatever_is_told_no_small_group_can_be_worked_out(numbers: list[int]) -> None:
    """Everything that the groups can be, given what is told, leaves each small group at least two sizes."""
    sizes = {str(place): number for place, number in enumerate(numbers)}
    total, groups = protect(count_of(sum(numbers)), {name: count_of(number) for name, number in sizes.items()})
    few = [name for name, count in groups.items() if count == FEW]
    ranges = [_range(count) for count in groups.values()]
    possible = [one for one in product(*ranges) if _fits(sum(one), total)]
    for place, name in enumerate(groups):
        if name in few:
            assert len({one[place] for one in possible}) > 1


def _range(count: Count) -> range:
    if count.is_exact:
        return range(count.least, count.least + 1)
    return range(1, SMALL) if count == FEW else range(SMALL, SMALL + 10)


def _fits(number: int, total: Count) -> bool:
    return number == total.least if total.is_exact else number in range(1, SMALL) if total == FEW else number >= SMALL


@given(st.lists(st.integers(0, 60), max_size=4), st.integers(0, 90))
def test_what_is_protected_once_stays_as_it_is(numbers: list[int], total: int) -> None:
    groups = {str(place): count_of(number) for place, number in enumerate(numbers)}
    once = protect(count_of(total), groups)
    assert protect(*once) == once


def test_a_part_is_not_larger_than_the_whole() -> None:
    assert find_excess(EXACT_TWELVE, [Count(13, True)]) is Refusal.MORE_THAN_ALL
    assert find_excess(FEW, [Count(5, True)]) is Refusal.MORE_THAN_ALL
    assert find_excess(Count(0, True), [FEW]) is Refusal.MORE_THAN_ALL
    assert find_excess(EXACT_TWELVE, [EXACT_TWELVE, FEW, HELD_BACK]) is None
    assert find_excess(HELD_BACK, [EXACT_TWELVE]) is None


def test_only_what_is_over_and_took_place_has_an_outcome() -> None:
    assert find_refusal(NOW + timedelta(seconds=1), NOW, is_cancelled=False) is Refusal.NOT_OVER
    assert find_refusal(NOW, NOW, is_cancelled=False) is None
    assert find_refusal(NOW - timedelta(days=1), NOW, is_cancelled=True) is Refusal.CANCELLED
