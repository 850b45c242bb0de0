"""The axis of the timeline: which days, where, and that no label stands on another."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from outreach.overview.axis import BEGIN, GAP, WIDTH, View, Window, by_week, clip, place_labels, shorten, text_width, window_of

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
windows = st.builds(window_of, st.sampled_from(View), days)
MONTH = window_of(View.MONTH, date(2026, 11, 24))


@given(st.sampled_from(View), days)
def test_a_window_holds_its_day_and_its_neighbours_join_it_without_gap(view: View, on: date) -> None:
    window = window_of(view, on)
    assert window.contains(on)
    assert window_of(view, window.before).last + timedelta(days=1) == window.first
    assert window_of(view, window.after).first - timedelta(days=1) == window.last
    assert window.first.day == 1
    assert 28 <= (window.last - window.first).days + 1 <= (31 if view is View.MONTH else 92)


@given(windows)
def test_weeks_begin_on_mondays_and_ticks_stand_inside(window: Window) -> None:
    weeks = window.mondays()
    assert weeks[0] == window.first
    assert all(week.weekday() == 0 for week in weeks[1:])
    assert all(BEGIN <= x <= WIDTH for _on, x, _room in window.ticks())


@given(windows, days, st.integers(0, 500))
def test_a_bar_is_clipped_to_the_window_and_says_on_which_side(window: Window, start: date, length: int) -> None:
    end = start + timedelta(days=length)
    bar = clip(start, end, window)
    meets = start <= window.last and end >= window.first
    assert (bar is not None) == meets
    if bar:
        assert BEGIN <= bar.x < bar.x + bar.width <= WIDTH + 0.2
        assert bar.is_cut_before == (start < window.first)
        assert bar.is_cut_after == (end > window.last)


@given(st.lists(st.tuples(st.floats(BEGIN, WIDTH), st.text(min_size=1, max_size=40)), max_size=30))
def test_no_label_stands_on_another_or_outside(labels: list[tuple[float, str]]) -> None:
    ordered = sorted(labels)
    placed = [(one, text_width(text)) for one, (_x, text) in zip(place_labels(ordered), ordered, strict=True) if one.row is not None]
    for one, width in placed:
        assert one.x >= BEGIN
        assert one.x + width <= WIDTH + 0.01
    for (one, its_width), (other, other_width) in combinations(placed, 2):
        apart = one.x + its_width + GAP <= other.x + 0.01 or other.x + other_width + GAP <= one.x + 0.01
        assert one.row != other.row or apart


def test_labels_go_to_the_second_row_and_then_to_the_table_only() -> None:
    assert [one.row for one in place_labels([(300, "One label"), (310, "Another"), (320, "A third")])] == [0, 1, None]


@given(st.text(max_size=80), st.floats(20, 300))
def test_a_name_is_cut_to_its_room(text: str, room: float) -> None:
    assert text_width(shorten(text, room)) <= max(room, text_width("…"))


@given(st.lists(st.tuples(st.dates(MONTH.first, MONTH.last), st.integers(1, 50))))
def test_counts_by_week_add_up(counts: list[tuple[date, int]]) -> None:
    assert sum(count for _week, count in by_week(counts, MONTH)) == sum(count for _on, count in counts)
    assert by_week([(MONTH.before, 3)], MONTH) == []
