"""How texts change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.content.changes import ChangeRefused, gravest_facts, revise, translate
from outreach.content.library import Gravity, Translation
from outreach.content.rules import Outcome, read_unit
from outreach.core.text import revision_id
from tests.unit.content.build import TODAY, unit

OLD = "Call 0808 2000 247. They are not the police. {contact:x}"


@pytest.mark.parametrize(
    ("new", "facts"),
    [
        ("Call 0808 2000 248. They are not the police. {contact:x}", "a number"),
        ("Call 0808 2000 247. They are the police. {contact:x}", "a negation"),
        ("Call 0808 2000 247. They aren't the police. {contact:x}", "a negation"),
        ("Call 0808 2000 247. They are not only the police. {contact:x}", "a negation"),
        ("Call 0808 2000 247. They are not the police. {contact:y}", "a claim or a contact"),
        ("Call 0808 2000 247. They are not the police.", "a claim or a contact"),
    ],
)
def test_what_may_not_be_called_cosmetic(new: str, facts: str) -> None:
    with pytest.raises(ChangeRefused, match=facts):
        revise(unit("b", OLD), new, Gravity.COSMETIC, TODAY)
    assert revise(unit("b", OLD), new, Gravity.SAFETY, TODAY).english == new


def test_a_comma_may_be_cosmetic() -> None:
    assert gravest_facts(OLD, OLD.replace("Call", "Please call:")) is None


@given(st.text(min_size=1).filter(str.strip), st.sampled_from(["\n", "  ", "\r\n\r\n"]))
def test_saving_the_same_text_again_is_no_change(text: str, spare: str) -> None:
    first = unit("b", revise(unit("b", "x"), text, Gravity.SAFETY, TODAY).english)
    assert revise(first, text + spare, Gravity.SAFETY, TODAY) is first


def test_an_empty_text_is_refused() -> None:
    with pytest.raises(ChangeRefused, match="empty"):
        revise(unit("b", "x"), " \n", Gravity.SAFETY, TODAY)


def test_a_translation_of_older_english_takes_nothing_back_and_freshens_nothing() -> None:
    changed = revise(unit("b", "old", ur="پرانا"), "new", Gravity.SAFETY, TODAY)
    fresh = translate(changed, "ur", Translation("نیا", revision_id("new")))
    assert read_unit(fresh, "ur").outcome is Outcome.CURRENT
    assert translate(fresh, "ur", Translation("پرانا", revision_id("old"))) is fresh
    assert read_unit(translate(changed, "ur", Translation("دوسرا", revision_id("old"))), "ur").outcome is Outcome.ENGLISH


def test_a_translation_of_a_text_that_never_was_is_refused() -> None:
    with pytest.raises(ChangeRefused, match="never had"):
        translate(unit("b", "x"), "ur", Translation("ا", revision_id("y")))


def test_a_translation_that_changes_a_placeholder_is_refused() -> None:
    with pytest.raises(ChangeRefused, match="placeholders"):
        translate(unit("b", "x {claim:a}"), "ur", Translation("ا {claim:b}", revision_id("x {claim:a}")))
