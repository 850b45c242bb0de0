"""What an organisation says of itself, kept and compared."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.areas import AREAS
from outreach.core.languages import LANGUAGES
from outreach.partners.profile import PUBLIC, Profile, Spoken, differences, plain_name, read_profile, write_profile

TEXTS = st.text(max_size=20)
SPOKEN = st.builds(Spoken, st.sampled_from(sorted(LANGUAGES)), TEXTS)
PROFILES = st.builds(
    Profile,
    name=TEXTS,
    areas=st.lists(st.sampled_from(sorted(AREAS)), unique=True).map(tuple),
    languages=st.lists(SPOKEN, max_size=3).map(tuple),
    safeguarding_reviewed_on=st.none() | st.dates(),
    insured_until=st.none() | st.dates(),
    gives_advice=st.booleans(),
    advice_level=st.none() | st.integers(1, 3),
)


@given(PROFILES)
def test_a_profile_comes_back_from_json_as_it_was(profile: Profile) -> None:
    assert read_profile(json.loads(json.dumps(write_profile(profile)))) == profile


@given(PROFILES, PROFILES)
def test_two_profiles_differ_in_just_the_fields_that_are_named(one: Profile, other: Profile) -> None:
    assert replace(one, **{name: getattr(other, name) for name in differences(one, other)}) == other


def test_what_an_older_row_does_not_say_is_not_said_and_what_nobody_knows_any_more_is_left_out() -> None:
    assert read_profile({"name": "Harbour", "colour": "red"}) == Profile(name="Harbour")


def test_contact_safeguarding_and_insurance_are_not_for_everybody() -> None:
    private = {field.name for field in fields(Profile)} - PUBLIC
    assert private == {
        *("contact_name", "contact_role", "contact_email", "contact_telephone"),
        *("safeguarding_lead", "safeguarding_reviewed_on", "insurer", "insured_until", "ties_note"),
    }
    assert differences(Profile(), Profile(insured_until=date(2027, 1, 1))) == ("insured_until",)


@pytest.mark.parametrize(
    "name",
    [
        "Harbour Light",
        "The HARBOUR-LIGHT Ltd",
        " harbour  light. ",
        "Hárbour Light CIO",
        "Ｈarbour Light",
        "Harbour & Light",
        "Harbour and Light",
    ],
)
def test_a_name_is_the_same_however_it_is_written(name: str) -> None:
    assert plain_name(name) == "harbour light"


def test_names_in_other_scripts_and_names_of_small_words_are_names() -> None:
    assert plain_name("مرکز") == "مرکز"
    assert plain_name("The And") == "the and"
    assert plain_name("Harbour Light Kent") != plain_name("Harbour Light")


@given(TEXTS)
def test_a_plain_name_is_its_own_plain_name(name: str) -> None:
    assert plain_name(plain_name(name)) == plain_name(name)
