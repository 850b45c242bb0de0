"""Commitments: their order, who may change what, when one is done or overdue, and the rows that every installation begins with."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.accounts.rules import KINDS, Part, Role, Scope
from outreach.commitments.labels import ACTS, COLOURS, REFUSALS, STATES
from outreach.commitments.labels import KINDS as KIND_WORDS
from outreach.commitments.rules import (
    EVERYWHERE,
    GOING_ON,
    Kind,
    Refusal,
    State,
    find_refusal,
    is_overdue,
    may_add_evidence,
    may_edit,
    may_withdraw,
    order_of,
)
from outreach.commitments.seed import read_seed
from outreach.core.areas import AREAS
from outreach.overview.labels import ACTIONS

TODAY = date(2026, 11, 26)
states = st.sampled_from(State)
scopes = st.builds(Scope, st.booleans(), st.frozensets(st.sampled_from(sorted(AREAS)[:6]), max_size=3))
parts = st.builds(lambda role, scope: Part(role, min(KINDS[role]), scope), st.sampled_from(Role), scopes)


def test_keys_are_in_the_order_of_their_numbers() -> None:
    keys = ["R10", "L2", "R2", "A1", "L10", "L1", "R1"]
    assert sorted(keys, key=order_of) == ["A1", "L1", "L2", "L10", "R1", "R2", "R10"]


@pytest.mark.parametrize("key", ["", "L", "L0", "l2", "L2.1", "LL2", "L1234", "2L", " L2"])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="it looks like L2"):
        order_of(key)


@given(states, states, st.integers(0, 3))
def test_every_change_of_state_is_possible_but_into_itself_and_done_without_evidence(before: State, after: State, evidence: int) -> None:
    found = find_refusal(before, after, evidence=evidence)
    if before is after:
        assert found is Refusal.SAME_STATE
    elif after is State.DONE and not evidence:
        assert found is Refusal.NO_EVIDENCE
    else:
        assert found is None


@given(states, st.dates(date(2022, 1, 1), date(2030, 1, 1)))
def test_only_what_goes_on_is_overdue_and_from_the_day_after(state: State, due_on: date) -> None:
    assert not is_overdue(state, due_on, due_on)
    assert is_overdue(state, due_on, due_on + timedelta(days=1)) == (state in GOING_ON)
    assert not is_overdue(state, None, TODAY)


@given(parts)
def test_the_register_is_changed_by_national_leads_and_by_owners_who_edit(part: Part) -> None:
    is_national_lead = part.role is Role.LEAD and part.scope.is_national
    assert may_edit(part, is_owner=False) == is_national_lead
    assert may_edit(part, is_owner=True) == (is_national_lead or part.role in (Role.LEAD, Role.COORDINATOR))


@given(parts, scopes)
def test_evidence_is_added_within_ones_own_areas_by_editors_only(part: Part, places: Scope) -> None:
    may = may_add_evidence(part, places)
    assert not may or part.role in (Role.LEAD, Role.COORDINATOR)
    assert not may or part.scope.covers(places)
    assert not may or may_withdraw(part, places, is_adder=False)
    if not may_add_evidence(part, EVERYWHERE) and not part.scope.is_national:
        assert not may_add_evidence(part, Scope(True))


@given(scopes, scopes)
def test_whoever_covers_a_place_sees_it_and_the_national_is_seen_by_all(scope: Scope, places: Scope) -> None:
    assert not scope.covers(places) or scope.meets(places)
    assert scope.meets(EVERYWHERE)
    assert EVERYWHERE.meets(places)


def test_every_state_kind_act_and_refusal_has_words() -> None:
    assert STATES.keys() == set(State) == COLOURS.keys()
    assert KIND_WORDS.keys() == set(Kind)
    assert REFUSALS.keys() == set(Refusal)
    assert ACTS.keys() <= ACTIONS.keys()


def test_the_file_has_the_rows_of_the_report_and_of_the_letter() -> None:
    rows = {row.key: row for row in read_seed()}
    assert list(rows) == ["A1", *(f"L{n}" for n in range(1, 7)), *(f"R{n}" for n in range(1, 9))]
    assert (rows["R2"].state, rows["R2"].addressee) == (State.REJECTED, "Home Office")
    assert rows["R3"].state is State.ANNOUNCED
    assert {rows[f"L{n}"].addressee for n in range(1, 7)} == {"NPCC"}


def test_no_official_text_of_the_report_is_made_up() -> None:
    for row in read_seed():
        assert bool(row.official_text) == row.key.startswith("L"), "only the letter's own words are known"
        if row.key in ("R5", "R6", "R7", "A1"):
            assert row.summary == "Official text to be entered"


def test_a_state_that_is_none_stops_the_reading_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "seed.toml"
    path.write_text('[sources]\na = "A"\n[[rows]]\nkey = "L1"\naddressee = ""\nsummary = ""\nstate = "finished"\nsource = "a"\n', "utf-8")
    with pytest.raises(ValueError, match="finished"):
        read_seed(path)
