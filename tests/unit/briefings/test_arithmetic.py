"""Coverage: it never says more than was reached, and what is out of date or small counts nowhere."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from outreach.briefings.arithmetic import (
    GAPS,
    Cover,
    Coverage,
    Result,
    Tally,
    add_up,
    cover,
    cover_all,
    is_met,
    rank_gaps,
    result_of,
    share,
)
from outreach.briefings.rules import SMALL

AREAS = ("kent", "surrey", "sussex")
targets = st.none() | st.integers(1, 100)


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    headcount = draw(st.integers(1, 500))
    is_acknowledged = draw(st.booleans())
    reached = draw(st.integers(0, headcount)) if is_acknowledged else 0
    answered = draw(st.integers(SMALL, 500))
    return Tally(
        draw(st.sampled_from(AREAS)), headcount, reached, is_acknowledged, draw(st.booleans()), draw(st.booleans()),
        Result(answered, draw(st.integers(0, answered))) if is_acknowledged else Result(),
    )  # fmt: skip


@given(st.lists(tallies(), max_size=8), targets)
def test_an_area_counts_what_was_reached_with_a_version_that_holds(found: list[Tally], target: int | None) -> None:
    one = cover("kent", found, target)
    current = [each for each in found if not each.is_out_of_date]
    assert 0 <= one.reached <= one.addressed == sum(each.headcount for each in found)
    assert one.reached == sum(each.reached for each in current)
    assert one.missing == one.addressed - one.reached
    assert one.percent is None if not found else 0 <= (one.percent or 0) <= 100
    assert one.late <= one.waiting <= one.teams - one.out_of_date


@given(st.lists(tallies(), max_size=8), targets)
def test_the_gravest_gap_of_its_teams_is_how_an_area_stands(found: list[Tally], target: int | None) -> None:
    one = cover("kent", found, target)
    assert (one.standing is Cover.NOT_ISSUED) == (not found)
    assert (one.standing is Cover.OUT_OF_DATE) == any(each.is_out_of_date for each in found)
    if one.standing is Cover.UNACKNOWLEDGED:
        assert one.reached == 0
    if one.standing is Cover.REACHED:
        assert 100 * one.reached >= (target or 100) * one.addressed
    if one.standing is Cover.BELOW:
        assert 100 * one.reached < (target or 100) * one.addressed


@given(st.integers(0, 10_000), st.integers(1, 10_000), st.integers(1, 100))
def test_a_share_is_never_rounded_up_to_its_target(reached: int, addressed: int, target: int) -> None:
    if is_met(reached, addressed, target):
        assert (share(reached, addressed) or 0) >= target
    else:
        assert (share(reached, addressed) or 0) < target


def test_89_point_9_per_cent_are_not_90() -> None:
    assert share(899, 1000) == 89
    assert not is_met(899, 1000, 90)
    assert is_met(900, 1000, 90)
    assert is_met(10, 10, None)
    assert not is_met(9, 10, None)
    assert not is_met(0, 0, 1)
    assert share(0, 0) is None


@given(st.lists(tallies(), max_size=12), targets)
def test_all_areas_are_there_and_their_sum_is_that_of_the_issues(found: list[Tally], target: int | None) -> None:
    covered = cover_all(AREAS, found, target)
    assert [one.area for one in covered] == list(AREAS)
    total = add_up(covered)
    assert total.addressed == sum(one.headcount for one in found)
    assert total.reached == sum(one.reached for one in found if not one.is_out_of_date)
    assert cover_all(("kent",), found, target)[0] == covered[0], "what lies elsewhere is not counted"


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted)))
def test_results_of_few_are_in_no_sum(pairs: list[list[int]]) -> None:
    counts = [(answered, right) for right, answered in pairs]
    total = result_of(counts)
    assert total.answered == sum(answered for answered, _right in counts if answered >= SMALL)
    assert total.right == sum(right for answered, right in counts if answered >= SMALL)
    assert total.answered == 0 or total.answered >= SMALL


@given(st.lists(tallies(), max_size=12), targets)
def test_gaps_are_ranked_by_kind_and_then_by_size(found: list[Tally], target: int | None) -> None:
    covered = cover_all(AREAS, found, target)
    ranked = rank_gaps(covered)
    assert {one.area for one in ranked} == {one.area for one in covered if one.standing is not Cover.REACHED}
    places = [(GAPS.index(one.standing), -one.out_of_date, -one.late, -one.missing) for one in ranked]
    assert places == sorted(places)


def test_people_who_act_upon_what_does_not_hold_come_first() -> None:
    kinds = {
        "a": [Tally("a", 10, 5, True, False)],
        "b": [],
        "c": [Tally("c", 10, 0, False, False)],
        "d": [Tally("d", 10, 10, True, True)],
        "e": [Tally("e", 10, 10, True, False)],
    }
    covered: list[Coverage] = [cover(area, found, 90) for area, found in kinds.items()]
    assert [one.area for one in rank_gaps(covered)] == ["d", "b", "c", "a"]
