"""The document as bytes: always the same for the same words, different for others, and read back as it was written."""

from __future__ import annotations

import json
import random
import unicodedata
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from outreach.core.text import normalised
from outreach.updates.letter import Alerts, Letter, Party, Section, Source, digest, find_marks, read_canonical, write_canonical

PARTS = ("sections", "parties", "alerts")
words = st.text(max_size=30)
sources = st.builds(Source, words, words, words, words, words, words)
sections = st.builds(
    Section, words, words, words, words, words, words, words, words, words, st.lists(sources, max_size=2).map(tuple)
)  # fmt: skip
parties = st.builds(Party, words, words, words, words)
alerts = st.builds(Alerts, words, words, words, words, words)
letters = st.builds(
    Letter,
    *[words] * 13,
    sections=st.lists(sections, max_size=2).map(tuple),
    parties=st.lists(parties, max_size=2).map(tuple),
    alerts=st.none() | st.lists(alerts, max_size=2).map(tuple),
)


def make_letter(**changes: Any) -> Letter:
    texts = {field.name: "" for field in fields(Letter) if field.name not in PARTS}
    source = Source("L2.1", "14 briefings", "2026-10-02", "The whole programme", "https://example.org/a", "")
    section = Section("L2", "Communicate", "NPCC", "The NPCC will…", "", "Open", "14 briefings [L2.1].", "", "None known.", (source,))
    about = {
        "title": "Progress update",
        "dated": "2026-11-24",
        "sections": (section,),
        "parties": (Party("A charity", "", "Read it.", ""),),
    }
    return Letter(**(texts | about | changes))


@given(letters)
def test_what_was_written_is_read_back_and_gives_the_same_hash_again(letter: Letter) -> None:
    text = write_canonical(letter)
    back = read_canonical(text)
    assert write_canonical(back) == text
    assert digest(text) == digest(write_canonical(back))


@given(letters, st.randoms(use_true_random=False))
def test_the_order_in_which_names_come_changes_nothing(letter: Letter, chance: random.Random) -> None:
    text = write_canonical(letter)
    pairs = list(json.loads(text).items())
    chance.shuffle(pairs)
    assert write_canonical(read_canonical(json.dumps(dict(pairs)))) == text


@given(letters, st.sampled_from([field.name for field in fields(Letter) if field.name not in PARTS]), words)
def test_any_other_word_gives_another_hash(letter: Letter, name: str, word: str) -> None:
    assume(normalised(word) != normalised(getattr(letter, name)))
    changes: dict[str, Any] = {name: word}
    assert digest(write_canonical(replace(letter, **changes))) != digest(write_canonical(letter))


@given(letters, sections, parties)
def test_another_section_or_organisation_gives_another_hash(letter: Letter, section: Section, party: Party) -> None:
    before = digest(write_canonical(letter))
    assert digest(write_canonical(replace(letter, sections=(*letter.sections, section)))) != before
    assert digest(write_canonical(replace(letter, parties=(*letter.parties, party)))) != before


@given(letters)
def test_the_two_ways_of_writing_one_letter_are_one_text(letter: Letter) -> None:
    decomposed = replace(letter, opening=unicodedata.normalize("NFD", letter.opening))
    assert write_canonical(decomposed) == write_canonical(letter)


def test_the_form_is_the_one_that_earlier_documents_were_frozen_in() -> None:
    assert digest(write_canonical(make_letter())) == "8d0aa1c4e1cd08fcba5c5f11e9972918a31ae021e35ab1456308b1c776eee959"


def test_a_form_that_is_not_known_is_not_guessed_at() -> None:
    of_two = write_canonical(make_letter(alerts=()))
    for text in (of_two.replace('"form":2', '"form":3'), of_two.replace('"form":2', '"form":1'), of_two.replace('"form":2', '"form":0')):
        with pytest.raises(ValueError, match="not known here"):
            read_canonical(text)


def test_a_document_says_nothing_of_alerts_or_that_there_are_none_or_how_many() -> None:
    one = Alerts("Kent", "7", "0", "fewer than five", "0")
    texts = [write_canonical(make_letter(alerts=alerts)) for alerts in (None, (), (one,))]
    assert [json.loads(text)["form"] for text in texts] == [1, 2, 2]
    assert [read_canonical(text).alerts for text in texts] == [None, (), (one,)]
    assert len({digest(text) for text in texts}) == 3


def test_references_are_found_in_their_order() -> None:
    assert find_marks("As [L2.1] and [R10.12] show; not [l2.1], [L2] or L2.1.") == ["L2.1", "R10.12"]
