"""How a place stands, who may say so, and the tiles on which it is drawn."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.accounts.rules import KINDS, Part, Role, Scope
from outreach.core.areas import AREAS
from outreach.policies.labels import COLOURS, FOUND, REFUSALS, SHORT, STANDINGS, STATES, TOLD, TONE_HINTS, TONES, place_name
from outreach.policies.rules import (
    CLAIM_KINDS,
    LONGEST,
    NATIONAL,
    PLACES,
    Found,
    Refusal,
    Standing,
    State,
    Told,
    Tone,
    find_refusal,
    has_markup,
    may_change,
    may_see,
    scope_of,
    source_title,
    standing_of,
)
from outreach.web.tiles import GAP, HEIGHT, PLACED, WIDTH, lay_out

TODAY = date(2026, 11, 26)
places = st.sampled_from(PLACES)
scopes = st.builds(Scope, st.booleans(), st.frozensets(st.sampled_from(sorted(AREAS)), max_size=4))
parts = st.builds(lambda role, scope: Part(role, min(KINDS[role]), scope), st.sampled_from(Role), scopes)


@given(st.none() | st.sampled_from(Found), st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.booleans())
def test_a_place_stands_in_exactly_one_way(found: Found | None, again: date, has_draft: bool) -> None:
    standing = standing_of(found, again if found else None, has_draft=has_draft, today=TODAY)
    if found is None:
        assert standing is (Standing.WAITING if has_draft else Standing.MISSING)
    else:
        assert (standing is Standing.DUE) == (again <= TODAY)
        assert standing in (Standing.DUE, Standing.NOTHING if found is Found.NOTHING else Standing.APPROVED)


@given(parts, places)
def test_whoever_may_change_a_place_sees_it_and_the_national_guidance_is_changed_nationally(part: Part, place: str) -> None:
    if may_change(part, place):
        assert may_see(part.scope, place)
        assert part.role in (Role.LEAD, Role.COORDINATOR)
        assert part.scope.is_national or place in part.scope.areas
    assert may_see(part.scope, NATIONAL)


@given(st.dates(date(2025, 1, 1), date(2029, 1, 1)))
def test_the_next_look_is_after_today_and_within_a_year(again: date) -> None:
    refusal = find_refusal(again, TODAY)
    assert (refusal is None) == (TODAY < again <= TODAY + LONGEST)
    assert refusal in (None, Refusal.TOO_EARLY, Refusal.TOO_LATE)
    assert find_refusal(TODAY + timedelta(days=1), TODAY) is None


def test_there_are_the_national_guidance_and_43_places_with_names() -> None:
    assert len(PLACES) == 44
    assert [place_name(place) for place in PLACES[1:]] == [area.name for area in AREAS.values()]
    assert scope_of(NATIONAL).is_national
    assert scope_of("kent").areas == {"kent"}


def test_every_state_and_standing_has_words() -> None:
    assert STATES.keys() == set(State)
    assert STANDINGS.keys() == COLOURS.keys() == SHORT.keys() == set(Standing)
    assert FOUND.keys() == set(Found)
    assert REFUSALS.keys() == set(Refusal)
    assert TONES.keys() == TONE_HINTS.keys() == CLAIM_KINDS.keys() == set(Tone)
    assert TOLD.keys() == set(Told)


@pytest.mark.parametrize(
    ("edition", "dated_on", "said"),
    [
        ("2.1", date(2026, 5, 1), "Policy of Kent police, version 2.1, dated 1 May 2026"),
        ("", date(2026, 5, 1), "Policy of Kent police, dated 1 May 2026"),
        ("2.1", None, "Policy of Kent police, version 2.1"),
        ("", None, "Policy of Kent police"),
    ],
)
def test_readers_are_told_whose_policy_it_is_which_version_and_of_which_day(edition: str, dated_on: date | None, said: str) -> None:
    assert source_title("kent", edition, dated_on) == said


@pytest.mark.parametrize(
    "sentence", ["Call {contact:line}.", "[Read](page:x)", "See https://example.org", "See WWW.example.org", "# Kent", "- one", "<b>"]
)
def test_a_sentence_for_readers_is_words_only(sentence: str) -> None:
    assert has_markup(sentence)


@pytest.mark.parametrize(
    "sentence", ["Officers ask first - always.", "2 officers come (one is a woman).", "It says: “help first”; nothing else."]
)
def test_what_is_words_only_passes(sentence: str) -> None:
    assert not has_markup(sentence)


def test_every_area_has_a_tile_of_its_own_with_a_name_that_fits() -> None:
    assert PLACED.keys() == AREAS.keys()
    assert len(set(PLACED.values())) == 43
    grid = lay_out(lambda slug: (slug, "approved"))
    assert len(grid.tiles) == 43
    for tile in grid.tiles:
        assert max(map(len, tile.lines)) <= 16
        assert len(tile.lines) <= 2
        assert tile.x + WIDTH <= grid.width
        assert tile.y + HEIGHT <= grid.height
        assert tile.x % (WIDTH + GAP) == tile.y % (HEIGHT + GAP) == 0
