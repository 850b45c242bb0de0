"""What a route may claim, how an area stands by its routes, and who may say so."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.accounts.rules import KINDS, Part, Role, Scope
from outreach.core.areas import AREAS
from outreach.pathways.labels import (
    CAPACITIES,
    EXTENT_COLOURS,
    EXTENT_MEANINGS,
    EXTENTS,
    FIELDS,
    REFUSALS,
    SHORT,
    STANDING_COLOURS,
    STANDINGS,
)
from outreach.pathways.operations import FIELDS as VALUES
from outreach.pathways.rules import (
    AGREED,
    LONGEST,
    Capacity,
    Extent,
    Refusal,
    Standing,
    find_refusal,
    is_due,
    may_change,
    may_see,
    standing_of,
)

TODAY = date(2026, 11, 26)
GOOD: dict[str, Any] = {
    "extent": Extent.EXTANT,
    "to_service": True,
    "recipient": "",
    "how": "The officer calls.",
    "agreed_on": TODAY - timedelta(days=3),
    "sides": ("Head of victim care", "Manager"),
    "review_on": TODAY + timedelta(days=90),
    "today": TODAY,
}
scopes = st.builds(Scope, st.booleans(), st.frozensets(st.sampled_from(sorted(AREAS)), max_size=4))
parts = st.builds(lambda role, scope: Part(role, min(KINDS[role]), scope), st.sampled_from(Role), scopes)
routes = st.lists(st.tuples(st.sampled_from(Extent), st.dates(date(2026, 10, 1), date(2027, 2, 1))), max_size=5)


def test_what_fits_together_is_not_refused() -> None:
    assert find_refusal(**GOOD) is None
    none = {"extent": Extent.NONE, "to_service": False, "how": "", "agreed_on": None, "sides": ("", "")}
    assert find_refusal(**GOOD | none) is None
    assert find_refusal(**GOOD | {"extent": Extent.PARTIAL, "agreed_on": None, "sides": ("", "")}) is None


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"to_service": False}, Refusal.TO_WHOM),
        ({"recipient": "A council"}, Refusal.TWO_RECIPIENTS),
        ({"extent": Extent.NONE}, Refusal.TO_NOBODY),
        ({"how": ""}, Refusal.HOW),
        ({"agreed_on": None}, Refusal.NOT_AGREED),
        ({"sides": ("Head of victim care", "")}, Refusal.NOT_AGREED),
        ({"sides": ("", "Manager")}, Refusal.NOT_AGREED),
        ({"extent": Extent.ENHANCED, "agreed_on": None}, Refusal.NOT_AGREED),
        ({"agreed_on": TODAY + timedelta(days=1)}, Refusal.AGREED_LATER),
        ({"review_on": TODAY}, Refusal.TOO_EARLY),
        ({"review_on": TODAY + LONGEST + timedelta(days=1)}, Refusal.TOO_LATE),
    ],
)
def test_what_does_not_fit_together_is_refused(wrong: dict[str, Any], refusal: Refusal) -> None:
    assert find_refusal(**GOOD | wrong) is refusal


@given(st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_a_day_for_another_look_that_was_missed_is_made_up_for(review_on: date) -> None:
    assert is_due(review_on, TODAY) == (review_on <= TODAY)


@given(routes)
def test_an_area_stands_by_the_best_route_that_still_holds(found: list[tuple[Extent, date]]) -> None:
    standing = standing_of((extent, is_due(review_on, TODAY)) for extent, review_on in found)
    holding = {extent for extent, review_on in found if review_on > TODAY}
    if not found:
        assert standing is Standing.MISSING
    elif not holding:
        assert standing is Standing.DUE
    else:
        assert standing in {Standing(extent) for extent in holding}
        places = list(Extent)
        assert max(map(places.index, holding)) == places.index(Extent(standing))


@given(parts, st.sampled_from(sorted(AREAS)))
def test_whoever_may_change_the_routes_of_an_area_sees_it_and_is_a_lead_or_a_coordinator(part: Part, area: str) -> None:
    assert may_see(part.scope, area) == (part.scope.is_national or area in part.scope.areas)
    assert may_change(part, area) == (part.role in (Role.LEAD, Role.COORDINATOR) and may_see(part.scope, area))


def test_every_word_is_there_and_each_extent_says_what_it_means() -> None:
    assert EXTENTS.keys() == EXTENT_MEANINGS.keys() == EXTENT_COLOURS.keys() == set(Extent)
    assert STANDINGS.keys() == STANDING_COLOURS.keys() == SHORT.keys() == set(Standing)
    assert CAPACITIES.keys() == set(Capacity)
    assert REFUSALS.keys() == set(Refusal)
    assert FIELDS.keys() == set(VALUES)
    assert set(Extent) - AGREED == {Extent.NONE, Extent.PARTIAL}
