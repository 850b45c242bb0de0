"""Roles and scopes: what fits together, what lies within what, who can never have an account."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.accounts.labels import DUTIES, REFUSALS, ROLES, STANDINGS, scope_label
from outreach.accounts.labels import KINDS as KIND_LABELS
from outreach.accounts.rules import (
    KINDS,
    LINGUISTS,
    Kind,
    Part,
    Refusal,
    Role,
    Scope,
    Standing,
    find_refusals,
    is_home_office,
    name_browser,
    settled,
    standing_of,
)
from outreach.core.areas import AREAS
from outreach.core.config import ROOT
from outreach.core.languages import LANGUAGES

scopes = st.builds(Scope, st.booleans(), st.frozensets(st.sampled_from(sorted(AREAS)), max_size=4))
languages = st.frozensets(st.sampled_from(sorted(LANGUAGES)), max_size=3)
parts = st.builds(Part, st.sampled_from(Role), st.sampled_from(Kind), scopes, languages)
AT = datetime(2026, 11, 26, tzinfo=UTC)


@given(scopes, scopes, scopes)
def test_covering_is_transitive_and_nothing_covers_more_than_it_has(one: Scope, two: Scope, three: Scope) -> None:
    if one.covers(two) and two.covers(three):
        assert one.covers(three)
    if not one.is_national and one.covers(two):
        assert not two.is_national
        assert two.areas <= one.areas


@given(scopes)
def test_a_national_scope_covers_everything_and_a_scope_without_a_place_covers_nothing(scope: Scope) -> None:
    assert Scope(True).covers(scope)
    assert not Scope(False).covers(scope)


@given(parts)
def test_a_settled_part_has_only_what_its_role_uses_and_stays_as_it_is(part: Part) -> None:
    done = settled(part)
    assert settled(done) == done
    assert (done.role, done.kind) == (part.role, part.kind)
    if part.role in LINGUISTS:
        assert done.scope == Scope(False)
        assert done.languages == part.languages
    else:
        assert not done.languages
        assert not (done.scope.is_national and done.scope.areas)


@given(parts)
def test_what_does_not_fit_together_is_named(part: Part) -> None:
    found = find_refusals(part)
    assert (Refusal.KIND in found) == (part.kind not in KINDS[part.role])
    assert (Refusal.LANGUAGES in found) == (part.role in LINGUISTS and not part.languages)
    assert (Refusal.AREAS in found) == (part.role not in LINGUISTS and not part.scope.is_national and not part.scope.areas)


HOME_OFFICE = (
    "a@homeoffice.gov.uk",
    "A@HomeOffice.GOV.UK",
    "a@digital.homeoffice.gov.uk",
    "a@homeoffice.gov.uk.",
    "a@homeoffice.gov.uk ",
    "a@homeoffice。gov。uk",
    "a@ｈｏｍｅｏｆｆｉｃｅ.gov.uk",
)


@pytest.mark.parametrize("address", HOME_OFFICE)
def test_nobody_of_the_home_office_can_have_an_account(address: str) -> None:
    assert is_home_office(address)


@pytest.mark.parametrize("address", ["a@police.example", "a@nothomeoffice.gov.uk", "homeoffice.gov.uk@charity.example"])
def test_others_are_not_taken_for_the_home_office(address: str) -> None:
    assert not is_home_office(address)


TOLD = {
    Kind.POLICE: "police forces",
    Kind.COMMISSIONER: "police and crime commissioners",
    Kind.CHARITY: "charities",
    Kind.COMMUNITY: "community groups",
    Kind.COUNCIL: "councils",
    Kind.TRANSLATORS: "translators",
    Kind.INSPECTORATE: "inspectors",
}


def test_the_page_about_tells_every_kind_of_organisation_that_can_sign_in_and_no_other() -> None:
    """The list is closed and public, and the Home Office is not on it: neither can change without the other."""
    claims = tomllib.loads((ROOT / "outreach/content/seed/claims.toml").read_text("utf-8"))["claims"]
    *others, last = [TOLD[kind] for kind in Kind]
    assert claims["kinds-of-account"]["text"] == f"Only {', '.join(others)} and {last} can sign in."


def test_standing_is_the_latest_thing_that_happened() -> None:
    assert standing_of(joined_at=None, suspended_at=None, left_at=None) is Standing.INVITED
    assert standing_of(joined_at=AT, suspended_at=None, left_at=None) is Standing.ACTIVE
    assert standing_of(joined_at=AT, suspended_at=AT, left_at=None) is Standing.SUSPENDED
    assert standing_of(joined_at=None, suspended_at=AT, left_at=AT) is Standing.LEFT


def test_everything_has_a_word() -> None:
    assert set(ROLES) == set(DUTIES) == set(KINDS) == set(Role)
    assert set(KIND_LABELS) == set(Kind)
    assert set(STANDINGS) == set(Standing)
    assert set(REFUSALS) == set(Refusal)


def test_a_scope_is_told_in_names() -> None:
    assert scope_label(Part(Role.LEAD, Kind.POLICE, Scope(False, frozenset({"gwent", "kent"})))) == "Kent, Gwent"
    assert scope_label(Part(Role.TRANSLATOR, Kind.TRANSLATORS, Scope(False), frozenset({"pl", "ur"}))) == "Polish, Urdu"


def test_there_are_forty_three_areas() -> None:
    assert len(AREAS) == 43
    assert {area.nation for area in AREAS.values()} == {"england", "wales"}
    assert AREAS["hampshire-and-isle-of-wight"].name == "Hampshire & Isle of Wight"


FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/604.1"


@pytest.mark.parametrize(
    ("agent", "name"), [(FIREFOX, "Firefox, Windows"), (EDGE, "Edge, Windows"), (IPHONE, "Safari, iPhone"), ("curl/8", ""), ("", "")]
)
def test_a_browser_is_named_as_its_owner_would(agent: str, name: str) -> None:
    assert name_browser(agent) == name
