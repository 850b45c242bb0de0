"""Rules of series: the days that they name, in wall time, across both clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.dates import LONDON
from outreach.events.recurrence import LONGEST, MOST, Pattern, Plan, Repeat, days_of, match_days, read_rule, rest_of, write_rule
from outreach.events.rules import EventRefused, Refusal, instants_of

SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)
DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))
COUNTS = st.integers(1, 20)


@st.composite
def patterns(draw: st.DrawFn) -> tuple[Pattern, date]:
    first_on, repeat = draw(DAYS), draw(st.sampled_from([Repeat.DAILY, Repeat.WEEKLY, Repeat.MONTHLY]))
    weekdays = draw(st.frozensets(st.integers(0, 6))) | {first_on.weekday()} if repeat is Repeat.WEEKLY else frozenset()
    count = draw(st.none() | COUNTS)
    until = None if count else first_on + timedelta(days=draw(st.integers(0, 180)))
    return Pattern(repeat, draw(st.integers(1, 4)), frozenset(weekdays), until, count), first_on


def days_or_refusal(rule: str, first_on: date) -> list[date] | Refusal:
    try:
        return days_of(rule, first_on)
    except EventRefused as refused:
        return refused.refusal


@given(patterns())
def test_what_is_written_is_what_was_chosen(chosen: tuple[Pattern, date]) -> None:
    pattern, first_on = chosen
    assert read_rule(write_rule(pattern, first_on)) == pattern


@given(patterns())
def test_a_series_begins_on_its_first_day_and_keeps_to_its_end(chosen: tuple[Pattern, date]) -> None:
    pattern, first_on = chosen
    days = days_or_refusal(write_rule(pattern, first_on), first_on)
    if isinstance(days, Refusal):
        assert days in (Refusal.TOO_LONG, Refusal.TOO_MANY)
        return
    assert days[0] == first_on
    assert days == sorted(set(days))
    assert len(days) <= MOST
    assert days[-1] - first_on <= LONGEST
    assert not pattern.count or len(days) == pattern.count
    assert not pattern.until or days[-1] <= pattern.until


@given(DAYS, COUNTS, st.times(time(3), time(22)))
def test_every_week_is_at_the_same_time_on_the_wall_whatever_the_clocks_do(first_on: date, count: int, starts: time) -> None:
    starts = starts.replace(second=0, microsecond=0)
    ends = (datetime.combine(first_on, starts) + timedelta(minutes=59)).time()
    for on in days_of(f"FREQ=WEEKLY;COUNT={count}", first_on):
        begins, ended = instants_of(on, starts, ends)
        assert begins.tzinfo is UTC
        assert (begins.astimezone(LONDON).date(), begins.astimezone(LONDON).time()) == (on, starts)
        assert ended - begins == timedelta(minutes=59)


def test_a_week_across_a_clock_change_is_an_hour_shorter_or_longer() -> None:
    before, after = (instants_of(on, time(10), time(11))[0] for on in (SPRING - timedelta(days=3), SPRING + timedelta(days=4)))
    assert after - before == timedelta(days=7, hours=-1)
    before, after = (instants_of(on, time(10), time(11))[0] for on in (AUTUMN - timedelta(days=3), AUTUMN + timedelta(days=4)))
    assert after - before == timedelta(days=7, hours=1)


@pytest.mark.parametrize(("starts", "ends"), [(time(1, 30), time(3)), (time(0, 30), time(1, 30))])
def test_an_hour_that_the_clocks_leave_out_is_refused_with_its_day(starts: time, ends: time) -> None:
    with pytest.raises(EventRefused) as refused:
        instants_of(SPRING, starts, ends)
    assert (refused.value.refusal, refused.value.on) == (Refusal.NO_SUCH_HOUR, SPRING)


def test_of_an_hour_that_comes_twice_it_is_the_first() -> None:
    assert instants_of(AUTUMN, time(1, 30), time(1, 45))[0] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("ends", [time(10), time(9, 59)])
def test_an_end_that_is_not_after_the_start_is_refused(ends: time) -> None:
    with pytest.raises(EventRefused, match="times"):
        instants_of(AUTUMN, time(10), ends)


@pytest.mark.parametrize(
    ("rule", "refusal"),
    [
        ("FREQ=WEEKLY", Refusal.TOO_LONG),
        ("FREQ=DAILY;COUNT=201", Refusal.TOO_MANY),
        ("FREQ=MONTHLY;BYDAY=1MO;COUNT=40", Refusal.TOO_LONG),
        ("FREQ=WEEKLY;UNTIL=20261101T235959", Refusal.NO_DAYS),
    ],
)
def test_a_rule_without_an_end_or_with_too_many_days_or_none_is_refused(rule: str, refusal: Refusal) -> None:
    with pytest.raises(EventRefused) as refused:
        days_of(rule, date(2026, 11, 2))
    assert refused.value.refusal is refusal


def test_days_that_are_left_out_have_no_event() -> None:
    first = date(2026, 12, 14)
    assert days_of("FREQ=WEEKLY;COUNT=3", first, [date(2026, 12, 21)]) == [first, date(2026, 12, 28)]


def test_the_fifth_friday_of_a_month_is_its_last() -> None:
    first = date(2027, 1, 29)
    rule = write_rule(Pattern(Repeat.MONTHLY, count=3), first)
    assert days_of(rule, first) == [first, date(2027, 2, 26), date(2027, 3, 26)]


@given(patterns(), st.integers(0, 19))
def test_a_rule_that_is_cut_in_two_names_the_same_days(chosen: tuple[Pattern, date], place: int) -> None:
    pattern, first_on = chosen
    try:
        plan = Plan(write_rule(pattern, first_on), first_on)
        days = plan.days()
    except EventRefused:
        return
    begins_on = days[place % len(days)]
    if begins_on == first_on:
        assert plan.rest(begins_on) == plan
        return
    head, _tail = rest_of(plan.rule, first_on, begins_on)
    assert days_of(head, first_on) + plan.rest(begins_on).days() == days


@given(st.sets(DAYS, max_size=12), st.sets(DAYS, max_size=12))
def test_when_days_change_each_old_and_each_new_one_is_accounted_for_once(old: set[date], new: set[date]) -> None:
    found = match_days(sorted(old), sorted(new))
    assert sorted([before for before, _after in found.moved] + list(found.gone)) == sorted(old)
    assert sorted([after for _before, after in found.moved] + list(found.new)) == sorted(new)
    assert not (found.gone and found.new)
    assert all((day, day) in found.moved for day in old & new)
