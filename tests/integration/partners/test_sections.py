"""The sections of a profile: whatever an organisation says comes back as it was; what cannot be is refused with what to do."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.core.areas import AREAS
from outreach.core.languages import LANGUAGES
from outreach.partners.labels import FIELDS
from outreach.partners.profile import Profile, Spoken
from outreach.partners.rules import Community, Kind, Regulator, Tie
from outreach.partners.sections import SECTIONS, describe, section_of
from outreach.web.fields import Shown
from tests.conftest import NOW

TODAY = NOW.date()
WORDS = st.text("abcdefghij klmn’é", max_size=30).map(lambda text: " ".join(text.split()))
SAID = WORDS.filter(bool)
SPOKEN = st.lists(st.builds(Spoken, st.sampled_from(sorted(LANGUAGES)), WORDS), min_size=1, unique_by=lambda one: one.tag)
MAIL = st.sampled_from(["", "office@harbour.example"])
REGULATED = st.tuples(st.sampled_from([*Regulator]), st.integers(1, 3)).map(
    lambda pair: {
        "gives_advice": True,
        "regulator": pair[0],
        "adviser_number": "N2021",
        "advice_level": pair[1] if pair[0] == "iaa" else None,
    }
)
INSURED = st.just({"insurer": "Old Mutual", "insured_until": TODAY + timedelta(days=9)})
PLACED = st.just({"is_national": True, "areas": ()}) | st.sets(st.sampled_from(sorted(AREAS)), min_size=1).map(
    lambda slugs: {"is_national": False, "areas": tuple(slug for slug in AREAS if slug in slugs)}
)
ENUMS: Any = lambda enum: st.sets(st.sampled_from([*enum])).map(lambda some: tuple(str(one) for one in enum if one in some))  # noqa: E731
PROFILES = st.builds(
    lambda profile, *parts: replace(profile, **{name: value for part in parts for name, value in part.items()}),
    st.builds(
        Profile,
        name=SAID,
        other_name=WORDS,
        kind=st.sampled_from([*Kind]).map(str),
        about=SAID,
        website=st.sampled_from(["", "https://harbour.example/about"]),
        email=MAIL,
        telephone=st.sampled_from(["", "01632 960 001"]),
        identifiers=st.sampled_from([(), ("GB-CHC-1141636",), ("GB-COH-01234567", "GB-SC-SC051284")]),
        languages=SPOKEN.map(lambda some: tuple(sorted(some, key=lambda one: list(names()).index(one.tag)))),
        other_languages=WORDS,
        communities=ENUMS(Community),
        other_communities=WORDS,
        contact_name=SAID,
        contact_role=SAID,
        contact_email=st.just("noor@harbour.example"),
        contact_telephone=st.sampled_from(["", "+44 1632 960001"]),
        safeguarding_lead=SAID,
        safeguarding_reviewed_on=st.none() | st.dates(date(2000, 1, 1), TODAY),
        ties=ENUMS(Tie),
        ties_note=WORDS,
    ),
    PLACED,
    st.just({}) | INSURED,
    st.just({}) | REGULATED,
)


def names() -> dict[str, str]:
    return dict(sorted(((tag, language.english_name) for tag, language in LANGUAGES.items()), key=lambda pair: pair[1]))


def inputs_of(key: str, profile: Profile) -> dict[str, list[str]]:
    """What a browser sends of the section's form when it was filled with *profile*."""
    form = SECTIONS[key].form_of(profile)
    data = SECTIONS[key].data_of(profile)
    return {name: values for field in form if isinstance(field, Shown) for name, values in field.posted(data.get(field.short_name)).items()}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(PROFILES)
def test_what_is_sent_of_a_form_as_it_was_filled_is_what_was_said(app: Flask, profile: Profile) -> None:
    for key, section in SECTIONS.items():
        with app.test_request_context("/manage/"):
            sent = inputs_of(key, profile)
        with app.test_request_context(method="POST", data=sent):
            form = section.form(meta={"csrf": False})
            assert form.validate(), (key, form.errors)
            assert section.apply(form, profile) == profile
            kept = section.apply(form, Profile())
            assert all(getattr(kept, name) == getattr(profile, name) for name in section.fields)


def test_each_field_of_a_profile_is_said_in_one_section_in_the_order_of_the_profile() -> None:
    said = [name for section in SECTIONS.values() for name in section.fields]
    assert sorted(said) == sorted(field.name for field in fields(Profile))
    assert [*FIELDS] == [field.name for field in fields(Profile)]
    assert section_of("areas").key == "areas"


FAULTS = [
    ("organisation", {}, "name", "Enter the name of your organisation"),
    ("organisation", {"name": "X", "kind": "bank", "about": "Tea."}, "kind", "Choose one of those in the list"),
    ("organisation", {"name": "X", "kind": "cic", "about": "Call 020 7946 0000"}, "about", "Take the telephone number out"),
    ("organisation", {"name": "X", "kind": "cic", "about": "Mrs Amal was beaten by her husband."}, "about", "Take “Mrs Amal” out"),
    ("reach", {"website": "javascript:alert(1)"}, "website", "Enter the whole address"),
    ("reach", {"website": "https://me:secret@harbour.example"}, "website", "Enter the whole address"),
    ("numbers", {}, "identifiers", "Enter a number, or tick"),
    (
        "numbers",
        {"has_none": "yes", "identifiers-0-register": "GB-CHC", "identifiers-0-number": "1141636"},
        "has_none",
        "Take the numbers out",
    ),
    ("numbers", {"identifiers-0-register": "GB-CHC"}, "identifiers", "Enter the number in each register"),
    ("numbers", {"identifiers-0-number": "1141636"}, "identifiers", "Choose the register of each number"),
    ("numbers", {"identifiers-0-register": "GB-SC", "identifiers-0-number": "051284"}, "identifiers", "begins with SC"),
    ("areas", {"where": "areas"}, "areas", "Choose at least one police force area"),
    ("areas", {}, "where", "Choose where you work"),
    ("languages", {}, "languages", "Choose at least one language"),
    ("languages", {"languages": "ur", "languages-ur": "x" * 61}, "languages", "Shorten this to 60"),
    ("languages", {"languages": "tlh"}, "languages", "Choose one of those in the list"),
    (
        "contact",
        {"contact_name": "A", "contact_role": "B", "contact_email": "a@homeoffice.gov.uk"},
        "contact_email",
        "Enter another address",
    ),
    (
        "safeguarding",
        {
            "safeguarding_lead": "A",
            "safeguarding_reviewed_on-day": "1",
            "safeguarding_reviewed_on-month": "1",
            "safeguarding_reviewed_on-year": "2030",
        },
        "safeguarding_reviewed_on",
        "not in the future",
    ),
    ("insurance", {"insurer": "Old Mutual"}, "insured_until", "Enter the day"),
    ("insurance", {"insured_until-day": "1", "insured_until-month": "1", "insured_until-year": "2020"}, "insurer", "name of your insurer"),
    ("advice", {"gives_advice": "yes"}, "regulator", "Choose who regulates"),
    ("advice", {"gives_advice": "yes", "regulator": "iaa", "adviser_number": "N1"}, "advice_level", "Choose the level"),
    ("advice", {"gives_advice": "yes", "regulator": "law-society-scotland"}, "adviser_number", "Enter your number with the regulator"),
    ("advice", {"gives_advice": "yes", "regulator": "exempt"}, "adviser_number", "Enter the name of the order"),
    ("ties", {}, "ties", "Choose what is so"),
    ("ties", {"ties": ["none", "police-funding"]}, "ties", "not both"),
]


@pytest.mark.parametrize(("key", "sent", "field", "said"), FAULTS)
def test_what_will_not_do_is_refused_with_what_to_do(app: Flask, key: str, sent: dict[str, Any], field: str, said: str) -> None:
    with app.test_request_context(method="POST", data=sent):
        form = SECTIONS[key].form(meta={"csrf": False})
        assert not form.validate()
        assert said in str(form[field].errors[0])


def test_the_summary_of_errors_leads_to_the_row_that_is_wrong(app: Flask) -> None:
    rows = {"identifiers-0-register": "GB-CHC", "identifiers-0-number": "1141636"}
    rows |= {"identifiers-1-register": "GB-COH", "identifiers-1-number": "12"[::-1] * 9}
    with app.test_request_context(method="POST", data=rows):
        form = SECTIONS["numbers"].form(meta={"csrf": False})
        assert not form.validate()
        assert form.error_list()[0]["href"] == "#identifiers-1-register"


def test_the_name_of_the_organisation_itself_is_no_case(app: Flask) -> None:
    said = {"name": "Amina Yusuf House", "kind": "charity", "about": "Amina Yusuf House helps victims of crime."}
    with app.test_request_context(method="POST", data=said):
        assert SECTIONS["organisation"].form(meta={"csrf": False}).validate()


def test_nothing_is_chosen_beforehand_where_nobody_has_answered(app: Flask) -> None:
    with app.test_request_context("/manage/"):
        for section in SECTIONS.values():
            drawn = "".join(str(field()) for field in section.form_of(Profile(), is_answered=False).shown_fields())
            assert "checked" not in drawn
            assert "selected" not in drawn


def test_a_website_may_be_given_as_people_write_it(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"website": "www.harbour.example/about"}):
        form = SECTIONS["reach"].form(meta={"csrf": False})
        assert form.validate()
        assert form.told()["website"] == "https://www.harbour.example/about"


def test_a_profile_is_told_in_words(app: Flask) -> None:
    with app.test_request_context():
        assert describe("identifiers", ("GB-CHC-1141636",)) == ["Charity Commission for England and Wales: 1141636"]
        assert describe("languages", (Spoken("ar", "Sudanese"), Spoken("ti"))) == ["Arabic (Sudanese)", "Tigrinya"]
        assert describe("gives_advice", False) == ["No"]
        assert describe("insured_until", None) == []
        assert describe("advice_level", 2) == ["Level 2, casework"]
