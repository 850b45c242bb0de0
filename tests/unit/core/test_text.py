"""Normal forms of text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from outreach.core.text import normalised, revision_id


@given(st.text())
def test_a_normal_form_is_its_own_normal_form(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@given(st.text(), st.sampled_from(["\n", "\r\n", " \n", "\n\n\n"]))
def test_saving_again_in_another_editor_is_the_same_text(text: str, ending: str) -> None:
    assert revision_id(text + ending) == revision_id(text)


def test_other_words_are_another_text() -> None:
    assert revision_id("It can be shared.") != revision_id("It cannot be shared.")
    assert len(revision_id("x")) == 64
