"""What may be issued, acknowledged and said; who may do so; what is out of date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.accounts.rules import KINDS, Part, Role, Scope
from outreach.briefings import labels
from outreach.briefings.arithmetic import Cover
from outreach.briefings.labels import area_name, team_label
from outreach.briefings.phrases import find_claim, read_phrases
from outreach.briefings.rules import (
    ANSWERS,
    Count,
    Ending,
    Gravity,
    Held,
    Means,
    Protocol,
    Refusal,
    Standing,
    State,
    Team,
    find_answer_gaps,
    find_count_refusal,
    find_day_refusal,
    is_out_of_date,
    is_small,
    may_issue,
    may_set_target,
    may_write,
    needs_source,
    protocol_of,
    same_team,
    standing_of,
)
from outreach.commitments.rules import State as Promise
from outreach.core.areas import AREAS

TODAY = date(2026, 11, 26)
OWN = [phrase for phrase in read_phrases() if "protocol" in phrase.text]
scopes = st.builds(Scope, st.booleans(), st.frozensets(st.sampled_from(sorted(AREAS)), max_size=4))
parts = st.builds(lambda role, scope: Part(role, min(KINDS[role]), scope), st.sampled_from(Role), scopes)
small = st.integers(0, 60)


@pytest.mark.parametrize("sentence", [sentence for phrase in OWN for sentence in phrase.refuse])
def test_sentences_about_the_protocol_that_are_refused(sentence: str) -> None:
    found = find_claim(["Before.", f"Before. {sentence} After."])
    assert found
    assert found.reason


@pytest.mark.parametrize("sentence", [sentence for phrase in OWN for sentence in phrase.allow])
def test_sentences_about_the_protocol_that_pass(sentence: str) -> None:
    assert find_claim([f"Before. {sentence} After."]) is None


def test_every_phrase_is_tried_both_ways_and_those_of_public_pages_count_too() -> None:
    assert len(OWN) >= 8
    assert all(phrase.refuse and phrase.allow for phrase in read_phrases())
    assert find_claim(["It is safe to report a crime."])
    assert find_claim(["A victim is protected by the\nprotocol, always."])


@given(st.sampled_from(State), st.integers(1, 9), st.integers(0, 9))
def test_what_is_older_than_the_last_change_of_meaning_is_out_of_date_and_so_is_what_was_set_aside(
    state: State, number: int, binding: int
) -> None:
    assert is_out_of_date(number, state, binding=binding) == (state is State.SET_ASIDE or number < binding)


@given(st.none() | st.sampled_from(Ending), st.booleans(), st.booleans(), st.integers(-5, 5))
def test_an_issue_stands_in_one_way(ending: Ending | None, is_old: bool, is_acknowledged: bool, days: int) -> None:
    due_on = TODAY + timedelta(days=days)
    standing = standing_of(ending, is_old=is_old, is_acknowledged=is_acknowledged, due_on=due_on, today=TODAY)
    if ending:
        assert standing.value == ending.value
    elif is_old:
        assert standing is Standing.OUT_OF_DATE
    else:
        assert (standing is Standing.ACKNOWLEDGED) == is_acknowledged
        assert (standing is Standing.LATE) == (not is_acknowledged and days < 0)


@given(small, small, small, st.integers(1, 60), small)
def test_counts_fit_into_one_another_and_into_the_headcount(reached: int, answered: int, right: int, headcount: int, others: int) -> None:
    refusal = find_count_refusal(Count(reached, answered, right), headcount=headcount, others=others)
    assert (refusal is None) == (reached + others <= headcount and right <= answered <= reached)


def test_a_team_is_briefed_between_the_issue_and_today() -> None:
    issued = TODAY - timedelta(days=3)
    assert find_day_refusal(issued, issued_on=issued, today=TODAY) is None
    assert find_day_refusal(TODAY, issued_on=issued, today=TODAY) is None
    assert find_day_refusal(issued - timedelta(days=1), issued_on=issued, today=TODAY) is Refusal.TOO_EARLY
    assert find_day_refusal(TODAY + timedelta(days=1), issued_on=issued, today=TODAY) is Refusal.IN_THE_FUTURE


def test_a_team_is_one_however_its_name_is_written() -> None:
    assert same_team(("other", "Night  Desk"), ("other", "night desk"))
    assert not same_team(("other", "Night desk"), ("other", "Day desk"))
    assert not same_team(("response", ""), ("custody", ""))


@given(st.dictionaries(st.sampled_from(ANSWERS), st.sampled_from(["", "An answer"])), st.sampled_from(ANSWERS))
def test_three_answers_are_needed_and_the_right_one(answers: dict[str, str], right: str) -> None:
    gaps = find_answer_gaps(answers, right)
    filled = {letter for letter, answer in answers.items() if answer}
    assert (gaps == []) == ({"a", "b", "c", right} <= filled)


@given(parts, st.sampled_from(sorted(AREAS)))
def test_one_writes_for_all_forces_and_issues_to_ones_own(part: Part, area: str) -> None:
    is_editor = part.role in (Role.LEAD, Role.COORDINATOR)
    assert may_write(part) == (is_editor and part.scope.is_national)
    assert may_set_target(part) == (part.role is Role.LEAD and part.scope.is_national)
    assert may_issue(part, area) == (is_editor and (part.scope.is_national or area in part.scope.areas))
    assert needs_source(part) == part.scope.is_national


@given(st.none() | st.sampled_from(Promise), st.booleans())
def test_the_protocol_is_not_found_only_where_the_register_says_announced_and_nobody_has_seen_it(state: Promise | None, seen: bool) -> None:
    found = protocol_of(state, is_seen=seen)
    assert (found is Protocol.NOT_FOUND) == (state is Promise.ANNOUNCED and not seen)
    assert (found is Protocol.UNKNOWN) == (state is None)


def test_results_of_fewer_than_five_are_small() -> None:
    assert [is_small(number) for number in (0, 4, 5, 6)] == [True, True, False, False]


def test_everything_has_words() -> None:
    assert labels.STATES.keys() == labels.STATE_COLOURS.keys() == set(State)
    assert labels.STANDINGS.keys() == labels.STANDING_COLOURS.keys() == set(Standing)
    assert labels.COVERS.keys() == labels.COVER_COLOURS.keys() == labels.FILLS.keys() == set(Cover)
    assert labels.GRAVITIES.keys() == labels.GRAVITY_HINTS.keys() == set(Gravity)
    assert labels.HELD.keys() == set(Held)
    assert labels.TEAMS.keys() == set(Team)
    assert labels.MEANS.keys() == set(Means)
    assert labels.PROTOCOL.keys() == set(Protocol)
    assert labels.REFUSALS.keys() == set(Refusal)
    assert area_name("kent") == "Kent"
    assert team_label("other", "Night desk") == "Night desk"
