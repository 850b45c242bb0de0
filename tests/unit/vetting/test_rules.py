"""What is checked, and how long each step may take."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from outreach.partners.profile import Profile
from outreach.partners.rules import DECIDED_WITHIN
from outreach.vetting.rules import (
    LAPSES_AFTER,
    REMIND_AFTER,
    Finding,
    Ground,
    checks_for,
    due_at,
    find_reminder,
    open_checks,
    waited,
)
from tests.conftest import NOW

DAY = timedelta(days=1)
waits = st.lists(st.tuples(st.integers(0, 100), st.one_of(st.none(), st.integers(0, 100))), max_size=8)


def test_every_number_and_two_references_are_checked_and_a_regulator_only_of_those_who_advise() -> None:
    keys = [check.key for check in checks_for(Profile(identifiers=("GB-CHC-1141636", "GB-COH-01234567")))]
    assert keys == ["register/GB-CHC-1141636", "register/GB-COH-01234567", "safeguarding", "reference/1", "reference/2", "ties"]
    assert "advice" in [check.key for check in checks_for(Profile(gives_advice=True))]


def test_what_is_open_or_a_problem_stands_against_an_approval() -> None:
    wanted = checks_for(Profile())
    assert open_checks(wanted, {}) == wanted
    found: dict[str, str] = {check.key: Finding.DONE for check in wanted}
    assert open_checks(wanted, found) == ()
    assert open_checks(wanted, found | {"reference/2": Finding.NOT_NEEDED}) == ()
    assert [check.key for check in open_checks(wanted, found | {"ties": Finding.PROBLEM})] == ["ties"]


def test_no_ground_is_an_opinion_about_the_police() -> None:
    assert not [ground for ground in Ground if any(word in ground for word in ("opinion", "critic", "police", "view", "campaign"))]


@given(waits)
def test_days_of_waiting_count_once_and_move_what_was_promised(days: list[tuple[int, int | None]]) -> None:
    now = NOW + 100 * DAY
    spans = [(NOW + begin * DAY, None if end is None else NOW + max(begin, end) * DAY) for begin, end in days]
    counted: set[int] = set()
    for begin, end in spans:
        last = end or now
        counted |= set(range((begin - NOW).days, (last - NOW).days))
    assert waited(spans, now) == len(counted) * DAY
    assert due_at(NOW, spans, now) == NOW + DECIDED_WITHIN + len(counted) * DAY


@given(st.integers(0, 59), st.one_of(st.none(), st.integers(0, 59)))
def test_a_reminder_is_due_once_for_each_of_its_days_also_after_a_long_stop(age: int, reminded: int | None) -> None:
    asked: datetime = NOW
    last = None if reminded is None or reminded > age else NOW + reminded * DAY
    due = [after for after in REMIND_AFTER if age * DAY >= after]
    expected = bool(due) and (last is None or last < NOW + due[-1])
    assert find_reminder(asked, last, NOW + age * DAY) is expected
    assert not find_reminder(asked, NOW + age * DAY, NOW + age * DAY)
    assert max(REMIND_AFTER) < LAPSES_AFTER
