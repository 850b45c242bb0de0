"""Where an alert stands, who may answer it and know who raised it, and what of many may be told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.accounts.rules import KINDS as ACCOUNT_KINDS
from outreach.accounts.rules import Part, Role, Scope
from outreach.alerts.labels import (
    COLOURS,
    DISPUTES,
    FINDINGS,
    KINDS,
    OBSTACLES,
    REFUSALS,
    SETTINGS,
    STANDINGS,
    STEPS,
    month_of,
    month_value,
)
from outreach.alerts.rules import (
    ANSWERED_WITHIN,
    CONCERNS,
    Days,
    Dispute,
    Finding,
    Kind,
    Obstacle,
    Refusal,
    Setting,
    Stage,
    Standing,
    State,
    Step,
    can_dispute,
    can_withdraw,
    count_told,
    lacks_steps,
    may_answer,
    may_know_name,
    months_before,
    stage_on,
    standing_at,
    standing_of,
)
from outreach.commitments.seed import read_seed
from outreach.outcomes.rules import SMALL

DAY = date(2026, 11, 22)


def part(role: Role, *areas: str) -> Part:
    return Part(role, min(ACCOUNT_KINDS[role]), Scope(not areas, frozenset(areas)))


def days(number: int) -> date:
    return DAY + timedelta(days=number)


def test_every_code_has_a_word_and_every_kind_concerns_a_promise_of_the_letter() -> None:
    for codes, labels in (
        *((Kind, KINDS), (Setting, SETTINGS), (Standing, STANDINGS), (Standing, COLOURS), (Finding, FINDINGS), (Step, STEPS)),
        *((Obstacle, OBSTACLES), (Dispute, DISPUTES), (Refusal, REFUSALS)),
    ):
        assert set(labels) == set(codes)
    promises = {row.key for row in read_seed() if row.key.startswith("L")}
    assert set(CONCERNS) == set(Kind)
    assert {key for keys in CONCERNS.values() for key in keys} == promises


@pytest.mark.parametrize(
    ("state", "due_in", "expected"),
    [
        (State.OPEN, 0, Standing.WAITING),
        (State.OPEN, -1, Standing.LATE),
        (State.DISPUTED, 0, Standing.DISPUTED),
        (State.DISPUTED, -1, Standing.DISPUTED_LATE),
        (State.ANSWERED, -99, Standing.ANSWERED),
        (State.CLOSED, -99, Standing.CLOSED),
        (State.WITHDRAWN, -99, Standing.WITHDRAWN),
    ],
)
def test_an_answer_is_overdue_from_the_day_after(state: State, due_in: int, expected: Standing) -> None:
    assert standing_of(state, days(due_in), DAY) is expected


@pytest.mark.parametrize(("due_in", "expected"), [(28, Stage.NEW), (8, Stage.NEW), (7, Stage.NEAR), (0, Stage.NEAR), (-1, Stage.LATE)])
def test_leads_are_reminded_a_week_before_and_when_it_is_overdue(due_in: int, expected: Stage) -> None:
    assert stage_on(days(due_in), DAY) is expected


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 130))
def test_how_an_alert_stood_follows_from_its_days_alone(answered: int, disputed: int, closed: int, on: int) -> None:
    told = Days(DAY, days(answered), days(answered + disputed), days(answered + disputed + closed))
    found = standing_at(told, days(on))
    if on >= answered + disputed + closed:
        assert found is Standing.CLOSED
    elif on >= answered + disputed:
        assert found is (Standing.DISPUTED_LATE if on - answered - disputed > ANSWERED_WITHIN.days else Standing.DISPUTED)
    elif on >= answered:
        assert found is Standing.ANSWERED
    else:
        assert found is (Standing.LATE if on > ANSWERED_WITHIN.days else Standing.WAITING)


@given(st.lists(st.sampled_from([one for one in Standing if one is not Standing.WITHDRAWN]), max_size=60))
def test_no_number_from_one_to_four_is_told(standings: list[Standing]) -> None:
    told = count_told(standings)
    for count in (told.waiting, told.late, told.answered, told.disputed):
        assert (count.least == 0 or count.least >= SMALL) if count.is_exact else count.is_few
    real = [count for count in (told.waiting, told.late, told.answered, told.disputed) if count.is_exact]
    assert sum(count.least for count in real) <= len(standings)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD])
def test_nobody_but_a_lead_answers_or_knows_a_name(role: Role) -> None:
    for state in State:
        assert not may_answer(part(role, *([] if role not in (Role.TRANSLATOR, Role.REVIEWER) else ["kent"])), "kent", state)
    assert not may_know_name(part(role), "kent", is_named=True)


def test_leads_of_the_area_answer_first_and_national_leads_what_is_disputed() -> None:
    here, elsewhere, national = part(Role.LEAD, "kent"), part(Role.LEAD, "surrey"), part(Role.LEAD)
    assert [may_answer(one, "kent", State.OPEN) for one in (here, elsewhere, national)] == [True, False, True]
    assert [may_answer(one, "kent", State.DISPUTED) for one in (here, elsewhere, national)] == [False, False, True]
    assert not any(may_answer(national, "kent", state) for state in (State.ANSWERED, State.CLOSED, State.WITHDRAWN))
    assert [may_know_name(one, "kent", is_named=True) for one in (here, elsewhere, national)] == [True, False, True]
    assert not may_know_name(here, "kent", is_named=False)


def test_an_alert_is_withdrawn_within_two_weeks_and_an_answer_disputed_within_four() -> None:
    assert [can_withdraw(State.OPEN, DAY, days(number)) for number in (0, 14, 15)] == [True, True, False]
    assert not can_withdraw(State.ANSWERED, DAY, DAY)
    assert [can_dispute(State.ANSWERED, DAY, days(number)) for number in (0, 28, 29)] == [True, True, False]
    assert not can_dispute(State.CLOSED, DAY, DAY)


def test_an_answer_says_what_was_done_and_not_that_nothing_was_beside_it() -> None:
    assert lacks_steps(Finding.CONFIRMED, [])
    assert lacks_steps(Finding.NOT_FOUND, [Step.NOTHING, Step.TRAINING])
    assert not lacks_steps(Finding.CONFIRMED, [Step.NOTHING])
    assert not lacks_steps(Finding.NOT_FOUND, [])


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_the_months_are_a_year_back_and_never_to_come(today: date) -> None:
    months = months_before(today)
    assert months[0] == today.replace(day=1)
    assert months[-1] == today.replace(year=today.year - 1, day=1)
    assert len(set(months)) == 13
    assert [month_of(month_value(on)) for on in months] == months
