"""What differs between two versions is marked, and nothing is lost; a change is the fields that it changes, whatever else changes."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.partners.changes import Piece, compare
from outreach.partners.profile import AT_ONCE, PUBLIC, TAKEN_AWAY_AT_ONCE, Profile, Spoken, differences, is_at_once, overlay, pick

TEXTS = st.text("ab \n", max_size=12)


@given(TEXTS, TEXTS)
def test_both_texts_are_whole_and_what_is_not_marked_is_in_both(before: str, after: str) -> None:
    old, new = compare([before] if before else [], [after] if after else [])
    assert "".join(piece.text for line in old for piece in line) == before
    assert "".join(piece.text for line in new for piece in line) == after
    kept = [[piece.text for line in side for piece in line if not piece.is_changed] for side in (old, new)]
    assert "".join(kept[0]) == "".join(kept[1])


def test_lists_are_compared_line_by_line() -> None:
    old, new = compare(["Kent", "Gwent"], ["Kent", "Essex"])
    assert old == [[Piece("Kent", False)], [Piece("Gwent", True)]]
    assert new == [[Piece("Kent", False)], [Piece("Essex", True)]]


PROFILES = st.builds(
    Profile,
    name=st.text(max_size=3),
    telephone=st.text(max_size=3),
    areas=st.lists(st.sampled_from(["kent", "gwent"]), unique=True).map(tuple),
    languages=st.lists(st.builds(Spoken, st.sampled_from(["ur", "pl"]), st.text(max_size=2)), max_size=2).map(tuple),
    gives_advice=st.booleans(),
)


@given(PROFILES, PROFILES, PROFILES)
def test_what_a_change_does_not_name_stays_as_it_is_by_then(approved: Profile, wanted: Profile, by_then: Profile) -> None:
    names = differences(approved, wanted)
    after = overlay(by_then, pick(wanted, names))
    for field in fields(Profile):
        assert getattr(after, field.name) == getattr(wanted if field.name in names else by_then, field.name)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("telephone", "", True),
        ("telephone", "020 7946 0000", False),
        ("contact_telephone", "1", True),
        ("contact_email", "", False),
        ("areas", (), False),
    ],
)
def test_a_way_for_readers_is_taken_away_at_once_and_never_given_at_once(name: str, value: Any, expected: bool) -> None:
    assert is_at_once(name, value) is expected


def test_nothing_that_everybody_sees_changes_at_once_but_by_going() -> None:
    assert not AT_ONCE & PUBLIC
    assert TAKEN_AWAY_AT_ONCE <= PUBLIC
