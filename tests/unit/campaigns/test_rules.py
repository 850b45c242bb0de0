"""States of campaigns, who may do what, and what stands in the way: pure."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.accounts.rules import STAFF, Role, Scope
from outreach.campaigns import labels
from outreach.campaigns.arithmetic import Gravity, days_of, gravity_of, share_done
from outreach.campaigns.rules import (
    CHANGERS,
    NEXT,
    STEPS,
    Asker,
    AssessmentKind,
    AssessmentState,
    Block,
    Doing,
    Facts,
    Level,
    LineKind,
    Move,
    Mover,
    Place,
    Refusal,
    State,
    find_blocks,
    may_change,
    may_move,
    may_see,
)
from outreach.core.areas import AREAS

ME, OTHER = UUID(int=1), UUID(int=2)
TODAY = date(2026, 11, 26)
slugs = st.frozensets(st.sampled_from(sorted(AREAS)[:4]), max_size=3)
scopes = st.builds(Scope, st.booleans(), slugs)
people = st.sampled_from([UUID(int=number) for number in range(1, 4)])
askers = st.builds(Asker, st.frozensets(people, min_size=1), st.sampled_from(Role), scopes)
places = st.builds(Place, scopes, people, st.frozensets(people))
AGREED = frozenset((kind, AssessmentState.AGREED) for kind in AssessmentKind)
WHOLE = Facts(
    starts_on=TODAY,
    ends_on=TODAY,
    has_areas=True,
    has_insight=True,
    has_strategy=True,
    has_learning=True,
    audiences=1,
    objectives=1,
    partner_lines=1,
    risks=1,
    actions=1,
    assessments=AGREED,
)


@given(askers, places)
def test_whoever_may_change_may_see_and_whoever_may_move_may_change(asker: Asker, place: Place) -> None:
    assert may_see(asker, place) or not may_change(asker, place)
    for move in Move:
        assert may_change(asker, place) or not may_move(asker, place, move)


@given(askers, places)
def test_only_staff_see_and_only_leads_and_coordinators_change(asker: Asker, place: Place) -> None:
    assert asker.role in STAFF or not may_see(asker, place)
    assert asker.role in CHANGERS or not may_change(asker, place)


@given(askers, places)
def test_nobody_approves_their_own_campaign_and_only_a_lead_of_all_its_areas_approves(asker: Asker, place: Place) -> None:
    if may_move(asker, place, Move.APPROVE):
        assert place.owner_id not in asker.ids
        assert asker.role is Role.LEAD
        assert asker.scope.covers(place.scope)


def test_a_coordinator_of_a_part_of_its_areas_sees_and_does_not_change() -> None:
    place = Place(Scope(False, frozenset({"kent", "surrey"})), OTHER)
    asker = Asker(frozenset({ME}), Role.COORDINATOR, Scope(False, frozenset({"kent"})))
    assert may_see(asker, place)
    assert not may_change(asker, place)
    assert may_change(asker, Place(place.scope, OTHER, frozenset({ME})))


def test_an_owner_is_whoever_has_taken_over_too() -> None:
    asker = Asker(frozenset({ME, OTHER}), Role.COORDINATOR, Scope(False, frozenset({"kent"})))
    assert may_move(asker, Place(Scope(False, frozenset({"surrey"})), OTHER), Move.START)


def test_every_state_but_the_last_leads_on_and_every_state_can_be_reached() -> None:
    assert set(NEXT) == set(State) - {State.EVALUATED}
    assert all(state in STEPS[move].before for state, move in NEXT.items())
    reached = {State.DRAFT}
    while more := {step.after for step in STEPS.values() if step.before & reached} - reached:
        reached |= more
    assert reached == set(State)


def test_going_back_pausing_and_closing_need_a_reason() -> None:
    needing = {move for move, step in STEPS.items() if step.needs_reason}
    assert needing == {Move.GIVE_BACK, Move.PAUSE, Move.CLOSE, Move.REOPEN, Move.REVISE}
    assert STEPS[Move.APPROVE].mover is Mover.OTHER_LEAD


def test_nothing_stands_in_the_way_of_a_whole_plan() -> None:
    assert [block for move in Move for block in find_blocks(WHOLE, move, TODAY)] == []


def test_an_empty_plan_lacks_everything_in_the_order_in_which_a_plan_is_made() -> None:
    gaps = find_blocks(Facts(), Move.APPROVE, TODAY)
    assert gaps == [block for block in Block if block in gaps]
    assert len(gaps) == 10
    assert find_blocks(Facts(), Move.ASK, TODAY) == gaps


@pytest.mark.parametrize(
    ("move", "changes", "block"),
    [
        (Move.START, {"starts_on": TODAY + timedelta(days=1)}, Block.STARTS_LATER),
        (Move.START, {"actions": 0}, Block.ACTION),
        (Move.START, {"unready": 1}, Block.ACTIONS_UNREADY),
        (Move.START, {"unreviewed": 1}, Block.RISKS_UNREVIEWED),
        (Move.START, {"has_insight": False}, Block.INSIGHT),
        (Move.RESUME, {"unreviewed": 1}, Block.RISKS_UNREVIEWED),
        (Move.RESUME, {"ends_on": TODAY - timedelta(days=1)}, Block.ENDED),
        (Move.CLOSE, {"unfinished": 1}, Block.ACTIONS_OPEN),
        (Move.EVALUATE, {"unmeasured": 1}, Block.UNMEASURED),
        (Move.EVALUATE, {"has_learning": False}, Block.LEARNING),
    ],
)
def test_one_thing_that_is_missing_stands_in_the_way_alone(move: Move, changes: dict[str, object], block: Block) -> None:
    facts = Facts(**{**{name: getattr(WHOLE, name) for name in WHOLE.__slots__}, **changes})
    assert find_blocks(facts, move, TODAY) == [block]


def test_a_draft_of_an_assessment_is_enough_for_approval_and_not_for_the_start() -> None:
    drafts = frozenset((kind, AssessmentState.DRAFT) for kind in AssessmentKind)
    facts = Facts(**{**{name: getattr(WHOLE, name) for name in WHOLE.__slots__}, "assessments": drafts})
    assert find_blocks(facts, Move.APPROVE, TODAY) == []
    assert find_blocks(facts, Move.START, TODAY) == [Block.EQUALITY_AGREED, Block.PROTECTION_AGREED]


@given(st.sampled_from(Doing), st.dates() | st.none(), st.dates() | st.none())
def test_an_action_has_a_day_when_it_was_done_exactly_when_it_is_done(doing: Doing, started: date | None, done: date | None) -> None:
    began, ended = days_of(doing, started_on=started, done_on=done, today=TODAY)
    assert (ended is not None) == (doing is Doing.DONE)
    assert (began is None) == (doing is Doing.TODO)


def test_sums_about_plans() -> None:
    assert [gravity_of(weight) for weight in (1, 7, 8, 14, 15, 25)] == [Gravity.LOW] * 2 + [Gravity.MEDIUM] * 2 + [Gravity.HIGH] * 2
    assert share_done(20, 80, 50) == 0.5
    assert share_done(80, 20, 20) == 1
    assert share_done(20, 80, 5) == -0.25
    assert share_done(3, 3, 9) is None


def test_everything_has_a_word() -> None:
    for words, kind in (
        (labels.STATES, State),
        (labels.STATE_COLOURS, State),
        (labels.LEVELS, Level),
        (labels.LEVEL_HINTS, Level),
        (labels.LINES, LineKind),
        (labels.DOINGS, Doing),
        (labels.DOING_COLOURS, Doing),
        (labels.ASSESSMENTS, AssessmentKind),
        (labels.ASSESSMENT_STATES, AssessmentState),
        (labels.MOVES, Move),
        (labels.MOVED, Move),
        (labels.BLOCKS, Block),
        (labels.REFUSALS, Refusal),
    ):
        assert set(words) == set(kind), kind
    assert {f"campaign.{move}" for move in Move} <= set(labels.ACTS)
