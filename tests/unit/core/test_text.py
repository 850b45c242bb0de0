"""Normal forms of text."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.text import many_lines, normalised, one_line, revision_id


@given(st.text())
def test_a_normal_form_is_its_own_normal_form(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@given(st.text(), st.sampled_from(["\n", "\r\n", " \n", "\n\n\n"]))
def test_saving_again_in_another_editor_is_the_same_text(text: str, ending: str) -> None:
    assert revision_id(text + ending) == revision_id(text)


def test_other_words_are_another_text() -> None:
    assert revision_id("It can be shared.") != revision_id("It cannot be shared.")
    assert len(revision_id("x")) == 64


@given(st.text())
def test_what_was_typed_is_cleaned_once_and_for_all(typed: str) -> None:
    for clean in (one_line, many_lines):
        cleaned = clean(typed)
        assert clean(cleaned) == cleaned
        assert cleaned == cleaned.strip()
        assert cleaned == unicodedata.normalize("NFC", cleaned)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e]", cleaned)
    assert "\n" not in one_line(typed)


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", "\u00a0\u200b \ufeff", "\x00", "\ud800", "\u202e"])
def test_what_cannot_be_seen_is_blank(typed: str) -> None:
    assert one_line(typed) == ""


def test_lines_and_joiners_that_belong_to_a_text_stay() -> None:
    assert many_lines(" one\r\n two\rthree ") == "one\n two\nthree"
    assert one_line("می\u200cخواهم") == "می\u200cخواهم"
