"""What somebody is told about an event: once, in time, and never of what is past."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.notices.rules import REMINDERS, Facts, Kind, Known, find_kind
from tests.conftest import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FACTS = Facts(NOW + 20 * DAY, NOW + 20 * DAY + HOUR, "online", is_cancelled=False)
KNOWN = Known(FACTS, is_on=True, told_at=NOW)


def test_who_is_asked_is_told_once() -> None:
    assert find_kind(None, FACTS, is_on=True, now=NOW) is Kind.ASSIGNED
    assert find_kind(KNOWN, FACTS, is_on=True, now=NOW + HOUR) is None
    assert find_kind(None, FACTS, is_on=False, now=NOW) is None
    assert find_kind(None, replace(FACTS, is_cancelled=True), is_on=True, now=NOW) is None


def test_whoever_was_told_that_it_is_cancelled_is_told_that_it_takes_place_whatever_else_is_new() -> None:
    knew = replace(KNOWN, facts=replace(FACTS, is_cancelled=True))
    assert find_kind(knew, FACTS, is_on=True, now=NOW) is Kind.PUT_BACK
    assert find_kind(knew, replace(FACTS, starts_at=FACTS.starts_at + HOUR), is_on=True, now=NOW) is Kind.PUT_BACK
    assert find_kind(knew, FACTS, is_on=False, now=NOW) is None, "they do not know of it any more"
    assert find_kind(knew, FACTS, is_on=True, now=FACTS.starts_at) is None


@pytest.mark.parametrize(
    "changed", [{"starts_at": FACTS.starts_at + HOUR}, {"ends_at": FACTS.ends_at + HOUR}, {"place": "host-tells"}], ids=str
)
def test_another_time_or_place_is_told(changed: dict[str, object]) -> None:
    assert find_kind(KNOWN, replace(FACTS, **changed), is_on=True, now=NOW) is Kind.CHANGED  # type: ignore[arg-type]


def test_cancelled_and_taken_off_are_told_to_those_who_knew() -> None:
    off = replace(FACTS, is_cancelled=True)
    assert find_kind(KNOWN, off, is_on=True, now=NOW) is Kind.CANCELLED
    assert find_kind(replace(KNOWN, facts=off), off, is_on=True, now=NOW) is None
    assert find_kind(KNOWN, FACTS, is_on=False, now=NOW) is Kind.TAKEN_OFF
    assert find_kind(replace(KNOWN, facts=off), off, is_on=False, now=NOW) is None
    assert find_kind(replace(KNOWN, is_on=False), FACTS, is_on=False, now=NOW) is None
    assert find_kind(replace(KNOWN, is_on=False), FACTS, is_on=True, now=NOW) is Kind.ASSIGNED


@pytest.mark.parametrize(
    ("before", "kind"),
    [(8 * DAY, None), (7 * DAY, Kind.WEEK), (2 * DAY, Kind.WEEK), (DAY, Kind.DAY), (HOUR, Kind.DAY), (timedelta(0), None), (-HOUR, None)],
)
def test_a_reminder_comes_a_week_and_a_day_before_and_only_the_last_after_a_stop(before: timedelta, kind: Kind | None) -> None:
    assert find_kind(KNOWN, FACTS, is_on=True, now=FACTS.starts_at - before) is kind


def test_who_was_told_after_the_reminder_had_come_due_is_not_reminded() -> None:
    late = replace(KNOWN, told_at=FACTS.starts_at - 3 * DAY)
    assert find_kind(late, FACTS, is_on=True, now=FACTS.starts_at - 2 * DAY) is None
    assert find_kind(late, FACTS, is_on=True, now=FACTS.starts_at - HOUR) is Kind.DAY


@given(st.lists(st.integers(0, 24 * 21), min_size=1, max_size=30), st.integers(-48, 24 * 20))
def test_however_often_it_is_looked_each_reminder_is_sent_once_and_none_of_what_has_begun(hours: list[int], told: int) -> None:
    known, sent = replace(KNOWN, told_at=NOW + told * HOUR), set[tuple[Kind, object]]()
    for hour in sorted(hours):
        now = NOW + hour * HOUR
        kind = find_kind(known, FACTS, is_on=True, now=now, reminded=sent)  # type: ignore[arg-type]
        if kind:
            assert now < FACTS.starts_at
            assert kind in REMINDERS
            assert (kind, FACTS.starts_at) not in sent
            sent.add((kind, FACTS.starts_at))
    assert len(sent) <= 2
