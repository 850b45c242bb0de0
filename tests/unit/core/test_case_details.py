"""A name beside a case is found; topics are not taken for people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.case_details import find_person

NAMES = ["Amina Yusuf", "Mrs Khan", "Mr. Ahmed", "Łukasz Nowak", "Maria de Souza", "Ngozi O’Connor", "Miss Li-Wei"]
CASES = ["was beaten by her husband", "has no visa", "fears her employer", "told an officer about the assault", "was arrested at court"]
TOPICS = [
    "People asked whether the Home Office is told",
    "many want to know what happens after a report of a crime",
    "Women fear that their status is used as a threat",
    "Officers of the neighbourhood team should come without uniform",
    "the interpreter was late, and the Urdu leaflet has run out",
    "Citizens Advice and Victim Support are trusted more than courts",
    "In November 2026 we gave out 300 leaflets about hate crime",
]


@given(st.sampled_from(NAMES), st.sampled_from(CASES), st.lists(st.sampled_from(TOPICS), max_size=3), st.sampled_from([". ", "; ", "\n"]))
def test_a_name_beside_a_case_is_found_wherever_it_stands(name: str, case: str, around: list[str], between: str) -> None:
    text = between.join([*around, f"{name} {case}"])
    assert find_person(text)
    assert find_person(f"{name} {case}. " + ". ".join(around))


@given(st.lists(st.sampled_from(TOPICS), min_size=1, max_size=4), st.sampled_from([". ", "; ", "\n"]))
def test_what_was_spoken_of_is_not_taken_for_a_person(topics: list[str], between: str) -> None:
    assert find_person(between.join(topics)) == ""


@pytest.mark.parametrize("text", ["Fatima said her son is afraid", "She is called Roza and was raped", "Her husband, Tomas Lamp, drinks"])
def test_other_ways_to_name_somebody_are_found(text: str) -> None:
    assert find_person(text)


@pytest.mark.parametrize("text", ["see 19YY123456", "case 42/1234/26", "born 01/02/1990", "number 123456789", "ref AB-1234-C"])
def test_references_and_dates_of_birth_are_found_without_a_name(text: str) -> None:
    assert find_person(text)


@pytest.mark.parametrize("text", ["amina was beaten by her husband", "a woman of 34 from a bakery was beaten", "أمينة ضربها زوجها"])
def test_what_it_cannot_find_is_known(text: str) -> None:
    """Said in the documentation too: a person reads what was written before anything of it is published."""
    assert find_person(text) == ""


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(find_person(text), str)
