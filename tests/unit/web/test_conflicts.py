"""Who changed what, of three versions of one field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.web.conflicts import Change, compare

INPUTS = st.sampled_from([{"name": ["a"]}, {"name": ["b"]}, {"name": ["c"]}, {"name": []}, {"day": ["1"], "month": ["2"]}])


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "change"),
    [
        ("a", "a", "a", Change.NOBODY),
        ("a", "a", "b", Change.ME),
        ("a", "b", "a", Change.THEM),
        ("a", "b", "c", Change.BOTH),
        ("a", "b", "b", Change.NOBODY),
        (None, "a", "b", Change.BOTH),
        (None, "a", "a", Change.NOBODY),
    ],
)
def test_three_versions_say_who_changed_a_field(base: str | None, theirs: str, mine: str, change: Change) -> None:
    assert compare(None if base is None else {"x": [base]}, {"x": [theirs]}, {"x": [mine]}) is change


@given(INPUTS, INPUTS, INPUTS)
def test_a_change_is_shown_exactly_when_the_two_versions_differ(
    base: dict[str, list[str]], theirs: dict[str, list[str]], mine: dict[str, list[str]]
) -> None:
    assert (compare(base, theirs, mine) is not Change.NOBODY) is (theirs != mine)
    mirrored = {Change.ME: Change.THEM, Change.THEM: Change.ME}
    there, back = compare(base, theirs, mine), compare(base, mine, theirs)
    assert mirrored.get(there, there) is back
